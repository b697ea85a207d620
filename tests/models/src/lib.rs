//! Files of the library as they are, whose threads, locks and condition variables are shuttle's here: a
//! test under `tests/` runs them in every order, or in very many.

/// In place of the library's `sync`.
pub mod sync {
    pub use shuttle::sync::{Arc, Condvar, Mutex, MutexGuard};
    pub use std::sync::PoisonError;
}

/// In place of the library's `clock`: it stands still, so that no deadline ever saves a wait that is not
/// woken. Shuttle then says that the threads wait for each other.
pub mod clock {
    use crate::sync::{Condvar, MutexGuard, PoisonError};

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Moment(pub u64);

    pub fn now() -> Moment {
        Moment(0)
    }

    pub fn wait<'a, T>(wake: &Condvar, guard: MutexGuard<'a, T>, _: Option<Moment>) -> MutexGuard<'a, T> {
        wake.wait(guard).unwrap_or_else(PoisonError::into_inner)
    }
}

#[path = "../../../src/transport/lease.rs"]
pub mod lease;
