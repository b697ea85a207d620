//! A heartbeat under way: queued, asked, paused, without a thread.

use std::sync::Arc;

use super::heartbeat_policy::Phase;
use super::work::Work;
use crate::runtime::clock::Moment;
use crate::runtime::engine::{Ticket, Timer};
use crate::transport::Lease;

/// A heartbeat under way, with its attempts.
pub struct Heartbeat {
    /// Tells it from those before.
    pub(super) number: u64,
    pub(super) lease: Arc<Lease>,
    /// Since when it is owed, if the end was slept through: one attempt and no more.
    pub(super) last_since: Option<Moment>,
    pub(super) stage: Stage,
}

pub(super) enum Stage {
    Queued {
        work: Work,
        /// Calls it off with the session.
        ticket: Option<Ticket>,
    },
    /// The work is with the thread that asks.
    Asking {
        until: Moment,
    },
    /// It was asked, and no thread waits for the answer.
    Awaited {
        until: Moment,
        work: Work,
        /// For the answer, and for a thread that reads it: called off with the session.
        answer: Option<Timer>,
        ticket: Option<Ticket>,
    },
    Paused {
        next: Moment,
        work: Work,
    },
    /// The one that is owed found no thread, and tries again.
    NoThread {
        last_since: Moment,
        next: Moment,
        work: Work,
    },
}

impl Heartbeat {
    pub fn phase(&self) -> Phase {
        match &self.stage {
            Stage::Queued { .. } => Phase::Queued { last_since: self.last_since },
            Stage::Asking { until } | Stage::Awaited { until, .. } => Phase::Asking { until: *until },
            Stage::Paused { next, .. } => Phase::Paused { next: *next },
            Stage::NoThread { last_since, next, .. } => {
                Phase::NoThread { last_since: *last_since, next: *next }
            }
        }
    }

    /// Calls off what is on the wire.
    pub fn cancel(&self) {
        self.lease.cancel();
    }

    pub fn is_paused(&self) -> bool {
        matches!(self.stage, Stage::Paused { .. })
    }

    pub fn is_asked(&self) -> bool {
        matches!(self.stage, Stage::Asking { .. } | Stage::Awaited { .. })
    }
}
