//! A client's events on their way to the host: each to whoever it was meant for, one at a time, no lock held, and
//! none after the barrier. `docs/architecture.md`, "Events".

mod letter;
mod queue;
mod wakeup;

pub use letter::{Barrier, Channel, Delivered, Dispatch, Letter, Listener, Posted, Worth};
pub use wakeup::Wakeup;

use crate::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use crate::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use crate::waits::{ThreadNumber, Waits, me};
use queue::Queue;
use wakeup::Wake;

/// Who listens to a channel.
struct Slot<L> {
    listener: Option<Listener<L>>,
    /// The first letter that is meant for it. A listener that takes another's place takes its letters too.
    since: u64,
}

impl<L> Default for Slot<L> {
    fn default() -> Slot<L> {
        Slot { listener: None, since: 0 }
    }
}

struct State<L> {
    queue: Queue<L>,
    failure: Slot<L>,
    event: Slot<L>,
    wake: Wake,
    /// Innermost last: a callback that frees its client is told the ends of requests meanwhile.
    running: Vec<Running>,
    /// A library thread is on its way to deliver, or in pump dispatch to wake the host.
    summoned: bool,
    closed: bool,
    /// Whoever closed could not wait for the callback that runs: that one's thread tells the rest.
    left_to_runner: bool,
    calls: u64,
}

#[derive(Clone, Copy)]
struct Running {
    thread: ThreadNumber,
    /// `None` is the wake-up callback, which may run beside the others.
    channel: Option<Channel>,
    call: u64,
}

impl<L: Letter> State<L> {
    fn slot(&mut self, channel: Channel) -> &mut Slot<L> {
        match channel {
            Channel::Failure => &mut self.failure,
            Channel::Event => &mut self.event,
        }
    }

    fn is_told_by(&self, thread: ThreadNumber) -> bool {
        self.running.iter().any(|running| running.thread == thread)
    }

    /// A listener runs.
    fn tells(&self) -> bool {
        self.running.iter().any(|running| running.channel.is_some())
    }

    fn is_quiet(&self) -> bool {
        self.running.is_empty() && !self.left_to_runner
    }

    /// Letters of lower number than `limit` that somebody listens to who was there when they were posted.
    fn meant_for_a_listener(&self, limit: u64) -> impl Fn(u64, Channel) -> bool + use<L> {
        let since = |slot: &Slot<L>| slot.listener.as_ref().map_or(u64::MAX, |_| slot.since);
        let (failure, event) = (since(&self.failure), since(&self.event));
        move |number, channel| {
            number < limit && number >= if channel == Channel::Failure { failure } else { event }
        }
    }
}

pub struct Mailbox<L> {
    pub dispatch: Dispatch,
    waits: Arc<Waits>,
    state: Mutex<State<L>>,
    /// Letters in the queue, and those among them that a listener waits for, so that a frame with nothing
    /// to tell takes no lock.
    queued: AtomicUsize,
    deliverable: AtomicUsize,
    /// The host was woken, or is about to be, and has not looked since.
    unseen: AtomicBool,
    idle: Condvar,
}

/// Of the host's.
enum Function<'a, L> {
    Listener(Listener<L>, &'a L),
    Wakeup(Wakeup),
}

/// A call of the host that runs. Over when this is dropped, also by a panic.
struct Call<'a, L> {
    mailbox: &'a Mailbox<L>,
    number: u64,
}

impl<L> Drop for Call<'_, L> {
    fn drop(&mut self) {
        let mut state = self.mailbox.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.running.retain(|running| running.call != self.number);
        drop(state);
        self.mailbox.idle.notify_all();
    }
}

impl<L: Letter> Mailbox<L> {
    pub fn new(dispatch: Dispatch, waits: Arc<Waits>) -> Mailbox<L> {
        let state = State {
            queue: Queue::default(),
            failure: Slot::default(),
            event: Slot::default(),
            wake: Wake::default(),
            running: Vec::new(),
            summoned: false,
            closed: false,
            left_to_runner: false,
            calls: 0,
        };
        Mailbox {
            dispatch,
            waits,
            state: Mutex::new(state),
            queued: AtomicUsize::new(0),
            deliverable: AtomicUsize::new(0),
            unseen: AtomicBool::new(false),
            idle: Condvar::new(),
        }
    }

