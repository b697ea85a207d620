//! The life of a session after its login: heartbeats, two timers, and the end. What is to be done when is decided
//! by `heartbeat_policy`. `docs/architecture.md`, "The life of a session".

use std::sync::Arc;
use std::time::Duration;

use super::event::{Event, EventKind, Reason, Severity};
use super::heartbeat_policy::{self, Action, Asked, Mode};
use super::lifecycle::{Lifecycle, Timers, ended_error};
use super::notifications::Deferred;
use super::pace::Pace;
use super::{Client, State, upgraded};
use crate::runtime::clock::{self, Moment};
use crate::runtime::engine::{self, Job, Lost, Timer};
use crate::session::Session;
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::pause;

impl Client {
    /// The life of a session begins. Cannot fail: what it needs was made before.
    pub(super) fn begin_lifecycle(self: &Arc<Self>, state: &mut State, session: &Session) {
        state.pace = Pace::drawn();
        self.live(state, session, state.pace.first(self.settings.heartbeat_interval));
    }

    /// It goes on renewed. Cannot fail either.
    pub(super) fn go_on(self: &Arc<Self>, state: &mut State, session: &Session) {
        self.live(state, session, state.pace.usual(self.settings.heartbeat_interval));
    }

    fn live(self: &Arc<Self>, state: &mut State, session: &Session, interval: Duration) {
        let wait = session.left_ms().filter(|_| self.beats() && session.token().is_some());
        let wait = wait.map(|left| heartbeat_policy::first_wait(interval, left));
        state.lifecycle.cancel();
        state.timers = Timers::default();
        self.go_idle(state, wait);
    }

    /// Heartbeats come by themselves.
    pub(super) fn beats(&self) -> bool {
        self.settings.mode == Mode::Server
    }

    /// A host asks for a heartbeat: the next one is due now, unless one is under way.
    pub(super) fn hurry(self: &Arc<Self>, state: &mut State) -> Result<()> {
        let session = state.session.as_ref().ok_or_else(|| Error::of(Status::NotAuthenticated))?;
        let left_ms = session.left_ms().filter(|_| session.token().is_some());
        let left_ms = left_ms.ok_or_else(|| Error::of(Status::OfflineSession))?;
        let (now, Some(phase)) = (clock::now(), state.lifecycle.phase()) else { return Ok(()) };
        match heartbeat_policy::asked(phase, left_ms, state.next_heartbeat, now) {
            Asked::Joins => return Ok(()),
            Asked::TooSoon(wait) => return Err(too_soon(wait)),
            Asked::Begins => state.lifecycle = Lifecycle::Idle { next: Some(now) },
            Asked::Looks => {}
        }
        // It begins as any other does, so that whatever can become of it there is provided for.
        state.timers.next = Some(self.set_timer(state.generation, now, Duration::ZERO));
        Ok(())
    }

    /// Nothing is under way until after `wait`.
    pub(super) fn go_idle(self: &Arc<Self>, state: &mut State, wait: Option<Duration>) {
        // The clock is read once: what passes between two readings would be waited for twice.
        let now = clock::now();
        state.lifecycle = Lifecycle::Idle { next: wait.map(|wait| now.after(wait)) };
        state.timers.next = wait.map(|wait| self.set_timer(state.generation, now, wait));
        self.set_end_timer(state, now);
    }

    /// The timer of the end, whatever else happens.
    pub(super) fn set_end_timer(self: &Arc<Self>, state: &mut State, now: Moment) {
        let session = state.session.as_ref();
        let wait = session.and_then(|session| {
            let by_wall_clock = session.is_judged_by_wall_clock();
            session.left_ms().map(|left| heartbeat_policy::end_timer_wait(left, by_wall_clock))
        });
        state.timers.end = wait.map(|wait| self.set_timer(state.generation, now, wait));
    }

    pub(super) fn set_timer(self: &Arc<Self>, generation: u64, now: Moment, wait: Duration) -> Timer {
        let (client, lost) = (Arc::downgrade(self), Arc::downgrade(self));
        let fire = move || upgraded(&client, |client| client.on_timer(generation));
        let again = move |how: Lost| upgraded(&lost, |client| client.on_timer_lost(generation, how));
        engine::at(now.after(wait), Job::new("session timer", fire, again))
    }

    /// Only a bug of ours loses a timer while its session lives. A heartbeat that it was about to send never went, so
    /// that nothing else would end it; then it is looked at again.
    fn on_timer_lost(self: &Arc<Self>, generation: u64, how: Lost) {
        let mut state = self.lock();
        if state.generation != generation {
            return;
        }
        if matches!(&state.lifecycle, Lifecycle::Heartbeating(heartbeat) if !heartbeat.is_asked()) {
            self.heartbeat_failed(&mut state, how.into_error());
            return;
        }
        let (now, wait) = (clock::now(), heartbeat_policy::wait_for_thread(0));
        state.timers.next = Some(self.set_timer(generation, now, wait));
        // Of the two timers it may have been either.
        self.set_end_timer(&mut state, now);
    }

    fn on_timer(self: &Arc<Self>, generation: u64) {
        let mut state = self.lock();
        if state.generation == generation {
            self.reconsider(&mut state);
        }
    }

    /// Does what the session needs now.
    pub(super) fn reconsider(self: &Arc<Self>, state: &mut State) {
        let (Some(phase), Some(session)) = (state.lifecycle.phase(), state.session.clone()) else { return };
        let (now, Some(left_ms)) = (clock::now(), session.left_ms()) else { return };
        match heartbeat_policy::next_action(phase, left_ms, now) {
            Action::Wait(wait) if left_ms > 0 => {
                state.timers.next = Some(self.set_timer(state.generation, now, wait));
                self.set_end_timer(state, now);
            }
            // Past the end: the grace of an attempt.
            Action::Wait(wait) => state.timers.end = Some(self.set_timer(state.generation, now, wait)),
            Action::Heartbeat => self.begin_heartbeat(state, &session, false),
            Action::LastAttempt => self.begin_heartbeat(state, &session, true),
            Action::Attempt => self.resume_heartbeat(state),
            Action::End => {
                let error = ended_error(&session, &state.lifecycle, state.timers.failed.as_ref());
                self.end(state, &error);
            }
        }
    }

    /// The session has ended: cleared first, then reported.
    pub(super) fn end(&self, state: &mut State, error: &Error) {
        if !self.clear(state) {
            return;
        }
        state.deferred.push(Deferred::Over(error.clone()));
        self.report(state, Reason::HeartbeatFailed, error, Severity::NoSession);
        self.post(state, Event { error: Some(error.clone()), ..Event::new(EventKind::SessionEnded) });
        self.end_asked(state, Err(error));
    }
}

fn too_soon(wait: Duration) -> Error {
    let ms = pause::short_ms(wait);
    let text =
        format!("the heartbeat before was a moment ago; the next may be asked for {}", pause::when(wait));
    Error::new(Status::RateLimited, text).with_http(0, ms)
}
