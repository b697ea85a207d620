//! The shared background of all clients: one scheduler thread with everybody's timers, and a small pool
//! that is grown on demand. Nothing runs before the first job or timer.

pub mod job;
mod lane;
mod pool;
mod scheduler;
pub mod threads;

use std::io;
use std::sync::Arc;
use std::time::Instant;

use crate::clock::Moment;
pub use job::{Job, Lost};
pub use lane::{Lane, Refusal};
use pool::Pool;
pub use pool::Ticket;
use scheduler::Scheduler;
pub use scheduler::Timer;
use threads::Threads;

pub struct Engine {
    scheduler: Arc<Scheduler>,
    pool: Arc<Pool>,
    threads: Arc<Threads>,
}

impl Engine {
    pub fn new() -> Engine {
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let scheduler = Scheduler::new(Arc::clone(&threads));
        Engine { scheduler, pool, threads }
    }

    /// Runs a job as soon as a thread is free.
    pub fn run(&self, lane: Lane, job: Job) -> std::result::Result<Ticket, Refusal> {
        self.pool.push(lane, job)
    }

    /// Runs a job on the scheduler's thread at `when`, or soon after. It must be short and never block.
    pub fn at(&self, when: Moment, job: Job) -> std::result::Result<Timer, Job> {
        self.scheduler.at(when, job)
    }

    /// Makes sure that timers which are set later come.
    pub fn get_ready(&self) -> io::Result<()> {
        self.scheduler.get_ready()
    }

    /// Takes no more timers and jobs, and gives those that have not begun and are lost. Callbacks are still
    /// told, until `close`.
    pub fn stop(&self) -> Vec<Job> {
        let mut lost = self.scheduler.stop();
        lost.append(&mut self.pool.stop());
        lost
    }

    /// After `stop`: no more callbacks are taken, and the threads end when the queued ones are told.
    pub fn close(&self) {
        self.pool.close();
    }

    pub fn is_closed(&self) -> bool {
        self.pool.is_closed()
    }

    /// Joins the threads. False if it is not closed, or if some still run at `deadline`; they end by
    /// themselves.
    pub fn join(&self, deadline: Instant) -> bool {
        self.is_closed() && self.threads.join(deadline)
    }
}
