//! In place of the library's ground floor, but for the files of it that models are about.

pub mod engine;

#[path = "../../../src/runtime/lock.rs"]
pub mod lock;
#[path = "../../../src/runtime/published.rs"]
pub mod published;
#[path = "../../../src/runtime/wait_for_graph.rs"]
pub mod wait_for_graph;

/// Nobody forks.
pub mod epoch {
    pub fn current() -> u64 {
        0
    }
}

/// Models have all that they share made anew for each run, and hand it down.
pub mod per_process {
    pub struct PerProcess<T>(std::marker::PhantomData<T>);

    impl<T> PerProcess<T> {
        #[allow(clippy::new_without_default, reason = "as the library's")]
        pub const fn new() -> PerProcess<T> {
            PerProcess(std::marker::PhantomData)
        }

        pub fn get(&'static self, _: fn() -> T) -> &'static T {
            unreachable!("no model shares anything beyond its run")
        }
    }
}

/// In place of the library's `sync`.
pub mod sync {
    pub use super::impatience::Condvar;
    pub use shuttle::sync::{Arc, Mutex, MutexGuard, atomic};
    pub use shuttle::thread_local;
    pub use std::sync::PoisonError;

    pub fn look_again(_: u32) {
        shuttle::thread::yield_now();
    }
}

/// Shuttle's condition variables never time out, so that no deadline saves a wait that is not woken. Where a
/// model wants it, theirs may end by time at any moment.
pub mod impatience {
    use std::sync::LockResult;
    use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::time::Duration;

    use shuttle::rand::Rng;
    use shuttle::sync::{Arc, MutexGuard};

    /// Of the process, so that all models of a file are the one or the other.
    static ON: AtomicBool = AtomicBool::new(false);

    pub fn on() {
        ON.store(true, SeqCst);
    }

    #[derive(Default)]
    pub struct Condvar(Arc<shuttle::sync::Condvar>);

    pub struct Waited(bool);

    impl Waited {
        pub fn timed_out(&self) -> bool {
            self.0
        }
    }

    impl Condvar {
        pub fn new() -> Condvar {
            Condvar::default()
        }

        pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
            self.0.wait(guard)
        }

        /// Ended by time, it has waited all the same: others may run before it has the lock again. Those that wait
        /// beside it are woken for nothing, as they may be.
        pub fn wait_timeout<'a, T>(
            &self,
            guard: MutexGuard<'a, T>,
            _: Duration,
        ) -> LockResult<(MutexGuard<'a, T>, Waited)> {
            let ends = ON.load(SeqCst) && shuttle::rand::thread_rng().gen_bool(0.5);
            if ends {
                let wake = Arc::clone(&self.0);
                shuttle::thread::spawn(move || wake.notify_all());
            }
            match self.0.wait(guard) {
                Ok(guard) => Ok((guard, Waited(ends))),
                Err(poisoned) => Err(std::sync::PoisonError::new((poisoned.into_inner(), Waited(ends)))),
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

/// In place of the library's `clock`: it stands still.
pub mod clock {
    use super::sync::{Condvar, MutexGuard, PoisonError};

    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Moment(pub u64);

    impl Moment {
        #[cfg(test)]
        pub const ZERO: Moment = Moment(0);

        pub const NEVER: Moment = Moment(u64::MAX);

        pub fn after(self, _: std::time::Duration) -> Moment {
            Moment(1)
        }

        pub fn since(self, _: Moment) -> std::time::Duration {
            std::time::Duration::ZERO
        }
    }

    pub fn now() -> Moment {
        Moment(0)
    }

    pub fn wait<'a, T>(wake: &Condvar, guard: MutexGuard<'a, T>, _: Option<Moment>) -> MutexGuard<'a, T> {
        wake.wait(guard).unwrap_or_else(PoisonError::into_inner)
    }
}

/// In place of the library's sockets.
pub mod readiness {
    use std::io;
    use std::time::Duration;

    use super::sync::Arc;
    use super::sync::atomic::{AtomicBool, Ordering::SeqCst};

    pub const READABLE: i16 = 0;

    /// Something is there to read, or not yet.
    #[derive(Default)]
    pub struct Socket(pub AtomicBool);

    pub fn wait(sockets: &[Arc<Socket>], _: i16, _: Duration) -> io::Result<Vec<bool>> {
        shuttle::thread::yield_now();
        Ok(sockets.iter().map(|socket| socket.0.load(SeqCst)).collect())
    }
}

/// In place of the library's `panic`: it contains the panics that models inject, and no failed assertion.
pub mod panic {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    struct Injected;

    /// Without the hook, which would print.
    pub fn inject() -> ! {
        resume_unwind(Box::new(Injected))
    }

    pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, String> {
        catch_unwind(AssertUnwindSafe(work)).map_err(|payload| match payload.downcast::<Injected>() {
            Ok(_) => "injected".to_owned(),
            Err(other) => resume_unwind(other),
        })
    }
}

/// In place of the library's `log`.
pub mod log {
    pub fn error(_: impl FnOnce() -> String) {}
    pub fn warn(_: impl FnOnce() -> String) {}
    pub fn info(_: impl FnOnce() -> String) {}
    pub fn leave_to_others(_: HandOver) {}

    pub struct Line;

    pub type HandOver = fn(Line);

    pub struct About;

    pub fn about(_: u64, _: u64) -> About {
        About
    }
}

/// In place of the library's files.
pub mod disk {
    pub mod store {
        use std::sync::PoisonError;

        use crate::runtime::sync::Arc;
        use crate::values::error::Result;

        /// A file by its number, and the place that it goes to.
        pub struct Draft(pub u64, pub Arc<std::sync::Mutex<Vec<u64>>>);

        impl Draft {
            /// The disk takes its time.
            pub fn put_in_place(self) -> Result<()> {
                shuttle::thread::yield_now();
                self.1.lock().unwrap_or_else(PoisonError::into_inner).push(self.0);
                shuttle::thread::yield_now();
                Ok(())
            }
        }

        pub fn try_write(_: &str) -> Result<()> {
            Ok(())
        }
    }
}
