//! The slots of a table that no handle names: which are free, and which are in quarantine.

use std::collections::VecDeque;

use super::handle::Layout;
use super::pile::Pile;
use crate::runtime::lock::lock;
use crate::runtime::sync::Mutex;
use crate::runtime::sync::atomic::AtomicU32;
use crate::status::Status;
use crate::values::error::{Error, Result};

/// The slots that no handle names. Who takes a free one or gives one back waits for nobody: they are in piles, and each of
/// them knows the one below it, in the word that `below` of a caller finds.
pub struct FreeSlots {
    layout: Layout,
    /// Threads have a pile each, as far as that goes: what one of them frees it takes again, and no two cores pass memory
    /// around.
    piles: [Pile; PILES],
    rest: Mutex<Rest>,
}

#[derive(Default)]
struct Rest {
    /// Their generations are used up: an old handle would come to life in them. Oldest first.
    quarantined: VecDeque<u32>,
    made: u32,
}

const PILES: usize = 16;
/// The pile of this thread: stacks are this far apart, or more.
fn own_pile() -> usize {
    const STACK: u32 = 16;
    let here = 0_u8;
    let stack = (&raw const here).addr() as u64 >> STACK;
    (stack.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PILES.ilog2())) as usize
}

impl FreeSlots {
    pub fn new(layout: Layout) -> FreeSlots {
        let piles = std::array::from_fn(|_| Pile::default());
        FreeSlots { layout, piles, rest: Mutex::default() }
    }

    /// One that is free, else a new one, which `make` makes room for, else one that was in quarantine for long
    /// enough.
    pub fn take<'a>(&self, below: impl Fn(u32) -> Option<&'a AtomicU32>, make: impl Fn(u32)) -> Result<u32> {
        let own = own_pile();
        match (own..own + PILES).find_map(|pile| self.piles[pile % PILES].take(&below)) {
            Some(index) => Ok(index),
            None => self.take_more(&make),
        }
    }

    #[cold]
    fn take_more(&self, make: &dyn Fn(u32)) -> Result<u32> {
        let mut rest = lock(&self.rest);
        let index = rest.made;
        if index < self.layout.slots() {
            make(index);
            rest.made += 1;
            return Ok(index);
        }
        if rest.quarantined.len() > self.layout.quarantine
            && let Some(index) = rest.quarantined.pop_front()
        {
            return Ok(index);
        }
        let taken = self.layout.slots() as usize - rest.quarantined.len();
        let text =
            format!("{taken} handles of this kind are taken, which is all; free those that are not needed");
        Err(Error::new(Status::TooMany, text))
    }

    /// `below` is the word of this slot.
    pub fn give_back(&self, index: u32, below: &AtomicU32) {
        self.piles[own_pile()].put(index, below);
    }

    pub fn retire(&self, index: u32) {
        lock(&self.rest).quarantined.push_back(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    fn words(count: usize) -> Vec<AtomicU32> {
        (0..count).map(|_| AtomicU32::new(0)).collect()
    }

    #[test]
    fn the_place_that_was_freed_last_is_given_out_first() {
        let (places, words) = (FreeSlots::new(Layout::own()), words(3));
        let below = |index: u32| words.get(index as usize);
        let made: Vec<u32> = (0..3).map(|_| places.take(below, |_| ()).unwrap()).collect();
        places.give_back(2, &words[2]);
        places.give_back(0, &words[0]);
        assert_eq!(made, [0, 1, 2]);
        let again: Vec<u32> = (0..3).map(|_| places.take(below, |_| ()).unwrap()).collect();
        assert_eq!(again, [0, 2, 3]);
    }

    #[test]
    fn no_place_is_given_to_two_threads() {
        const PLACES: usize = 16;
        let (places, words) = (FreeSlots::new(Layout::own()), words(PLACES));
        let taken: Vec<AtomicBool> = (0..PLACES).map(|_| AtomicBool::new(false)).collect();
        let below = |index: u32| words.get(index as usize);
        let work = || {
            for _ in 0..50_000 {
                let held: Vec<u32> = (0..3).map(|_| places.take(below, |_| ()).unwrap()).collect();
                for index in held.iter().map(|index| *index as usize) {
                    assert!(!taken[index].swap(true, Ordering::Relaxed), "{index}");
                }
                for index in held {
                    taken[index as usize].store(false, Ordering::Relaxed);
                    places.give_back(index, &words[index as usize]);
                }
            }
        };
        std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(work))));
        assert!(lock(&places.rest).made <= 12, "more places were made than were ever held");
    }
}
