//! A mailbox sends for a library thread by itself, once nobody holds a lock.

use super::Mailbox;
use super::message::Message;
use crate::runtime::sync::Arc;

/// What became of a message that was posted.
#[must_use]
pub enum Posted<M: Message> {
    /// The host will fetch it, or a library thread is on its way.
    Queued,
    /// A library thread is sent for it.
    Summons(Summons<M>),
    /// Nobody listens: it is handed back.
    NoListener(M),
    /// The client is being freed.
    Closed,
}

/// Sends a library thread that calls `deliver_or_wake`, until there is nothing more.
pub type Summon<M> = Box<dyn Fn(&Arc<Mailbox<M>>) + Send + Sync>;

/// The thread is sent when this is dropped. Whoever posts under a lock keeps it until the lock is given back.
#[must_use]
pub struct Summons<M: Message>(Arc<Mailbox<M>>);

impl<M: Message> Drop for Summons<M> {
    fn drop(&mut self) {
        (self.0.summon)(&self.0);
    }
}

impl<M: Message> Mailbox<M> {
    pub(super) fn summons(self: &Arc<Self>) -> Summons<M> {
        Summons(Arc::clone(self))
    }

    /// Delivers on a thread of the host's; gives how many were told.
    pub fn pump(self: &Arc<Self>) -> u32 {
        let delivered = self.deliver();
        if delivered.more {
            drop(self.summons());
        }
        delivered.count
    }
}
