//! A heartbeat under way: queued, asked, paused, answered, lost. What it means for the session is in `life`.

use std::sync::Arc;
use std::time::Duration;

use super::life::{Life, over, upgraded};
use super::news::After;
use super::{Client, State};
use crate::clock::{self, Moment};
use crate::config::HEARTBEAT_TIMEOUT;
use crate::engine::job::fault;
use crate::engine::{Job, Lane, Lost, Ticket};
use crate::error::{Error, Result};
use crate::event::{Event, EventKind, Gravity, Reason};
use crate::exchange::{Exchange, Step};
use crate::log;
use crate::policy::budget::Budget;
use crate::policy::heartbeat::{self, Due, Phase};
use crate::process;
use crate::protocol::Reply;
use crate::protocol::request::Body;
use crate::secret::Secret;
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;

/// A heartbeat under way, with its attempts.
pub struct Heartbeat {
    /// Tells it from those before.
    number: u64,
    lease: Arc<Lease>,
    /// Since when it is owed, if the end was slept through: one attempt and no more.
    owed: Option<Moment>,
    stage: Stage,
}

enum Stage {
    Queued {
        exchange: Exchange,
        /// Calls it off with the session.
        ticket: Option<Ticket>,
    },
    /// The exchange is with the thread that asks.
    Asking {
        until: Moment,
    },
    Paused {
        next: Moment,
        exchange: Exchange,
    },
    /// The one that is owed found no thread, and tries again.
    Refused {
        owed: Moment,
        next: Moment,
        exchange: Exchange,
    },
}

impl Heartbeat {
    pub fn phase(&self) -> Phase {
        match &self.stage {
            Stage::Queued { .. } => Phase::Queued { owed: self.owed },
            Stage::Asking { until } => Phase::Asking { until: *until },
            Stage::Paused { next, .. } => Phase::Paused { next: *next },
            Stage::Refused { owed, next, .. } => Phase::Refused { owed: *owed, next: *next },
        }
    }

    /// Calls off what is on the wire.
    pub fn cancel(&self) {
        self.lease.cancel();
    }

    pub fn is_paused(&self) -> bool {
        matches!(self.stage, Stage::Paused { .. })
    }

    pub fn is_with_a_thread(&self) -> bool {
        matches!(self.stage, Stage::Asking { .. })
    }
}

impl Client {
    pub(super) fn begin_heartbeat(self: &Arc<Self>, state: &mut State, session: &Session, last: bool) {
        let owed = last.then(clock::now);
        let Some((lease, exchange)) = self.question(session, owed) else {
            let error = over(session, &state.life, None);
            self.end(state, &error);
            return;
        };
        self.put_heartbeat(state, lease, owed, Stage::Queued { exchange, ticket: None });
        fault::point("heartbeat begins");
        self.send_heartbeat(state);
    }

    /// What a heartbeat asks; `None` for a session without a token.
    fn question(&self, session: &Session, owed: Option<Moment>) -> Option<(Arc<Lease>, Exchange)> {
        let body = Body::Heartbeat {
            app_id: self.settings.app_id.clone(),
            session_token: session.token()?.clone(),
            hwid: self.known_hwid(),
            license_key: session
                .license_key
                .as_ref()
                .and_then(|key| key.as_c_str().to_str().ok())
                .map(Secret::new),
        };
        let timeout = self.settings.request_timeout.min(HEARTBEAT_TIMEOUT);
        let budget = match owed {
            // Its thread may come as late as this.
            Some(owed) => Budget::one_attempt(timeout, owed.after(heartbeat::LAST_CALL)),
            None => Budget::of_call(timeout, clock::now()),
        };
        let lease = Lease::new();
        Some((Arc::clone(&lease), Exchange::new(body, budget, lease)))
    }

    fn put_heartbeat(&self, state: &mut State, lease: Arc<Lease>, owed: Option<Moment>, stage: Stage) {
        state.life.cancel();
        let number = process::current().number();
        state.life = Life::Heartbeating(Box::new(Heartbeat { number, lease, owed, stage }));
    }