    /// Queues a letter, unless nobody could ever hear it.
    pub fn post(&self, letter: L) -> Posted<L> {
        let mut state = self.lock();
        if state.closed {
            return Posted::Closed;
        }
        let pumped = self.dispatch == Dispatch::Pump;
        if !pumped && state.slot(letter.channel()).listener.is_none() {
            return Posted::Unheard(letter);
        }
        let lost = state.queue.push(letter);
        self.count(&state);
        let summon =
            if pumped { self.announce(&mut state) } else { !std::mem::replace(&mut state.summoned, true) };
        drop(state);
        // It may hold the last copy of a session.
        drop(lost);
        if summon { Posted::Summon } else { Posted::Queued }
    }

    /// For the host's frame: false without taking a lock.
    pub fn has_letters(&self) -> bool {
        self.queued.load(Ordering::Acquire) > 0
    }

    /// As `has_letters`, for those that a listener waits for.
    pub fn has_deliverable(&self) -> bool {
        self.deliverable.load(Ordering::Acquire) > 0
    }

    /// Ends of requests that the host has not fetched.
    pub fn ends(&self) -> usize {
        self.lock().queue.ends()
    }

    fn count(&self, state: &State<L>) {
        self.queued.store(state.queue.len(), Ordering::Release);
        let meant = state.meant_for_a_listener(u64::MAX);
        self.deliverable.store(state.queue.count(meant), Ordering::Release);
    }

    /// Calls the host for every letter that was there when this was called and that somebody listens to;
    /// gives how many. Does nothing while another call delivers. Letters that came meanwhile want another
    /// delivery: `more` says that a library thread must be sent, in pump dispatch to wake the host.
    pub fn deliver(&self) -> Delivered {
        let mut state = self.lock();
        let mut told = 0;
        self.look(&mut state);
        if state.tells() {
            return Delivered { told, more: false };
        }
        let limit = state.queue.next();
        // A client that is being freed tells the rest itself.
        while !state.closed {
            let meant = state.meant_for_a_listener(limit);
            let Some(letter) = state.queue.take(meant) else { break };
            self.count(&state);
            let channel = letter.channel();
            let Some(listener) = state.slot(channel).listener.clone() else { continue };
            match self.call(state, Function::Listener(listener, &letter)) {
                Some(after) => state = after,
                // The callback forked, and this is the child: nothing here is ours to touch.
                None => return Delivered { told, more: false },
            }
            told += 1;
        }
        if state.left_to_runner {
            self.tell_rest(state);
            return Delivered { told, more: false };
        }
        let meant = state.meant_for_a_listener(u64::MAX);
        let left = !state.closed && state.queue.count(meant) > 0;
        if self.dispatch == Dispatch::Pump {
            // A pump within this one may have looked at them, and told nothing.
            return Delivered { told, more: left && self.announce(&mut state) };
        }
        state.summoned = left;
        Delivered { told, more: left }
    }

