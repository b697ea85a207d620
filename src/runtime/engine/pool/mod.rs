//! A few threads for work that blocks, shared by lanes of which each is sure of one.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use super::job::{Job, QueueKey};
use super::lane::{LANES, Lane};
use super::refusal::Refusal;
use super::threads::Threads;
use crate::runtime::lock::{lock, wait_at_most};
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};
use crate::runtime::{clock, epoch};

/// With the scheduler and the resolver this makes six threads, however many clients there are; and at most
/// eight while everything hangs at once.
const USUAL_THREADS: usize = 4;
/// A thread that had nothing to do for this long ends.
const IDLE: Duration = Duration::from_secs(10);

/// Jobs of one kind.
struct Queue {
    lane: Lane,
    /// In the order of their arrival.
    jobs: BTreeMap<QueueKey, Job>,
    running: usize,
    /// How many may run at a time.
    most: usize,
}

impl Queue {
    /// How many of those that wait.
    fn may_begin(&self) -> usize {
        self.jobs.len().min(self.most.saturating_sub(self.running))
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

struct State {
    /// In order of priority.
    lanes: [Queue; LANES.len()],
    arrivals: u64,
    threads: usize,
    idle: usize,
    intake: Intake,
    /// A thread that is wanted could not be had: somebody is to try again, and has not yet.
    short: bool,
}

impl Default for State {
    fn default() -> State {
        let empty = |(lane, most)| Queue { lane, jobs: BTreeMap::new(), running: 0, most };
        State {
            lanes: LANES.map(empty),
            arrivals: 0,
            threads: 0,
            idle: 0,
            intake: Intake::default(),
            short: false,
        }
    }
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
        let starved = self.lanes.iter().position(Queue::is_starved);
        let next = || self.lanes.iter().position(|queue| usual && queue.may_begin() > 0);
        let at = starved.or_else(next)?;
        let queue = &mut self.lanes[at];
        queue.running += 1;
        queue.jobs.pop_first().map(|(_, job)| (queue.lane, job))
    }

    /// More threads could be at work now than there are, those included that were started and have not begun.
    fn lacks_thread(&self) -> bool {
        self.needed() > self.threads - self.busy()
    }

    /// How many more threads could be at work now.
    fn needed(&self) -> usize {
        let ready = self.lanes.iter().map(Queue::may_begin).sum();
        let usual = USUAL_THREADS.saturating_sub(self.busy()).min(ready);
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
        for queue in state.lanes.iter_mut().filter(|queue| queue.lane != Lane::Callback) {
            lost.extend(std::mem::take(&mut queue.jobs).into_values());
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
        let epoch = epoch::current();
        let mut state = self.lock();
        loop {
            if let Some((lane, job)) = state.take() {
                drop(state);
                job.run();
                if epoch::current() != epoch {
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
            let (guard, timed_out) = wait_at_most(&self.wake, state, IDLE);
            state = guard;
            state.idle -= 1;
            if timed_out && state.needed() == 0 {
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
        lock(&self.state)
    }
}

#[cfg(test)]
mod tests;
