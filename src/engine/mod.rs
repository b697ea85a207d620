//! The shared background of all clients: one scheduler thread with everybody's timers, and a small pool
//! that is grown on demand. Nothing runs before the first job or timer.

mod pool;
mod scheduler;
pub mod threads;

use std::sync::Arc;
use std::time::Instant;

use crate::clock::Moment;
use pool::Pool;
use scheduler::Scheduler;
use threads::Threads;

pub type Job = Box<dyn FnOnce() + Send>;

/// What kind of work a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Short and never blocking: run by the scheduler itself.
    Prompt,
    /// May wait for the network. One pool thread is always left for the others.
    Network,
    /// Reads or writes a file: not held up by servers that hang.
    Disk,
    /// Calls the host.
    Callback,
}

pub struct Engine {
    scheduler: Arc<Scheduler>,
    pool: Arc<Pool>,
    threads: Arc<Threads>,
}

impl Engine {
    pub fn new() -> Engine {
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let scheduler = Scheduler::new(Arc::clone(&threads), Arc::clone(&pool));
        Engine { scheduler, pool, threads }
    }

    /// Runs a job as soon as a thread is free.
    pub fn run(&self, lane: Lane, job: Job) -> std::result::Result<(), Refusal> {
        self.pool.push(lane, job)
    }

    /// Runs a job at `when`, or soon after.
    pub fn at(&self, when: Moment, lane: Lane, job: Job) -> std::result::Result<(), Refusal> {
        self.scheduler.add(when, lane, job)
    }

    /// Drops timers and network jobs that have not begun, and takes no more. Queued callbacks are still told.
    pub fn stop(&self) {
        self.scheduler.stop();
        self.pool.stop();
    }

    /// Joins the threads after `stop`. False if some still run at `deadline`; they end by themselves.
    pub fn join(&self, deadline: Instant) -> bool {
        self.threads.join(deadline)
    }
}

/// Why a job was not taken.
pub enum Refusal {
    /// The engine has been stopped; the job belongs to the one that took its place.
    Stopped(Job),
    /// The system gave no thread.
    NoThread(std::io::Error),
}

impl From<std::io::Error> for Refusal {
    fn from(cause: std::io::Error) -> Refusal {
        Refusal::NoThread(cause)
    }
}
