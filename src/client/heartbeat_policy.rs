//! The life of a session, decided: when the next heartbeat is due, when the session is over, and what a failed
//! heartbeat means. `docs/architecture.md`, "The life of a session".

use std::time::Duration;

use crate::runtime::clock::Moment;
use crate::status::Status;
use crate::values::error::Error;
use crate::values::pause::any_part;

/// `heartbeat_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// No network until the session ends.
    Local,
    /// A heartbeat each interval.
    Server,
}

/// The last heartbeat of a session begins this long before its end: two attempts of 8 s and the pause
/// between them fit.
const LEAD: Duration = Duration::from_secs(20);
/// The service allows six heartbeats a minute.
pub const MIN_INTERVAL: Duration = Duration::from_secs(10);
/// A license file, and a session whose answer had no timestamp, is judged by the wall clock, which its user
/// can turn: it is looked at this often.
const WALL_CLOCK_RECHECK: Duration = Duration::from_secs(60);
/// An end that is noticed later than this was slept through.
const SUSPEND_GAP: Duration = Duration::from_secs(5);
/// The attempt that is owed after sleeping must find a thread within this time.
pub const LAST_ATTEMPT_WINDOW: Duration = Duration::from_secs(30);
/// Waits when there was no thread for a heartbeat, doubled each time.
const NO_THREAD: Duration = Duration::from_secs(5);
const NO_THREAD_MOST: Duration = Duration::from_secs(60);
/// A session that has this much time is in no hurry.
const PATIENT_FROM: Duration = Duration::from_secs(120);
/// No timer is set closer than this: none may fire without time having passed.
const SHORTEST: Duration = Duration::from_millis(1);

/// How long a new session, or one that was just renewed, waits for its heartbeat. Each gets one before its
/// end, be it ever so short.
pub fn first_wait(interval: Duration, left_ms: i64) -> Duration {
    let left = positive(left_ms);
    let before_end =
        if left <= MIN_INTERVAL { left / 2 } else { left.saturating_sub(LEAD).max(MIN_INTERVAL) };
    interval.min(before_end).max(SHORTEST)
}

/// How long it waits after one that failed: not closer than the service allows, so that a short session may
/// have had its last.
pub fn next_wait(interval: Duration, left_ms: i64) -> Duration {
    interval.min(positive(left_ms).saturating_sub(LEAD).max(MIN_INTERVAL))
}

/// How long the service wants to be left alone by a host that asks, as it said in its refusal; zero where the session would
/// be over by then.
pub fn named_wait(left_ms: i64, retry_after: Duration) -> Duration {
    if reaches(left_ms, retry_after) { retry_after } else { Duration::ZERO }
}

/// How long it waits after one that was refused, where the service has said for how long it wants to be left alone: until
/// then, unless that leaves the session no time for a heartbeat. All who were told of the same moment would come back at it
/// together, and so spread over their interval.
pub fn refused_wait(interval: Duration, left_ms: i64, retry_after: Duration, chance: u16) -> Duration {
    let usual = next_wait(interval, left_ms);
    match positive(left_ms).saturating_sub(LEAD).checked_sub(retry_after) {
        Some(room) if retry_after > usual => retry_after + any_part(room.min(usual), chance),
        _ => usual,
    }
}

/// Whether the session has time for another heartbeat, however this one fails. Then its trouble is not made the service's:
/// who makes each failed attempt again asks twice as often for as long as it does not answer, and at the moment that it does.
pub fn is_patient(left_ms: i64) -> bool {
    positive(left_ms) >= PATIENT_FROM
}

/// Whether the session lives longer than this.
pub fn reaches(left_ms: i64, wait: Duration) -> bool {
    wait < positive(left_ms)
}

/// How long it waits after there was no thread for it, for the nth time in a row.
pub fn wait_for_thread(times: u32) -> Duration {
    NO_THREAD.saturating_mul(1 << times.min(8)).min(NO_THREAD_MOST)
}

/// Where a session stands with its heartbeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is under way until `next`; `None` is never, without heartbeats.
    Idle { next: Option<Moment> },
    /// A heartbeat waits for a thread. `last_since` is since when, if it is the last attempt, which is owed after a
    /// suspend.
    Queued { last_since: Option<Moment> },
    /// An attempt is on the wire, at most until then.
    Asking { until: Moment },
    /// Between two attempts.
    Paused { next: Moment },
    /// There was no thread for the attempt that is owed; it is tried again at `next`.
    NoThread { last_since: Moment, next: Moment },
}

