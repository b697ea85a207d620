//! Who is freeing which client.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::process;
use crate::waits::{ThreadNumber, me};

/// Clients that are being freed, so that whoever frees the same one meanwhile returns no sooner.
#[derive(Default)]
pub struct Frees {
    by: Mutex<Vec<(usize, ThreadNumber)>>,
    ended: Condvar,
}

/// Over on drop.
struct Freeing<'a> {
    frees: &'a Frees,
    handle: usize,
}

impl Drop for Freeing<'_> {
    fn drop(&mut self) {
        self.frees
            .by
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(handle, _)| *handle != self.handle);
        self.frees.ended.notify_all();
    }
}

impl Frees {
    /// Runs `free` with what `take` gives for the handle, if this call is the one that ends it. Else waits
    /// for the one that does, but not for one that waits for this thread.
    pub fn run<T>(&self, handle: usize, take: impl FnOnce() -> Option<T>, free: impl FnOnce(T)) {
        let mut by = self.by.lock().unwrap_or_else(PoisonError::into_inner);
        let freed_by =
            |by: &[(usize, ThreadNumber)]| by.iter().find(|(freed, _)| *freed == handle).map(|(_, by)| *by);
        if let Some(thread) = freed_by(&by) {
            let Some(_waiting) = process::current().waits.enter(me(), thread) else { return };
            while freed_by(&by).is_some() {
                by = self.ended.wait(by).unwrap_or_else(PoisonError::into_inner);
            }
            return;
        }
        let Some(taken) = take() else { return };
        by.push((handle, me()));
        drop(by);
        let _freeing = Freeing { frees: self, handle };
        free(taken);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::Ordering;

    #[test]
    fn whoever_frees_the_same_object_returns_no_sooner_than_the_first() {
        let frees = Frees::default();
        let done = std::sync::atomic::AtomicBool::new(false);
        let (entered, hear) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                frees.run(
                    7,
                    || Some(()),
                    |()| {
                        entered.send(()).unwrap();
                        // Again from inside, as a callback may.
                        frees.run(7, || None::<()>, |()| unreachable!());
                        while process::current().waits.count() == 0 {
                            std::thread::yield_now();
                        }
                        done.store(true, Ordering::SeqCst);
                    },
                );
            });
            hear.recv().unwrap();
            frees.run(7, || None::<()>, |()| unreachable!());
            assert!(done.load(Ordering::SeqCst));
            first.join().unwrap();
        });
    }
}
