//! A value that each process makes for itself on first use. A child process does not use its parent's, whose
//! locks and threads mean nothing there. Nobody waits for whoever makes one: a child of a process that was just
//! making it would wait for ever.

#![allow(unsafe_code)]

use std::sync::atomic::{AtomicPtr, Ordering};

use super::epoch;

/// Never freed, so that what it holds may be borrowed for ever.
pub struct PerProcess<T: 'static>(AtomicPtr<Made<T>>);

struct Made<T: 'static> {
    epoch: u64,
    value: T,
    /// Of the parent.
    before: Option<&'static Made<T>>,
}

impl<T: Send + Sync> PerProcess<T> {
    pub const fn new() -> PerProcess<T> {
        PerProcess(AtomicPtr::new(std::ptr::null_mut()))
    }

    /// The value of this process. `make` may run on several threads at once; one result is kept.
    pub fn get(&'static self, make: fn() -> T) -> &'static T {
        match self.known() {
            Some(made) if made.epoch == epoch::current() => &made.value,
            before => self.publish(before, make),
        }
    }

    /// The values of the processes that this one descends from, the nearest first.
    pub fn of_ancestors(&'static self) -> impl Iterator<Item = &'static T> {
        let own = epoch::current();
        let all = std::iter::successors(self.known(), |made| made.before);
        all.skip_while(move |made| made.epoch == own).map(|made| &made.value)
    }

    fn known(&self) -> Option<&'static Made<T>> {
        // SAFETY: null, or leaked by `publish` and never freed.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }
    }

    #[cold]
    fn publish(&self, before: Option<&'static Made<T>>, make: fn() -> T) -> &'static T {
        // From now on threads and the host may hold what is in here.
        #[cfg(windows)]
        super::module::pin();
        let made = Box::into_raw(Box::new(Made { epoch: epoch::current(), value: make(), before }));
        let old = before.map_or(std::ptr::null_mut(), |before| std::ptr::from_ref(before).cast_mut());
        match self.0.compare_exchange(old, made, Ordering::AcqRel, Ordering::Acquire) {
            // SAFETY: leaked just now.
            Ok(_) => unsafe { &(*made).value },
            Err(faster) => {
                // SAFETY: `made` was published nowhere; the other was leaked by the thread that was faster.
                unsafe {
                    drop(Box::from_raw(made));
                    &(*faster).value
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    #[test]
    fn all_threads_have_the_same_and_it_has_no_ancestors() {
        static CELL: PerProcess<u32> = PerProcess::new();
        static MADE: AtomicU32 = AtomicU32::new(0);
        let get = || CELL.get(|| MADE.fetch_add(1, Ordering::Relaxed));
        let addresses = std::thread::scope(|scope| {
            [(); 8]
                .map(|()| scope.spawn(move || std::ptr::from_ref(get()) as usize))
                .map(|one| one.join().unwrap())
        });
        assert!(addresses.iter().all(|address| *address == addresses[0]));
        assert_eq!(CELL.of_ancestors().count(), 0);
    }

    #[test]
    #[cfg(unix)]
    fn a_child_makes_its_own_and_knows_its_parents() {
        static CELL: PerProcess<u32> = PerProcess::new();
        assert_eq!(CELL.get(|| 7), &7);
        // SAFETY: the child asks for its value and ends.
        let ended = unsafe {
            let child = libc::fork();
            if child == 0 {
                let fresh = *CELL.get(|| 8) == 8 && CELL.of_ancestors().eq([&7]);
                libc::_exit(i32::from(!fresh));
            }
            let mut ended = 1;
            libc::waitpid(child, &raw mut ended, 0);
            ended
        };
        assert_eq!(ended, 0);
        assert_eq!(CELL.get(|| 9), &7);
    }
}
