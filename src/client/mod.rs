//! A client: its settings, its session, its open requests.

pub mod config;
mod delivery;
mod errand;
pub mod event;
mod heartbeat;
mod heartbeat_now;
mod heartbeat_policy;
mod heartbeating;
mod lifecycle;
pub mod mailbox;
mod notifications;
mod numbers;
mod offline;
mod pace;
mod plan;
mod registry;
mod requests;
mod road;
mod self_ban;
mod session_life;
mod task;
mod task_kind;
mod work;

pub use offline::RequestOptions;
pub use registry::shut_down;
pub use requests::Start;
pub use self_ban::Ban;
pub use task::{Task, license_key};

use std::ops::{Deref, DerefMut};
use std::sync::{OnceLock, Weak};
use std::time::Duration;

use once_cell::race::OnceBox;

use crate::client::config::{Config, Settings};
use crate::client::event::{Event, EventKind};
use crate::client::mailbox::Mailbox;
use crate::hwid;
use crate::protocol::Peer;
use crate::runtime::clock::Moment;
use crate::runtime::lock::{lock, wait_at_most};
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};
use crate::runtime::wait_for_graph;
use crate::session::Session;
use crate::transport::{Lease, pool_for};
use crate::values::error::Result;

use lifecycle::{Lifecycle, Timers};
use notifications::Deferred;
use pace::Pace;
use requests::Pending;

/// Where a client shows what is read without asking it.
pub trait Mirror: Send + Sync {
    fn session(&self, session: Option<Arc<Session>>);
    /// With every change of "has a session".
    fn authenticated(&self, authenticated: bool);
}

pub struct Client {
    number: u64,
    settings: Settings,
    peer: Peer,
    mailbox: Arc<Mailbox<Event>>,
    hwid: OnceBox<String>,
    state: Mutex<State>,
    /// A request that was past stopping has ended.
    changed: Condvar,
    mirror: OnceLock<Box<dyn Mirror>>,
}

struct State {
    session: Option<Arc<Session>>,
    /// Of the session; results that were begun for another are dropped.
    generation: u64,
    lifecycle: Lifecycle,
    timers: Timers,
    /// At most 64 that were started.
    requests: Vec<Pending>,
    /// How far its heartbeats are from the interval.
    pace: Pace,
    /// The service is not asked for a heartbeat sooner than this because a host asks.
    next_heartbeat: Option<Moment>,
    /// The number of the login whose session came last.
    login: u64,
    freed: bool,
    /// What is to be done for the host, once the lock is given back.
    deferred: Vec<Deferred>,
}

/// The state under its lock. When it is given back, what was left for after it is done, with no lock held: a host
/// may hold it up for as long as it likes.
struct Locked<'a> {
    client: &'a Client,
    state: Option<MutexGuard<'a, State>>,
}

impl Deref for Locked<'_> {
    type Target = State;

    #[allow(clippy::expect_used, reason = "only drop takes it")]
    fn deref(&self) -> &State {
        self.state.as_ref().expect("locked")
    }
}

impl DerefMut for Locked<'_> {
    #[allow(clippy::expect_used, reason = "only drop takes it")]
    fn deref_mut(&mut self) -> &mut State {
        self.state.as_mut().expect("locked")
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        let Some(mut state) = self.state.take() else { return };
        let deferred = std::mem::take(&mut state.deferred);
        drop(state);
        for what in deferred {
            // One may not keep the others from being done.
            let _ = crate::runtime::panic::contain(|| self.client.run_deferred(what));
        }
    }
}

impl Client {
    pub fn new(config: &Config) -> Result<Arc<Client>> {
        let settings = config.check()?;
        let peer = Peer {
            transport: pool_for(&settings.roots),
            base: settings.base_url.clone(),
            trust: settings.trust.clone(),
            binding: settings.token_binding,
        };
        let client = Arc::new(Client {
            number: numbers::next(),
            mailbox: Mailbox::new(
                settings.dispatch,
                Arc::clone(wait_for_graph::of_process()),
                Box::new(delivery::summon),
            ),
            peer,
            settings,
            hwid: OnceBox::new(),
            state: Mutex::new(State {
                session: None,
                generation: 0,
                lifecycle: Lifecycle::Ended,
                timers: Timers::default(),
                requests: Vec::new(),
                pace: Pace::even(),
                next_heartbeat: None,
                login: 0,
                freed: false,
                deferred: Vec::new(),
            }),
            changed: Condvar::new(),
            mirror: OnceLock::new(),
        });
        registry::register(&client);
        Ok(client)
    }

