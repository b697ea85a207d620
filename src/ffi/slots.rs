//! The slots of a table: which are free, which are in quarantine, and one that is reserved before there is a value
//! for it.

use crate::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::collections::VecDeque;

use super::handle::Layout;
use super::table::{Slot, Table};
use crate::error::{Error, Result};
use crate::status::Status;

/// The slots that no handle names.
pub struct FreeSlots {
    layout: Layout,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Oldest first, so that a slot is unused as long as possible.
    free: VecDeque<u32>,
    /// Their generations are used up: an old handle would come to life in them. Oldest first.
    quarantined: VecDeque<u32>,
    made: u32,
}

impl FreeSlots {
    pub fn new(layout: Layout) -> FreeSlots {
        FreeSlots { layout, state: Mutex::default() }
    }

    /// One that is free, else a new one, which `make` makes room for, else one that was in quarantine for long
    /// enough.
    pub fn take(&self, make: impl FnOnce(u32)) -> Result<u32> {
        let mut state = self.lock();
        if let Some(index) = state.free.pop_front() {
            return Ok(index);
        }
        let index = state.made;
        if index < self.layout.slots() {
            make(index);
            state.made += 1;
            return Ok(index);
        }
        if state.quarantined.len() > self.layout.quarantine {
            return state.quarantined.pop_front().ok_or_else(|| Error::of(Status::InternalError));
        }
        let taken = self.layout.slots() as usize - state.quarantined.len();
        let text =
            format!("{taken} handles of this kind are taken, which is all; free those that are not needed");
        Err(Error::new(Status::TooMany, text))
    }

    pub fn give_back(&self, index: u32) {
        self.lock().free.push_back(index);
    }

    pub fn retire(&self, index: u32) {
        self.lock().quarantined.push_back(index);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A slot that is taken and empty: whoever has it gets a handle without fail. Given back on drop.
pub struct ReservedSlot<T: Send + Sync + 'static> {
    table: &'static Table<T>,
    slot: &'static Slot<T>,
    index: u32,
    filled: bool,
}

impl<T: Send + Sync> ReservedSlot<T> {
    pub fn new(table: &'static Table<T>, slot: &'static Slot<T>, index: u32) -> ReservedSlot<T> {
        ReservedSlot { table, slot, index, filled: false }
    }

    /// The handle for `value`.
    pub fn fill(mut self, value: Arc<T>) -> usize {
        self.filled = true;
        let generation = self.slot.fill(value);
        self.table.handle(self.index, generation)
    }
}

impl<T: Send + Sync> Drop for ReservedSlot<T> {
    fn drop(&mut self) {
        if !self.filled {
            self.table.give_back(self.index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ffi::handle::HandleKind;

    #[test]
    fn a_reserved_place_is_no_handle_and_is_given_back() {
        let table: &Table<u32> = Box::leak(Box::new(Table::new(HandleKind::Config, Layout::own())));
        drop(table.reserve().unwrap());
        let handle = table.reserve().unwrap().fill(Arc::new(7));
        assert_eq!(**table.get(handle).unwrap(), 7);
        assert_eq!(table.insert(Arc::new(8)).map(|other| other == handle), Ok(false));
    }

    #[test]
    fn places_are_given_out_in_the_order_in_which_they_were_freed() {
        let places = FreeSlots::new(Layout::own());
        let mut made = Vec::new();
        for _ in 0..3 {
            places.take(|index| made.push(index)).unwrap();
        }
        places.give_back(2);
        places.give_back(0);
        assert_eq!(made, [0, 1, 2]);
        let again: Vec<u32> = (0..3).map(|_| places.take(|_| ()).unwrap()).collect();
        assert_eq!(again, [2, 0, 3]);
    }
}
