//! The shared background of all clients: one scheduler thread with everybody's timers, and a small pool
//! that is grown on demand. Nothing runs before the first job or timer.

mod pool;
mod scheduler;
pub mod threads;

use std::sync::Arc;
use std::time::Instant;

use crate::clock::Moment;
use crate::error::{Error, Result};
use crate::status::Status;
use pool::Pool;
use scheduler::Scheduler;
use threads::Threads;

pub type Job = Box<dyn FnOnce() + Send>;

/// What kind of work a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Short and never blocking: run by the scheduler itself.
    Prompt,
    /// May wait for the network. One pool thread is always left for callbacks.
    Network,
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
    pub fn run(&self, lane: Lane, job: Job) -> Result<()> {
        self.pool.push(lane, job).map_err(no_thread)
    }

    /// Runs a job at `when`, or soon after.
    pub fn at(&self, when: Moment, lane: Lane, job: Job) -> Result<()> {
        self.scheduler.add(when, lane, job).map_err(no_thread)
    }

    /// Drops timers and network jobs that have not begun, lets queued callbacks end, and joins the threads.
    /// False if some still run at `deadline`; they end by themselves.
    pub fn stop(&self, deadline: Instant) -> bool {
        self.scheduler.stop();
        self.pool.stop();
        self.threads.join(deadline)
    }
}

fn no_thread(cause: std::io::Error) -> Error {
    Error::new(Status::OutOfResources, format!("no thread could be started: {cause}"))
}
