//! The life of a session after its login: heartbeats, two timers, and the end. What is to be done when is decided
//! by `policy::heartbeat`. `docs/architecture.md`, "The life of a session".

use std::sync::{Arc, Weak};
use std::time::Duration;

use super::heartbeat::Heartbeat;
use super::{Client, State};
use crate::clock::{self, Moment};
use crate::engine::{Job, Lost, Timer};
use crate::error::{Error, Result};
use crate::event::{Event, EventKind, Gravity, Reason};
use crate::policy::heartbeat::{self, Asked, Due, Mode, Phase};
use crate::process;
use crate::session::Session;
use crate::status::Status;

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

/// Dropped with the session, which calls them off.
#[derive(Default)]
pub struct Timers {
    /// For what comes next.
    pub(super) next: Option<Timer>,
    /// For the end.
    pub(super) end: Option<Timer>,
    /// How often in a row there was no thread for a heartbeat.
    pub(super) without_thread: u32,
    /// Why the last heartbeat failed.
    pub(super) failed: Option<Error>,
}

impl Life {
    pub(super) fn phase(&self) -> Option<Phase> {
        match self {
            Life::Idle { next } => Some(Phase::Idle { next: *next }),
            Life::Heartbeating(heartbeat) => Some(heartbeat.phase()),
            Life::Over => None,
        }
    }

    /// No heartbeat is under way or due.
    pub(super) fn rests(&self) -> bool {
        matches!(self, Life::Idle { next } if next.is_none_or(|next| next > clock::now()))
    }

    /// Calls off what is on the wire.
    pub fn cancel(&self) {
        if let Life::Heartbeating(heartbeat) = self {
            heartbeat.cancel();
        }
    }
}

impl Client {
    /// The life of a session begins, or goes on renewed. Cannot fail: what it needs was made before.
    pub(super) fn begin_life(self: &Arc<Self>, state: &mut State, session: &Session) {
        let wait = session.left_ms().filter(|_| self.beats() && session.token().is_some());
        let wait = wait.map(|left| heartbeat::first_wait(self.settings.heartbeat_interval, left));
        state.life.cancel();
        state.timers = Timers::default();
        self.rest(state, wait);
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
        let (now, Some(phase)) = (clock::now(), state.life.phase()) else { return Ok(()) };
        match heartbeat::asked(phase, left_ms, state.next_heartbeat, now) {
            Asked::Joins => return Ok(()),
            Asked::TooSoon(wait) => return Err(too_soon(wait)),
            Asked::Begins => state.life = Life::Idle { next: Some(now) },
            Asked::Looks => {}
        }
        // It begins as any other does, so that whatever can become of it there is provided for.
        state.timers.next = Some(self.look_after(state.generation, now, Duration::ZERO));
        Ok(())
    }

    /// Nothing is under way until after `wait`.
    pub(super) fn rest(self: &Arc<Self>, state: &mut State, wait: Option<Duration>) {
        // One look at the clock: what passes between two of them would be waited for twice.
        let now = clock::now();
        state.life = Life::Idle { next: wait.map(|wait| now.after(wait)) };
        state.timers.next = wait.map(|wait| self.look_after(state.generation, now, wait));
        self.watch_end(state, now);
    }

    /// The timer of the end, whatever else happens.
    pub(super) fn watch_end(self: &Arc<Self>, state: &mut State, now: Moment) {
        let session = state.session.as_ref();
        let wait = session.and_then(|session| {
            let turnable = session.is_judged_by_wall_clock();
            session.left_ms().map(|left| heartbeat::look_at_end(left, turnable))
        });
        state.timers.end = wait.map(|wait| self.look_after(state.generation, now, wait));
    }

    pub(super) fn look_after(self: &Arc<Self>, generation: u64, now: Moment, wait: Duration) -> Timer {
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

    fn look(self: &Arc<Self>, generation: u64) {
        let mut state = self.lock();
        if state.generation == generation {
            self.see_to(&mut state);
        }
    }

    /// Does what the session needs now.
    pub(super) fn see_to(self: &Arc<Self>, state: &mut State) {
        let (Some(phase), Some(session)) = (state.life.phase(), state.session.clone()) else { return };
        let (now, Some(left_ms)) = (clock::now(), session.left_ms()) else { return };
        match heartbeat::due(phase, left_ms, now) {
            Due::Wait(wait) if left_ms > 0 => {
                state.timers.next = Some(self.look_after(state.generation, now, wait));
                self.watch_end(state, now);
            }
            // Past the end: the grace of an attempt.
            Due::Wait(wait) => state.timers.end = Some(self.look_after(state.generation, now, wait)),
            Due::Heartbeat => self.begin_heartbeat(state, &session, false),
            Due::LastAttempt => self.begin_heartbeat(state, &session, true),
            Due::Attempt => self.resume_heartbeat(state),
            Due::Over => {
                let error = over(&session, &state.life, state.timers.failed.as_ref());
                self.end(state, &error);
            }
        }
    }

    /// The session is over: cleared first, then told.
    pub(super) fn end(&self, state: &mut State, error: &Error) {
        if !self.clear(state) {
            return;
        }
        self.report(state, Reason::HeartbeatFailed, error, Gravity::Final);
        self.post(state, Event { error: Some(error.clone()), ..Event::new(EventKind::SessionEnded) });
        self.end_asked(state, Err(error));
    }
}

fn too_soon(wait: Duration) -> Error {
    let ms = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX);
    let text = format!("the heartbeat before was a moment ago; the next may be asked for in {ms} ms");
    Error::new(Status::RateLimited, text).with_http(0, ms)
}

/// What the end of a session by time is reported as.
pub(super) fn over(session: &Session, life: &Life, failed: Option<&Error>) -> Error {
    if session.file().is_some() {
        return Error::new(Status::Expired, "the license file has ended while the program ran");
    }
    match failed {
        Some(error) => heartbeat::judge(error.clone(), 0),
        None => Error::new(Status::SessionExpired, why_over(life)),
    }
}

fn why_over(life: &Life) -> &'static str {
    match life {
        Life::Heartbeating(heartbeat) if heartbeat.is_with_a_thread() => {
            "the session is over: its heartbeat was not answered in time"
        }
        Life::Heartbeating(heartbeat) if heartbeat.is_paused() => {
            "the session is over: its heartbeat was not answered in time, and not asked again"
        }
        Life::Heartbeating(_) => "the session is over: no thread was found for its heartbeat in time",
        Life::Idle { .. } | Life::Over => "the session is over",
    }
}

pub(super) fn upgraded(client: &Weak<Client>, work: impl FnOnce(&Arc<Client>)) {
    if let Some(client) = client.upgrade() {
        work(&client);
    }
}
