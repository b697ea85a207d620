//! What a mailbox takes, and what it says of it.

use crate::sync::Arc;

/// How callbacks reach the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dispatch {
    /// On a library thread.
    Background,
    /// On the host's thread, when it pumps or polls.
    Pump,
}

/// Which of the two callbacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Failure,
    Event,
}

/// What is lost with a letter that a host has not fetched when the queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Next to nothing: it is of use while it is new.
    Progress,
    /// Little: the state says it too, or a later letter.
    News,
    /// That the state has changed.
    State,
    /// The end of a request: never lost.
    End,
}

pub trait Letter {
    fn channel(&self) -> Channel;
    fn worth(&self) -> Worth;

    /// Nobody needs the earlier one any more once this is there.
    fn outdates(&self, _earlier: &Self) -> bool {
        false
    }
}

/// Dropping the last copy runs the host's `release`.
pub type Listener<L> = Arc<dyn Fn(&L) + Send + Sync>;

/// What became of a letter that was posted.
#[must_use]
pub enum Posted<L> {
    /// The host will fetch it, or a library thread is on its way.
    Queued,
    /// A library thread must be sent to deliver it.
    Summon,
    /// Nobody listens: it is handed back.
    Unheard(L),
    /// The client is being freed.
    Closed,
}

/// What became of a barrier.
#[derive(Debug, PartialEq, Eq)]
pub enum Barrier {
    /// The old listener is not running, or it is the caller itself.
    Passed,
    /// The old listener waits for the callback that the caller is in.
    WouldDeadlock,
    /// The client is being freed.
    Closed,
}

/// What a delivery did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Delivered {
    pub told: u32,
    pub more: bool,
}
