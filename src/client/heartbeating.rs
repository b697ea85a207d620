//! What becomes of a heartbeat under way: sent, answered, failed, lost. What it means for the session is in
//! `session_life`.

use std::sync::Arc;

use super::config::HEARTBEAT_TIMEOUT;
use super::errand::{Outcome, asking};
use super::event::{Event, EventKind, Reason, Severity};
use super::heartbeat::{Heartbeat, Stage};
use super::heartbeat_policy::{self, Action};
use super::lifecycle::{Lifecycle, ended_error};
use super::task_kind::TaskKind;
use super::work::{self, Rest, Work};
use super::{Client, State, numbers, upgraded};
use crate::protocol::budget::{self, Budget};
use crate::protocol::exchange::{Coming, Exchange, Retry};
use crate::protocol::{Payload, Question};
use crate::runtime::clock::{self, Moment};
use crate::runtime::engine::job::fault;
use crate::runtime::engine::{self, Job, Lane, Lost, Turn};
use crate::runtime::{log, random};
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;
use crate::values::error::{Error, Result};
use crate::values::secret::Secret;

impl Client {
    pub(super) fn begin_heartbeat(self: &Arc<Self>, state: &mut State, session: &Arc<Session>, last: bool) {
        let last_since = last.then(clock::now);
        let Some(work) = self.question(state, session, last_since) else {
            let error = ended_error(session, &state.lifecycle, None);
            self.end(state, &error);
            return;
        };
        put_heartbeat(state, last_since, work, |work| Stage::Queued { work, ticket: None });
        fault::point("heartbeat begins");
        self.send_heartbeat(state);
    }

    /// What a heartbeat asks, and what becomes of its answer; `None` for a session without a token.
    fn question(&self, state: &State, session: &Arc<Session>, last_since: Option<Moment>) -> Option<Work> {
        let generation = state.generation;
        let license_key = session.license_key.as_ref().and_then(|key| key.as_c_str().to_str().ok());
        let question = Question::heartbeat(
            self.settings.app_id.clone(),
            session.token()?.clone(),
            self.known_hwid(),
            license_key.map(Secret::new),
        );
        let timeout = self.settings.request_timeout.min(HEARTBEAT_TIMEOUT);
        let budget = match last_since {
            // Its thread may come as late as this.
            Some(last_since) => {
                Budget::one_attempt(timeout, last_since.after(heartbeat_policy::LAST_ATTEMPT_WINDOW))
            }
            None => Budget::of_heartbeat(timeout, has_time(state, session), clock::now()),
        };
        let (number, previous) = (numbers::next(), Arc::clone(session));
        let renew = move |client: &Arc<Client>, payload, _: &Lease| {
            client.renew(generation, number, &previous, payload).map(|()| Outcome::default())
        };
        let stage = work::Stage::Ask(asking(Exchange::new(question, budget), Arc::new(renew)));
        Some(Work { number, kind: TaskKind::Heartbeat, path: None, lease: Lease::of_pool(), stage })
    }

    pub(super) fn resume_heartbeat(self: &Arc<Self>, state: &mut State) {
        let Lifecycle::Heartbeating(heartbeat) = &mut state.lifecycle else { return };
        let until = clock::now();
        heartbeat.stage = match std::mem::replace(&mut heartbeat.stage, Stage::Asking { until }) {
            Stage::Paused { work, .. } | Stage::NoThread { work, .. } => Stage::Queued { work, ticket: None },
            other => other,
        };
        self.send_heartbeat(state);
    }

    /// Has a thread make the attempt that is queued, or read its answer.
    fn send_heartbeat(self: &Arc<Self>, state: &mut State) {
        let Lifecycle::Heartbeating(heartbeat) = &state.lifecycle else { return };
        let (generation, number) = (state.generation, heartbeat.number);
        let comes_first = heartbeat.is_asked();
        let job = self.heartbeat_job(generation, number);
        state.timers.next = None;
        let left_ms = state.session.as_ref().and_then(|session| session.left_ms()).unwrap_or(i64::MAX);
        let end = clock::now().after(heartbeat_policy::positive(left_ms));
        let when = if comes_first { Moment::default() } else { end };
        match engine::run(Turn { lane: Lane::Heartbeat, server: self.peer.server(), when }, job) {
            Ok(queued) => {
                if let Lifecycle::Heartbeating(heartbeat) = &mut state.lifecycle
                    && let Stage::Queued { ticket, .. } | Stage::Awaited { ticket, .. } = &mut heartbeat.stage
                {
                    *ticket = Some(queued);
                }
                self.set_grace_timer(state);
            }
            Err(error) => self.heartbeat_failed(state, error),
        }
    }

    /// Goes on with a heartbeat wherever it is.
    fn heartbeat_job(self: &Arc<Self>, generation: u64, number: u64) -> Job {
        let (client, lost) = (Arc::downgrade(self), Arc::downgrade(self));
        Job::new(
            "heartbeat",
            move || upgraded(&client, |client| client.attempt(generation, number)),
            move |how| upgraded(&lost, |client| client.heartbeat_lost(generation, number, how)),
        )
    }

