//! A value that is replaced now and then and copied at any time: whoever copies it waits for nobody, and two that copy it at
//! once do not hold each other up.

#![allow(unsafe_code)]

use std::cell::UnsafeCell;

use super::lock::lock;
use super::sync::atomic::{AtomicU64, Ordering};
use super::sync::{Arc, Mutex, look_again};

/// Two places for the value, one of which is shown. Another value is put into the other, which is then shown instead; whoever
/// did so waits until those have left that came to the first, and takes the old one out.
#[repr(align(64))]
pub struct Published<T> {
    /// Which place is shown, in the lowest bit, and above it how many have come to it since it is.
    came: AtomicU64,
    /// How many of them have left, for each place.
    left: [AtomicU64; 2],
    places: [UnsafeCell<Option<Arc<T>>>; 2],
    /// Held by whoever replaces the value.
    replacing: Mutex<()>,
}

// SAFETY: a place is written by the thread that holds `replacing`, while it is not shown and all that had come to it have
// left; all others read it while they are counted.
unsafe impl<T: Send + Sync> Sync for Published<T> {}

impl<T> Default for Published<T> {
    fn default() -> Published<T> {
        Published {
            came: AtomicU64::default(),
            left: Default::default(),
            places: Default::default(),
            replacing: Mutex::default(),
        }
    }
}

impl<T> Published<T> {
    pub fn get(&self) -> Option<Arc<T>> {
        let shown = (self.came.fetch_add(2, Ordering::Acquire) & 1) as usize;
        // SAFETY: counted, so nobody writes to it.
        let value = unsafe { (*self.places[shown].get()).clone() };
        self.left[shown].fetch_add(1, Ordering::Release);
        value
    }

    /// Shows another value; gives the old one, which nobody can get any more.
    pub fn replace(&self, value: Option<Arc<T>>) -> Option<Arc<T>> {
        self.replace_if(value, || true)
    }

    /// The same if it is wanted when nobody else replaces anything; else gives back `value`.
    pub fn replace_if(&self, value: Option<Arc<T>>, wanted: impl FnOnce() -> bool) -> Option<Arc<T>> {
        let _alone = lock(&self.replacing);
        if !wanted() {
            return value;
        }
        let shown = (self.came.load(Ordering::Relaxed) & 1) as usize;
        // SAFETY: not shown, and all that had come have left before the last replacement was over.
        unsafe { *self.places[1 - shown].get() = value };
        let came = self.came.swap(1 - shown as u64, Ordering::AcqRel) >> 1;
        // They copy a pointer. Whoever is not back soon was put to sleep in the middle of it.
        (0..).take_while(|_| self.left[shown].load(Ordering::Acquire) != came).for_each(look_again);
        self.left[shown].store(0, Ordering::Relaxed);
        // SAFETY: no longer shown, and all that had come have left.
        unsafe { (*self.places[shown].get()).take() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_is_given_back_and_held_by_nobody() {
        let published = Published::default();
        assert_eq!((published.get(), published.replace(Some(Arc::new(1)))), (None, None));
        let copy = published.get();
        assert_eq!(copy.as_deref(), Some(&1));
        for number in 2..10 {
            assert_eq!(published.replace(Some(Arc::new(number))).as_deref(), Some(&(number - 1)));
            assert_eq!(published.get().as_deref(), Some(&number));
        }
        assert_eq!(Arc::strong_count(&copy.unwrap()), 1);
        let last = published.replace(None).unwrap();
        assert_eq!((published.get(), Arc::strong_count(&last)), (None, 1));
    }

    #[test]
    fn copies_are_whole_while_it_is_replaced() {
        let published = Published::default();
        published.replace(Some(Arc::new([0; 64])));
        std::thread::scope(|scope| {
            let readers: Vec<_> = (0..3)
                .map(|_| {
                    scope.spawn(|| {
                        let mut last = 0;
                        while last < 20_000 {
                            let copy = published.get().unwrap();
                            assert!(copy.iter().all(|number| *number == copy[0]) && copy[0] >= last);
                            last = copy[0];
                        }
                    })
                })
                .collect();
            for number in 1..=20_000 {
                let old = published.replace(Some(Arc::new([number; 64]))).unwrap();
                assert_eq!(old[0], number - 1);
            }
            readers.into_iter().for_each(|reader| reader.join().unwrap());
        });
    }
}
