//! The parts of the engine, on threads of shuttle.

#[path = "../../../../src/runtime/engine/job.rs"]
pub mod job;
#[path = "../../../../src/runtime/engine/lane.rs"]
pub mod lane;
#[path = "../../../../src/runtime/engine/pool/mod.rs"]
pub mod pool;
#[path = "../../../../src/runtime/engine/refusal.rs"]
pub mod refusal;
#[path = "../../../../src/runtime/engine/scheduler.rs"]
pub mod scheduler;
#[path = "../../../../src/runtime/engine/waiting.rs"]
pub mod waiting;

pub use job::{Job, Lost};
pub use lane::{LANES, Lane, Turn};
pub use refusal::Refusal;

use std::time::Instant;

use shuttle::sync::Arc;

use crate::runtime::clock::Moment;
use crate::runtime::readiness::Socket;
use crate::values::error::Result;

/// In place of the library's: each job has a thread at once.
pub fn run(_: Turn, job: Job) -> Result<Ticket> {
    Ok(Ticket::of(job))
}

/// Pauses are over at once, and no deadline comes.
pub fn at(when: Moment, job: Job) -> Timer {
    if when == Moment::NEVER { Timer::never(job) } else { Timer::soon(job) }
}

/// What is waited for has come.
pub fn when_readable(_: &Arc<Socket>, _: Instant, job: Job) -> Timer {
    Timer::soon(job)
}

pub fn ensure_timer_thread() -> Result<()> {
    Ok(())
}

/// In place of the scheduler's where a model has none: it comes at once, or never.
pub struct Timer {
    never: Option<Job>,
    _soon: Option<Ticket>,
}

impl Timer {
    pub fn never(job: Job) -> Timer {
        Timer { never: Some(job), _soon: None }
    }

    pub fn soon(job: Job) -> Timer {
        Timer { never: None, _soon: Some(Ticket::of(job)) }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.never.take().into_iter().for_each(Job::disarm);
    }
}

/// In place of the pool's where a model has none: each job has a thread at once.
#[must_use]
pub struct Ticket(shuttle::sync::Arc<shuttle::sync::Mutex<Option<Job>>>);

impl Ticket {
    pub fn of(job: Job) -> Ticket {
        let slot = shuttle::sync::Arc::new(shuttle::sync::Mutex::new(Some(job)));
        let begins = shuttle::sync::Arc::clone(&slot);
        shuttle::thread::spawn(move || {
            let job = begins.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
            job.into_iter().for_each(Job::run);
        });
        Ticket(slot)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let job = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        job.into_iter().for_each(Job::disarm);
    }
}

/// In place of the library's `threads`, which are the system's.
pub mod threads {
    use std::io;

    use shuttle::rand::Rng;
    use shuttle::sync::{Arc, Mutex};
    use shuttle::thread::{self, JoinHandle};

    #[derive(Default)]
    pub struct Threads {
        handles: Mutex<Vec<JoinHandle<()>>>,
        /// Every other thread cannot be had.
        scarce: bool,
    }

    impl Threads {
        pub fn new() -> Arc<Threads> {
            Arc::default()
        }

        pub fn scarce() -> Arc<Threads> {
            Arc::new(Threads { scarce: true, ..Threads::default() })
        }

        pub fn spawn(&self, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
            if self.scarce && thread_rng() {
                return Err(io::Error::other("scarce"));
            }
            let handle = thread::spawn(work);
            self.handles.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(handle);
            Ok(())
        }

        /// As the library's. Its own tests, which Clippy looks at here too, call it.
        pub fn join(&self, _: std::time::Instant) -> bool {
            self.join_all();
            true
        }

        /// Waits for all to end; shuttle says so if one never does.
        pub fn join_all(&self) {
            loop {
                let next = self.handles.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
                let Some(handle) = next else { return };
                assert!(handle.join().is_ok(), "a thread of the pool panicked");
            }
        }
    }

    fn thread_rng() -> bool {
        shuttle::rand::thread_rng().gen_bool(0.5)
    }
}
