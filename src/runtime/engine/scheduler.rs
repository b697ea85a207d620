//! One thread that holds the timers of all clients, and waits for the answers that no other thread waits for.

use std::io;
use std::time::{Duration, Instant};

use super::job::Job;
use super::threads::Threads;
use super::waiting::{Key, Waiting};
use crate::runtime::clock::{self, Moment};
use crate::runtime::lock::lock;
use crate::runtime::log::{self, HandOver};
use crate::runtime::readiness::{self, Socket};
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};

/// Sockets are looked at, and timers that are set meanwhile noticed, as often as this while there are any.
const SLICE: Duration = Duration::from_millis(20);

/// When a job is to come.
pub enum Due {
    At(Moment),
    /// When something can be read from the socket, its end included, and at the deadline.
    Readable(Arc<Socket>, Instant),
}

/// A job that is to come when something can be read from its socket, or when it is too late for that.
struct Watch {
    number: u64,
    socket: Arc<Socket>,
    deadline: Instant,
    job: Job,
}

#[derive(Default)]
struct State {
    timers: Waiting,
    /// By their numbers.
    watches: Vec<Watch>,
    arrivals: u64,
    thread_lives: bool,
    /// The thread waits until then, whatever becomes of the timer that it waits for; zero while it is awake, and will look.
    asleep_until: Moment,
    stopping: bool,
    /// Why there was no thread for a timer. Told by the thread that comes in the end: whoever sets a timer may hold
    /// a lock.
    late: Option<io::Error>,
}

pub struct Scheduler {
    state: Mutex<State>,
    wake: Condvar,
    threads: Arc<Threads>,
    hand_over: HandOver,
}

/// A job that is to come. Dropping this calls it off, unless it has begun.
#[must_use]
pub struct Timer {
    scheduler: Option<Arc<Scheduler>>,
    key: Key,
}

impl Timer {
    /// Lets it come, whatever becomes of its owner.
    pub fn detach(mut self) {
        self.scheduler = None;
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(scheduler) = &self.scheduler {
            scheduler.cancel(self.key);
        }
    }
}

impl Scheduler {
    pub fn new(threads: Arc<Threads>, hand_over: HandOver) -> Arc<Scheduler> {
        Arc::new(Scheduler { state: Mutex::default(), wake: Condvar::new(), threads, hand_over })
    }

    /// Makes sure that there is a thread, so that timers which are set later come.
    pub fn start(self: &Arc<Self>) -> io::Result<()> {
        self.ensure_thread(&mut self.lock())
    }

    /// Runs a job when it is due, or soon after, on the scheduler's thread: it must be short and never block.
    /// Cannot fail but for a stopped scheduler: without a thread the timer waits until one can be started.
    pub fn set(self: &Arc<Self>, due: Due, job: Job) -> Result<Timer, (Due, Job)> {
        let mut state = self.lock();
        if state.stopping {
            return Err((due, job));
        }
        state.arrivals += 1;
        let number = state.arrivals;
        let (key, when) = match due {
            Due::At(when) => (state.timers.insert(when, number, job), when),
            Due::Readable(socket, deadline) => {
                state.watches.push(Watch { number, socket, deadline, job });
                (Key::elsewhere(number), Moment::default())
            }
        };
        if let Err(cause) = self.ensure_thread(&mut state) {
            state.late = Some(cause);
        }
        // Only a timer that comes before all others changes what the thread waits for.
        let wakes = when < state.asleep_until;
        drop(state);
        if wakes {
            self.wake.notify_one();
        }
        Ok(Timer { scheduler: Some(Arc::clone(self)), key })
    }

    /// How many sockets there are.
    pub fn watches(&self) -> usize {
        self.lock().watches.len()
    }

    /// None is taken any more. Gives those that are lost with it.
    pub fn stop(&self) -> Vec<Job> {
        let mut state = self.lock();
        state.stopping = true;
        let mut timers = std::mem::take(&mut state.timers);
        let watches = std::mem::take(&mut state.watches);
        drop(state);
        self.wake.notify_all();
        let timers = std::iter::from_fn(|| timers.pop_first()).map(|(_, job)| job);
        timers.chain(watches.into_iter().map(|watch| watch.job)).collect()
    }

    fn cancel(&self, key: Key) {
        let mut state = self.lock();
        let job = state.timers.remove(key).or_else(|| {
            let at = state.watches.binary_search_by_key(&key.number, |watch| watch.number).ok()?;
            Some(state.watches.remove(at).job)
        });
        drop(state);
        // Outside the lock, because it may hold the last copy of something.
        job.into_iter().for_each(Job::disarm);
    }

