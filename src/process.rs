//! What all clients of a process share. A child process after `fork` starts with its own, because the
//! parent's locks and threads mean nothing there.

use std::sync::Weak;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
use std::time::Instant;

use once_cell::sync::OnceCell;

use crate::client::Client;
use crate::clock::Moment;
use crate::engine::threads::Threads;
use crate::engine::{Engine, Job, Lane, Refusal, Timer};
use crate::error::{Error, Result};
use crate::log::Log;
use crate::status::Status;
use crate::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use crate::transport::{Dns, Pools};
use crate::waits::Waits;
use crate::words::Words;

pub struct Process {
    pub log: Log,
    pub pools: Pools,
    pub waits: Arc<Waits>,
    /// What this machine is called in hardware ids.
    pub machine_id: OnceCell<String>,
    /// Takes timers and jobs.
    engine: Mutex<Arc<Engine>>,
    /// Takes callbacks. During a shutdown it is the engine that goes, so that its last news are told by
    /// threads that are joined.
    voice: Mutex<Arc<Engine>>,
    /// Engines that were stopped and not joined yet.
    retired: Mutex<Vec<Arc<Engine>>>,
    /// One of them was closed.
    changed: Condvar,
    words: Words,
    /// The resolver, and those that say a line.
    lone_threads: Arc<Threads>,
    /// By number.
    clients: Mutex<Vec<(u64, Weak<Client>)>>,
    numbers: AtomicU64,
}

static CURRENT: AtomicPtr<Process> = AtomicPtr::new(std::ptr::null_mut());
static EPOCH: AtomicU64 = AtomicU64::new(0);

/// Grows by one in each child process.
pub fn epoch() -> u64 {
    EPOCH.load(Ordering::Relaxed)
}

/// The shared state of this process, made on first use and kept until the process ends.
#[allow(unsafe_code)]
pub fn current() -> &'static Process {
    let known = CURRENT.load(Ordering::Acquire);
    if !known.is_null() {
        // SAFETY: CURRENT holds null or a leaked Process, which is never freed.
        return unsafe { &*known };
    }
    #[cfg(unix)]
    watch_for_fork();
    #[cfg(windows)]
    module::pin();
    let made = Box::into_raw(Box::new(Process::new()));
    match CURRENT.compare_exchange(std::ptr::null_mut(), made, Ordering::AcqRel, Ordering::Acquire) {
        // SAFETY: `made` was leaked just now and is never freed.
        Ok(_) => unsafe { &*made },
        Err(other) => {
            // SAFETY: `made` was published nowhere; `other` was leaked by the thread that was faster.
            unsafe {
                drop(Box::from_raw(made));
                &*other
            }
        }
    }
}

#[cfg(unix)]
#[allow(unsafe_code)]
fn watch_for_fork() {
    use std::sync::atomic::AtomicBool;
    static WATCHED: AtomicBool = AtomicBool::new(false);
    /// Runs in the child, where only what is safe in a signal handler is safe.
    extern "C" fn in_child() {
        EPOCH.fetch_add(1, Ordering::Relaxed);
        CURRENT.store(std::ptr::null_mut(), Ordering::Release);
        crate::log::forget_level();
    }
    if !WATCHED.swap(true, Ordering::Relaxed) {
        // SAFETY: the handler lives as long as the code, which is never unloaded (-z nodelete).
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    }
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
        let lone_threads = Threads::new();
        let engine = Arc::new(Engine::new());
        Process {
            log: Log::default(),
            pools: Pools::new(Dns::new(Arc::clone(&lone_threads))),
            waits: Arc::default(),
            machine_id: OnceCell::new(),
            voice: Mutex::new(Arc::clone(&engine)),
            engine: Mutex::new(engine),
            retired: Mutex::default(),
            changed: Condvar::new(),
            words: Words::new(Arc::clone(&lone_threads)),
            lone_threads,
            clients: Mutex::default(),
            numbers: AtomicU64::new(1),
        }
    }

    /// Runs a job as soon as a thread is free. When none can be had, this says so, and the job itself does
    /// not.
    pub fn run(&self, lane: Lane, mut job: Job) -> Result<()> {
        let to = if lane == Lane::Callback { &self.voice } else { &self.engine };
        loop {
            let engine = Arc::clone(&lock(to));
            match engine.run(lane, job) {
                Ok(()) => return Ok(()),
                // It has a successor, which was put in its place before.
                Err(Refusal::Stopped(refused)) => job = refused,
                Err(Refusal::NoThread { job, cause }) => {
                    job.into_iter().for_each(Job::disarm);
                    return Err(no_thread(&cause));
                }
            }
        }
    }

    /// Where callbacks are told now.
    pub fn voice(&self) -> Arc<Engine> {
        Arc::clone(&lock(&self.voice))
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
    pub fn get_ready_for_timers(&self) -> Result<()> {
        let engine = Arc::clone(&lock(&self.engine));
        engine.get_ready().map_err(|cause| no_thread(&cause))
    }

    /// A number that no client or request of this process had before; never 0.
    pub fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub fn enrol(&self, client: &Arc<Client>) {
        let mut clients = lock(&self.clients);
        let at = clients.partition_point(|(number, _)| *number < client.number());
        clients.insert(at, (client.number(), Arc::downgrade(client)));
    }

    pub fn dismiss(&self, number: u64) {
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
        let successor = Arc::clone(&lock(&self.engine));
        *lock(&self.voice) = successor;
        {
            let _looking = lock(&self.retired);
            old.close();
        }
        self.changed.notify_all();
        self.join_retired(deadline)?;
        if !self.lone_threads.join(deadline) {
            let why = "a name lookup, or a line on stderr, did not end in the time given";
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

    /// Another thread that shuts down may still be telling the last news of its engine: that is waited for.
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
    complain(line);
    // SAFETY: _exit takes any status and does not return.
    unsafe { libc::_exit(1) }
}

/// One line on stderr, if that takes one.
pub fn complain(line: &str) {
    current().words.say(line);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
