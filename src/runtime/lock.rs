//! Locks and waits that go on after a panic. What a lock guards is changed in steps that leave it whole, so that one that
//! a panic has poisoned is taken as any other: refusing it would have one bug of ours end all that comes after.

use std::time::Duration;

use super::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Takes the lock.
#[inline]
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until notified, or for nothing: callers look again at why they wait.
pub fn wait<'a, T>(wake: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    wake.wait(guard).unwrap_or_else(PoisonError::into_inner)
}

/// The same for no longer than `most`; true if that is over.
pub fn wait_at_most<'a, T>(
    wake: &Condvar,
    guard: MutexGuard<'a, T>,
    most: Duration,
) -> (MutexGuard<'a, T>, bool) {
    let (guard, waited) = wake.wait_timeout(guard, most).unwrap_or_else(PoisonError::into_inner);
    (guard, waited.timed_out())
}
