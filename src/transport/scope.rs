//! The request that a thread is making. ureq has no place of its own to hand it to a connection.

use std::cell::RefCell;

use super::lease::{Lease, Stop};
use crate::sync::Arc;

thread_local! {
    static CURRENT: RefCell<Option<Arc<Lease>>> = const { RefCell::new(None) };
}

/// Puts back what was current before, also after a panic.
struct Restore(Option<Arc<Lease>>);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

/// Runs `work`, whose connections find the lease by `current`.
pub fn with<T>(lease: &Arc<Lease>, work: impl FnOnce() -> T) -> T {
    let _restore = Restore(CURRENT.replace(Some(Arc::clone(lease))));
    work()
}

/// The lease of the request that this thread is making.
pub fn current() -> Result<Arc<Lease>, Stop> {
    CURRENT.with_borrow(Clone::clone).ok_or(Stop::Cancelled)
}
