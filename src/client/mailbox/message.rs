//! What a mailbox takes, and what it says of it.

use crate::runtime::sync::Arc;

/// Which of the two callbacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Failure,
    Event,
}

/// What a full queue loses first of what a host has not fetched, and what with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Next to nothing: it is of use while it is new.
    Progress,
    /// Little: the state says it too, or a later message.
    Low,
    /// That the state has changed.
    StateChange,
    /// The end of a request: never lost.
    RequestEnd,
}

pub trait Message {
    fn channel(&self) -> Channel;
    fn priority(&self) -> Priority;

    /// Nobody needs the earlier one any more once this is there.
    fn outdates(&self, _earlier: &Self) -> bool {
        false
    }
}

/// Dropping the last copy runs the host's `release`.
pub type Listener<M> = Arc<dyn Fn(&M) + Send + Sync>;

/// The same of who is woken.
pub type Wakeup = Arc<dyn Fn() + Send + Sync>;

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
    pub count: u32,
    pub more: bool,
}
