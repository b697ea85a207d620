//! The library's threads: named, without the host's signals, known to themselves, and joinable in bounded time.

use std::io;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::runtime::lock::{lock, wait_at_most};
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};
use crate::runtime::{epoch, panic, thread_cancel};

/// The current thread is one of the library, which others need too. A child process that was forked on one
/// has it as its own.
pub fn on_library_thread() -> bool {
    mark::get() == epoch::current()
}

/// 0 on a host's thread; else the epoch of the process that the thread was started in. Without a destructor, so that it can
/// be read in those of the host.
#[cfg(not(windows))]
mod mark {
    use std::cell::Cell;

    thread_local! {
        static OURS: Cell<u64> = const { Cell::new(0) };
    }

    pub fn get() -> u64 {
        OURS.get()
    }

    pub fn set(epoch: u64) {
        OURS.set(epoch);
    }
}

/// The same in a slot of Windows' own: what Rust's standard library keeps for a thread there may be gone before the
/// destructors of the host run.
#[cfg(windows)]
#[allow(unsafe_code)]
mod mark {
    use std::ptr;
    use std::sync::LazyLock;

    use windows_sys::Win32::System::Threading::{TlsAlloc, TlsGetValue, TlsSetValue};

    // SAFETY: takes nothing. Where there is no slot left its number is one that the other two refuse.
    static SLOT: LazyLock<u32> = LazyLock::new(|| unsafe { TlsAlloc() });

    pub fn get() -> u64 {
        // SAFETY: reads what `set` has put there, which is a number, or nothing.
        unsafe { TlsGetValue(*SLOT) }.addr() as u64
    }

    pub fn set(epoch: u64) {
        // SAFETY: the slot is ours, and keeps a number that nobody takes for an address.
        unsafe { TlsSetValue(*SLOT, ptr::without_provenance_mut(usize::try_from(epoch).unwrap_or(0))) };
    }
}

/// Given explicitly, since std would take it from `RUST_MIN_STACK` otherwise. As much as std gives by itself:
/// callbacks of the host and the system's name lookups run on these threads too.
const STACK: usize = 2 * 1024 * 1024;

#[derive(Default)]
struct State {
    handles: Vec<JoinHandle<()>>,
    /// Taken out of `handles` by somebody who waits for them.
    joining: usize,
}

/// All threads that were started by one part of the library.
#[derive(Default)]
pub struct Threads {
    state: Mutex<State>,
    joined: Condvar,
}

impl Threads {
    pub fn new() -> Arc<Threads> {
        Arc::default()
    }

    /// Starts a thread. A panic in `work` ends that thread only.
    pub fn spawn(&self, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        self.spawn_boxed(Box::new(work))
    }

    /// One copy of std's machinery, whatever the thread does.
    fn spawn_boxed(&self, work: Box<dyn FnOnce() + Send>) -> io::Result<()> {
        let epoch = epoch::current();
        let handle = signals::hosts_blocked(|| {
            let builder = thread::Builder::new().name("authforge".to_owned()).stack_size(STACK);
            builder.spawn(move || {
                mark::set(epoch);
                // A callback may have made its thread known to whoever cancels threads.
                std::mem::forget(thread_cancel::disable());
                let _ = panic::contain_all(work);
            })
        })?;
        let mut state = self.lock();
        let before = std::mem::take(&mut state.handles);
        state.handles =
            before.into_iter().filter_map(|handle| end::join(handle, Duration::ZERO).err()).collect();
        state.handles.push(handle);
        Ok(())
    }

