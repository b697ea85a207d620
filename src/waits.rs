//! Which thread waits for whose callback, so that two that would wait for each other are found out.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::sync::{Arc, Mutex, PoisonError, thread_local};

/// Names a thread. std's own names cannot be had in destructors of thread-local values, where a host may
/// call us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadNumber(u64);

/// The current thread.
pub fn me() -> ThreadNumber {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local! {
        static NUMBER: Cell<u64> = const { Cell::new(0) };
    }
    NUMBER.with(|number| {
        if number.get() == 0 {
            number.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        ThreadNumber(number.get())
    })
}

/// Who waits for whom: few at a time, and each for one.
#[derive(Default)]
pub struct Waits(Mutex<Vec<(ThreadNumber, ThreadNumber)>>);

/// Forgets the wait on drop.
pub struct Waiting {
    waits: Arc<Waits>,
    waiter: ThreadNumber,
}

impl Waits {
    /// Notes that `waiter` waits for `runner`; `None` if `runner` waits for `waiter`, however indirectly.
    pub fn enter(self: &Arc<Self>, waiter: ThreadNumber, runner: ThreadNumber) -> Option<Waiting> {
        let mut edges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = Some(runner);
        while let Some(thread) = next {
            if thread == waiter {
                return None;
            }
            next = edges.iter().find(|(waits, _)| *waits == thread).map(|(_, runs)| *runs);
        }
        edges.push((waiter, runner));
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
        self.waits
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(waiter, _)| *waiter != self.waiter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_waits_is_refused() {
        let ids: Vec<ThreadNumber> = (0..3).map(|_| std::thread::spawn(me).join().unwrap()).collect();
        let waits = Arc::new(Waits::default());
        let first = waits.enter(ids[0], ids[1]).unwrap();
        let _second = waits.enter(ids[1], ids[2]).unwrap();
        assert!(waits.enter(ids[2], ids[0]).is_none());
        drop(first);
        assert!(waits.enter(ids[2], ids[0]).is_some());
    }
}
