//! What all clients of a process share. A child process after `fork` starts with its own, because the
//! parent's locks and threads mean nothing there.

use std::sync::Weak;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use once_cell::race::OnceBox;

use crate::client::Client;
use crate::clock::Moment;
#[cfg(unix)]
use crate::descriptors::Placeholders;
use crate::diagnostics::Diagnostics;
use crate::engine::threads::Threads;
use crate::engine::{Engine, Job, Lane, Refusal, Ticket, Timer};
use crate::error::{Error, Result};
use crate::hwid;
use crate::log::Log;
use crate::per_process::PerProcess;
use crate::status::Status;
use crate::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use crate::transport::{Dns, Pools};
use crate::wait_for_graph::WaitForGraph;

pub struct Process {
    pub log: Log,
    pub pools: Pools,
    pub wait_graph: Arc<WaitForGraph>,
    /// What this machine is called in hardware ids, once it could be read.
    pub machine_id: OnceBox<String>,
    pub maker: hwid::v1::Maker,
    #[cfg(unix)]
    pub placeholders: Mutex<Placeholders>,
    /// Takes timers and jobs.
    engine: Mutex<Arc<Engine>>,
    /// Takes callbacks. During a shutdown it is the engine that goes, so that its last events are delivered
    /// by threads that are joined.
    callback_engine: Mutex<Arc<Engine>>,
    /// Engines that were stopped and not joined yet.
    retired: Mutex<Vec<Arc<Engine>>>,
    /// One of them was closed.
    changed: Condvar,
    diagnostics: Diagnostics,
    /// The resolver, those that make a machine id, and those that say a line.
    unpooled_threads: Arc<Threads>,
    /// By number.
    clients: Mutex<Vec<(u64, Weak<Client>)>>,
}

static CURRENT: PerProcess<Process> = PerProcess::new();
/// Of clients and requests. They go on in a child: what runs on there after a fork may name one of the parent's.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// Grows from a process to its child; never 0.
pub fn epoch() -> u64 {
    crate::epoch::current()
}

/// The shared state of this process, made on first use and kept until the process ends.
pub fn current() -> &'static Process {
    CURRENT.get(|| {
        #[cfg(windows)]
        module::pin();
        Process::new()
    })
}

/// What `-z nodelete` is on Linux: `FreeLibrary` leaves the library in place, so that no thread ever runs
/// unmapped code.
#[cfg(windows)]
#[allow(unsafe_code)]
mod module {
    use std::ffi::c_void;
    use std::ptr::null_mut;

    const PIN: u32 = 1;
    const FROM_ADDRESS: u32 = 4;

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetModuleHandleExW(flags: u32, address: *const u16, module: *mut *mut c_void) -> i32;
    }

    pub fn pin() {
        let address = (&raw const super::CURRENT).cast::<u16>();
        let mut module = null_mut();
        // SAFETY: FROM_ADDRESS makes the text a mere address, of our own module; `module` outlives the call.
        unsafe { GetModuleHandleExW(PIN | FROM_ADDRESS, address, &raw mut module) };
    }
}

impl Process {
    fn new() -> Process {
        let unpooled_threads = Threads::new();
        let engine = Arc::new(Engine::new());
        Process {
            log: Log::default(),
            pools: Pools::new(Dns::new(Arc::clone(&unpooled_threads))),
            wait_graph: Arc::default(),
            machine_id: OnceBox::new(),
            maker: hwid::v1::Maker::default(),
            #[cfg(unix)]
            placeholders: Mutex::default(),
            callback_engine: Mutex::new(Arc::clone(&engine)),
            engine: Mutex::new(engine),
            retired: Mutex::default(),
            changed: Condvar::new(),
            diagnostics: Diagnostics::new(Arc::clone(&unpooled_threads)),
            unpooled_threads,
            clients: Mutex::default(),
        }
    }

