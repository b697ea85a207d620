//! What threads share and wait with. Whoever takes these from here can be given others: `tests/models` runs
//! such files under a scheduler of its own, and the library's own tests count the locks that a thread holds.

#[cfg(feature = "testing")]
pub use counted::{Condvar, Mutex, MutexGuard};
pub use std::sync::{Arc, PoisonError, atomic};
#[cfg(not(feature = "testing"))]
pub use std::sync::{Mutex, MutexGuard};
pub use std::thread_local;
#[cfg(not(feature = "testing"))]
pub use waiters::Condvar;

/// Waits for what another thread does within a few instructions. The first looks cost nothing; after that one that was put to
/// sleep gets the core, whatever its priority is.
pub fn look_again(looks: u32) {
    if looks < 100 {
        std::hint::spin_loop();
    } else {
        std::thread::sleep(std::time::Duration::from_micros(50));
    }
}

/// Where something is done that a host or a system may hold up for as long as it likes: a callback, a file, a
/// line on stderr, a step of the network. No lock may be held there, or whoever wants it hangs too.
#[cfg(not(feature = "testing"))]
#[inline]
pub fn no_lock_held(_: &str) {}

#[cfg(feature = "testing")]
pub use counted::no_lock_held;

/// std's condition variable asks the system each time, and most often nobody waits.
mod waiters {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    use std::sync::{self, LockResult, MutexGuard, WaitTimeoutResult};
    use std::time::Duration;

    /// Whoever notifies has changed what is waited for under the lock, which orders the count too: who is not counted yet
    /// will see the change.
    #[derive(Debug, Default)]
    pub struct Condvar {
        inner: sync::Condvar,
        waiting: AtomicU32,
    }

    impl Condvar {
        pub const fn new() -> Condvar {
            Condvar { inner: sync::Condvar::new(), waiting: AtomicU32::new(0) }
        }

        pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
            self.waiting.fetch_add(1, Relaxed);
            let result = self.inner.wait(guard);
            self.waiting.fetch_sub(1, Relaxed);
            result
        }

        pub fn wait_timeout<'a, T>(
            &self,
            guard: MutexGuard<'a, T>,
            most: Duration,
        ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
            self.waiting.fetch_add(1, Relaxed);
            let result = self.inner.wait_timeout(guard, most);
            self.waiting.fetch_sub(1, Relaxed);
            result
        }

        #[inline(never)]
        pub fn notify_one(&self) {
            if self.waiting.load(Relaxed) > 0 {
                self.inner.notify_one();
            }
        }

        #[inline(never)]
        pub fn notify_all(&self) {
            if self.waiting.load(Relaxed) > 0 {
                self.inner.notify_all();
            }
        }
    }
}

/// std's, with a count of what each thread holds.
#[cfg(feature = "testing")]
mod counted {
    use std::cell::Cell;
    use std::ops::{Deref, DerefMut};
    use std::sync::{self, LockResult, PoisonError, WaitTimeoutResult};
    use std::time::Duration;

    use super::waiters;

    thread_local! {
        static HELD: Cell<u32> = const { Cell::new(0) };
    }

    /// Ends the tests: a panic would be contained where the library contains its own.
    pub fn no_lock_held(what: &str) {
        if HELD.get() > 0 {
            let trace = std::backtrace::Backtrace::force_capture();
            eprintln!("{what} with {} locks held\n{trace}", HELD.get());
            std::process::abort();
        }
    }

    #[cfg(test)]
    pub fn held() -> u32 {
        HELD.get()
    }

    #[derive(Debug, Default)]
    pub struct Mutex<T>(sync::Mutex<T>);

