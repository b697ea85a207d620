//! The life of a session after the login: check-ins, expiry, and the end.

use std::sync::{Arc, Weak};
use std::time::Duration;

use super::{Client, State};
use crate::clock::{self, Moment};
use crate::config::CHECK_IN_TIMEOUT;
use crate::engine::Lane;
use crate::error::{Error, Result};
use crate::event::{Event, EventKind, Reason};
use crate::exchange::{Exchange, Step};
use crate::log;
use crate::policy::heartbeat::{self, Due};
use crate::process;
use crate::protocol::Reply;
use crate::protocol::request::Body;
use crate::session::Session;
use crate::status::Status;
use crate::transport::Cancel;

/// Timers are not that exact, and none may fire without time having passed.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

impl Client {
    /// Sets the timer for whatever the session needs next.
    pub(super) fn schedule(self: &Arc<Self>, state: &State) -> Result<()> {
        if state.session.as_ref().is_some_and(|session| session.left_ms().is_none()) {
            // A license file that never ends needs nothing, not even a thread.
            return Ok(());
        }
        // One look at the clock: what passes between two of them would be waited for twice.
        let now = clock::now();
        let wait = match self.due(state, now) {
            Due::Wait(wait) => wait.max(SHORTEST_WAIT),
            Due::CheckIn | Due::Expired => SHORTEST_WAIT,
        };
        let client = Arc::downgrade(self);
        let generation = state.generation;
        let job = Box::new(move || tick(&client, generation));
        process::current().at(now.after(wait), Lane::Prompt, job)
    }

    fn due(&self, state: &State, now: Moment) -> Due {
        let Some(session) = &state.session else { return Due::Expired };
        let left_ms = session.left_ms().unwrap_or(i64::MAX);
        if session.file().is_some() {
            return heartbeat::due_of_file(left_ms);
        }
        let since_check = now.since(state.checked_at);
        heartbeat::due(self.settings.mode, self.settings.heartbeat_interval, left_ms, since_check)
    }

    fn look(self: &Arc<Self>, generation: u64) {
        let mut state = self.lock();
        if state.generation != generation {
            return;
        }
        let done = match self.due(&state, clock::now()) {
            Due::Wait(_) => self.schedule(&state),
            Due::CheckIn => self.begin_check_in(&mut state),
            Due::Expired => {
                let error = over(state.session.as_deref());
                self.end(&mut state, &error);
                Ok(())
            }
        };
        if let Err(error) = done {
            self.end(&mut state, &error);
        }
    }

    fn begin_check_in(self: &Arc<Self>, state: &mut State) -> Result<()> {
        let Some(session_token) = state.session.as_ref().and_then(|session| session.token()) else {
            return Ok(());
        };
        let body = Body::Heartbeat {
            app_id: self.settings.app_id.clone(),
            session_token: session_token.clone(),
            hwid: self.hwid().to_owned(),
        };
        let cancel = Cancel::new();
        let timeout = self.settings.request_timeout.min(CHECK_IN_TIMEOUT);
        let exchange = Exchange::new(body, timeout, Arc::clone(&cancel));
        state.check_in = Some(cancel);
        let (client, generation) = (Arc::downgrade(self), state.generation);
        process::current().run(Lane::Network, Box::new(move || attempt(&client, generation, exchange)))
    }

    fn finish_check_in(self: &Arc<Self>, generation: u64, result: Result<Reply>) {
        let Some(previous) = self.session_of(generation) else { return };
        // Made before the lock is taken: a large payload takes its time.
        let renewed = result.and_then(|reply| match reply {
            Reply::Signed(payload) => previous.renewed(payload),
            _ => Err(Error::of(Status::InternalError)),
        });
        let mut state = self.lock();
        if state.generation != generation {
            return;
        }
        state.check_in = None;
        state.checked_at = clock::now();
        let told = match renewed {
            Ok(session) => {
                let session = Arc::new(session);
                self.keep(&mut state, Some(Arc::clone(&session)));
                self.announce(&session, &previous);
                None
            }
            Err(error) => Some(heartbeat::judge(error, previous.left_ms().unwrap_or(i64::MAX))),
        };
        match &told {
            Some(error) if error.is_fatal() => self.end(&mut state, error),
            other => {
                if let Some(error) = other {
                    self.report(reason_of(error), error, false);
                }
                if let Err(error) = self.schedule(&state) {
                    self.end(&mut state, &error);
                }
            }
        }
        drop(state);
        match told {
            Some(error) => log::warn(|| format!("check-in failed: {error}")),
            None => log::info(|| "check-in succeeded".to_owned()),
        }
    }

    fn session_of(&self, generation: u64) -> Option<Arc<Session>> {
        let state = self.lock();
        state.session.clone().filter(|_| state.generation == generation)
    }

    fn announce(&self, session: &Arc<Session>, previous: &Session) {
        let event = |kind| Event { session: Some(Arc::clone(session)), ..Event::new(kind) };
        self.post(event(EventKind::CheckInSucceeded));
        if session.app != previous.app || session.license != previous.license {
            self.post(event(EventKind::VariablesChanged));
        }
    }

    /// The session is over: cleared first, then told.
    fn end(&self, state: &mut State, error: &Error) {
        if !self.clear(state) {
            return;
        }
        self.report(Reason::HeartbeatFailed, error, true);
        self.post(Event { error: Some(error.clone()), ..Event::new(EventKind::SessionEnded) });
    }
}

/// What the end of a session by time is reported as.
fn over(session: Option<&Session>) -> Error {
    match session.and_then(Session::file) {
        Some(_) => Error::new(Status::Expired, "the license file has ended while the program ran"),
        None => Error::new(Status::SessionExpired, "the session is over"),
    }
}

fn reason_of(error: &Error) -> Reason {
    if error.status.is_transport() { Reason::NetworkError } else { Reason::HeartbeatFailed }
}

fn tick(client: &Weak<Client>, generation: u64) {
    if let Some(client) = client.upgrade() {
        client.look(generation);
    }
}

/// One attempt of a check-in; the pauses between them belong to the scheduler.
fn attempt(client: &Weak<Client>, generation: u64, mut exchange: Exchange) {
    let Some(client) = client.upgrade() else { return };
    if exchange.cancel.is_cancelled() {
        return;
    }
    match exchange.step(&client.peer) {
        Step::Done(result) => client.finish_check_in(generation, result),
        Step::Again(pause) => {
            let weak = Arc::downgrade(&client);
            let job = Box::new(move || attempt(&weak, generation, exchange));
            if let Err(error) = process::current().at(clock::now().after(pause), Lane::Network, job) {
                client.finish_check_in(generation, Err(error));
            }
        }
    }
}
