//! The life of a session after its login: heartbeats, two timers, and the end. What is to be done when is decided
//! by `policy::heartbeat`. `docs/architecture.md`, "The life of a session".

use std::sync::{Arc, Weak};
use std::time::Duration;

use super::news::After;
use super::{Client, State};
use crate::clock::{self, Moment};
use crate::config::HEARTBEAT_TIMEOUT;
use crate::engine::job::fault;
use crate::engine::{Job, Lane, Lost, Timer};
use crate::error::{Error, Result};
use crate::event::{Event, EventKind, Gravity, Reason};
use crate::exchange::{Exchange, Step};
use crate::log;
use crate::policy::budget::Budget;
use crate::policy::heartbeat::{self, Due, Mode, Phase};
use crate::process;
use crate::protocol::Reply;
use crate::protocol::request::Body;
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;

/// Of the session that the client has.
pub enum Life {
    /// Until the next heartbeat; `None` is never.
    Idle {
        next: Option<Moment>,
    },
    Heartbeating(Box<Heartbeat>),
    /// There is no session.
    Over,
}

/// A heartbeat under way, with its attempts.
pub struct Heartbeat {
    /// Tells it from those before.
    number: u64,
    lease: Arc<Lease>,
    /// Owed after the end was slept through: one attempt and no more.
    last: bool,
    stage: Stage,
}

enum Stage {
    Queued {
        since: Moment,
        exchange: Exchange,
    },
    /// The exchange is with the thread that asks.
    Asking {
        until: Moment,
    },
    Paused {
        next: Moment,
        exchange: Exchange,
    },
}

impl Heartbeat {
    fn is_with_a_thread(&self) -> bool {
        matches!(self.stage, Stage::Asking { .. })
    }
}

/// Dropped with the session, which calls them off.
#[derive(Default)]
pub struct Timers {
    /// For what comes next.
    next: Option<Timer>,
    /// For the end.
    end: Option<Timer>,
    /// How often in a row there was no thread for a heartbeat.
    without_thread: u32,
    /// Why the last heartbeat failed.
    failed: Option<Error>,
}

impl Life {
    fn phase(&self) -> Option<Phase> {
        match self {
            Life::Idle { next } => Some(Phase::Idle { next: *next }),
            Life::Heartbeating(heartbeat) => Some(match &heartbeat.stage {
                Stage::Queued { since, .. } => Phase::Queued { since: *since, last: heartbeat.last },
                Stage::Asking { until } => Phase::Asking { until: *until, last: heartbeat.last },
                Stage::Paused { next, .. } => Phase::Paused { next: *next },
            }),
            Life::Over => None,
        }
    }

    /// Calls off what is on the wire.
    pub fn cancel(&self) {
        if let Life::Heartbeating(heartbeat) = self {
            heartbeat.lease.cancel();
        }
    }
}

impl Client {
    /// The life of a session begins, or goes on renewed. Cannot fail: what it needs was made before.
    pub(super) fn begin_life(self: &Arc<Self>, state: &mut State, session: &Session) {
        let beats = self.settings.mode == Mode::Server && session.token().is_some();
        let wait = session.left_ms().filter(|_| beats);
        let wait = wait.map(|left| heartbeat::first_wait(self.settings.heartbeat_interval, left));
        state.life.cancel();
        state.timers = Timers::default();
        self.rest(state, wait);
    }

    /// Nothing is under way until after `wait`.
    fn rest(self: &Arc<Self>, state: &mut State, wait: Option<Duration>) {
        // One look at the clock: what passes between two of them would be waited for twice.
        let now = clock::now();
        state.life = Life::Idle { next: wait.map(|wait| now.after(wait)) };
        state.timers.next = wait.map(|wait| self.look_after(state.generation, now, wait));
        self.watch_end(state, now);
    }

    /// The timer of the end, whatever else happens.
    fn watch_end(self: &Arc<Self>, state: &mut State, now: Moment) {
        let session = state.session.as_ref();
        let wait = session.and_then(|session| {
            let turnable = session.is_judged_by_wall_clock();
            session.left_ms().map(|left| heartbeat::look_at_end(left, turnable))
        });
        state.timers.end = wait.map(|wait| self.look_after(state.generation, now, wait));
    }

    fn look_after(self: &Arc<Self>, generation: u64, now: Moment, wait: Duration) -> Timer {
        let (client, lost) = (Arc::downgrade(self), Arc::downgrade(self));
        let look = move || upgraded(&client, |client| client.look(generation));
        let again = move |how: Lost| upgraded(&lost, |client| client.look_lost(generation, how));
        process::current().at(now.after(wait), Job::new("look", look, again))
    }

    /// Only a bug of ours loses a look while its session lives. A heartbeat that it was about to send never went, so
    /// that nothing else would end it; then it is looked at again.
    fn look_lost(self: &Arc<Self>, generation: u64, how: Lost) {
        let mut state = self.lock();
        if state.generation != generation {
            return;
        }
        if matches!(&state.life, Life::Heartbeating(heartbeat) if !heartbeat.is_with_a_thread()) {
            self.heartbeat_failed(&mut state, how.into_error());
            return;
        }
        let (now, wait) = (clock::now(), heartbeat::wait_for_thread(0));
        state.timers.next = Some(self.look_after(generation, now, wait));
        // Of the two timers it may have been either.
        self.watch_end(&mut state, now);
    }

