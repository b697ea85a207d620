//! The shared background of all clients: one scheduler thread with everybody's timers, and a small pool
//! that is grown on demand. Nothing runs before the first job or timer.

pub mod alone;
mod current;
pub mod job;
mod lane;
mod pool;
mod refusal;
mod scheduler;
pub mod threads;
mod waiting;

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

pub use current::{
    at, callback_engine, ensure_timer_thread, is_crowded, run, run_alone, shut_down, when_readable,
};
pub use job::{Job, Lost};
pub use lane::{Lane, Turn};
use pool::Pool;
pub use pool::Ticket;
pub use refusal::Refusal;
pub use scheduler::Timer;
use scheduler::{Due, Scheduler};
use threads::Threads;

use super::clock;
use super::log::HandOver;
use crate::values::error::Error;

/// Each lane is sure of one.
const LEAST_THREADS: i32 = 4;
const MOST_THREADS: i32 = 256;
/// So many requests that no thread waits for. They are all looked at when one of them is answered.
const MOST_WATCHES: usize = 4096;

/// How many threads a pool may have, from now on.
pub fn set_max_threads(threads: i32) -> crate::values::error::Result<()> {
    match usize::try_from(threads) {
        Ok(most) if (LEAST_THREADS..=MOST_THREADS).contains(&threads) => {
            pool::MOST_THREADS.store(most, Relaxed);
            Ok(())
        }
        _ => Err(Error::argument(format!("threads is {threads}, need {LEAST_THREADS} to {MOST_THREADS}"))),
    }
}

pub struct Engine {
    scheduler: Arc<Scheduler>,
    pool: Arc<Pool>,
    threads: Arc<Threads>,
}

impl Engine {
    /// What its timers have to log is handed over: they may not wait for the host.
    pub fn new(hand_over: HandOver) -> Engine {
        let threads = Threads::new();
        let pool = Pool::new(Arc::clone(&threads));
        let scheduler = Scheduler::new(Arc::clone(&threads), hand_over);
        Engine { scheduler, pool, threads }
    }

    /// Runs a job as soon as a thread is free.
    pub fn run(&self, turn: Turn, job: Job) -> std::result::Result<Ticket, Refusal> {
        let ticket = self.pool.push(turn, job)?;
        look_later(&self.scheduler, &self.pool);
        Ok(ticket)
    }

    /// Whether a thread that waits for a server had better leave that to the scheduler, which does not take any number.
    pub fn is_crowded(&self) -> bool {
        self.pool.is_crowded() && self.scheduler.watches() < MOST_WATCHES
    }

    /// Makes sure that timers which are set later come.
    pub fn ensure_timer_thread(&self) -> io::Result<()> {
        self.scheduler.start()
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

/// A job that was taken waits for threads that are busy, beside one that could not be had or is not allowed yet.
fn look_later(scheduler: &Arc<Scheduler>, pool: &Arc<Pool>) {
    let Some(wait) = pool.wants_a_look() else { return };
    let (again, crowded) = (Arc::clone(scheduler), Arc::clone(pool));
    let (after_panic, still_crowded) = (Arc::clone(scheduler), Arc::clone(pool));
    let look = move || {
        crowded.look();
        look_later(&again, &crowded);
    };
    // What is dropped is dropped with the engine, which loses its jobs aloud.
    let lost = move |how: Lost| {
        if how != Lost::Dropped {
            still_crowded.look();
            look_later(&after_panic, &still_crowded);
        }
    };
    if let Ok(timer) =
        scheduler.set(Due::At(clock::now().after(wait)), Job::new("looking after threads", look, lost))
    {
        timer.detach();
    }
}
