//! A pile of slots: what was put on it last is taken first, and nobody waits for anybody.

use crate::runtime::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// The slot on top, or `NONE`, and how often this word has changed: so a thread that has been away between reading it and
/// taking the slot learns of it, even when the same slot is on top again. Each slot has a word of its own for the one below it.
#[repr(align(64))]
pub struct Pile(AtomicU64);

const INDEX: u64 = (1 << 24) - 1;
/// Above all slots, since the highest is left out of every layout.
const NONE: u32 = INDEX as u32;

fn index_of(top: u64) -> u32 {
    (top & INDEX) as u32
}

fn changed(top: u64, index: u32) -> u64 {
    (top & !INDEX).wrapping_add(INDEX + 1) | u64::from(index)
}

impl Default for Pile {
    fn default() -> Pile {
        Pile(AtomicU64::new(u64::from(NONE)))
    }
}

impl Pile {
    /// `below` finds the word of a slot.
    pub fn take<'a>(&self, below: impl Fn(u32) -> Option<&'a AtomicU32>) -> Option<u32> {
        let mut top = self.0.load(Ordering::Acquire);
        while index_of(top) != NONE {
            let taken = changed(top, below(index_of(top))?.load(Ordering::Relaxed));
            match self.0.compare_exchange_weak(top, taken, Ordering::Acquire, Ordering::Acquire) {
                Ok(_) => return Some(index_of(top)),
                Err(now) => top = now,
            }
        }
        None
    }

    /// `below` is the word of this slot.
    pub fn put(&self, index: u32, below: &AtomicU32) {
        let mut top = self.0.load(Ordering::Relaxed);
        loop {
            below.store(index_of(top), Ordering::Relaxed);
            let given = changed(top, index);
            match self.0.compare_exchange_weak(top, given, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return,
                Err(now) => top = now,
            }
        }
    }
}
