//! Requests of a client, claimed and called off, with all that they are about left out: what a task asks and writes is
//! there at once, and a session is a number.

#[path = "../../../src/client/config/dispatch.rs"]
mod dispatch;
#[path = "../../../src/client/errand.rs"]
pub mod errand;
pub mod event;
#[path = "../../../src/client/heartbeat_now.rs"]
pub mod heartbeat_now;
#[path = "../../../src/client/mailbox/mod.rs"]
pub mod mailbox;
#[path = "../../../src/client/numbers.rs"]
pub mod numbers;
#[path = "../../../src/client/requests.rs"]
pub mod requests;
#[path = "../../../src/client/road.rs"]
pub mod road;
#[path = "../../../src/client/task_kind.rs"]
pub mod task_kind;
#[path = "../../../src/client/work.rs"]
pub mod work;

pub mod config {
    pub use super::dispatch::Dispatch;
}

use std::sync::PoisonError;
use std::time::Duration;

use crate::protocol::Peer;
use crate::protocol::budget::Budget;
use crate::protocol::exchange::{Exchange, Retry};
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;
use crate::values::error::{Error, Result};
use errand::{Errand, Outcome, Plan, Way};
use event::{Event, EventKind, Reason, Severity};
use requests::Pending;
use task_kind::TaskKind;

/// Is added to a session's number by its heartbeat.
pub const RENEWED: u64 = 100;

/// Of the library's tasks those of which a model has one.
#[derive(Clone)]
pub enum Task {
    /// Asks the service and keeps a session.
    Login(u64),
    /// Keeps a session, and asks nobody.
    LoginFromFile(u64),
    /// Puts a file in its place, and keeps a session.
    Activate(u64),
    /// Has the session renewed.
    Heartbeat,
}

impl Task {
    fn parts(&self) -> (TaskKind, u64) {
        match self {
            Task::Login(number) => (TaskKind::Login, *number),
            Task::LoginFromFile(number) => (TaskKind::LoginFromFile, *number),
            Task::Activate(number) => (TaskKind::Activate, *number),
            Task::Heartbeat => (TaskKind::Heartbeat, 0),
        }
    }
}

/// What a model looks at in the end. Under std's locks, which are no part of it.
#[derive(Default)]
pub struct Seen {
    pub events: std::sync::Mutex<Vec<Event>>,
    /// The files that were put in place.
    pub files: Arc<std::sync::Mutex<Vec<u64>>>,
    pub freed: std::sync::atomic::AtomicBool,
}

#[derive(Default)]
struct Messages;

impl Messages {
    fn ends(&self) -> usize {
        0
    }
}

pub struct Client {
    number: u64,
    pub seen: Seen,
    peer: Peer,
    mailbox: Messages,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
pub struct State {
    session: Option<Arc<Session>>,
    generation: u64,
    requests: Vec<Pending>,
    login: u64,
    freed: bool,
    /// The number of the heartbeat that is under way.
    heartbeat: Option<u64>,
}

impl Client {
    pub fn new() -> Arc<Client> {
        Arc::new(Client {
            number: 1,
            seen: Seen::default(),
            peer: Peer,
            mailbox: Messages,
            state: Mutex::default(),
            changed: Condvar::new(),
        })
    }

    pub fn session(&self) -> Option<u64> {
        self.lock().session.as_ref().map(|session| session.0)
    }

    pub fn open(&self) -> usize {
        self.lock().requests.len()
    }

    /// As the library's, without the life of a session.
    pub fn logout(&self) {
        let mut state = self.lock();
        let had_session = self.clear(&mut state);
        let cancelled = Client::cancel_where(&mut state, |_| true);
        Client::note_logout(&mut state);
        self.post_all(&mut state, cancelled);
        if had_session {
            self.post(&mut state, Event::new(EventKind::SessionEnded));
        }
    }

    /// As the library's; `close` of the mailbox tells the last ends.
    pub fn free(&self) {
        let mut state = self.lock();
        state.freed = true;
        self.clear(&mut state);
        let mut last = Client::cancel_where(&mut state, |_| true);
        Client::note_logout(&mut state);
        drop(state);
        last.append(&mut self.wait_for_commits());
        self.post_all(&mut self.lock(), last);
        self.seen.freed.store(true, std::sync::atomic::Ordering::SeqCst);
    }

    fn clear(&self, state: &mut State) -> bool {
        state.generation += 1;
        state.heartbeat = None;
        state.session.take().is_some()
    }

    fn set_session(&self, state: &mut State, session: Option<Arc<Session>>) {
        state.session = session;
    }

    fn begin_lifecycle(&self, state: &mut State, _: &Session) {
        state.heartbeat = None;
    }

    /// As the library's, with a heartbeat that a thread makes at once. It may be asked again, and succeeds.
    fn hurry(self: &Arc<Self>, state: &mut State) -> Result<()> {
        let session = state.session.clone().ok_or_else(|| Error::of(Status::NotAuthenticated))?;
        if state.heartbeat.is_some() {
            return Ok(());
        }
        let number = numbers::next();
        state.heartbeat = Some(number);
        let client = Arc::clone(self);
        shuttle::thread::spawn(move || {
            let retry =
                Retry { pause: Duration::from_secs(2), error: Error::of(Status::RateLimited), attempt: 1 };
            for again in [true, false] {
                let mut state = client.lock();
                if state.heartbeat != Some(number) {
                    return;
                }
                if again {
                    client.announce_heartbeat_retry(&mut state, &retry);
                    continue;
                }
                let renewed = Arc::new(Session(session.0 + RENEWED));
                client.set_session(&mut state, Some(Arc::clone(&renewed)));
                client.begin_lifecycle(&mut state, &renewed);
                client.post(&mut state, Event::of_session(EventKind::HeartbeatSucceeded, &renewed));
                client.end_asked(&mut state, Ok(&renewed));
            }
        });
        Ok(())
    }

    fn set_authenticated(&self, _: bool) {}

    fn post(&self, _: &mut State, event: Event) {
        if !self.seen.freed.load(std::sync::atomic::Ordering::SeqCst) {
            self.seen.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
        }
    }

    fn note_end(&self, _: &mut State, _: &'static str, _: u64, _: Option<&Error>) {}

    fn report(&self, _: &mut State, _: Reason, _: &Error, _: Severity) {}

    fn budget(&self, _: TaskKind) -> Budget {
        Budget
    }

    /// As the library's, with an answer that says nothing.
    fn plan(&self, task: Task) -> Result<Plan> {
        let (kind, number) = task.parts();
        let path = (kind == TaskKind::Activate).then(|| "file".to_owned());
        let (files, has_file) = (Arc::clone(&self.seen.files), path.is_some());
        let outcome = move || {
            let draft = has_file.then(|| crate::runtime::disk::store::Draft(number, Arc::clone(&files)));
            Ok(Outcome { session: Some(Arc::new(Session(number))), draft })
        };
        let way = match task {
            Task::Heartbeat => return Ok(Plan::Heartbeat),
            Task::LoginFromFile(_) => Way::Finish(Box::new(move |_, _| outcome())),
            Task::Login(_) | Task::Activate(_) => {
                Way::ask(Exchange::new((), Budget), Arc::new(move |_, (), _| outcome()))
            }
        };
        Ok(Plan::Errand(Errand { kind, path, way }))
    }

    fn hwid(&self, _: &Lease) -> Result<&str> {
        Ok("hwid")
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for_change<'a>(&self, state: MutexGuard<'a, State>, most: Duration) -> MutexGuard<'a, State> {
        self.changed.wait_timeout(state, most).unwrap_or_else(PoisonError::into_inner).0
    }
}
