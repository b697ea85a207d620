//! The library's threads: named, without the host's signals, counted and joinable.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Instant;

#[derive(Default)]
struct State {
    live: usize,
    handles: Vec<JoinHandle<()>>,
}

/// All threads that were started by one part of the library.
#[derive(Default)]
pub struct Threads {
    state: Mutex<State>,
    ended: Condvar,
}

impl Threads {
    pub fn new() -> Arc<Threads> {
        Arc::default()
    }

    /// Starts a thread. A panic in `work` ends that thread only.
    pub fn spawn(self: &Arc<Self>, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        self.lock().live += 1;
        let threads = Arc::clone(self);
        let started = signals::hosts_blocked(|| {
            thread::Builder::new().name("authforge".to_owned()).spawn(move || {
                let _ = crate::panic::contain(work);
                threads.lock().live -= 1;
                threads.ended.notify_all();
            })
        });
        let mut state = self.lock();
        state.handles.retain(|handle| !handle.is_finished());
        match started {
            Ok(handle) => {
                state.handles.push(handle);
                Ok(())
            }
            Err(error) => {
                state.live -= 1;
                Err(error)
            }
        }
    }

    /// Waits for all to end and joins them; false if some still run at `deadline`.
    pub fn join(&self, deadline: Instant) -> bool {
        let mut state = self.lock();
        while state.live > 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.ended.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let handles = std::mem::take(&mut state.handles);
        drop(state);
        handles.into_iter().all(|handle| handle.join().is_ok())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[allow(unsafe_code)]
mod signals {
    /// Runs `start` with the host's signals blocked, so that the new thread inherits that and the host's
    /// handlers never run on a thread of ours.
    ///
    /// Left alone are those that a thread raises by its own fault, which the kernel would answer with a
    /// kill, and which crash reporters and managed runtimes live on; and those with which garbage collectors
    /// stop threads that a callback has attached to them: a collector waits for each of its threads.
    #[cfg(unix)]
    pub fn hosts_blocked<T>(start: impl FnOnce() -> T) -> T {
        use std::mem::MaybeUninit;
        let mut hosts = MaybeUninit::<libc::sigset_t>::uninit();
        let mut before = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: sigfillset initialises `hosts`, the others only change it; pthread_sigmask reads it and
        // fills `before`.
        let changed = unsafe {
            libc::sigfillset(hosts.as_mut_ptr());
            for signal in left_alone() {
                libc::sigdelset(hosts.as_mut_ptr(), signal);
            }
            libc::pthread_sigmask(libc::SIG_SETMASK, hosts.as_ptr(), before.as_mut_ptr()) == 0
        };
        let result = start();
        if changed {
            // SAFETY: `before` was filled by the successful call above.
            unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), std::ptr::null_mut()) };
        }
        result
    }

    #[cfg(unix)]
    fn left_alone() -> impl Iterator<Item = libc::c_int> {
        let faults = [
            libc::SIGSEGV,
            libc::SIGBUS,
            libc::SIGFPE,
            libc::SIGILL,
            libc::SIGTRAP,
            libc::SIGSYS,
            libc::SIGABRT,
        ];
        faults.into_iter().chain([libc::SIGXCPU]).chain(of_collectors())
    }

    /// Mono and .NET take real-time signals, Boehm's collector SIGPWR and SIGXCPU.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn of_collectors() -> impl Iterator<Item = libc::c_int> {
        (libc::SIGRTMIN()..=libc::SIGRTMAX()).chain([libc::SIGPWR])
    }

    #[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
    fn of_collectors() -> impl Iterator<Item = libc::c_int> {
        std::iter::empty()
    }

    #[cfg(not(unix))]
    pub fn hosts_blocked<T>(start: impl FnOnce() -> T) -> T {
        start()
    }
}