    /// Does what the session needs now.
    fn look(self: &Arc<Self>, generation: u64) {
        let mut state = self.lock();
        if state.generation != generation {
            return;
        }
        let (Some(phase), Some(session)) = (state.life.phase(), state.session.clone()) else { return };
        let (now, Some(left_ms)) = (clock::now(), session.left_ms()) else { return };
        match heartbeat::due(phase, left_ms, now) {
            Due::Wait(wait) if left_ms > 0 => {
                state.timers.next = Some(self.look_after(generation, now, wait));
                self.watch_end(&mut state, now);
            }
            // Past the end: the grace of an attempt.
            Due::Wait(wait) => state.timers.end = Some(self.look_after(generation, now, wait)),
            Due::Heartbeat => self.begin_heartbeat(&mut state, &session, false),
            Due::LastAttempt => self.begin_heartbeat(&mut state, &session, true),
            Due::Attempt => self.resume_heartbeat(&mut state),
            Due::Over => {
                let error = over(&session, state.timers.failed.as_ref());
                self.end(&mut state, &error);
            }
        }
    }

    fn begin_heartbeat(self: &Arc<Self>, state: &mut State, session: &Session, last: bool) {
        let Some(session_token) = session.token() else {
            let error = over(session, None);
            self.end(state, &error);
            return;
        };
        let body = Body::Heartbeat {
            app_id: self.settings.app_id.clone(),
            session_token: session_token.clone(),
            hwid: self.hwid().to_owned(),
        };
        let (now, lease) = (clock::now(), Lease::new());
        let timeout = self.settings.request_timeout.min(HEARTBEAT_TIMEOUT);
        let budget = if last { Budget::one_attempt(timeout, now) } else { Budget::of_call(timeout, now) };
        let exchange = Exchange::new(body, budget, Arc::clone(&lease));
        let stage = Stage::Queued { since: now, exchange };
        state.life.cancel();
        let number = process::current().number();
        state.life = Life::Heartbeating(Box::new(Heartbeat { number, lease, last, stage }));
        fault::point("heartbeat begins");
        self.send_heartbeat(state);
    }

    fn resume_heartbeat(self: &Arc<Self>, state: &mut State) {
        let Life::Heartbeating(heartbeat) = &mut state.life else { return };
        let since = clock::now();
        heartbeat.stage = match std::mem::replace(&mut heartbeat.stage, Stage::Asking { until: since }) {
            Stage::Paused { exchange, .. } => Stage::Queued { since, exchange },
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
            Ok(()) => self.watch_past_end(state),
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
        state.timers.without_thread = 0;
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
        let now = clock::now();
        let Some(heartbeat) = heartbeat_of(&mut state, generation, number) else { return };
        heartbeat.stage = Stage::Paused { next: now.after(pause), exchange };
        state.timers.next = Some(self.look_after(generation, now, pause));
        // Past the end there is no next attempt; `look` says so.
        drop(state);
        self.look(generation);
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
    fn heartbeat_failed(self: &Arc<Self>, state: &mut State, error: Error) {
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
        let error = heartbeat::judge(error, left_ms);
        if error.is_fatal() {
            self.end(state, &error);
            return;
        }
        let wait = if error.status == Status::OutOfResources {
            state.timers.without_thread = state.timers.without_thread.saturating_add(1);
            heartbeat::wait_for_thread(state.timers.without_thread - 1)
        } else {
            heartbeat::next_wait(self.settings.heartbeat_interval, left_ms)
        };
        self.rest(state, Some(wait));
        self.report(state, reason_of(&error), &error, Gravity::Passing);
        state.timers.failed = Some(error);
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
        self.post(state, Event::of_session(EventKind::CheckInSucceeded, session));
        if session.app != previous.app || session.license != previous.license {
            self.post(state, Event::of_session(EventKind::VariablesChanged, session));
        }
    }

    /// The session is over: cleared first, then told.
    fn end(&self, state: &mut State, error: &Error) {
        if !self.clear(state) {
            return;
        }
        self.report(state, Reason::HeartbeatFailed, error, Gravity::Final);
        self.post(state, Event { error: Some(error.clone()), ..Event::new(EventKind::SessionEnded) });
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

/// What the end of a session by time is reported as.
fn over(session: &Session, failed: Option<&Error>) -> Error {
    if session.file().is_some() {
        return Error::new(Status::Expired, "the license file has ended while the program ran");
    }
    match failed {
        Some(error) => heartbeat::judge(error.clone(), 0),
        None => Error::new(Status::SessionExpired, "the session is over"),
    }
}

fn reason_of(error: &Error) -> Reason {
    if error.status.is_transport() { Reason::NetworkError } else { Reason::HeartbeatFailed }
}

fn upgraded(client: &Weak<Client>, work: impl FnOnce(&Arc<Client>)) {
    if let Some(client) = client.upgrade() {
        work(&client);
    }
}
