//! Where the life of a session is, after its login.

use super::heartbeat::Heartbeat;
use super::heartbeat_policy::{self, Phase};
use crate::runtime::clock::{self, Moment};
use crate::runtime::engine::Timer;
use crate::session::Session;
use crate::status::Status;
use crate::values::error::Error;

/// Of the session that the client has.
pub enum Lifecycle {
    /// Until the next heartbeat; `None` is never.
    Idle {
        next: Option<Moment>,
    },
    Heartbeating(Box<Heartbeat>),
    /// There is no session.
    Ended,
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

impl Lifecycle {
    pub(super) fn phase(&self) -> Option<Phase> {
        match self {
            Lifecycle::Idle { next } => Some(Phase::Idle { next: *next }),
            Lifecycle::Heartbeating(heartbeat) => Some(heartbeat.phase()),
            Lifecycle::Ended => None,
        }
    }

    /// No heartbeat is under way or due.
    pub(super) fn rests(&self) -> bool {
        matches!(self, Lifecycle::Idle { next } if next.is_none_or(|next| next > clock::now()))
    }

    /// Calls off what is on the wire.
    pub fn cancel(&self) {
        if let Lifecycle::Heartbeating(heartbeat) = self {
            heartbeat.cancel();
        }
    }
}

/// What the end of a session by time is reported as.
pub(super) fn ended_error(session: &Session, lifecycle: &Lifecycle, failed: Option<&Error>) -> Error {
    if session.file().is_some() {
        return Error::new(Status::Expired, "the license file has ended while the program ran");
    }
    match failed {
        Some(error) => heartbeat_policy::judge(error.clone(), 0),
        None => Error::new(Status::SessionExpired, ended_reason(lifecycle)),
    }
}

fn ended_reason(lifecycle: &Lifecycle) -> &'static str {
    match lifecycle {
        Lifecycle::Heartbeating(heartbeat) if heartbeat.is_asked() => {
            "the session is over: its heartbeat was not answered in time"
        }
        Lifecycle::Heartbeating(heartbeat) if heartbeat.is_paused() => {
            "the session is over: its heartbeat was not answered in time, and not asked again"
        }
        Lifecycle::Heartbeating(_) => "the session is over: no thread was found for its heartbeat in time",
        Lifecycle::Idle { .. } | Lifecycle::Ended => "the session is over",
    }
}