    /// Counts down only when it is dropped: a condition variable that waits lets go of it and takes it again.
    #[derive(Debug)]
    pub struct MutexGuard<'a, T>(Option<sync::MutexGuard<'a, T>>);

    #[derive(Debug, Default)]
    pub struct Condvar(waiters::Condvar);

    impl<T> Mutex<T> {
        pub const fn new(value: T) -> Mutex<T> {
            Mutex(sync::Mutex::new(value))
        }

        pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
            wrapped(self.0.lock())
        }
    }

    fn wrapped<T>(result: LockResult<sync::MutexGuard<'_, T>>) -> LockResult<MutexGuard<'_, T>> {
        HELD.set(HELD.get() + 1);
        result
            .map(|guard| MutexGuard(Some(guard)))
            .map_err(|poisoned| PoisonError::new(MutexGuard(Some(poisoned.into_inner()))))
    }

    impl<'a, T> MutexGuard<'a, T> {
        fn bare(mut self) -> sync::MutexGuard<'a, T> {
            self.0.take().expect("only taken by value")
        }
    }

    impl<T> Drop for MutexGuard<'_, T> {
        fn drop(&mut self) {
            HELD.set(HELD.get() - 1);
        }
    }

    impl<T> Deref for MutexGuard<'_, T> {
        type Target = T;

        fn deref(&self) -> &T {
            self.0.as_ref().expect("only taken by value")
        }
    }

    impl<T> DerefMut for MutexGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            self.0.as_mut().expect("only taken by value")
        }
    }

    impl Condvar {
        pub const fn new() -> Condvar {
            Condvar(waiters::Condvar::new())
        }

        pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
            wrapped(self.0.wait(guard.bare()))
        }

        pub fn wait_timeout<'a, T>(
            &self,
            guard: MutexGuard<'a, T>,
            most: Duration,
        ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
            let (result, waited) = match self.0.wait_timeout(guard.bare(), most) {
                Ok((guard, waited)) => (Ok(guard), waited),
                Err(poisoned) => {
                    let (guard, waited) = poisoned.into_inner();
                    (Err(PoisonError::new(guard)), waited)
                }
            };
            match wrapped(result) {
                Ok(guard) => Ok((guard, waited)),
                Err(poisoned) => Err(PoisonError::new((poisoned.into_inner(), waited))),
            }
        }

        pub fn notify_one(&self) {
            self.0.notify_one();
        }

        pub fn notify_all(&self) {
            self.0.notify_all();
        }
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn whoever_waits_is_woken_whether_it_came_before_or_after() {
        let (turn, changed) = (&Mutex::new(0u32), &Condvar::new());
        // Each waits for the other in turns, so that a wake-up that is lost is a test that never ends.
        std::thread::scope(|scope| {
            for own in 0..2 {
                scope.spawn(move || {
                    for _ in 0..20_000 {
                        let mut now = turn.lock().unwrap();
                        while *now % 2 != own {
                            now = changed.wait(now).unwrap();
                        }
                        *now += 1;
                        drop(now);
                        changed.notify_one();
                    }
                });
            }
        });
        assert_eq!(*turn.lock().unwrap(), 40_000);
    }

    #[test]
    fn a_lock_is_counted_exactly_while_its_thread_holds_it() {
        let (mutex, wake) = (Mutex::new(0), Condvar::new());
        let guard = mutex.lock().unwrap();
        assert_eq!(counted::held(), 1);
        let other = Mutex::new(0);
        let inner = other.lock().unwrap();
        assert_eq!(counted::held(), 2);
        drop(inner);
        let guard = wake.wait_timeout(guard, Duration::from_millis(1)).unwrap().0;
        assert_eq!(counted::held(), 1);
        std::thread::scope(|scope| scope.spawn(|| assert_eq!(counted::held(), 0)).join().unwrap());
        drop(guard);
        assert_eq!(counted::held(), 0);
        let poisons = || {
            let _guard = mutex.lock();
            std::panic::resume_unwind(Box::new(()));
        };
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(poisons)).is_err());
        assert_eq!(counted::held(), 0);
        let guard = mutex.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(counted::held(), 1);
        drop(guard);
        assert_eq!(counted::held(), 0);
    }
}