/// What is to be done now.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing; look again after this.
    Wait(Duration),
    /// The heartbeat that is due, with its attempts.
    Heartbeat,
    /// The next attempt of the heartbeat that is under way.
    Attempt,
    /// One attempt, because the end was slept through; after it comes the verdict.
    LastAttempt,
    End,
}

/// `left_ms` is the time to the session's end by the clock that counts, zero or negative once it is over.
pub fn next_action(phase: Phase, left_ms: i64, now: Moment) -> Action {
    if left_ms > 0 {
        return before_the_end(phase, positive(left_ms), now);
    }
    let late = positive(left_ms.saturating_neg());
    let verdict = after_sleep(late);
    match phase {
        Phase::Idle { next: None } => Action::End,
        // Its heartbeat was due before the end, and not even begun.
        Phase::Idle { next: Some(next) } if now.since(next) > late => Action::LastAttempt,
        Phase::Queued { last_since: Some(last_since) } => {
            let waited = now.since(last_since);
            if waited < LAST_ATTEMPT_WINDOW {
                Action::Wait(LAST_ATTEMPT_WINDOW.saturating_sub(waited))
            } else {
                after_sleep(waited - LAST_ATTEMPT_WINDOW)
            }
        }
        Phase::NoThread { last_since, next } => {
            let waited = now.since(last_since);
            match LAST_ATTEMPT_WINDOW.checked_sub(waited) {
                None | Some(Duration::ZERO) => after_sleep(waited.saturating_sub(LAST_ATTEMPT_WINDOW)),
                Some(_) if next <= now => Action::Attempt,
                Some(left) => Action::Wait(next.since(now).min(left)),
            }
        }
        Phase::Asking { until } if now < until => Action::Wait(until.since(now)),
        // Sleeping in the middle of an attempt ends it long after it should have ended.
        Phase::Asking { until } => after_sleep(now.since(until)),
        Phase::Idle { .. } | Phase::Queued { .. } | Phase::Paused { .. } => verdict,
    }
}

/// The verdict that comes so late after its time, unless that was slept through.
fn after_sleep(late: Duration) -> Action {
    if late >= SUSPEND_GAP { Action::LastAttempt } else { Action::End }
}

/// What becomes of a host's wish for a heartbeat now.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is made.
    Begins,
    /// One is under way or due, and its outcome is shared.
    Joins,
    /// The end has come and was not noticed yet: what is due then is seen to.
    Looks,
    /// The service might refuse it, until this has passed.
    TooSoon(Duration),
}

/// `next` is when the service may be asked again, if it was asked before.
pub fn asked(phase: Phase, left_ms: i64, next: Option<Moment>, now: Moment) -> Asked {
    let Phase::Idle { next: next_action } = phase else { return Asked::Joins };
    if left_ms <= 0 {
        return Asked::Looks;
    }
    if next_action.is_some_and(|next_action| next_action <= now) {
        return Asked::Joins;
    }
    match next.map(|next| next.since(now)) {
        Some(wait) if !wait.is_zero() => Asked::TooSoon(wait),
        _ => Asked::Begins,
    }
}

fn before_the_end(phase: Phase, left: Duration, now: Moment) -> Action {
    let until = |next: Moment| next.since(now).min(left);
    match phase {
        Phase::Idle { next: Some(next) } if next <= now => Action::Heartbeat,
        Phase::Paused { next } | Phase::NoThread { next, .. } if next <= now => Action::Attempt,
        Phase::Idle { next: Some(next) } | Phase::Paused { next } | Phase::NoThread { next, .. } => {
            Action::Wait(until(next))
        }
        Phase::Idle { next: None } | Phase::Queued { .. } | Phase::Asking { .. } => Action::Wait(left),
    }
}

/// How long until the end is to be looked at. `by_wall_clock` says that it is judged by a clock that can be
/// turned.
pub fn end_timer_wait(left_ms: i64, by_wall_clock: bool) -> Duration {
    let left = positive(left_ms).max(SHORTEST);
    if by_wall_clock { left.min(WALL_CLOCK_RECHECK) } else { left }
}

/// The failure of an attempt as it is to be reported; fatal ones end the session.
pub fn judge(error: Error, left_ms: i64) -> Error {
    if !error.is_fatal() && left_ms <= 0 {
        return Error::new(
            Status::SessionExpired,
            format!("the session is over and could not be renewed: {}", error.message),
        );
    }
    error
}

pub fn positive(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}

#[cfg(test)]
// Named, since the simulation has this file by its path.
#[path = "heartbeat_policy/tests.rs"]
mod tests;
