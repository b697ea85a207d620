//! A client's events on their way to the host: each to whoever it was meant for, one at a time, no lock held, and
//! none after the barrier. `docs/architecture.md`, "Events".

mod message;
mod queue;
mod state;
mod summons;
mod waits;
mod wakeup;

pub use message::{Barrier, Channel, Delivered, Listener, Message, Priority, Wakeup};
pub use summons::{Posted, Summon, Summons};

use crate::client::config::Dispatch;
use crate::runtime::epoch;
use crate::runtime::lock::{lock, wait};
use crate::runtime::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};
use crate::runtime::wait_for_graph::{WaitForGraph, current_thread};
use queue::Queue;
use state::{Running, Slot, State, Waits, Wake};

pub struct Mailbox<M: Message> {
    pub dispatch: Dispatch,
    summon: Summon<M>,
    wait_graph: Arc<WaitForGraph>,
    state: Mutex<State<M>>,
    /// Messages in the queue, and those among them that a listener waits for, so that a frame with nothing
    /// to tell takes no lock.
    queued: AtomicUsize,
    deliverable: AtomicUsize,
    /// There is something that the host has not looked at.
    unseen: AtomicBool,
    /// A message was lost, and nobody has said so.
    loses: AtomicBool,
    idle: Condvar,
    /// Whoever waits for news looks again.
    news: Condvar,
}

/// Of the host's.
enum Function<'a, M> {
    Listener(Listener<M>, &'a M),
    Wakeup(Wakeup),
}

/// A call of the host that runs. Over when this is dropped, also by a panic.
struct Call<'a, M: Message> {
    mailbox: &'a Mailbox<M>,
    number: u64,
}

impl<M: Message> Drop for Call<'_, M> {
    fn drop(&mut self) {
        let mut state = lock(&self.mailbox.state);
        state.running.retain(|running| running.call != self.number);
        drop(state);
        self.mailbox.idle.notify_all();
    }
}

impl<M: Message> Mailbox<M> {
    pub fn new(dispatch: Dispatch, wait_graph: Arc<WaitForGraph>, summon: Summon<M>) -> Arc<Mailbox<M>> {
        let state = State {
            queue: Queue::default(),
            failure: Slot::default(),
            event: Slot::default(),
            wake: Wake::default(),
            waits: Waits::default(),
            running: Vec::new(),
            delivery_scheduled: false,
            closed: false,
            left_to_runner: false,
            calls: 0,
            loss_is_told: false,
        };
        Arc::new(Mailbox {
            dispatch,
            summon,
            wait_graph,
            state: Mutex::new(state),
            queued: AtomicUsize::new(0),
            deliverable: AtomicUsize::new(0),
            unseen: AtomicBool::new(false),
            loses: AtomicBool::new(false),
            idle: Condvar::new(),
            news: Condvar::new(),
        })
    }

    /// Queues a message, unless nobody could ever hear it.
    pub fn post(self: &Arc<Self>, message: M) -> Posted<M> {
        let mut state = self.lock();
        if state.closed {
            return Posted::Closed;
        }
        let pumped = self.dispatch == Dispatch::Pump;
        if !pumped && state.slot(message.channel()).listener.is_none() {
            return Posted::NoListener(message);
        }
        let lost = state.queue.push(message);
        if state.queue.len() == 1 {
            state.loss_is_told = false;
        }
        if lost.is_some() && !std::mem::replace(&mut state.loss_is_told, true) {
            self.loses.store(true, Ordering::Relaxed);
        }
        self.count(&state);
        let needs_delivery = if pumped {
            self.wake_waits(&state);
            self.announce(&mut state)
        } else {
            !std::mem::replace(&mut state.delivery_scheduled, true)
        };
        drop(state);
        // It may hold the last copy of a session.
        drop(lost);
        if needs_delivery { Posted::Summons(self.summons()) } else { Posted::Queued }
    }

    /// Whether a message was lost, since its queue is full, for the first time since it was empty.
    pub fn began_to_lose(&self) -> bool {
        self.loses.load(Ordering::Relaxed) && self.loses.swap(false, Ordering::Relaxed)
    }

    /// For the host's frame: false without taking a lock.
    pub fn has_messages(&self) -> bool {
        self.queued.load(Ordering::Acquire) > 0
    }

    /// As `has_messages`, for those that a listener waits for.
    pub fn has_deliverable(&self) -> bool {
        self.deliverable.load(Ordering::Acquire) > 0
    }

    /// Ends of requests that the host has not fetched.
    pub fn ends(&self) -> usize {
        self.lock().queue.ends()
    }

    fn count(&self, state: &State<M>) {
        self.queued.store(state.queue.len(), Ordering::Release);
        let meant = state.meant_for_a_listener(u64::MAX);
        self.deliverable.store(state.queue.count(meant), Ordering::Release);
        self.show_unseen(state);
    }

    /// Calls the host for every message that was there when this was called and that somebody listens to;
    /// gives how many. Does nothing while another call delivers. Messages that came meanwhile want another
    /// delivery: `more` says that a library thread must be sent, in pump dispatch to wake the host.
    pub fn deliver(&self) -> Delivered {
        let mut state = self.lock();
        let mut count = 0;
        let limit = state.queue.next();
        state.waits.look_below(limit);
        self.mark_seen(&mut state);
        if state.tells() {
            return Delivered { count, more: false };
        }
        // A client that is being freed tells the rest itself.
        while !state.closed {
            let meant = state.meant_for_a_listener(limit);
            let Some(message) = state.queue.take(meant) else { break };
            self.count(&state);
            let channel = message.channel();
            let Some(listener) = state.slot(channel).listener.clone() else { continue };
            match self.call(state, Function::Listener(listener, &message)) {
                Some(after) => state = after,
                // The callback forked, and this is the child: nothing here is ours to touch.
                None => return Delivered { count, more: false },
            }
            count += 1;
        }
        if state.left_to_runner {
            self.deliver_rest(state);
            return Delivered { count, more: false };
        }
        let meant = state.meant_for_a_listener(u64::MAX);
        let left = !state.closed && state.queue.count(meant) > 0;
        if self.dispatch == Dispatch::Pump {
            // A pump within this one may have looked at them, and told nothing.
            return Delivered { count, more: left && self.announce_again(&mut state, limit) };
        }
        state.delivery_scheduled = left;
        Delivered { count, more: left }
    }

