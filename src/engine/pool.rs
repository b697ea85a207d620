//! A few threads for work that blocks.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::threads::Threads;
use super::{Job, Lane, Refusal};

/// With the scheduler and the resolver this makes six threads at most, however many clients there are.
const MOST_THREADS: usize = 4;
/// A host whose callbacks are slow, or a server that hangs, must not take the last thread from the other.
const MOST_PER_LANE: usize = MOST_THREADS - 1;
/// Disks are quick, and one that hangs must take one thread at most.
const MOST_DISK: usize = 1;
/// A thread that had nothing to do for this long ends.
const IDLE: Duration = Duration::from_secs(10);

#[derive(Default)]
struct State {
    network: VecDeque<Job>,
    callbacks: VecDeque<Job>,
    disk: VecDeque<Job>,
    network_running: usize,
    callbacks_running: usize,
    disk_running: usize,
    threads: usize,
    idle: usize,
    stopping: bool,
}

impl State {
    /// The next job that may begin now; callbacks are told first.
    fn take(&mut self) -> Option<(Lane, Job)> {
        if self.callbacks_running < MOST_PER_LANE
            && let Some(job) = self.callbacks.pop_front()
        {
            self.callbacks_running += 1;
            return Some((Lane::Callback, job));
        }
        if self.disk_running < MOST_DISK
            && let Some(job) = self.disk.pop_front()
        {
            self.disk_running += 1;
            return Some((Lane::Disk, job));
        }
        if self.network_running < MOST_PER_LANE
            && let Some(job) = self.network.pop_front()
        {
            self.network_running += 1;
            return Some((Lane::Network, job));
        }
        None
    }

    fn finished(&mut self, lane: Lane) {
        match lane {
            Lane::Callback => self.callbacks_running -= 1,
            Lane::Network => self.network_running -= 1,
            Lane::Disk => self.disk_running -= 1,
            Lane::Prompt => {}
        }
    }

    fn queue(&mut self, lane: Lane) -> &mut VecDeque<Job> {
        match lane {
            Lane::Callback => &mut self.callbacks,
            Lane::Disk => &mut self.disk,
            Lane::Network | Lane::Prompt => &mut self.network,
        }
    }

    fn waiting(&self) -> usize {
        self.callbacks.len() + self.disk.len() + self.network.len()
    }
}

pub struct Pool {
    state: Mutex<State>,
    wake: Condvar,
    threads: Arc<Threads>,
}

impl Pool {
    pub fn new(threads: Arc<Threads>) -> Arc<Pool> {
        Arc::new(Pool { state: Mutex::default(), wake: Condvar::new(), threads })
    }

    pub fn push(self: &Arc<Self>, lane: Lane, job: Job) -> Result<(), Refusal> {
        let mut state = self.lock();
        if state.stopping {
            return Err(Refusal::Stopped(job));
        }
        state.queue(lane).push_back(job);
        if state.waiting() > state.idle && state.threads < MOST_THREADS {
            let pool = Arc::clone(self);
            match self.threads.spawn(move || pool.work()) {
                Ok(()) => state.threads += 1,
                // The threads that live will come to it.
                Err(_) if state.threads > 0 => {}
                Err(cause) => {
                    state.queue(lane).pop_back();
                    return Err(cause.into());
                }
            }
        }
        drop(state);
        self.wake.notify_one();
        Ok(())
    }

    /// Queued callbacks are still told; other queued jobs are not begun.
    pub fn stop(&self) {
        let mut state = self.lock();
        state.stopping = true;
        let dropped = (std::mem::take(&mut state.network), std::mem::take(&mut state.disk));
        drop(state);
        self.wake.notify_all();
        drop(dropped);
    }

    fn work(&self) {
        let epoch = crate::process::epoch();
        let mut state = self.lock();
        loop {
            if let Some((lane, job)) = state.take() {
                drop(state);
                let _ = crate::panic::contain(job);
                if crate::process::epoch() != epoch {
                    // A callback forked, and this is the child, where the pool has no other thread.
                    return;
                }
                state = self.lock();
                state.finished(lane);
                continue;
            }
            if state.stopping {
                break;
            }
            state.idle += 1;
            let (guard, waited) = self.wake.wait_timeout(state, IDLE).unwrap_or_else(PoisonError::into_inner);
            state = guard;
            state.idle -= 1;
            if waited.timed_out() && state.waiting() == 0 {
                break;
            }
        }
        state.threads -= 1;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