    /// A last attempt is made past the end, where the end's own timer has come already.
    fn set_grace_timer(self: &Arc<Self>, state: &mut State) {
        let (now, left_ms) = (clock::now(), state.session.as_ref().and_then(|session| session.left_ms()));
        let (Some(phase), Some(left_ms @ ..=0)) = (state.lifecycle.phase(), left_ms) else { return };
        if let Action::Wait(wait) = heartbeat_policy::next_action(phase, left_ms, now) {
            state.timers.end = Some(self.set_timer(state.generation, now, wait));
        }
    }

    /// One attempt, or the rest of one, on a thread of the pool; and on the scheduler's when an answer has come that no thread
    /// waits for, or when it is too late for that.
    fn attempt(self: &Arc<Self>, generation: u64, number: u64) {
        let mut state = self.lock();
        let until = clock::now().after(self.settings.request_timeout.min(HEARTBEAT_TIMEOUT));
        let Some(heartbeat) = heartbeat_of(&mut state, generation, number) else { return };
        let work = match std::mem::replace(&mut heartbeat.stage, Stage::Asking { until }) {
            Stage::Queued { work, .. } => {
                // Also if its answer will be dropped.
                state.next_heartbeat = Some(clock::now().after(heartbeat_policy::MIN_INTERVAL));
                work
            }
            Stage::Awaited { until, work, answer: Some(_), .. } => {
                heartbeat.stage = Stage::Awaited { until, work, answer: None, ticket: None };
                self.send_heartbeat(&mut state);
                return;
            }
            Stage::Awaited { until, work, .. } => {
                heartbeat.stage = Stage::Asking { until };
                work
            }
            other => {
                heartbeat.stage = other;
                return;
            }
        };
        self.set_grace_timer(&mut state);
        drop(state);
        let _about = log::about(self.number, 0);
        let mut rest = |work, rest| {
            match rest {
                Rest::Pause(retry) => self.pause_heartbeat(generation, work, &retry),
                Rest::Answer(coming) => self.await_heartbeat(generation, work, &coming),
            }
            None
        };
        if let Some(Err(error)) = self.go(work, None, &mut rest) {
            let mut state = self.lock();
            if heartbeat_of(&mut state, generation, number).is_some() {
                self.heartbeat_failed(&mut state, error);
            }
        }
    }

    /// Its answer is waited for by the scheduler.
    fn await_heartbeat(self: &Arc<Self>, generation: u64, work: Work, coming: &Coming) {
        let number = work.number;
        let job = self.heartbeat_job(generation, number);
        let mut state = self.lock();
        match heartbeat_of(&mut state, generation, number) {
            Some(Heartbeat { stage: stage @ Stage::Asking { .. }, .. }) => {
                let Stage::Asking { until } = *stage else { return };
                let answer = Some(engine::when_readable(&coming.socket, coming.deadline, job));
                *stage = Stage::Awaited { until, work, answer, ticket: None };
            }
            _ => {
                drop(state);
                job.disarm();
            }
        }
    }

    fn pause_heartbeat(self: &Arc<Self>, generation: u64, work: Work, retry: &Retry) {
        let mut state = self.lock();
        let Some(heartbeat) = heartbeat_of(&mut state, generation, work.number) else { return };
        heartbeat.stage = Stage::Paused { next: clock::now().after(retry.pause), work };
        // Past the end there is no next attempt.
        let left_ms = state.session.as_ref().and_then(|session| session.left_ms());
        if !retry.pause.is_zero() && left_ms.is_some_and(|left| heartbeat_policy::reaches(left, retry.pause))
        {
            self.announce_heartbeat_retry(&mut state, retry);
        }
        self.reconsider(&mut state);
    }

    /// Puts the renewed session in the place of the one before.
    fn renew(
        self: &Arc<Self>,
        generation: u64,
        number: u64,
        previous: &Session,
        payload: Payload,
    ) -> Result<()> {
        // Made before the lock is taken: a large payload takes its time.
        let session = Arc::new(previous.renewed(payload)?);
        let mut state = self.lock();
        if heartbeat_of(&mut state, generation, number).is_none() {
            return Ok(());
        }
        self.set_session(&mut state, Some(Arc::clone(&session)));
        state.next_heartbeat = Some(clock::now().after(heartbeat_policy::MIN_INTERVAL));
        self.go_on(&mut state, &session);
        fault::point("heartbeat renewed");
        self.announce(&mut state, &session, previous);
        self.end_asked(&mut state, Ok(&session));
        self.note_end(&mut state, "heartbeat", 0, None);
        Ok(())
    }

