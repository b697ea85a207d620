//! The request that a thread is making. ureq has no place of its own to hand it to a connection.

use std::cell::RefCell;

use super::lease::{Lease, Stop};
use crate::runtime::epoch;
use crate::runtime::sync::Arc;

/// A lease, and the process that makes the request.
type Made = (u64, Arc<Lease>);

thread_local! {
    static CURRENT: RefCell<Option<Made>> = const { RefCell::new(None) };
}

/// Puts back what was current before, also after a panic.
struct Restore(Option<Made>);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

/// Runs `work`, whose connections find the lease by `current`.
pub fn with<T>(lease: &Arc<Lease>, work: impl FnOnce() -> T) -> T {
    let _restore = Restore(CURRENT.replace(Some((epoch::current(), Arc::clone(lease)))));
    work()
}

/// The lease of the request that this thread is making. A child process that was forked in the middle of one has
/// none: the connection is its parent's.
pub fn current() -> Result<Arc<Lease>, Stop> {
    let made = CURRENT.with_borrow(Clone::clone);
    made.filter(|(epoch, _)| *epoch == epoch::current()).map(|(_, lease)| lease).ok_or(Stop::Cancelled)
}