    /// Called once, right after `new`.
    pub fn mirror_to(&self, mirror: Box<dyn Mirror>) {
        let _ = self.mirror.set(mirror);
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn mailbox(&self) -> &Arc<Mailbox<Event>> {
        &self.mailbox
    }

    /// The override, or this machine's id for this app. What could not be read is looked for again next time. An
    /// official 1.x client's id is waited for while it is made, unless `lease` is cancelled.
    pub fn hwid(&self, lease: &Lease) -> Result<&str> {
        let hwid = self.hwid.get_or_try_init(|| {
            let id = match (&self.settings.hwid_override, self.settings.hwid_source) {
                (Some(text), _) => text.clone(),
                (None, Some(official)) => hwid::v1::id(official, lease)?.to_owned(),
                (None, None) => hwid::v2(&self.settings.app_id)?,
            };
            Ok(Box::new(id))
        });
        hwid.map(String::as_str)
    }

    /// The same, but empty where it would have to be waited for: a call that starts a request does not.
    fn hwid_at_once(&self) -> Result<&str> {
        if let Some(known) = self.hwid.get() {
            return Ok(known);
        }
        let is_made = |official| hwid::v1::known(official).is_some();
        if self.settings.hwid_override.is_none() && !self.settings.hwid_source.is_none_or(is_made) {
            return Ok("");
        }
        self.hwid(&Lease::new())
    }

    /// What the login has sent whose session this is. Reads nothing, since a lock is held.
    fn known_hwid(&self) -> String {
        self.hwid.get().cloned().unwrap_or_default()
    }

    fn session(&self) -> Option<Arc<Session>> {
        lock(&self.state).session.clone()
    }

    /// Makes it the session of the state, and shows it to readers.
    fn set_session(&self, state: &mut State, session: Option<Arc<Session>>) -> Option<Arc<Session>> {
        if let Some(mirror) = self.mirror.get() {
            mirror.session(session.clone());
        }
        std::mem::replace(&mut state.session, session)
    }

    /// Ends the session, heartbeats and every open request. Never waits for the network, the disk or a
    /// callback.
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

    /// The end of the client. When this returns no callback runs or will run.
    pub fn free(&self) {
        let mut state = self.lock();
        state.freed = true;
        self.clear(&mut state);
        let mut last = Client::cancel_where(&mut state, |_| true);
        Client::note_logout(&mut state);
        drop(state);
        // Before anything is waited for here.
        self.mailbox.let_nobody_wait();
        last.append(&mut self.wait_for_commits());
        self.mailbox.close(last);
        registry::deregister(self.number);
    }

    /// Drops the session with its timers and heartbeat; true if there was one.
    fn clear(&self, state: &mut State) -> bool {
        state.generation += 1;
        state.lifecycle.cancel();
        state.lifecycle = Lifecycle::Ended;
        state.timers = Timers::default();
        let had_session = self.set_session(state, None).is_some();
        self.set_authenticated(false);
        had_session
    }

    fn set_authenticated(&self, authenticated: bool) {
        if let Some(mirror) = self.mirror.get() {
            mirror.authenticated(authenticated);
        }
    }

    fn lock(&self) -> Locked<'_> {
        let state = lock(&self.state);
        Locked { client: self, state: Some(state) }
    }

    fn wait_for_change<'a>(&self, mut locked: Locked<'a>, most: Duration) -> Locked<'a> {
        if let Some(state) = locked.state.take() {
            locked.state = Some(wait_at_most(&self.changed, state, most).0);
        }
        locked
    }
}

/// Does this with a client that is still there.
fn upgraded(client: &Weak<Client>, work: impl FnOnce(&Arc<Client>)) {
    if let Some(client) = client.upgrade() {
        work(&client);
    }
}
