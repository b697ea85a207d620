//! A few threads for work that blocks, shared by lanes of which each is sure of one.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use super::job::{Job, Place};
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
    jobs: BTreeMap<Place, Job>,
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
        self.wanted() > self.threads - self.busy()
    }

    /// How many more threads could be at work now.
    fn wanted(&self) -> usize {
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
    arrival: Place,
}

impl Ticket {
    /// Lets it be done, whatever becomes of its owner.
    pub fn leave(mut self) {
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

    fn cancel(&self, lane: Lane, arrival: Place) {
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
            if waited.timed_out() && state.wanted() == 0 {
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
mod tests {
    use super::*;
    use std::time::Instant;

    /// A state with so many jobs of each lane running and waiting, in the order of `Lane::ALL`.
    fn state(running: [usize; 4], waiting: [usize; 4]) -> State {
        let mut state = State::default();
        for (at, queue) in state.lanes.iter_mut().enumerate() {
            queue.running = running[at];
            let jobs =
                (0..waiting[at] as u64).map(|at| ((clock::now(), at), Job::new("test", || {}, |_| {})));
            queue.jobs.extend(jobs);
        }
        state
    }

    fn begins(mut state: State) -> Vec<Lane> {
        std::iter::from_fn(|| state.take().map(|(lane, _)| lane)).collect()
    }

    #[test]
    fn lanes_come_in_their_order_and_none_has_more_than_its_most() {
        use Lane::{Callback, Disk, Heartbeat, Network};
        let cases: [([usize; 4], [usize; 4], &[Lane]); 7] = [
            // callback, heartbeat, disk, network
            ([0; 4], [1, 1, 1, 1], &[Callback, Heartbeat, Disk, Network]),
            ([0; 4], [0, 0, 9, 9], &[Disk, Network, Network, Network]),
            ([0; 4], [9, 0, 0, 9], &[Callback, Network, Callback, Callback]),
            // Three that hang at the network and one at the disk: everybody else still gets a thread.
            ([0, 0, 1, 3], [2, 2, 2, 2], &[Callback, Heartbeat]),
            ([3, 1, 0, 0], [2, 2, 2, 2], &[Disk, Network]),
            // Whoever comes to work helps a lane that has nobody first.
            ([1, 0, 0, 2], [1, 0, 1, 0], &[Disk]),
            ([1, 1, 1, 3], [2, 2, 2, 2], &[]),
        ];
        for (running, waiting, expected) in cases {
            let state = state(running, waiting);
            assert_eq!(state.wanted(), expected.len(), "{running:?} {waiting:?}");
            assert_eq!(begins(state), expected, "{running:?} {waiting:?}");
        }
    }

    /// Every state that can be reached, whatever arrives and ends in whatever order, with one thread that comes to
    /// work at a time.
    #[test]
    fn no_lane_is_ever_left_without_a_thread_and_two_beyond_the_usual_are_enough() {
        let mut known = std::collections::HashSet::from([[0usize; 4]]);
        let mut ahead = vec![[0usize; 4]];
        while let Some(running) = ahead.pop() {
            for arrivals in 0..16 {
                let mut state = state(running, std::array::from_fn(|at| arrivals >> at & 1));
                while state.take().is_some() {}
                assert!(!state.lanes.iter().any(Queue::is_starved), "{running:?} {arrivals:04b}");
                assert!(state.busy() <= USUAL_THREADS + 2, "{running:?} {arrivals:04b}");
                let after = std::array::from_fn(|at| state.lanes[at].running);
                let ended = (0..4).filter(|at| after[*at] > 0).map(|at| {
                    let mut less = after;
                    less[at] -= 1;
                    less
                });
                ahead.extend(ended.chain([after]).filter(|next| known.insert(*next)));
            }
        }
        assert!(known.len() > 50, "{}", known.len());
    }

    #[test]
    fn what_is_called_off_leaves_the_queue_and_is_no_loss() {
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let (told, hear) = std::sync::mpsc::channel();
        let gate = Gate::default();
        pool.push(Lane::Disk, waiting_for(&gate)).map(Ticket::leave).ok().unwrap();
        while !pool.lock().lane(Lane::Disk).jobs.is_empty() {
            std::thread::yield_now();
        }
        let push = |name: &'static str| {
            let (ran, lost) = (told.clone(), told.clone());
            let job = Job::new("test", move || ran.send(name).unwrap(), move |_| lost.send("lost").unwrap());
            pool.push(Lane::Disk, job).ok().unwrap()
        };
        let mut tickets: Vec<Ticket> = (0..1000).map(|_| push("called off")).collect();
        let begun = push("done");
        tickets.truncate(1);
        assert_eq!(pool.lock().lane(Lane::Disk).jobs.keys().count(), 2);
        drop(tickets);
        open(&gate);
        assert_eq!(hear.recv().unwrap(), "done");
        drop(begun);
        end(&pool, &threads);
        assert!(hear.try_recv().is_err());
    }

    type Gate = Arc<(Mutex<bool>, Condvar)>;

    /// A job that ends when the gate is open.
    fn waiting_for(gate: &Gate) -> Job {
        let gate = Arc::clone(gate);
        let wait = move || {
            let mut open = gate.0.lock().unwrap();
            while !*open {
                open = gate.1.wait(open).unwrap();
            }
        };
        Job::new("test", wait, |_| {})
    }

    fn open(gate: &Gate) {
        *gate.0.lock().unwrap() = true;
        gate.1.notify_all();
    }

    fn end(pool: &Arc<Pool>, threads: &Threads) {
        drop(pool.stop());
        pool.close();
        assert!(threads.join(Instant::now() + Duration::from_secs(20)));
    }

    #[test]
    fn a_thread_that_ends_a_job_leaves_no_lane_without_one() {
        use Lane::{Callback, Disk, Network};
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let (hang, disk): (Gate, Gate) = Default::default();
        let push = |lane, job| pool.push(lane, job).map(Ticket::leave).ok().unwrap();
        for (lane, gate) in [(Callback, &hang), (Network, &hang), (Network, &hang), (Disk, &disk)] {
            push(lane, waiting_for(gate));
            while !pool.lock().lane(lane).jobs.is_empty() {
                std::thread::yield_now();
            }
        }
        push(Callback, waiting_for(&hang));
        let (told, hear) = std::sync::mpsc::channel();
        push(Disk, Job::new("test", move || told.send(()).unwrap(), |_| {}));
        open(&disk);
        let came = hear.recv_timeout(Duration::from_secs(20));
        open(&hang);
        assert!(came.is_ok());
        end(&pool, &threads);
    }

    #[test]
    fn a_burst_of_jobs_makes_no_more_threads_than_there_may_be() {
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let hang = Gate::default();
        let mut most = 0;
        for number in 0..256 {
            let lane = Lane::ALL[number % Lane::ALL.len()];
            pool.push(lane, waiting_for(&hang)).map(Ticket::leave).ok().unwrap();
            most = most.max(pool.lock().threads);
        }
        open(&hang);
        assert!(most <= USUAL_THREADS + 2, "{most} threads");
        end(&pool, &threads);
    }

    #[test]
    fn a_thread_that_found_no_work_when_the_pool_was_closed_ends_with_the_last_callback() {
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        for _ in 0..=Lane::Callback.most() {
            let gate = Arc::clone(&gate);
            let wait = move || {
                let mut open = gate.0.lock().unwrap();
                while !*open {
                    open = gate.1.wait(open).unwrap();
                }
            };
            assert!(pool.push(Lane::Callback, Job::new("test", wait, |_| {})).map(Ticket::leave).is_ok());
        }
        // A thread of another lane waits beside the callback that cannot begin.
        assert!(pool.push(Lane::Disk, Job::new("test", || {}, |_| {})).map(Ticket::leave).is_ok());
        while pool.lock().idle == 0 {
            std::thread::yield_now();
        }
        drop(pool.stop());
        pool.close();
        *gate.0.lock().unwrap() = true;
        gate.1.notify_all();
        assert!(threads.join(Instant::now() + IDLE / 2), "it waits until it has been idle for long enough");
    }

    #[test]
    fn a_stopped_pool_still_tells_callbacks_and_loses_the_rest_aloud() {
        let (told, hear) = std::sync::mpsc::channel();
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let job = |name: &'static str| {
            let (ran, lost) = (told.clone(), told.clone());
            Job::new(
                "test",
                move || ran.send((name, true)).unwrap(),
                move |_| lost.send((name, false)).unwrap(),
            )
        };
        drop(pool.stop());
        assert!(matches!(pool.push(Lane::Network, job("network")), Err(Refusal::Stopped(_))));
        assert_eq!(hear.recv().unwrap(), ("network", false));
        assert!(pool.push(Lane::Callback, job("callback")).map(Ticket::leave).is_ok());
        assert_eq!(hear.recv().unwrap(), ("callback", true));
        pool.close();
        assert!(pool.push(Lane::Callback, job("late")).is_err());
        assert_eq!(hear.recv().unwrap(), ("late", false));
        assert!(threads.join(Instant::now() + Duration::from_secs(20)));
    }

    #[test]
    fn a_closed_pool_leaves_no_thread_waiting_while_others_tell_the_rest() {
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let gate = Arc::new(std::sync::Barrier::new(4));
        for number in 0..4 {
            let gate = Arc::clone(&gate);
            // Three hold up the fourth, and the pool's fourth thread finds nothing that it may do.
            let wait = move || {
                if number < 3 {
                    gate.wait();
                }
            };
            assert!(pool.push(Lane::Callback, Job::new("test", wait, |_| {})).map(Ticket::leave).is_ok());
        }
        assert!(pool.push(Lane::Network, Job::new("test", || {}, |_| {})).map(Ticket::leave).is_ok());
        let end = Instant::now() + Duration::from_secs(20);
        while pool.lock().idle == 0 && Instant::now() < end {
            std::thread::yield_now();
        }
        drop(pool.stop());
        pool.close();
        // Woken by the closing, it waits again.
        while pool.lock().idle == 0 && Instant::now() < end {
            std::thread::yield_now();
        }
        let began = Instant::now();
        gate.wait();
        assert!(threads.join(Instant::now() + Duration::from_secs(20)));
        assert!(began.elapsed() < IDLE / 2);
    }
}
