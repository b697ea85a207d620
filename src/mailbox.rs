//! A client's events on their way to the host: one at a time, no lock held, and none after the barrier.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use crate::error::{Error, Result};
use crate::event::{Event, EventKind, Queue};
use crate::status::Status;
use crate::waits::Waits;

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

impl Channel {
    fn of(event: &Event) -> Channel {
        if event.kind == EventKind::Failure { Channel::Failure } else { Channel::Event }
    }
}

/// Dropping the last copy runs the host's `release`.
pub type Listener = Arc<dyn Fn(&Event) + Send + Sync>;

#[derive(Default)]
struct State {
    queue: Queue,
    failure: Option<Listener>,
    event: Option<Listener>,
    /// Innermost last: a callback that frees its client is told the ends of requests meanwhile.
    running: Vec<Running>,
    /// A library thread is on its way to deliver.
    summoned: bool,
    closed: bool,
    calls: u64,
}

#[derive(Clone, Copy)]
struct Running {
    thread: ThreadId,
    channel: Channel,
    call: u64,
}

impl State {
    fn slot(&mut self, channel: Channel) -> &mut Option<Listener> {
        match channel {
            Channel::Failure => &mut self.failure,
            Channel::Event => &mut self.event,
        }
    }
}

thread_local! {
    static ON_LIBRARY_THREAD: Cell<bool> = const { Cell::new(false) };
}

/// The current code is a host's callback on a thread of the library, which others need too.
pub fn inside_library_callback() -> bool {
    ON_LIBRARY_THREAD.get()
}

pub struct Mailbox {
    pub dispatch: Dispatch,
    waits: Arc<Waits>,
    state: Mutex<State>,
    /// Length of the queue, so that a frame with nothing to tell takes no lock.
    waiting: AtomicUsize,
    idle: Condvar,
}

impl Mailbox {
    pub fn new(dispatch: Dispatch, waits: Arc<Waits>) -> Mailbox {
        Mailbox {
            dispatch,
            waits,
            state: Mutex::default(),
            waiting: AtomicUsize::new(0),
            idle: Condvar::new(),
        }
    }

    /// Someone hears about failures, so the process need not be ended.
    pub fn hears_failures(&self) -> bool {
        self.dispatch == Dispatch::Pump || self.lock().failure.is_some()
    }

    /// Queues an event; true if a library thread must be sent to deliver it.
    #[must_use]
    pub fn post(&self, event: Event) -> bool {
        let mut state = self.lock();
        if state.closed {
            return false;
        }
        let pumped = self.dispatch == Dispatch::Pump;
        if !pumped && state.slot(Channel::of(&event)).is_none() {
            return false;
        }
        let lost = state.queue.push(event);
        self.count(&state);
        let summon = !pumped && !std::mem::replace(&mut state.summoned, true);
        drop(state);
        // It may hold the last copy of a session.
        drop(lost);
        summon
    }

    /// For the host's frame: false without taking a lock.
    pub fn has_events(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > 0
    }

    fn count(&self, state: &State) {
        self.waiting.store(state.queue.len(), Ordering::Release);
    }

    fn next(&self, state: &mut State) -> Option<Event> {
        let event = state.queue.pop();
        self.count(state);
        event
    }

    /// No library thread could be sent; the next event tries again.
    pub fn not_summoned(&self) {
        self.lock().summoned = false;
    }

    /// Calls the host for every queued event; gives how many. Does nothing while another call delivers.
    pub fn deliver(&self) -> u32 {
        let epoch = crate::process::epoch();
        let mut delivered = 0;
        let mut state = self.lock();
        if !state.running.is_empty() {
            return 0;
        }
        // A client that is being freed tells the rest itself.
        while !state.closed
            && let Some(event) = self.next(&mut state)
        {
            let channel = Channel::of(&event);
            let Some(listener) = state.slot(channel).clone() else { continue };
            state = match self.call(state, channel, listener, &event, epoch) {
                Some(state) => state,
                // The callback forked, and this is the child: nothing here is ours to touch.
                None => return delivered,
            };
            delivered += 1;
        }
        state.summoned = false;
        delivered
    }