    /// Calls the host with no lock held; `None` in a child that was forked in there.
    fn call<'a>(
        &'a self,
        mut state: MutexGuard<'a, State<M>>,
        function: Function<'_, M>,
    ) -> Option<MutexGuard<'a, State<M>>> {
        let channel = match &function {
            Function::Listener(_, message) => Some(message.channel()),
            Function::Wakeup(_) => None,
        };
        let epoch = epoch::current();
        state.calls += 1;
        let call = Call { mailbox: self, number: state.calls };
        state.running.push(Running { thread: current_thread(), channel, call: call.number });
        drop(state);
        match &function {
            Function::Listener(listener, message) => listener(message),
            Function::Wakeup(wakeup) => wakeup(),
        }
        if epoch::current() != epoch {
            std::mem::forget((function, call));
            return None;
        }
        // The last copy may run the host's `release`; whoever waits for this call waits for that too.
        drop(function);
        drop(call);
        Some(self.lock())
    }

    /// Takes the oldest message, of either channel, whoever it was meant for.
    pub fn poll(&self) -> Option<M> {
        let mut state = self.lock();
        self.mark_seen(&mut state);
        let message = state.queue.take_numbered(|_, _| true);
        if let Some((number, _)) = &message {
            state.waits.look_below(number + 1);
        }
        self.count(&state);
        message.map(|(_, message)| message)
    }

    /// Replaces a listener. When this returns the old one is not running and never will, unless it is the
    /// caller itself. Messages from before there was one are not told to the new one; those that were meant
    /// for one that is removed are handed back, since in background dispatch nobody can fetch them any
    /// more.
    pub fn set_listener(&self, channel: Channel, listener: Option<Listener<M>>) -> (Barrier, Vec<M>) {
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
        let handed_back = if removed && self.dispatch == Dispatch::Background {
            state.queue.take_all(channel)
        } else {
            Vec::new()
        };
        self.count(&state);
        let waited = self.wait_for(state, |running| running.channel == Some(channel));
        drop(old);
        (if waited { Barrier::Passed } else { Barrier::WouldDeadlock }, handed_back)
    }

    /// The client is being freed: waits for a running callback, tells the ends of requests on this thread,
    /// those of `last` included, and is silent from then on. A callback that waits for this thread cannot
    /// be waited for: it tells the rest when it returns, so that no two callbacks of a client run at a
    /// time.
    pub fn close(&self, last: Vec<M>) {
        let mut state = self.lock();
        if std::mem::replace(&mut state.closed, true) {
            return;
        }
        self.end_waits(&mut state);
        state.queue.keep_ends();
        for message in last {
            drop(state.queue.push(message));
        }
        self.count(&state);
        self.wait_for(state, |running| running.channel.is_some());
        self.wait_for(self.lock(), |running| running.channel.is_none());
        let state = self.lock();
        self.deliver_rest(state);
    }

    /// What is left when the client is freed. The listeners go with it.
    fn deliver_rest<'a>(&'a self, mut state: MutexGuard<'a, State<M>>) {
        loop {
            let here = current_thread();
            let elsewhere = |running: &Running| running.channel.is_some() && running.thread != here;
            if state.running.iter().any(elsewhere) {
                state.left_to_runner = true;
                return;
            }
            let Some(listener) = state.event.listener.clone() else { break };
            let Some(message) = state.queue.take(|_, _| true) else { break };
            match self.call(state, Function::Listener(listener, &message)) {
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
    pub fn runs_on_this_thread(&self) -> bool {
        self.lock().runs_on(current_thread())
    }

    /// Of a client that was freed: no call runs, and none will.
    pub fn is_quiet(&self) -> bool {
        self.lock().is_quiet()
    }

    /// Waits until it is quiet, after another has freed the client; not for a call that waits for this thread.
    pub fn wait_until_quiet(&self) {
        loop {
            let mut state = self.lock();
            if state.is_quiet() || state.runs_on(current_thread()) {
                return;
            }
            if state.running.is_empty() {
                // Whoever tells the rest is between two calls.
                state = wait(&self.idle, state);
                drop(state);
            } else if !self.wait_for(state, |_| true) {
                return;
            }
        }
    }

    /// Waits until the call of those that runs now, if any, has returned. Not for a call that this
    /// thread itself is inside of; false if waiting would never end.
    fn wait_for(&self, mut state: MutexGuard<'_, State<M>>, concerns: impl Fn(&Running) -> bool) -> bool {
        let here = current_thread();
        let theirs = |running: &&Running| concerns(running) && running.thread != here;
        let Some(Running { thread, call, .. }) = state.running.iter().find(theirs).copied() else {
            return true;
        };
        let Some(_waiting) = self.wait_graph.add_edge(here, thread) else { return false };
        while state.running.iter().any(|running| running.call == call) {
            state = wait(&self.idle, state);
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, State<M>> {
        lock(&self.state)
    }
}

#[cfg(test)]
mod tests;
