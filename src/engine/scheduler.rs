//! One thread that holds the timers of all clients.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::pool::Pool;
use super::threads::Threads;
use super::{Job, Lane, Refusal};
use crate::clock::{self, Moment};

#[derive(Default)]
struct State {
    /// By time, then by order of arrival.
    timers: BTreeMap<(Moment, u64), (Lane, Job)>,
    arrivals: u64,
    thread_lives: bool,
    stopping: bool,
}

pub struct Scheduler {
    state: Mutex<State>,
    wake: Condvar,
    threads: Arc<Threads>,
    pool: Arc<Pool>,
}

impl Scheduler {
    pub fn new(threads: Arc<Threads>, pool: Arc<Pool>) -> Arc<Scheduler> {
        Arc::new(Scheduler { state: Mutex::default(), wake: Condvar::new(), threads, pool })
    }

    pub fn add(self: &Arc<Self>, when: Moment, lane: Lane, job: Job) -> Result<(), Refusal> {
        let mut state = self.lock();
        if state.stopping {
            return Err(Refusal::Stopped(job));
        }
        if !state.thread_lives {
            let scheduler = Arc::clone(self);
            self.threads.spawn(move || scheduler.run())?;
            state.thread_lives = true;
        }
        state.arrivals += 1;
        let key = (when, state.arrivals);
        state.timers.insert(key, (lane, job));
        // Only a timer that is now the first changes what the thread waits for.
        let first = state.timers.first_key_value().is_some_and(|(first, _)| *first == key);
        drop(state);
        if first {
            self.wake.notify_one();
        }
        Ok(())
    }

    pub fn stop(&self) {
        let mut state = self.lock();
        state.stopping = true;
        let dropped = std::mem::take(&mut state.timers);
        drop(state);
        self.wake.notify_all();
        drop(dropped);
    }

    fn run(&self) {
        let mut state = self.lock();
        while !state.stopping {
            let next = state.timers.first_key_value().map(|((when, _), _)| *when);
            if next.is_none_or(|when| when > clock::now()) {
                state = clock::wait(&self.wake, state, next);
                continue;
            }
            let Some((_, (lane, job))) = state.timers.pop_first() else { continue };
            drop(state);
            self.start(lane, job);
            state = self.lock();
        }
    }

    fn start(&self, lane: Lane, job: Job) {
        if lane == Lane::Prompt {
            // A panic is logged; the other clients' timers go on.
            let _ = crate::panic::contain(job);
        } else if let Err(Refusal::NoThread(cause)) = self.pool.push(lane, job) {
            crate::log::error(|| format!("no thread could be started: {cause}"));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
