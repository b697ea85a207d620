//! One request's hold on its connection: what it waits for, what has been seen of an answer, and the way
//! to stop it from another thread.
//!
//! All of it is under one lock. An interrupt happens under that lock too, and only between the entering
//! and the leaving of a step: a connection that is back in the pool belongs to somebody else.

use std::any::Any;
use std::io::{self, ErrorKind};
use std::time::Instant;

use crate::runtime::clock::{self, Moment};
use crate::runtime::lock::lock;
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};

/// Something a request is blocked in. Called under the lock of a lease: it must neither block nor ask one.
pub trait Interrupt: Send + Sync {
    fn interrupt(&self);
}

/// Which connection an attempt may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// An idle one if there is one.
    Any,
    /// A new one: those of the pool may all be dead.
    New,
}

/// What is known of an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The deadline cut it.
    pub timed_out: bool,
    /// Its connection came from the pool.
    pub pooled: bool,
    /// The request went out, or a part of it did.
    pub sent: bool,
    /// A byte of the answer came in.
    pub answered: bool,
    /// It failed for want of an issuer, and since then others are believed.
    pub issuers_renewed: bool,
}

impl Facts {
    /// A failure then says nothing of the service: the connection had ended while it was idle, or what
    /// spoke against its server is no more.
    pub fn is_stale(self) -> bool {
        (self.pooled && !self.answered && !self.timed_out) || self.issuers_renewed
    }
}

#[derive(Default)]
struct State {
    cancelled: bool,
    blocked_in: Option<Arc<dyn Interrupt>>,
    /// Of the attempt that is being made; there is none between attempts.
    attempt: Option<Attempt>,
    handed: Option<Handed>,
}

/// What the layers of a connection hand each other past ureq, which has no place for it.
pub type Handed = Box<dyn Any + Send>;

struct Attempt {
    deadline: Instant,
    choice: Choice,
    facts: Facts,
}

/// Shared by the thread that asks and those that may want it to stop.
#[derive(Default)]
pub struct Lease {
    state: Mutex<State>,
    wake: Condvar,
    /// Whoever asks can go on with something else while the answer is waited for.
    may_leave: bool,
}

/// Why a step must not begin, or does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Cancelled,
    TimedOut,
}

impl From<Stop> for io::Error {
    fn from(stop: Stop) -> io::Error {
        match stop {
            Stop::Cancelled => io::Error::new(ErrorKind::ConnectionAborted, "cancelled"),
            Stop::TimedOut => io::Error::new(ErrorKind::TimedOut, "out of time"),
        }
    }
}

impl Lease {
    /// Of a call that blocks.
    pub fn new() -> Arc<Lease> {
        Lease::that(false)
    }

    /// Of work that goes on on any thread of the pool.
    pub fn of_pool() -> Arc<Lease> {
        Lease::that(true)
    }

    #[inline(never)]
    fn that(may_leave: bool) -> Arc<Lease> {
        Arc::new(Lease { may_leave, ..Lease::default() })
    }

    /// Nothing is left to do but to wait for an answer of which nothing has come, and the thread need not be the one that does.
    pub fn may_leave(&self) -> bool {
        let waits = |attempt: &Attempt| attempt.facts.sent && !attempt.facts.answered;
        self.may_leave && self.lock().attempt.as_ref().is_some_and(waits)
    }

    /// Ends what the request waits for, and lets nothing begin from now on.
    pub fn cancel(&self) {
        let mut state = self.lock();
        state.cancelled = true;
        if let Some(blocked_in) = state.blocked_in.take() {
            blocked_in.interrupt();
        }
        drop(state);
        self.wake.notify_all();
    }

    pub fn is_cancelled(&self) -> bool {
        self.lock().cancelled
    }

    /// Waits for `deadline`; true if cancelled before.
    pub fn wait_until(&self, deadline: Moment) -> bool {
        let mut state = self.lock();
        while !state.cancelled && clock::now() < deadline {
            state = clock::wait(&self.wake, state, Some(deadline));
        }
        state.cancelled
    }

    /// Begins an attempt, of which nothing is known yet.
    pub fn begin(&self, deadline: Instant, choice: Choice) {
        self.lock().attempt = Some(Attempt { deadline, choice, facts: Facts::default() });
    }

    /// Ends the attempt, however far it came.
    pub fn end(&self) -> Facts {
        let mut state = self.lock();
        state.blocked_in = None;
        state.attempt.take().map(|attempt| attempt.facts).unwrap_or_default()
    }

    /// Leaves something for another layer, in place of what was there.
    pub fn hand(&self, what: Option<Handed>) -> Option<Handed> {
        std::mem::replace(&mut self.lock().handed, what)
    }

    /// The attempt has a connection from the start: an idle one, or that on which it was sent before.
    pub fn has_connection(&self) -> bool {
        self.lock().attempt.as_ref().is_some_and(|attempt| attempt.facts.pooled || attempt.facts.sent)
    }

    /// Announces a step that blocks; gives the instant by which it must be over.
    pub fn enter(&self, on: Arc<dyn Interrupt>) -> Result<Instant, Stop> {
        let mut state = self.lock();
        if state.cancelled {
            return Err(Stop::Cancelled);
        }
        let Some(attempt) = &mut state.attempt else { return Err(Stop::Cancelled) };
        let deadline = attempt.deadline;
        if Instant::now() >= deadline {
            attempt.facts.timed_out = true;
            return Err(Stop::TimedOut);
        }
        state.blocked_in = Some(on);
        Ok(deadline)
    }

    /// The step is over. After a cancel what it gave does not count: its end may have been the interrupt.
    pub fn leave(&self) -> Result<(), Stop> {
        let mut state = self.lock();
        state.blocked_in = None;
        if state.cancelled { Err(Stop::Cancelled) } else { Ok(()) }
    }

    /// Asks whether the attempt may use a connection that was idle.
    pub fn take_pooled(&self) -> bool {
        let mut state = self.lock();
        let cancelled = state.cancelled;
        match &mut state.attempt {
            Some(attempt) if !cancelled && attempt.choice == Choice::Any => {
                attempt.facts.pooled = true;
                true
            }
            _ => false,
        }
    }

    /// Gives the connection back. False if it must not be used again: an interrupt may have reached it.
    pub fn give_back(&self) -> bool {
        let mut state = self.lock();
        state.blocked_in = None;
        !state.cancelled
    }

    /// A new connection is being made.
    pub fn note_new(&self) {
        self.note(|facts| facts.pooled = false);
    }

    /// A part of the request is about to go out.
    pub fn note_sent(&self) {
        self.note(|facts| facts.sent = true);
    }

    /// A part of the answer came in.
    pub fn note_answered(&self) {
        self.note(|facts| facts.answered = true);
    }

    /// Other issuers are believed from now on.
    pub fn note_issuers_renewed(&self) {
        self.note(|facts| facts.issuers_renewed = true);
    }

    /// The deadline cut a step.
    pub fn note_timed_out(&self) {
        self.note(|facts| facts.timed_out = true);
    }

    fn note(&self, what: impl FnOnce(&mut Facts)) {
        if let Some(attempt) = &mut self.lock().attempt {
            what(&mut attempt.facts);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}