    fn call<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
        channel: Channel,
        listener: Listener,
        event: &Event,
        epoch: u64,
    ) -> Option<MutexGuard<'a, State>> {
        state.calls += 1;
        let call = state.calls;
        state.running.push(Running { thread: thread::current().id(), channel, call });
        drop(state);
        let was = ON_LIBRARY_THREAD.replace(self.dispatch == Dispatch::Background);
        listener(event);
        if crate::process::epoch() != epoch {
            std::mem::forget(listener);
            return None;
        }
        // The last copy may run the host's `release`; whoever waits for this call waits for that too.
        drop(listener);
        ON_LIBRARY_THREAD.set(was);
        let mut state = self.lock();
        state.running.retain(|running| running.call != call);
        self.idle.notify_all();
        Some(state)
    }

    /// Takes the oldest event, of either channel.
    pub fn poll(&self) -> Option<Event> {
        self.next(&mut self.lock())
    }

    /// Replaces a callback. When this returns the old one is not running and never will, unless it is the
    /// caller itself.
    pub fn set_listener(&self, channel: Channel, listener: Option<Listener>) -> Result<()> {
        let mut state = self.lock();
        if state.closed {
            return Err(Error::of(Status::InvalidHandle));
        }
        // Also when there was none: one that removed itself may still be running.
        let old = std::mem::replace(state.slot(channel), listener);
        let waited = self.wait_for(state, |running| running.channel == channel);
        drop(old);
        if waited { Ok(()) } else { Err(Error::of(Status::WouldDeadlock)) }
    }

    /// The client is being freed: waits for a running callback, tells the ends of requests on this thread,
    /// those of `last` included, and is silent from then on.
    pub fn close(&self, last: Vec<Event>) {
        let mut state = self.lock();
        if std::mem::replace(&mut state.closed, true) {
            return;
        }
        state.queue.keep_finished_requests();
        for event in last {
            drop(state.queue.push(event));
        }
        self.wait_for(state, |_| true);
        let epoch = crate::process::epoch();
        let mut state = self.lock();
        while let Some(event) = state.queue.pop() {
            let Some(listener) = state.event.clone() else { break };
            state = match self.call(state, Channel::Event, listener, &event, epoch) {
                Some(state) => state,
                None => return,
            };
        }
        let listeners = (state.failure.take(), state.event.take());
        drop(state);
        drop(listeners);
    }

    /// Waits until the call of those that runs now, if any, has returned. Not for a call that this
    /// thread itself is inside of; false if waiting would never end.
    fn wait_for(&self, mut state: MutexGuard<'_, State>, concerns: impl Fn(&Running) -> bool) -> bool {
        let me = thread::current().id();
        let theirs = |running: &&Running| concerns(running) && running.thread != me;
        let Some(Running { thread, call, .. }) = state.running.iter().find(theirs).copied() else {
            return true;
        };
        let Some(_waiting) = self.waits.enter(me, thread) else { return false };
        while state.running.iter().any(|running| running.call == call) {
            state = self.idle.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Reason;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::sync::mpsc;

    fn failure() -> Event {
        Event::failure(Reason::LoginFailed, Error::of(Status::InvalidKey))
    }

    #[test]
    fn a_callback_that_removed_itself_is_still_waited_for() {
        let waits = Arc::<Waits>::default();
        let mailbox = Arc::new(Mailbox::new(Dispatch::Pump, Arc::clone(&waits)));
        let (removed, hear_removed) = mpsc::channel();
        let (go, hear_go) = mpsc::channel::<()>();
        let (hear_go, returned) = (Mutex::new(hear_go), Arc::new(AtomicBool::new(false)));
        let (inner, done) = (Arc::clone(&mailbox), Arc::clone(&returned));
        let listener: Listener = Arc::new(move |_: &Event| {
            inner.set_listener(Channel::Failure, None).unwrap();
            removed.send(()).unwrap();
            hear_go.lock().unwrap().recv().unwrap();
            done.store(true, SeqCst);
        });
        mailbox.set_listener(Channel::Failure, Some(listener)).unwrap();
        assert!(!mailbox.post(failure()));
        thread::scope(|scope| {
            scope.spawn(|| mailbox.deliver());
            hear_removed.recv().unwrap();
            let remover = scope.spawn(|| {
                mailbox.set_listener(Channel::Failure, None).unwrap();
                returned.load(SeqCst)
            });
            while waits.count() == 0 && !remover.is_finished() {
                thread::yield_now();
            }
            go.send(()).unwrap();
            assert!(remover.join().unwrap(), "it returned while the callback was running");
        });
    }

    #[test]
    fn a_callback_may_close_its_own_mailbox_and_is_told_the_ends_of_requests() {
        let mailbox = Arc::new(Mailbox::new(Dispatch::Pump, Arc::default()));
        let told = Arc::new(Mutex::new(Vec::new()));
        let own: Arc<OnceLock<Arc<Mailbox>>> = Arc::default();
        let (hears, inside) = (Arc::clone(&told), Arc::clone(&own));
        let listener: Listener = Arc::new(move |event: &Event| {
            hears.lock().unwrap().push(event.request);
            if let Some(mailbox) = inside.get().filter(|_| event.request == 1) {
                mailbox.close(vec![Event { request: 3, ..Event::new(EventKind::RequestFinished) }]);
            }
        });
        own.set(Arc::clone(&mailbox)).ok().unwrap();
        mailbox.set_listener(Channel::Event, Some(listener)).unwrap();
        for request in [1, 2] {
            let _ = mailbox.post(Event { request, ..Event::new(EventKind::RequestFinished) });
        }
        mailbox.deliver();
        assert_eq!(*told.lock().unwrap(), [1, 2, 3]);
        assert!(!mailbox.post(failure()) && mailbox.deliver() == 0);
    }
}
