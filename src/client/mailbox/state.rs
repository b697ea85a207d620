//! What a mailbox knows: what is queued, who listens, which calls run.

use super::message::{Channel, Listener, Message, Wakeup};
use super::queue::Queue;
use crate::runtime::wait_for_graph::ThreadNumber;

/// Who listens to a channel.
pub struct Slot<M> {
    pub listener: Option<Listener<M>>,
    /// The first message that is meant for it. A listener that takes another's place takes its messages too.
    pub since: u64,
}

impl<M> Default for Slot<M> {
    fn default() -> Slot<M> {
        Slot { listener: None, since: 0 }
    }
}

/// Of a mailbox, under its lock.
pub struct State<M> {
    pub queue: Queue<M>,
    pub failure: Slot<M>,
    pub event: Slot<M>,
    pub wake: Wake,
    pub waits: Waits,
    /// Innermost last: a callback that frees its client is told the ends of requests meanwhile.
    pub running: Vec<Running>,
    /// A library thread is on its way to deliver, or in pump dispatch to wake the host.
    pub delivery_scheduled: bool,
    pub closed: bool,
    /// Whoever closed could not wait for the callback that runs: that one's thread tells the rest.
    pub left_to_runner: bool,
    /// That messages are lost, since the queue was empty.
    pub loss_is_told: bool,
    pub calls: u64,
}

/// A call of the host that runs.
#[derive(Clone, Copy)]
pub struct Running {
    pub thread: ThreadNumber,
    /// `None` is the wake-up callback, which may run beside the others.
    pub channel: Option<Channel>,
    pub call: u64,
}

impl<M: Message> State<M> {
    pub fn slot(&mut self, channel: Channel) -> &mut Slot<M> {
        match channel {
            Channel::Failure => &mut self.failure,
            Channel::Event => &mut self.event,
        }
    }

    pub fn runs_on(&self, thread: ThreadNumber) -> bool {
        self.running.iter().any(|running| running.thread == thread)
    }

    /// A listener runs.
    pub fn tells(&self) -> bool {
        self.running.iter().any(|running| running.channel.is_some())
    }

    pub fn is_quiet(&self) -> bool {
        self.running.is_empty() && !self.left_to_runner
    }

    /// There is something that the host has not looked at.
    pub fn has_news(&self) -> bool {
        self.queue.newest().is_some_and(|newest| self.waits.is_new(newest))
    }

    /// Messages of lower number than `limit` that somebody listens to who was there when they were posted.
    pub fn meant_for_a_listener(&self, limit: u64) -> impl Fn(u64, Channel) -> bool + use<M> {
        let since = |slot: &Slot<M>| slot.listener.as_ref().map_or(u64::MAX, |_| slot.since);
        let (failure, event) = (since(&self.failure), since(&self.event));
        move |number, channel| {
            number < limit && number >= if channel == Channel::Failure { failure } else { event }
        }
    }
}

/// Who is woken, and for what.
#[derive(Default)]
pub struct Wake {
    pub call: Option<Wakeup>,
    /// Something came after the host's last look, and the call for it was made or is due.
    pub unseen: bool,
    /// The call is still to be made.
    pub due: bool,
}

impl Wake {
    pub fn take(&mut self) -> Option<Wakeup> {
        self.call.take()
    }
}

/// What waits are decided by.
#[derive(Default)]
pub struct Waits {
    /// The first message that the host has not looked at.
    unseen_from: u64,
    /// Threads that wait.
    pub count: u32,
    /// Grows each time when all of them are let go.
    pub released: u64,
    /// The client is being freed.
    pub over: bool,
}

impl Waits {
    pub fn is_new(&self, number: u64) -> bool {
        number >= self.unseen_from
    }

    pub fn look_below(&mut self, number: u64) {
        self.unseen_from = self.unseen_from.max(number);
    }

    pub fn look_no_further_than(&mut self, number: u64) {
        self.unseen_from = self.unseen_from.min(number);
    }
}
