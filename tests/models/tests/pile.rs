//! `ffi/pile.rs`: threads take slots and put them back.

use authforge_models::ffi::pile::Pile;
use authforge_models::run;
use authforge_models::runtime::sync::Arc;
use authforge_models::runtime::sync::atomic::{AtomicU32, Ordering};
use shuttle::thread;

const SLOTS: u32 = 3;

struct Slots {
    pile: Pile,
    below: Vec<AtomicU32>,
    holders: Vec<std::sync::atomic::AtomicU32>,
}

impl Slots {
    fn take(&self) -> Option<u32> {
        let index = self.pile.take(|index| self.below.get(index as usize))?;
        assert_eq!(self.holders[index as usize].fetch_add(1, Ordering::SeqCst), 0, "{index} has two holders");
        Some(index)
    }

    fn put(&self, index: u32) {
        self.holders[index as usize].fetch_sub(1, Ordering::SeqCst);
        self.pile.put(index, &self.below[index as usize]);
    }
}

/// One takes a slot while the other takes that one and the next and puts the first back, on top again.
#[test]
fn no_slot_has_two_holders_and_none_is_lost() {
    run::all("a pile", || {
        let slots = Arc::new(Slots {
            pile: Pile::default(),
            below: (0..SLOTS).map(|_| AtomicU32::new(0)).collect(),
            holders: (0..SLOTS).map(|_| std::sync::atomic::AtomicU32::new(1)).collect(),
        });
        (0..SLOTS).for_each(|index| slots.put(index));
        let one = thread::spawn({
            let slots = Arc::clone(&slots);
            move || slots.take()
        });
        let (first, second) = (slots.take(), slots.take());
        first.into_iter().for_each(|index| slots.put(index));
        let held = [one.join().ok().flatten(), second];
        held.into_iter().flatten().for_each(|index| slots.put(index));
        let mut all: Vec<u32> = std::iter::from_fn(|| slots.take()).collect();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2]);
    });
}
