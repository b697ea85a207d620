//! Files of the library as they are, whose threads, locks and condition variables are shuttle's here: a
//! test under `tests/` runs them in every order, or in very many.

#![allow(dead_code, reason = "a model uses a part of what the library does")]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "the library's own tests are here too, for Clippy alone")
)]
#![allow(unexpected_cfgs, reason = "the library's feature for tests")]

pub mod client;
pub mod engine;
pub mod run;

/// In place of the library's `sync`.
pub mod sync {
    pub use crate::impatience::Condvar;
    pub use shuttle::sync::{Arc, Mutex, MutexGuard, atomic};
    pub use shuttle::thread_local;
    pub use std::sync::PoisonError;
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
    use crate::sync::{Condvar, MutexGuard, PoisonError};

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Moment(pub u64);

    impl Moment {
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
    pub fn leave_to_others() {}

    pub struct About;

    pub fn about(_: u64, _: u64) -> About {
        About
    }
}

/// In place of the library's `process`: nobody forks, each job has a thread at once, pauses are over at once, and no
/// deadline comes.
pub mod process {
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    use crate::clock::Moment;
    use crate::engine::{Job, Lane, Ticket, Timer};
    use crate::error::Result;

    pub struct Process(AtomicU64);

    static CURRENT: Process = Process(AtomicU64::new(1));

    pub fn current() -> &'static Process {
        &CURRENT
    }

    pub fn epoch() -> u64 {
        0
    }

    impl Process {
        pub fn number(&self) -> u64 {
            self.0.fetch_add(1, Relaxed)
        }

        pub fn run(&self, _: Lane, job: Job) -> Result<Ticket> {
            Ok(Ticket::of(job))
        }

        pub fn at(&self, when: Moment, job: Job) -> Timer {
            if when == Moment::NEVER { Timer::never(job) } else { Timer::soon(job) }
        }

        pub fn ensure_timer_thread(&self) -> Result<()> {
            Ok(())
        }
    }
}

/// What requests are about, left out.
pub mod event {
    use crate::error::Error;
    use crate::exchange::Retry;
    use crate::session::Session;
    use crate::sync::Arc;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum EventKind {
        LoggedIn,
        HeartbeatSucceeded,
        SessionEnded,
        RequestFinished,
        RequestRetrying,
    }

    pub enum Reason {
        LoginFailed,
        NetworkError,
        OfflineLoginFailed,
    }

    pub enum Severity {
        None,
        NoSession,
    }

    pub type Reservation = std::sync::Arc<dyn std::any::Any + Send + Sync>;

    #[derive(Clone, Debug)]
    pub struct Event {
        pub kind: EventKind,
        pub request: u64,
        pub error: Option<Error>,
        pub session: Option<Arc<Session>>,
        pub reservation: Option<Reservation>,
    }

    impl Event {
        pub fn new(kind: EventKind) -> Event {
            Event { kind, request: 0, error: None, session: None, reservation: None }
        }

        pub fn of_session(kind: EventKind, session: &Arc<Session>) -> Event {
            Event { session: Some(Arc::clone(session)), ..Event::new(kind) }
        }

        pub fn retrying(request: u64, retry: &Retry) -> Event {
            let error = Some(retry.error.clone());
            Event { request, error, ..Event::new(EventKind::RequestRetrying) }
        }
    }
}

pub mod session {
    #[derive(Debug)]
    pub struct Session(pub u64);
}

pub mod protocol {
    pub enum Reply {
        Done,
    }

    pub mod request {
        pub struct Body;
    }
}

pub mod exchange {
    use std::time::Duration;

    use shuttle::rand::Rng;

    use crate::error::{Error, Result};
    use crate::policy::budget::Budget;
    use crate::protocol::Reply;
    use crate::protocol::request::Body;
    use crate::status::Status;
    use crate::sync::Arc;
    use crate::transport::Lease;

    pub struct Peer;

    /// Its first attempt may fail, and its second does not.
    pub struct Exchange {
        fails: bool,
    }

    pub enum Step {
        Done(Result<Reply>),
        Again(Retry),
    }

    pub struct Retry {
        pub pause: Duration,
        pub error: Error,
        pub attempt: u32,
    }

    impl Exchange {
        pub fn new(_: Body, _: Budget, _: Arc<Lease>) -> Exchange {
            Exchange { fails: shuttle::rand::thread_rng().gen_bool(0.5) }
        }

        pub fn send_hwid(&mut self, _: &str) {}

        pub fn step(&mut self, _: &Peer) -> Step {
            shuttle::thread::yield_now();
            if std::mem::take(&mut self.fails) {
                let (pause, error) = (Duration::from_secs(2), Error::of(Status::RateLimited));
                return Step::Again(Retry { pause, error, attempt: 1 });
            }
            Step::Done(Ok(Reply::Done))
        }
    }
}

pub mod policy {
    pub mod budget {
        use crate::clock::Moment;
        use crate::error::Error;
        use crate::status::Status;

        pub struct Budget;

        impl Budget {
            pub fn ends(&self) -> Moment {
                Moment::NEVER
            }

            pub fn used_up(&self) -> Error {
                Error::of(Status::Timeout)
            }
        }
    }
}

pub mod offline {
    pub mod store {
        use std::sync::PoisonError;

        use crate::error::Result;
        use crate::sync::Arc;

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

        pub fn check_name(_: &str) -> Result<()> {
            Ok(())
        }

        pub fn try_write(_: &str) -> Result<()> {
            Ok(())
        }
    }
}

pub mod transport {
    pub use crate::lease::Lease;
}

#[path = "../../../src/error.rs"]
pub mod error;
#[path = "../../../src/transport/lease.rs"]
pub mod lease;
#[path = "../../../src/mailbox/mod.rs"]
pub mod mailbox;
#[path = "../../../src/status/mod.rs"]
pub mod status;
#[path = "../../../src/wait_for_graph.rs"]
pub mod wait_for_graph;
