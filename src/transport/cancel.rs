//! One request's way to be stopped from another thread, whatever it waits for.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::clock::{self, Moment};

/// Something a request is blocked in.
pub trait Interrupt: Send + Sync {
    fn interrupt(&self);
}

#[derive(Default)]
struct State {
    cancelled: bool,
    blocked_in: Option<Arc<dyn Interrupt>>,
}

/// Shared by the thread that asks and those that may want it to stop.
#[derive(Default)]
pub struct Cancel {
    state: Mutex<State>,
    wake: Condvar,
}

impl Cancel {
    pub fn new() -> Arc<Cancel> {
        Arc::default()
    }

    pub fn cancel(&self) {
        let mut state = self.lock();
        state.cancelled = true;
        let blocked_in = state.blocked_in.take();
        drop(state);
        self.wake.notify_all();
        if let Some(blocked_in) = blocked_in {
            blocked_in.interrupt();
        }
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

    /// Says what the request blocks in from now on; false if it is cancelled already.
    fn block_in(&self, on: Option<Arc<dyn Interrupt>>) -> bool {
        let mut state = self.lock();
        state.blocked_in = on;
        !state.cancelled
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The request that the current thread is making. ureq has no place of its own to hand this to a socket.
pub struct Scope {
    cancel: Arc<Cancel>,
    deadline: Instant,
    /// A pooled connection was used and has not answered a byte yet.
    silent_reuse: Cell<bool>,
    timed_out: Cell<bool>,
}

thread_local! {
    static CURRENT: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// What became of a scope.
#[derive(Clone, Copy)]
pub struct Outcome {
    pub timed_out: bool,
    pub silent_reuse: bool,
}

/// Runs `work` as one request with a deadline and a way to stop it.
pub fn scoped<T>(cancel: &Arc<Cancel>, deadline: Instant, work: impl FnOnce() -> T) -> (T, Outcome) {
    let scope = Scope {
        cancel: Arc::clone(cancel),
        deadline,
        silent_reuse: Cell::new(false),
        timed_out: Cell::new(false),
    };
    CURRENT.with_borrow_mut(|current| *current = Some(scope));
    let result = work();
    let scope = CURRENT.with_borrow_mut(Option::take);
    cancel.block_in(None);
    let outcome = scope.map_or(Outcome { timed_out: false, silent_reuse: false }, |scope| Outcome {
        timed_out: scope.timed_out.get(),
        silent_reuse: scope.silent_reuse.get(),
    });
    (result, outcome)
}

/// Why a step of the current request must not begin.
#[derive(Debug)]
pub enum Stop {
    Cancelled,
    TimedOut,
}

/// Announces a blocking step; gives the instant by which it must be over.
pub fn enter(on: Arc<dyn Interrupt>) -> Result<Instant, Stop> {
    CURRENT.with_borrow(|current| {
        let Some(scope) = current else { return Err(Stop::Cancelled) };
        if Instant::now() >= scope.deadline {
            scope.timed_out.set(true);
            return Err(Stop::TimedOut);
        }
        if scope.cancel.block_in(Some(on)) { Ok(scope.deadline) } else { Err(Stop::Cancelled) }
    })
}

/// Notes that the deadline cut a blocking step.
pub fn note_timeout() {
    CURRENT.with_borrow(|current| current.iter().for_each(|scope| scope.timed_out.set(true)));
}

/// Notes whether the connection in use came from the pool and is silent so far.
pub fn note_silent_reuse(silent: bool) {
    CURRENT.with_borrow(|current| current.iter().for_each(|scope| scope.silent_reuse.set(silent)));
}
