//! The engines of a process: the one that takes what comes, and those that a shutdown has stopped.

use std::io;
use std::time::Instant;

use super::scheduler::Due;
use super::{Engine, Job, Lane, Refusal, Ticket, Timer, Turn, alone};
use crate::runtime::clock::Moment;
use crate::runtime::lock::{lock, wait_at_most};
use crate::runtime::log::Line;
use crate::runtime::per_process::PerProcess;
use crate::runtime::readiness::Socket;
use crate::runtime::sync::{Arc, Condvar, Mutex};
use crate::status::Status;
use crate::values::error::{Error, Result};

struct Engines {
    /// Takes timers and jobs.
    engine: Mutex<Arc<Engine>>,
    /// Takes callbacks. During a shutdown it is the engine that goes, so that its last events are delivered
    /// by threads that are joined.
    callback_engine: Mutex<Arc<Engine>>,
    /// Engines that were stopped and not joined yet.
    retired: Mutex<Vec<Arc<Engine>>>,
    /// One of them was closed.
    changed: Condvar,
}

static CURRENT: PerProcess<Engines> = PerProcess::new();

fn engines() -> &'static Engines {
    CURRENT.get(|| {
        let engine = new_engine();
        Engines {
            callback_engine: Mutex::new(Arc::clone(&engine)),
            engine: Mutex::new(engine),
            retired: Mutex::default(),
            changed: Condvar::new(),
        }
    })
}

fn new_engine() -> Arc<Engine> {
    Arc::new(Engine::new(write_elsewhere))
}

/// Where no thread can be had for a line, it is left out.
fn write_elsewhere(line: Line) {
    if let Ok(ticket) = run(Turn::of(Lane::Callback), Job::new("line", move || line.write(), |_| {})) {
        ticket.detach();
    }
}

/// Runs a job as soon as a thread is free. When none can be had, this says so, and the job itself does
/// not.
pub fn run(turn: Turn, mut job: Job) -> Result<Ticket> {
    let engines = engines();
    let to = if turn.lane == Lane::Callback { &engines.callback_engine } else { &engines.engine };
    loop {
        let engine = Arc::clone(&lock(to));
        match engine.run(turn, job) {
            Ok(ticket) => return Ok(ticket),
            // It has a successor, which was put in its place before.
            Err(Refusal::Stopped(refused)) => job = refused,
            Err(Refusal::NoThread { job, cause }) => {
                job.into_iter().for_each(Job::disarm);
                return Err(no_thread(&cause));
            }
        }
    }
}

/// Runs `work` on a thread of its own, which a shutdown joins.
pub fn run_alone(work: impl FnOnce() + Send + 'static) -> Result<()> {
    alone::spawn(work).map_err(|cause| no_thread(&cause))
}

/// The engine that callbacks run on now.
pub fn callback_engine() -> Arc<Engine> {
    Arc::clone(&lock(&engines().callback_engine))
}

/// Runs a job on the scheduler's thread at `when`, or soon after. It must be short and never block.
pub fn at(when: Moment, job: Job) -> Timer {
    set(Due::At(when), job)
}

/// Runs a job on the scheduler's thread when something can be read from the socket, its end included, and at the
/// deadline. It must be short and never block.
pub fn when_readable(socket: &Arc<Socket>, deadline: Instant, job: Job) -> Timer {
    set(Due::Readable(Arc::clone(socket), deadline), job)
}

#[inline(never)]
fn set(mut due: Due, mut job: Job) -> Timer {
    loop {
        let engine = Arc::clone(&lock(&engines().engine));
        match engine.scheduler.set(due, job) {
            Ok(timer) => return timer,
            Err(refused) => (due, job) = refused,
        }
    }
}

/// Whether a thread that waits for a server had better leave that to `when_readable`.
pub fn is_crowded() -> bool {
    let engine = Arc::clone(&lock(&engines().engine));
    engine.is_crowded()
}

/// Makes sure that timers which are set later come.
pub fn ensure_timer_thread() -> Result<()> {
    let engine = Arc::clone(&lock(&engines().engine));
    engine.ensure_timer_thread().map_err(|cause| no_thread(&cause))
}

/// Puts another engine in the place of this one, has the last events told, and joins all threads, also those that an
/// earlier shutdown has left. `end_all` ends whatever the host has going on: what it is called for a second time has
/// begun in between, and lost its timer or job with the old engine.
pub fn shut_down(deadline: Instant, end_all: fn()) -> Result<()> {
    let engines = engines();
    end_all();
    let old = std::mem::replace(&mut *lock(&engines.engine), new_engine());
    lock(&engines.retired).push(Arc::clone(&old));
    let lost = old.stop();
    end_all();
    drop(lost);
    {
        // In one step: another shutdown may be closing the engine that this one would put there.
        let engine = lock(&engines.engine);
        *lock(&engines.callback_engine) = Arc::clone(&engine);
    }
    {
        let _looking = lock(&engines.retired);
        old.close();
    }
    engines.changed.notify_all();
    engines.join_retired(deadline)?;
    if !alone::join(deadline) {
        let why = "what the system was asked, or a line on stderr, did not end in the time given";
        return Err(Error::new(Status::StillRunning, why));
    }
    Ok(())
}

impl Engines {
    fn join_retired(&self, deadline: Instant) -> Result<()> {
        let engines = self.retired_and_closed(deadline);
        let running: Vec<_> = engines.iter().filter(|engine| !engine.join(deadline)).collect();
        let is_joined = |engine: &Arc<Engine>| {
            let known = |other: &Arc<Engine>| Arc::ptr_eq(engine, other);
            engines.iter().any(known) && !running.iter().any(|other| known(other))
        };
        lock(&self.retired).retain(|engine| !is_joined(engine));
        if running.is_empty() {
            return Ok(());
        }
        Err(Error::new(
            Status::StillRunning,
            "a thread did not end in the time given; a callback may still run",
        ))
    }

    /// Another thread that shuts down may still be delivering the last events of its engine: that is waited for.
    fn retired_and_closed(&self, deadline: Instant) -> Vec<Arc<Engine>> {
        let mut retired = lock(&self.retired);
        while retired.iter().any(|engine| !engine.is_closed()) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            retired = wait_at_most(&self.changed, retired, left).0;
        }
        retired.clone()
    }
}

fn no_thread(cause: &io::Error) -> Error {
    Error::new(Status::OutOfResources, format!("no thread could be started: {cause}"))
}