    /// The heartbeat under way has ended without an answer that renews the session.
    pub(super) fn heartbeat_failed(self: &Arc<Self>, state: &mut State, error: Error) {
        self.note_end(state, "heartbeat", 0, Some(&error));
        let Some(left_ms) = state.session.as_ref().and_then(|session| session.left_ms()) else { return };
        if !error.is_fatal()
            && left_ms <= 0
            && let Some(phase) = state.lifecycle.phase()
            && heartbeat_policy::next_action(phase, left_ms, clock::now()) == Action::LastAttempt
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
        let error = heartbeat_policy::judge(error, left_ms);
        if error.is_fatal() {
            self.end(state, &error);
            return;
        }
        let named = heartbeat_policy::named_wait(left_ms, error.retry_after());
        if !starved {
            state.next_heartbeat = Some(clock::now().after(named.max(heartbeat_policy::MIN_INTERVAL)));
        }
        let interval = state.pace.usual(self.settings.heartbeat_interval);
        let chance = random::chance().unwrap_or(0);
        let usual = heartbeat_policy::refused_wait(interval, left_ms, error.retry_after(), chance);
        let times = &mut state.timers.without_thread;
        let wait = if starved { heartbeat_policy::wait_for_thread(*times).min(usual) } else { usual };
        *times = if starved { times.saturating_add(1) } else { 0 };
        self.go_idle(state, Some(wait).filter(|_| self.beats()));
        if self.is_left_to_the_next(state, &error, left_ms) {
            let retry = Retry { pause: wait, error, attempt: 1 };
            self.announce_heartbeat_retry(state, &retry);
            state.timers.failed = Some(retry.error);
            return;
        }
        let failure = Event::failure(reason_of(&error), error.clone(), Severity::SessionContinues);
        let session = state.session.clone();
        self.post(state, Event { session, ..failure });
        self.end_asked(state, Err(&error));
        state.timers.failed = Some(error);
    }

    /// The first of a session's heartbeats that may have met the service in trouble: the next one is its second attempt, and
    /// only when that fails too is it a failure.
    fn is_left_to_the_next(&self, state: &State, error: &Error, left_ms: i64) -> bool {
        self.beats()
            && budget::may_be_the_service(error.status)
            && heartbeat_policy::is_patient(left_ms)
            && state.timers.failed.is_none()
            && !state.is_waited_for()
    }

    /// The attempt that is owed after sleeping found no thread: it is made when one can be had, if that is soon.
    /// False if none is owed any more.
    fn wait_for_thread(self: &Arc<Self>, state: &mut State) -> bool {
        let Lifecycle::Heartbeating(heartbeat) = &state.lifecycle else { return false };
        let (Some(last_since), Some(session)) = (heartbeat.last_since, state.session.clone()) else {
            return false;
        };
        let Some(work) = self.question(state, &session, Some(last_since)) else { return false };
        let next = clock::now().after(heartbeat_policy::wait_for_thread(0));
        put_heartbeat(state, Some(last_since), work, |work| Stage::NoThread { last_since, next, work });
        // Looks again at `next`, or when it is owed no longer.
        self.reconsider(state);
        true
    }

    fn heartbeat_lost(self: &Arc<Self>, generation: u64, number: u64, how: Lost) {
        let mut state = self.lock();
        if heartbeat_of(&mut state, generation, number).is_some() {
            self.heartbeat_failed(&mut state, how.into_error());
        } else if state.generation == generation && state.lifecycle.rests() {
            // It has renewed the session, and only who asked for it does not know.
            self.end_asked(&mut state, Err(&how.into_error()));
        }
    }

    fn announce(&self, state: &mut State, session: &Arc<Session>, previous: &Session) {
        self.post(state, Event::of_session(EventKind::HeartbeatSucceeded, session));
        if session.app != previous.app || session.license != previous.license {
            self.post(state, Event::of_session(EventKind::VariablesChanged, session));
        }
    }
}

/// Its heartbeat has time, and nobody waits for it.
fn has_time(state: &State, session: &Session) -> bool {
    session.left_ms().is_some_and(heartbeat_policy::is_patient) && !state.is_waited_for()
}

fn put_heartbeat(
    state: &mut State,
    last_since: Option<Moment>,
    work: Work,
    stage: impl FnOnce(Work) -> Stage,
) {
    state.lifecycle.cancel();
    let (number, lease) = (work.number, Arc::clone(&work.lease));
    let heartbeat = Heartbeat { number, lease, last_since, stage: stage(work) };
    state.lifecycle = Lifecycle::Heartbeating(Box::new(heartbeat));
}

/// The heartbeat with this number, if it is still under way.
fn heartbeat_of(state: &mut State, generation: u64, number: u64) -> Option<&mut Heartbeat> {
    match &mut state.lifecycle {
        Lifecycle::Heartbeating(heartbeat) if heartbeat.number == number => Some(heartbeat.as_mut()),
        _ => None,
    }
    .filter(|_| state.generation == generation)
}

fn reason_of(error: &Error) -> Reason {
    if error.status.is_transport() { Reason::NetworkError } else { Reason::HeartbeatFailed }
}