    fn ensure_thread(self: &Arc<Self>, state: &mut State) -> io::Result<()> {
        if !state.thread_lives && !state.stopping {
            let scheduler = Arc::clone(self);
            self.threads.spawn(move || scheduler.run())?;
            state.thread_lives = true;
        }
        Ok(())
    }

    fn run(&self) {
        log::leave_to_others(self.hand_over);
        let mut state = self.lock();
        while !state.stopping {
            if let Some(cause) = state.late.take() {
                drop(state);
                log::error(|| format!("timers may be late, no thread could be started for them: {cause}"));
                state = self.lock();
                continue;
            }
            let next = state.timers.first().map(|key| key.when);
            let sleeps = next.is_none_or(|when| when > clock::now());
            if sleeps && !state.watches.is_empty() {
                state = self.look(state);
                continue;
            }
            if sleeps {
                state.asleep_until = next.unwrap_or(Moment(u64::MAX));
                state = clock::wait(&self.wake, state, next);
                state.asleep_until = Moment::default();
                continue;
            }
            let Some((_, job)) = state.timers.pop_first() else { continue };
            drop(state);
            job.run();
            state = self.lock();
        }
        state.thread_lives = false;
    }

    /// Waits for the sockets, and runs what has something to read or is late. No longer than a slice, whatever else comes.
    fn look<'a>(&'a self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let sockets: Vec<_> = state.watches.iter().map(|watch| Arc::clone(&watch.socket)).collect();
        drop(state);
        // Where the system cannot tell, threads find out.
        let ready = readiness::wait(&sockets, readiness::READABLE, SLICE);
        let ready = ready.unwrap_or_else(|_| vec![true; sockets.len()]);
        let (now, mut due) = (Instant::now(), Vec::new());
        let mut state = self.lock();
        let mut take = |which: &dyn Fn(&Watch) -> bool| {
            let at = state.watches.iter().position(which)?;
            due.push(state.watches.remove(at).job);
            Some(())
        };
        for (socket, _) in sockets.iter().zip(ready).filter(|(_, ready)| *ready) {
            take(&|watch| Arc::ptr_eq(&watch.socket, socket));
        }
        while take(&|watch| watch.deadline <= now).is_some() {}
        drop(state);
        due.into_iter().for_each(Job::run);
        self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

#[cfg(test)]
impl Scheduler {
    pub fn count(&self) -> usize {
        self.lock().timers.count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_dropped_timer_is_gone_and_no_loss_and_the_others_come_in_order() {
        let threads = Threads::new();
        let scheduler = Scheduler::new(Arc::clone(&threads), |_| {});
        let (told, hear) = channel();
        let at = |ms: u64, name: &'static str| {
            let (ran, lost) = (told.clone(), told.clone());
            let job = Job::new("test", move || ran.send(name).unwrap(), move |_| lost.send("lost").unwrap());
            scheduler.set(Due::At(clock::now().after(Duration::from_millis(ms))), job).ok().unwrap()
        };
        let far: Vec<Timer> = (0..1000).map(|_| at(86_400_000, "far")).collect();
        assert_eq!(scheduler.count(), 1000);
        drop(far);
        assert_eq!(scheduler.count(), 0);
        // One that is called off leaves the thread asleep, and those that are set then come all the same.
        drop(at(5, "called off"));
        let _timers = [at(40, "second"), at(10, "first")];
        assert_eq!((hear.recv().unwrap(), hear.recv().unwrap()), ("first", "second"));
        let _late = at(86_400_000, "late");
        drop(scheduler.stop());
        assert_eq!(hear.recv().unwrap(), "lost");
        assert!(scheduler.set(Due::At(clock::now()), Job::new("test", || {}, |_| {})).is_err());
        assert!(threads.join(Instant::now() + Duration::from_secs(20)));
    }

    #[test]
    fn a_job_that_panics_does_not_end_the_others() {
        let threads = Threads::new();
        let scheduler = Scheduler::new(Arc::clone(&threads), |_| {});
        let (told, hear) = channel();
        let lost = told.clone();
        let bad = Job::new("test", || panic!("oh"), move |_| lost.send("lost").unwrap());
        let good = Job::new("test", move || told.send("good").unwrap(), |_| {});
        let _timers = [scheduler.set(Due::At(clock::now()), bad), scheduler.set(Due::At(clock::now()), good)];
        assert_eq!((hear.recv().unwrap(), hear.recv().unwrap()), ("lost", "good"));
        drop(scheduler.stop());
        assert!(threads.join(Instant::now() + Duration::from_secs(20)));
    }
}
