//! A client: its settings, its session, its open requests.

mod check_in;
mod offline;
mod requests;
mod self_ban;
mod task;

pub use offline::RequestOptions;
pub use self_ban::Ban;
pub use task::{Task, license_key};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use once_cell::sync::OnceCell;

use crate::clock::{self, Moment};
use crate::config::{Config, FailurePolicy, Settings};
use crate::engine::{Job, Lane};
use crate::error::{Error, Result};
use crate::event::{Event, EventKind, Reason};
use crate::exchange::Peer;
use crate::mailbox::{Channel, Dispatch, Listener, Mailbox};
use crate::session::Session;
use crate::transport::Cancel;
use crate::{hwid, process};

use requests::Pending;

type Flag = Box<dyn Fn(bool) + Send + Sync>;

pub struct Client {
    number: u64,
    settings: Settings,
    peer: Peer,
    mailbox: Arc<Mailbox>,
    hwid: OnceCell<String>,
    state: Mutex<State>,
    /// The session of the state again, for those who only want to read it: held for a copy, never longer.
    current: Mutex<Option<Arc<Session>>>,
    /// Mirrors "has a session" to where it is read without a lock.
    flag: OnceLock<Flag>,
}

struct State {
    session: Option<Arc<Session>>,
    /// Of the session; results that were begun for another are dropped.
    generation: u64,
    /// End of the last login or check-in.
    checked_at: Moment,
    check_in: Option<Arc<Cancel>>,
    requests: HashMap<u64, Pending>,
    freed: bool,
}

impl Client {
    pub fn new(config: &Config) -> Result<Arc<Client>> {
        let settings = config.check()?;
        let process = process::current();
        let peer = Peer {
            transport: process.pools.get(&settings.roots),
            base: settings.base_url.clone(),
            trust: settings.trust.clone(),
        };
        let client = Arc::new(Client {
            number: process.number(),
            mailbox: Arc::new(Mailbox::new(settings.dispatch, Arc::clone(&process.waits))),
            peer,
            settings,
            hwid: OnceCell::new(),
            state: Mutex::new(State {
                session: None,
                generation: 0,
                checked_at: clock::now(),
                check_in: None,
                requests: HashMap::new(),
                freed: false,
            }),
            current: Mutex::new(None),
            flag: OnceLock::new(),
        });
        process.enrol(&client);
        Ok(client)
    }

    /// Called with every change of "has a session". Set once, right after `new`.
    pub fn mirror_authenticated(&self, flag: Flag) {
        let _ = self.flag.set(flag);
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    /// The override, or this machine's id for this app.
    pub fn hwid(&self) -> &str {
        self.hwid.get_or_init(|| match &self.settings.hwid_override {
            Some(text) if !text.trim().is_empty() => text.trim().to_owned(),
            _ => hwid::v2(&self.settings.app_id),
        })
    }

    pub fn session(&self) -> Option<Arc<Session>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes it the session of the state, and shows it to readers.
    fn keep(&self, state: &mut State, session: Option<Arc<Session>>) -> Option<Arc<Session>> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = std::mem::replace(&mut *current, session.clone());
        drop(current);
        drop(shown);
        std::mem::replace(&mut state.session, session)
    }

    pub fn set_listener(&self, channel: Channel, listener: Option<Listener>) -> Result<()> {
        self.mailbox.set_listener(channel, listener)
    }

    fn is_pumped(&self) -> bool {
        self.mailbox.dispatch == Dispatch::Pump
    }

    pub fn pump(&self) -> u32 {
        if self.is_pumped() && self.mailbox.has_events() { self.mailbox.deliver() } else { 0 }
    }

    pub fn poll(&self) -> Option<Event> {
        if self.is_pumped() && self.mailbox.has_events() { self.mailbox.poll() } else { None }
    }

    /// Ends the session, check-ins and every open request. Never waits for the network or a callback.
    pub fn logout(&self) {
        let mut state = self.lock();
        let had_session = self.clear(&mut state);
        for event in Client::cancel_requests(&mut state) {
            self.post(event);
        }
        if had_session {
            self.post(Event::new(EventKind::SessionEnded));
        }
    }

    /// The end of the client. When this returns no callback runs or will run.
    pub fn free(&self) {
        let mut state = self.lock();
        state.freed = true;
        self.clear(&mut state);
        let last = Client::cancel_requests(&mut state);
        drop(state);
        self.mailbox.close(last);
        process::current().dismiss(self.number);
    }

    /// Drops the session and stops its check-in; true if there was one.
    fn clear(&self, state: &mut State) -> bool {
        state.generation += 1;
        if let Some(check_in) = state.check_in.take() {
            check_in.cancel();
        }
        let had_session = self.keep(state, None).is_some();
        self.show(false);
        had_session
    }

    fn show(&self, authenticated: bool) {
        if let Some(flag) = self.flag.get() {
            flag(authenticated);
        }
    }

    fn post(&self, event: Event) {
        if !self.mailbox.post(event) {
            return;
        }
        let mailbox = Arc::clone(&self.mailbox);
        let job: Job = Box::new(move || {
            mailbox.deliver();
        });
        if process::current().run(Lane::Callback, job).is_err() {
            self.mailbox.not_summoned();
        }
    }

    /// Tells a failure to whoever listens. AuthForge fails closed: when nobody does, the policy decides.
    fn report(&self, reason: Reason, error: &Error, ends_session: bool) {
        if self.mailbox.hears_failures() {
            self.post(Event::failure(reason, error.clone()));
            return;
        }
        let deadly = match self.settings.failure_policy {
            FailurePolicy::Continue => return,
            FailurePolicy::ExitStrict => true,
            FailurePolicy::Exit => ends_session,
        };
        let what = format!("{}: {error}", reason.name());
        if deadly {
            process::exit(&format!("{what}; no failure callback is set, so the process ends"));
        }
        process::complain(&what);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
