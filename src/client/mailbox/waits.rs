//! Threads of the host that wait for something to look at. A pump looks at all that is queued, a poll at what it takes;
//! so one that polls once for each wait misses nothing, and one that pumps does not wait in vain for what nobody
//! listens to.

use std::time::Duration;

use super::state::State;
use super::{Mailbox, Message};
use crate::client::config::Dispatch;
use crate::runtime::clock;
use crate::runtime::lock::wait;

impl<M: Message> Mailbox<M> {
    /// Waits until there is something that the host has not looked at; true if there is. Not for ever: for no longer
    /// than `most`, until waits are released, and not at all where nothing is pumped.
    pub fn wait_for_news(&self, most: Option<Duration>) -> bool {
        if self.dispatch != Dispatch::Pump {
            return false;
        }
        let deadline = most.map(deadline);
        let mut state = self.lock();
        let released = state.waits.released;
        state.waits.count += 1;
        while !state.has_news() && !state.waits.over && state.waits.released == released {
            state = match deadline {
                Some(at) if clock::now() >= at => break,
                Some(_) => clock::wait(&self.news, state, deadline),
                None => wait(&self.news, state),
            };
        }
        state.waits.count -= 1;
        state.has_news() && !state.waits.over
    }

    /// Whoever waits now goes on, with news or without.
    pub fn release_waits(&self) {
        let mut state = self.lock();
        state.waits.released += 1;
        self.wake_waits(&state);
    }

    /// So does everybody from now on: the client is being freed.
    pub fn let_nobody_wait(&self) {
        self.end_waits(&mut self.lock());
    }

    pub(super) fn end_waits(&self, state: &mut State<M>) {
        state.waits.over = true;
        self.wake_waits(state);
    }

    pub(super) fn wake_waits(&self, state: &State<M>) {
        // Without a call of the system where nobody waits.
        if state.waits.count > 0 {
            self.news.notify_all();
        }
    }
}

/// The clock counts whole milliseconds, of which one has begun.
fn deadline(most: Duration) -> clock::Moment {
    let begun = if most.is_zero() { Duration::ZERO } else { Duration::from_millis(1) };
    clock::now().after(most + begun)
}
