//! A few threads for work that blocks, shared by lanes of which each is sure of one; and more for a while, where much waits
//! for servers.

mod queue;
mod state;

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use super::job::Job;
use super::lane::{Lane, Turn};
use super::refusal::Refusal;
use super::threads::Threads;
use super::waiting::Key;
use crate::runtime::epoch;
use crate::runtime::lock::{lock, wait_at_most};
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};
use state::{Hand, Intake};

/// A thread that had nothing to do for this long ends; a helper sooner.
const IDLE: Duration = Duration::from_secs(10);
const LINGER: Duration = Duration::from_secs(2);
/// What has waited for this long beside threads that all wait for servers gets one more.
const PATIENCE: Duration = Duration::from_millis(20);
/// Threads that could not be had are tried again after this long.
const CATCH_UP: Duration = Duration::from_secs(1);

/// How many threads a pool may have, of this process.
pub static MOST_THREADS: AtomicUsize = AtomicUsize::new(64);

struct State {
    of: state::State,
    /// Somebody is to look after this.
    look: Option<Duration>,
    /// Somebody will, or has been asked to; and how many jobs had come then.
    looking: Option<u64>,
}

impl State {
    fn look_after(&mut self, wait: Duration) {
        if self.looking.is_none() {
            self.looking = Some(self.of.arrivals);
            self.look = Some(wait);
        }
    }

    fn look_at_a_crowd(&mut self) {
        if self.of.is_crowded() {
            self.look_after(PATIENCE);
        }
    }
}

pub struct Pool {
    state: Mutex<State>,
    wake: Condvar,
    wake_helpers: Condvar,
    threads: Arc<Threads>,
}

/// A job that waits for a thread. Dropping this calls it off, unless it has begun.
#[must_use]
pub struct Ticket {
    pool: Option<Arc<Pool>>,
    turn: Turn,
    key: Key,
}

impl Ticket {
    /// Lets it be done, whatever becomes of its owner.
    pub fn detach(mut self) {
        self.pool = None;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Some(pool) = &self.pool {
            pool.cancel(self.turn, self.key);
        }
    }
}

impl Pool {
    pub fn new(threads: Arc<Threads>) -> Arc<Pool> {
        let of = state::State::new(MOST_THREADS.load(Relaxed));
        let state = Mutex::new(State { of, look: None, looking: None });
        Arc::new(Pool { state, wake: Condvar::new(), wake_helpers: Condvar::new(), threads })
    }

    pub fn push(self: &Arc<Self>, turn: Turn, job: Job) -> Result<Ticket, Refusal> {
        let mut state = self.lock();
        if state.of.intake == Intake::Nothing
            || (state.of.intake == Intake::Callbacks && turn.lane != Lane::Callback)
        {
            return Err(Refusal::Stopped(job));
        }
        let key = state.of.insert(turn, job);
        match self.grow(&mut state) {
            Ok(()) => {}
            // The threads that live come to it, or one that is had later.
            Err(_) if state.of.usual.all > 0 => state.look_after(CATCH_UP),
            Err(cause) => {
                let refused = state.of.remove(turn, key);
                drop(state);
                return Err(Refusal::NoThread { job: refused, cause });
            }
        }
        state.look_at_a_crowd();
        let helpers_wait = state.of.helpers.idle > 0 && turn.lane.asks_servers();
        drop(state);
        self.wake.notify_one();
        if helpers_wait {
            self.wake_helpers.notify_one();
        }
        Ok(Ticket { pool: Some(Arc::clone(self)), turn, key })
    }

    /// Starts a thread if one is lacking.
    fn grow(self: &Arc<Self>, state: &mut State) -> io::Result<()> {
        if state.of.lacks_thread() { self.spawn(state, Hand::Usual) } else { Ok(()) }
    }

    fn spawn(self: &Arc<Self>, state: &mut State, hand: Hand) -> io::Result<()> {
        let pool = Arc::clone(self);
        self.threads.spawn(move || pool.work(hand))?;
        state.of.hands(hand).all += 1;
        Ok(())
    }

    /// After how long `look` is to be called, if so. Told once for each want.
    pub fn wants_a_look(&self) -> Option<Duration> {
        self.lock().look.take()
    }

    /// Gets the threads that are lacking, and those that were waited for long enough.
    pub fn look(self: &Arc<Self>) {
        let mut state = self.lock();
        let before = state.looking.take().unwrap_or(0);
        let mut lacking = Ok(());
        while lacking.is_ok() && state.of.lacks_thread() {
            lacking = self.grow(&mut state);
        }
        for _ in 0..state.of.helpers_lacking(before) {
            lacking = lacking.and_then(|()| self.spawn(&mut state, Hand::Helper));
        }
        if lacking.is_err() {
            state.look_after(CATCH_UP);
        }
        state.look_at_a_crowd();
        drop(state);
        self.wake_helpers.notify_all();
    }

    /// Something waits for a thread that asks servers, or has waited, so that there are helpers.
    pub fn is_crowded(&self) -> bool {
        let state = self.lock();
        state.of.helpers.busy > 0 || state.of.is_crowded()
    }

    fn cancel(&self, turn: Turn, key: Key) {
        let job = self.lock().of.remove(turn, key);
        // Outside the lock, because it may hold the last copy of something.
        job.into_iter().for_each(Job::disarm);
    }

    /// Gives the jobs that have not begun and are lost; but callbacks are still taken and told.
    pub fn stop(&self) -> Vec<Job> {
        let mut state = self.lock();
        state.of.intake = state.of.intake.max(Intake::Callbacks);
        let lost = state.of.drain();
        drop(state);
        self.wake_helpers.notify_all();
        lost
    }

    /// After `stop`: the threads end when the queued callbacks are told.
    pub fn close(&self) {
        self.lock().of.intake = Intake::Nothing;
        self.wake.notify_all();
        self.wake_helpers.notify_all();
    }

    pub fn is_closed(&self) -> bool {
        self.lock().of.intake == Intake::Nothing
    }

    fn work(&self, hand: Hand) {
        let epoch = epoch::current();
        let mut state = self.lock();
        let mut waited = false;
        loop {
            if let Some((turn, job)) = state.of.take(hand) {
                waited = false;
                drop(state);
                job.run();
                if epoch::current() != epoch {
                    // A callback forked, and this is the child, where the pool has no other thread.
                    return;
                }
                state = self.lock();
                state.of.done(hand, turn);
                continue;
            }
            if waited || state.of.is_over(hand) {
                break;
            }
            state.of.hands(hand).idle += 1;
            let (wake, most) = match hand {
                Hand::Usual => (&self.wake, IDLE),
                Hand::Helper => (&self.wake_helpers, LINGER),
            };
            (state, waited) = wait_at_most(wake, state, most);
            state.of.hands(hand).idle -= 1;
        }
        state.of.hands(hand).all -= 1;
        if state.of.intake == Intake::Nothing {
            // Others may wait beside a queue that was not empty when the pool was closed: nothing else wakes them.
            self.wake.notify_all();
        }
    }

    /// With what the host allows by now.
    fn lock(&self) -> MutexGuard<'_, State> {
        let mut state = lock(&self.state);
        state.of.limit(MOST_THREADS.load(Relaxed));
        state
    }
}

#[cfg(test)]
mod tests;
