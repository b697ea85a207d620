//! Which thread waits for whose callback, so that two that would wait for each other are found out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ThreadId;

#[derive(Default)]
pub struct Waits(Mutex<HashMap<ThreadId, ThreadId>>);

/// Forgets the wait on drop.
pub struct Waiting {
    waits: Arc<Waits>,
    waiter: ThreadId,
}

impl Waits {
    /// Notes that `waiter` waits for `runner`; `None` if `runner` waits for `waiter`, however indirectly.
    pub fn enter(self: &Arc<Self>, waiter: ThreadId, runner: ThreadId) -> Option<Waiting> {
        let mut edges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = Some(runner);
        while let Some(thread) = next {
            if thread == waiter {
                return None;
            }
            next = edges.get(&thread).copied();
        }
        edges.insert(waiter, runner);
        Some(Waiting { waits: Arc::clone(self), waiter })
    }
}

#[cfg(test)]
impl Waits {
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.waits.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.waiter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_waits_is_refused() {
        let ids: Vec<ThreadId> =
            (0..3).map(|_| std::thread::spawn(|| std::thread::current().id()).join().unwrap()).collect();
        let waits = Arc::new(Waits::default());
        let first = waits.enter(ids[0], ids[1]).unwrap();
        let _second = waits.enter(ids[1], ids[2]).unwrap();
        assert!(waits.enter(ids[2], ids[0]).is_none());
        drop(first);
        assert!(waits.enter(ids[2], ids[0]).is_some());
    }
}