    /// Runs a job as soon as a thread is free. When none can be had, this says so, and the job itself does
    /// not.
    pub fn run(&self, lane: Lane, mut job: Job) -> Result<Ticket> {
        let to = if lane == Lane::Callback { &self.callback_engine } else { &self.engine };
        loop {
            let engine = Arc::clone(&lock(to));
            match engine.run(lane, job) {
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
    pub fn start_alone(&self, work: impl FnOnce() + Send + 'static) -> Result<()> {
        self.unpooled_threads.spawn(work).map_err(|cause| no_thread(&cause))
    }

    /// The engine that callbacks run on now.
    pub fn callback_engine(&self) -> Arc<Engine> {
        Arc::clone(&lock(&self.callback_engine))
    }

    /// Runs a job on the scheduler's thread at `when`, or soon after. It must be short and never block.
    pub fn at(&self, when: Moment, mut job: Job) -> Timer {
        loop {
            let engine = Arc::clone(&lock(&self.engine));
            match engine.at(when, job) {
                Ok(timer) => return timer,
                Err(refused) => job = refused,
            }
        }
    }

    /// Makes sure that timers which are set later come.
    pub fn ensure_timer_thread(&self) -> Result<()> {
        let engine = Arc::clone(&lock(&self.engine));
        engine.ensure_timer_thread().map_err(|cause| no_thread(&cause))
    }

    /// A number that no client or request of this process had before; never 0.
    pub fn number(&self) -> u64 {
        NUMBERS.fetch_add(1, Ordering::Relaxed)
    }

    pub fn register(&self, client: &Arc<Client>) {
        let mut clients = lock(&self.clients);
        let at = clients.partition_point(|(number, _)| *number < client.number());
        clients.insert(at, (client.number(), Arc::downgrade(client)));
    }

    pub fn deregister(&self, number: u64) {
        let mut clients = lock(&self.clients);
        if let Ok(at) = clients.binary_search_by_key(&number, |(number, _)| *number) {
            clients.remove(at);
        }
    }

    /// Ends every session, drops every request, tells the queued events, and joins all threads, also those
    /// that an earlier shutdown has left. Clients stay usable: the next login starts anew.
    pub fn shutdown(&self, deadline: Instant) -> Result<()> {
        self.log_out_all();
        let old = std::mem::replace(&mut *lock(&self.engine), Arc::new(Engine::new()));
        lock(&self.retired).push(Arc::clone(&old));
        let lost = old.stop();
        // Whoever logged in or asked in between has lost its timer or job with the old engine, and is cancelled too.
        self.log_out_all();
        drop(lost);
        {
            // In one step: another shutdown may be closing the engine that this one would put there.
            let engine = lock(&self.engine);
            *lock(&self.callback_engine) = Arc::clone(&engine);
        }
        {
            let _looking = lock(&self.retired);
            old.close();
        }
        self.changed.notify_all();
        self.join_retired(deadline)?;
        if !self.unpooled_threads.join(deadline) {
            let why = "a name lookup, a machine id, or a line on stderr did not end in the time given";
            return Err(Error::new(Status::StillRunning, why));
        }
        Ok(())
    }

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
            retired = self.changed.wait_timeout(retired, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        retired.clone()
    }

    fn log_out_all(&self) {
        let clients: Vec<_> = lock(&self.clients).iter().filter_map(|(_, client)| client.upgrade()).collect();
        for client in &clients {
            client.logout();
        }
    }
}

fn no_thread(cause: &std::io::Error) -> Error {
    Error::new(Status::OutOfResources, format!("no thread could be started: {cause}"))
}

/// Ends the process without running exit handlers, after one line on stderr, if that takes one.
#[allow(unsafe_code)]
pub fn exit(line: &str) -> ! {
    write_diagnostic(line);
    // SAFETY: _exit takes any status and does not return.
    unsafe { libc::_exit(1) }
}

/// One line on stderr, if that takes one.
pub fn write_diagnostic(line: &str) {
    current().diagnostics.write_line(&crate::error::redacted(line));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