    /// Waits for all to end, with what the host has them do at their end, and joins them; false if some
    /// still run at `deadline`.
    pub fn join(&self, deadline: Instant) -> bool {
        let mut state = self.lock();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if let Some(handle) = state.handles.pop() {
                state.joining += 1;
                drop(state);
                let result = end::join(handle, left);
                state = self.lock();
                state.joining -= 1;
                self.joined.notify_all();
                if let Err(handle) = result {
                    state.handles.push(handle);
                    return false;
                }
            } else if state.joining == 0 {
                return true;
            } else if left.is_zero() {
                return false;
            } else {
                state = wait_at_most(&self.joined, state, left).0;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// Joining with a deadline, which std has not: its `is_finished` is true before the destructors of
/// thread-local values have run, and those are the host's where it was called back.
#[allow(unsafe_code)]
mod end {
    use super::*;

    // Of musl's time_t crate libc says only that it is 64 bits wide, which it is to us too.
    #[allow(deprecated)]
    #[cfg(all(target_os = "linux", any(target_env = "gnu", target_env = "musl")))]
    pub fn join(handle: JoinHandle<()>, patience: Duration) -> Result<(), JoinHandle<()>> {
        use std::os::unix::thread::JoinHandleExt;
        /// The call's deadline is by the wall clock, which may be turned.
        const SLICE: Duration = Duration::from_millis(100);
        let end = Instant::now() + patience;
        // A number to the standard library, and to libc a pointer where musl has one.
        let thread = handle.as_pthread_t() as libc::pthread_t;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let until = since_1970() + left.min(SLICE);
            let until = libc::timespec {
                tv_sec: libc::time_t::try_from(until.as_secs()).unwrap_or(libc::time_t::MAX),
                // Below a billion, which fits whatever the width.
                tv_nsec: until.subsec_nanos() as _,
            };
            // SAFETY: a thread that only this handle may join, and it is not joined yet.
            let result = unsafe {
                if left.is_zero() {
                    libc::pthread_tryjoin_np(thread, std::ptr::null_mut())
                } else {
                    libc::pthread_timedjoin_np(thread, std::ptr::null_mut(), &raw const until)
                }
            };
            match result {
                0 => {
                    // Joined, so it must not be detached when the handle is dropped.
                    let _ = handle.into_pthread_t();
                    return Ok(());
                }
                libc::EBUSY | libc::ETIMEDOUT if !left.is_zero() => {}
                _ => return Err(handle),
            }
        }
    }

    #[cfg(all(target_os = "linux", any(target_env = "gnu", target_env = "musl")))]
    fn since_1970() -> Duration {
        let now = std::time::SystemTime::now();
        now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
    }

    #[cfg(windows)]
    pub fn join(handle: JoinHandle<()>, patience: Duration) -> Result<(), JoinHandle<()>> {
        use std::os::windows::io::AsRawHandle;
        #[link(name = "kernel32")]
        unsafe extern "system" {
            fn WaitForSingleObject(handle: *mut std::ffi::c_void, ms: u32) -> u32;
        }
        let ms = u32::try_from(patience.as_millis()).unwrap_or(u32::MAX - 1);
        // SAFETY: the handle is ours and open.
        match unsafe { WaitForSingleObject(handle.as_raw_handle(), ms) } {
            // Over and gone. std's own join would panic for one that a callback has ended by `ExitThread`.
            0 => Ok(drop(handle)),
            _ => Err(handle),
        }
    }

    /// Systems that cannot join with a deadline: what a host's destructors do at the thread's end is not
    /// waited for any longer than it takes to look.
    #[cfg(not(any(all(target_os = "linux", any(target_env = "gnu", target_env = "musl")), windows)))]
    pub fn join(handle: JoinHandle<()>, patience: Duration) -> Result<(), JoinHandle<()>> {
        const LOOK_AGAIN: Duration = Duration::from_millis(1);
        let end = Instant::now() + patience;
        while !handle.is_finished() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(handle);
            }
            thread::park_timeout(left.min(LOOK_AGAIN));
        }
        drop(handle);
        Ok(())
    }
}

#[allow(unsafe_code)]
mod signals {
    /// Runs `start` with the host's signals blocked, so that the new thread inherits that and the host's
    /// handlers never run on a thread of ours.
    ///
    /// Left alone are those that a thread raises by its own fault, which the kernel would answer with a
    /// kill, and which crash reporters and managed runtimes live on; and those with which garbage
    /// collectors stop threads that a callback has attached to them: a collector waits for each of its
    /// threads.
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::sync::mpsc::{Receiver, channel};

    /// Waits at the end of the thread that it belongs to, as a destructor of the host may.
    struct AtTheEnd(Receiver<()>);

    impl Drop for AtTheEnd {
        fn drop(&mut self) {
            let _ = self.0.recv();
        }
    }

    thread_local! {
        static HELD: RefCell<Option<AtTheEnd>> = const { RefCell::new(None) };
    }

    #[test]
    #[cfg(any(target_os = "linux", windows))]
    fn a_destructor_of_the_host_is_waited_for_no_longer_than_told() {
        let threads = Threads::new();
        let (let_go, held) = channel::<()>();
        threads.spawn(move || HELD.set(Some(AtTheEnd(held)))).unwrap();
        assert!(!threads.join(Instant::now() + Duration::from_millis(30)));
        assert!(!threads.join(Instant::now()));
        // Another thread does not make it be forgotten.
        threads.spawn(|| {}).unwrap();
        assert!(!threads.join(Instant::now() + Duration::from_millis(30)));
        let_go.send(()).unwrap();
        assert!(threads.join(Instant::now() + Duration::from_secs(20)));
        assert!(threads.join(Instant::now()));
    }

    #[test]
    fn two_may_join_at_a_time_and_both_wait() {
        let threads = Threads::new();
        let (let_go, held) = channel::<()>();
        threads.spawn(move || held.recv().unwrap()).unwrap();
        thread::scope(|scope| {
            let join = || threads.join(Instant::now() + Duration::from_secs(20));
            let joiners = [scope.spawn(join), scope.spawn(join)];
            // Whoever comes third sees the thread alive, whether it is being joined or not.
            assert!(!threads.join(Instant::now() + Duration::from_millis(10)));
            let_go.send(()).unwrap();
            assert!(joiners.into_iter().all(|joiner| joiner.join().unwrap()));
        });
    }

    #[test]
    fn a_thread_knows_whose_it_is() {
        let (told, hear) = channel();
        let threads = Threads::new();
        threads.spawn(move || told.send(on_library_thread()).unwrap()).unwrap();
        assert_eq!((hear.recv().unwrap(), on_library_thread()), (true, false));
        assert!(threads.join(Instant::now() + Duration::from_secs(20)));
    }
}