    /// Calls the host with no lock held; `None` in a child that was forked in there.
    fn call<'a>(
        &'a self,
        mut state: MutexGuard<'a, State<L>>,
        function: Function<'_, L>,
    ) -> Option<MutexGuard<'a, State<L>>> {
        let channel = match &function {
            Function::Listener(_, letter) => Some(letter.channel()),
            Function::Wakeup(_) => None,
        };
        let epoch = crate::process::epoch();
        state.calls += 1;
        let call = Call { mailbox: self, number: state.calls };
        state.running.push(Running { thread: me(), channel, call: call.number });
        drop(state);
        match &function {
            Function::Listener(listener, letter) => listener(letter),
            Function::Wakeup(wakeup) => wakeup(),
        }
        if crate::process::epoch() != epoch {
            std::mem::forget((function, call));
            return None;
        }
        // The last copy may run the host's `release`; whoever waits for this call waits for that too.
        drop(function);
        drop(call);
        Some(self.lock())
    }

    /// Takes the oldest letter, of either channel, whoever it was meant for.
    pub fn poll(&self) -> Option<L> {
        let mut state = self.lock();
        self.look(&mut state);
        let letter = state.queue.take(|_, _| true);
        self.count(&state);
        letter
    }

    /// Replaces a listener. When this returns the old one is not running and never will, unless it is the
    /// caller itself. Letters from before there was one are not told to the new one; those that were meant
    /// for one that is removed are handed back, since in background dispatch nobody can fetch them any
    /// more.
    pub fn set_listener(&self, channel: Channel, listener: Option<Listener<L>>) -> (Barrier, Vec<L>) {
        let mut state = self.lock();
        if state.closed {
            return (Barrier::Closed, Vec::new());
        }
        let next = state.queue.next();
        let removed = listener.is_none();
        let slot = state.slot(channel);
        if slot.listener.is_none() {
            slot.since = next;
        }
        // Also when there was none: one that removed itself may still be running.
        let old = std::mem::replace(&mut slot.listener, listener);
        let unheard = if removed && self.dispatch == Dispatch::Background {
            state.queue.take_all(channel)
        } else {
            Vec::new()
        };
        self.count(&state);
        let waited = self.wait_for(state, |running| running.channel == Some(channel));
        drop(old);
        (if waited { Barrier::Passed } else { Barrier::WouldDeadlock }, unheard)
    }

    /// The client is being freed: waits for a running callback, tells the ends of requests on this thread,
    /// those of `last` included, and is silent from then on. A callback that waits for this thread cannot
    /// be waited for: it tells the rest when it returns, so that no two callbacks of a client run at a
    /// time.
    pub fn close(&self, last: Vec<L>) {
        let mut state = self.lock();
        if std::mem::replace(&mut state.closed, true) {
            return;
        }
        state.queue.keep_ends();
        for letter in last {
            drop(state.queue.push(letter));
        }
        self.count(&state);
        self.wait_for(state, |running| running.channel.is_some());
        self.wait_for(self.lock(), |running| running.channel.is_none());
        let state = self.lock();
        self.tell_rest(state);
    }

    /// What is left when the client is freed. The listeners go with it.
    fn tell_rest<'a>(&'a self, mut state: MutexGuard<'a, State<L>>) {
        loop {
            let here = me();
            let elsewhere = |running: &Running| running.channel.is_some() && running.thread != here;
            if state.running.iter().any(elsewhere) {
                state.left_to_runner = true;
                return;
            }
            let Some(listener) = state.event.listener.clone() else { break };
            let Some(letter) = state.queue.take(|_, _| true) else { break };
            match self.call(state, Function::Listener(listener, &letter)) {
                Some(after) => state = after,
                None => return,
            }
        }
        let listeners = (state.failure.listener.take(), state.event.listener.take(), state.wake.take());
        self.count(&state);
        state.left_to_runner = false;
        self.idle.notify_all();
        drop(state);
        drop(listeners);
    }

    /// A call to the host runs on this thread.
    pub fn is_told_here(&self) -> bool {
        self.lock().is_told_by(me())
    }

    /// Of a client that was freed: no call runs, and none will.
    pub fn is_quiet(&self) -> bool {
        self.lock().is_quiet()
    }

    /// Waits until it is quiet, after another has freed the client; not for a call that waits for this thread.
    pub fn wait_until_quiet(&self) {
        loop {
            let mut state = self.lock();
            if state.is_quiet() || state.is_told_by(me()) {
                return;
            }
            if state.running.is_empty() {
                // Whoever tells the rest is between two calls.
                state = self.idle.wait(state).unwrap_or_else(PoisonError::into_inner);
                drop(state);
            } else if !self.wait_for(state, |_| true) {
                return;
            }
        }
    }

    /// Waits until the call of those that runs now, if any, has returned. Not for a call that this
    /// thread itself is inside of; false if waiting would never end.
    fn wait_for(&self, mut state: MutexGuard<'_, State<L>>, concerns: impl Fn(&Running) -> bool) -> bool {
        let here = me();
        let theirs = |running: &&Running| concerns(running) && running.thread != here;
        let Some(Running { thread, call, .. }) = state.running.iter().find(theirs).copied() else {
            return true;
        };
        let Some(_waiting) = self.waits.enter(here, thread) else { return false };
        while state.running.iter().any(|running| running.call == call) {
            state = self.idle.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, State<L>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
