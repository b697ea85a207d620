//! A few threads for work that blocks, shared by lanes of which each is sure of one.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use super::job::{Job, QueueKey};
use super::lane::{Lane, Refusal};
use super::threads::Threads;
use crate::clock;
use crate::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// With the scheduler and the resolver this makes six threads, however many clients there are; and at most
/// eight while everything hangs at once.
const USUAL_THREADS: usize = 4;
/// A thread that had nothing to do for this long ends.
const IDLE: Duration = Duration::from_secs(10);

/// Jobs of one kind, in the order of their arrival.
#[derive(Default)]
struct Queue {
    jobs: BTreeMap<QueueKey, Job>,
    running: usize,
}

impl Queue {
    fn may_begin(&self, most: usize) -> usize {
        self.jobs.len().min(most.saturating_sub(self.running))
    }

    /// Has work, and no thread: it is given one beyond the usual number.
    fn is_starved(&self) -> bool {
        self.running == 0 && !self.jobs.is_empty()
    }
}

/// What a pool still takes.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Intake {
    #[default]
    Everything,
    Callbacks,
    Nothing,
}

#[derive(Default)]
struct State {
    lanes: [Queue; Lane::ALL.len()],
    arrivals: u64,
    threads: usize,
    idle: usize,
    intake: Intake,
    /// A thread that is wanted could not be had: somebody is to try again, and has not yet.
    short: bool,
}

impl State {
    fn lane(&mut self, lane: Lane) -> &mut Queue {
        &mut self.lanes[lane as usize]
    }

    fn busy(&self) -> usize {
        self.lanes.iter().map(|queue| queue.running).sum()
    }

    /// The next job that may begin now: of a lane that has no thread, else by priority. So whichever thread
    /// ends a job leaves no lane without one. Beyond the usual number of threads only such a lane gets one.
    fn take(&mut self) -> Option<(Lane, Job)> {
        let usual = self.busy() < USUAL_THREADS;
        let starved = |lane: &Lane| self.lanes[*lane as usize].is_starved();
        let may_begin = |lane: &Lane| usual && self.lanes[*lane as usize].may_begin(lane.most()) > 0;
        let mut lanes = Lane::ALL.into_iter();
        let lane = lanes.clone().find(starved).or_else(|| lanes.find(may_begin))?;
        let queue = self.lane(lane);
        queue.running += 1;
        queue.jobs.pop_first().map(|(_, job)| (lane, job))
    }

    /// More threads could be at work now than there are, those included that were started and have not begun.
    fn lacks_thread(&self) -> bool {
        self.needed() > self.threads - self.busy()
    }

    /// How many more threads could be at work now.
    fn needed(&self) -> usize {
        let ready = |lane: Lane| self.lanes[lane as usize].may_begin(lane.most());
        let usual = USUAL_THREADS.saturating_sub(self.busy()).min(Lane::ALL.into_iter().map(ready).sum());
        usual.max(self.lanes.iter().filter(|queue| queue.is_starved()).count())
    }

    fn is_empty(&self) -> bool {
        self.lanes.iter().all(|queue| queue.jobs.is_empty())
    }
}

pub struct Pool {
    state: Mutex<State>,
    wake: Condvar,
    threads: Arc<Threads>,
}

/// A job that waits for a thread. Dropping this calls it off, unless it has begun.
#[must_use]
pub struct Ticket {
    pool: Option<Arc<Pool>>,
    lane: Lane,
    arrival: QueueKey,
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
            pool.cancel(self.lane, self.arrival);
        }
    }
}

impl Pool {
    pub fn new(threads: Arc<Threads>) -> Arc<Pool> {
        Arc::new(Pool { state: Mutex::default(), wake: Condvar::new(), threads })
    }

    pub fn push(self: &Arc<Self>, lane: Lane, job: Job) -> Result<Ticket, Refusal> {
        let mut state = self.lock();
        if state.intake == Intake::Nothing || (state.intake == Intake::Callbacks && lane != Lane::Callback) {
            return Err(Refusal::Stopped(job));
        }
        state.arrivals += 1;
        let arrival = (clock::now(), state.arrivals);
        state.lane(lane).jobs.insert(arrival, job);
        match self.grow(&mut state) {
            Ok(()) => {}
            // The threads that live come to it, or one that is had later.
            Err(_) if state.threads > 0 => state.short = true,
            Err(cause) => {
                let refused = state.lane(lane).jobs.remove(&arrival);
                drop(state);
                return Err(Refusal::NoThread { job: refused, cause });
            }
        }
        drop(state);
        self.wake.notify_one();
        Ok(Ticket { pool: Some(Arc::clone(self)), lane, arrival })
    }

    /// Starts a thread if one is lacking.
    fn grow(self: &Arc<Self>, state: &mut State) -> io::Result<()> {
        if !state.lacks_thread() {
            return Ok(());
        }
        let pool = Arc::clone(self);
        self.threads.spawn(move || pool.work())?;
        state.threads += 1;
        Ok(())
    }

    /// Whether `catch_up` is to be called after a while. True once for each want.
    pub fn is_short(&self) -> bool {
        std::mem::take(&mut self.lock().short)
    }

    /// Tries again to get the threads that are lacking.
    pub fn catch_up(self: &Arc<Self>) {
        let mut state = self.lock();
        while state.lacks_thread() {
            if self.grow(&mut state).is_err() {
                state.short = true;
                return;
            }
        }
    }

    fn cancel(&self, lane: Lane, arrival: QueueKey) {
        let job = self.lock().lane(lane).jobs.remove(&arrival);
        // Outside the lock, because it may hold the last copy of something.
        job.into_iter().for_each(Job::disarm);
    }

    /// Gives the jobs that have not begun and are lost; but callbacks are still taken and told.
    pub fn stop(&self) -> Vec<Job> {
        let mut state = self.lock();
        state.intake = state.intake.max(Intake::Callbacks);
        let mut lost = Vec::new();
        for lane in Lane::ALL.into_iter().filter(|lane| *lane != Lane::Callback) {
            lost.extend(std::mem::take(&mut state.lane(lane).jobs).into_values());
        }
        lost
    }

    /// After `stop`: the threads end when the queued callbacks are told.
    pub fn close(&self) {
        self.lock().intake = Intake::Nothing;
        self.wake.notify_all();
    }

    pub fn is_closed(&self) -> bool {
        self.lock().intake == Intake::Nothing
    }

    fn work(&self) {
        let epoch = crate::process::epoch();
        let mut state = self.lock();
        loop {
            if let Some((lane, job)) = state.take() {
                drop(state);
                job.run();
                if crate::process::epoch() != epoch {
                    // A callback forked, and this is the child, where the pool has no other thread.
                    return;
                }
                state = self.lock();
                state.lane(lane).running -= 1;
                continue;
            }
            if (state.intake == Intake::Nothing && state.is_empty()) || state.threads > USUAL_THREADS {
                break;
            }
            state.idle += 1;
            let (guard, waited) = self.wake.wait_timeout(state, IDLE).unwrap_or_else(PoisonError::into_inner);
            state = guard;
            state.idle -= 1;
            if waited.timed_out() && state.needed() == 0 {
                break;
            }
        }
        state.threads -= 1;
        if state.intake == Intake::Nothing {
            // Others may wait beside a queue that was not empty when the pool was closed: nothing else wakes them.
            self.wake.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