    pub(super) fn resume_heartbeat(self: &Arc<Self>, state: &mut State) {
        let Life::Heartbeating(heartbeat) = &mut state.life else { return };
        let until = clock::now();
        heartbeat.stage = match std::mem::replace(&mut heartbeat.stage, Stage::Asking { until }) {
            Stage::Paused { exchange, .. } | Stage::Refused { exchange, .. } => {
                Stage::Queued { exchange, ticket: None }
            }
            other => other,
        };
        self.send_heartbeat(state);
    }

    /// Has a thread make the attempt that is queued.
    fn send_heartbeat(self: &Arc<Self>, state: &mut State) {
        let Life::Heartbeating(heartbeat) = &state.life else { return };
        let (generation, number) = (state.generation, heartbeat.number);
        let (client, lost) = (Arc::downgrade(self), Arc::downgrade(self));
        let job = Job::new(
            "heartbeat",
            move || upgraded(&client, |client| client.attempt(generation, number)),
            move |how| upgraded(&lost, |client| client.heartbeat_lost(generation, number, how)),
        );
        state.timers.next = None;
        match process::current().run(Lane::Heartbeat, job) {
            Ok(queued) => {
                if let Life::Heartbeating(heartbeat) = &mut state.life
                    && let Stage::Queued { ticket, .. } = &mut heartbeat.stage
                {
                    *ticket = Some(queued);
                }
                self.watch_past_end(state);
            }
            Err(error) => self.heartbeat_failed(state, error),
        }
    }

    /// A last attempt is made past the end, where the end's own timer has come already.
    fn watch_past_end(self: &Arc<Self>, state: &mut State) {
        let (now, left_ms) = (clock::now(), state.session.as_ref().and_then(|session| session.left_ms()));
        let (Some(phase), Some(left_ms @ ..=0)) = (state.life.phase(), left_ms) else { return };
        if let Due::Wait(wait) = heartbeat::due(phase, left_ms, now) {
            state.timers.end = Some(self.look_after(state.generation, now, wait));
        }
    }

    /// One attempt, on a thread of the pool.
    fn attempt(self: &Arc<Self>, generation: u64, number: u64) {
        let mut state = self.lock();
        let until = clock::now().after(self.settings.request_timeout.min(HEARTBEAT_TIMEOUT));
        let Some(heartbeat) = heartbeat_of(&mut state, generation, number) else { return };
        let mut exchange = match std::mem::replace(&mut heartbeat.stage, Stage::Asking { until }) {
            Stage::Queued { exchange, .. } => exchange,
            other => {
                heartbeat.stage = other;
                return;
            }
        };
        self.watch_past_end(&mut state);
        drop(state);
        fault::point("heartbeat asks");
        let step = exchange.step(&self.peer);
        fault::point("heartbeat answered");
        match step {
            Step::Done(result) => self.finish_heartbeat(generation, number, result),
            Step::Again(pause) => self.pause_heartbeat(generation, number, exchange, pause),
        }
    }

    fn pause_heartbeat(self: &Arc<Self>, generation: u64, number: u64, exchange: Exchange, pause: Duration) {
        let mut state = self.lock();
        let Some(heartbeat) = heartbeat_of(&mut state, generation, number) else { return };
        heartbeat.stage = Stage::Paused { next: clock::now().after(pause), exchange };
        // Past the end there is no next attempt.
        self.see_to(&mut state);
    }

