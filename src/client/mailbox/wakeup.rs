//! Waking a host that pumps: it is called when there is something that it has not looked at, and not again until it
//! has. A look is a pump or a poll, whatever comes of it. The call is made by a library thread, so that neither a timer
//! nor whoever posts waits for the host.

use super::state::State;
use super::{Barrier, Delivered, Function, Mailbox, Message, Wakeup};
use crate::client::config::Dispatch;
use crate::runtime::sync::Arc;
use crate::runtime::sync::atomic::Ordering;

impl<L: Message> Mailbox<L> {
    /// For the host's frame, without taking a lock: a pump would tell something, or is a look that is waited for.
    pub fn wants_a_pump(&self) -> bool {
        self.has_deliverable() || self.unseen.load(Ordering::Acquire)
    }

    /// There is something that the host has not looked at. True if a library thread must be sent to say so.
    pub(super) fn announce(&self, state: &mut State<L>) -> bool {
        if state.wake.call.is_none() || state.wake.unseen {
            return false;
        }
        self.set_unseen(state, true);
        !std::mem::replace(&mut state.delivery_scheduled, true)
    }

    /// The host looks: what comes from now on is news again.
    pub(super) fn mark_seen(&self, state: &mut State<L>) {
        self.set_unseen(state, false);
    }

    fn set_unseen(&self, state: &mut State<L>, unseen: bool) {
        (state.wake.unseen, state.wake.due) = (unseen, unseen);
        self.show_unseen(state);
    }

    /// Also where nobody is woken: whoever waits needs a look of a pump as well.
    pub(super) fn show_unseen(&self, state: &State<L>) {
        self.unseen.store(state.wake.unseen || state.has_news(), Ordering::Release);
    }

    /// What came while a pump ran and is left for the next is news, whoever has looked at it in there.
    pub(super) fn announce_again(&self, state: &mut State<L>, limit: u64) -> bool {
        state.waits.look_no_further_than(limit);
        self.show_unseen(state);
        self.wake_waits(state);
        self.announce(state)
    }

    /// Does what a library thread was sent for. With `more` it must be sent again.
    pub fn deliver_or_wake(&self) -> Delivered {
        match self.dispatch {
            Dispatch::Background => self.deliver(),
            Dispatch::Pump => self.wake(),
        }
    }

    /// Calls the host, unless it has looked since. Only the thread that was sent comes here, so one call at a time.
    fn wake(&self) -> Delivered {
        let mut state = self.lock();
        let due = std::mem::take(&mut state.wake.due) && !state.closed;
        let mut count = 0;
        if let Some(wakeup) = state.wake.call.clone().filter(|_| due) {
            match self.call(state, Function::Wakeup(wakeup)) {
                Some(after) => state = after,
                // A child that the callback forked.
                None => return Delivered { count, more: false },
            }
            count = 1;
        }
        let more = state.wake.due && !state.closed;
        state.delivery_scheduled = more;
        Delivered { count, more }
    }

    /// Replaces whoever is woken, with the barrier of `set_listener`. What is queued is news to the new one, whatever
    /// the old one was called for, and a library thread is sent to say so.
    pub fn set_wakeup(self: &Arc<Self>, wakeup: Option<Wakeup>) -> Barrier {
        let mut state = self.lock();
        if state.closed {
            return Barrier::Closed;
        }
        let old = std::mem::replace(&mut state.wake.call, wakeup);
        self.mark_seen(&mut state);
        let summons = (state.queue.len() > 0 && self.announce(&mut state)).then(|| self.summons());
        let waited = self.wait_for(state, |running| running.channel.is_none());
        drop(old);
        drop(summons);
        if waited { Barrier::Passed } else { Barrier::WouldDeadlock }
    }
}