    fn finish_heartbeat(self: &Arc<Self>, generation: u64, number: u64, result: Result<Reply>) {
        let Some(previous) = self.session_of(generation) else { return };
        // Made before the lock is taken: a large payload takes its time.
        let renewed = result.and_then(|reply| match reply {
            Reply::Signed(payload) => previous.renewed(payload),
            _ => Err(Error::of(Status::InternalError)),
        });
        let mut state = self.lock();
        if heartbeat_of(&mut state, generation, number).is_none() {
            return;
        }
        match renewed {
            Ok(session) => {
                let session = Arc::new(session);
                self.keep(&mut state, Some(Arc::clone(&session)));
                self.begin_life(&mut state, &session);
                fault::point("heartbeat renewed");
                self.announce(&mut state, &session, &previous);
                drop(state);
                log::info(|| "heartbeat succeeded".to_owned());
            }
            Err(error) => {
                state.after.push(After::HeartbeatFailed(error.clone()));
                self.heartbeat_failed(&mut state, error);
            }
        }
    }

    /// The heartbeat under way has ended without an answer that renews the session.
    pub(super) fn heartbeat_failed(self: &Arc<Self>, state: &mut State, error: Error) {
        let Some(left_ms) = state.session.as_ref().and_then(|session| session.left_ms()) else { return };
        if !error.is_fatal()
            && left_ms <= 0
            && let Some(phase) = state.life.phase()
            && heartbeat::due(phase, left_ms, clock::now()) == Due::LastAttempt
            && let Some(session) = state.session.clone()
        {
            // It slept in the middle of the attempt, so that this says nothing.
            self.begin_heartbeat(state, &session, true);
            return;
        }
        let starved = error.status == Status::OutOfResources;
        if starved && left_ms <= 0 && self.wait_for_thread(state) {
            return;
        }
        let error = heartbeat::judge(error, left_ms);
        if error.is_fatal() {
            self.end(state, &error);
            return;
        }
        let usual = heartbeat::next_wait(self.settings.heartbeat_interval, left_ms);
        let times = &mut state.timers.without_thread;
        let wait = if starved { heartbeat::wait_for_thread(*times).min(usual) } else { usual };
        *times = if starved { times.saturating_add(1) } else { 0 };
        self.rest(state, Some(wait));
        self.report(state, reason_of(&error), &error, Gravity::Passing);
        state.timers.failed = Some(error);
    }

    /// The attempt that is owed after sleeping found no thread: it is made when one can be had, if that is soon.
    /// False if none is owed any more.
    fn wait_for_thread(self: &Arc<Self>, state: &mut State) -> bool {
        let Life::Heartbeating(heartbeat) = &state.life else { return false };
        let (Some(owed), Some(session)) = (heartbeat.owed, state.session.clone()) else { return false };
        let Some((lease, exchange)) = self.question(&session, Some(owed)) else { return false };
        let next = clock::now().after(heartbeat::wait_for_thread(0));
        self.put_heartbeat(state, lease, Some(owed), Stage::Refused { owed, next, exchange });
        // Looks again at `next`, or when it is owed no longer.
        self.see_to(state);
        true
    }

    fn heartbeat_lost(self: &Arc<Self>, generation: u64, number: u64, how: Lost) {
        let mut state = self.lock();
        if heartbeat_of(&mut state, generation, number).is_some() {
            self.heartbeat_failed(&mut state, how.into_error());
        }
    }

    fn session_of(&self, generation: u64) -> Option<Arc<Session>> {
        let state = self.lock();
        state.session.clone().filter(|_| state.generation == generation)
    }

    fn announce(&self, state: &mut State, session: &Arc<Session>, previous: &Session) {
        self.post(state, Event::of_session(EventKind::HeartbeatSucceeded, session));
        if session.app != previous.app || session.license != previous.license {
            self.post(state, Event::of_session(EventKind::VariablesChanged, session));
        }
    }
}

/// The heartbeat with this number, if it is still under way.
fn heartbeat_of(state: &mut State, generation: u64, number: u64) -> Option<&mut Heartbeat> {
    match &mut state.life {
        Life::Heartbeating(heartbeat) if heartbeat.number == number => Some(heartbeat.as_mut()),
        _ => None,
    }
    .filter(|_| state.generation == generation)
}

fn reason_of(error: &Error) -> Reason {
    if error.status.is_transport() { Reason::NetworkError } else { Reason::HeartbeatFailed }
}
