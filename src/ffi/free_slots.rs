//! The slots of a table that no handle names: which are free, and which are in quarantine.

use crate::runtime::lock::lock;
use crate::runtime::sync::{Mutex, MutexGuard};
use std::collections::VecDeque;

use super::handle::Layout;
use crate::status::Status;
use crate::values::error::{Error, Result};

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
        if state.quarantined.len() > self.layout.quarantine
            && let Some(index) = state.quarantined.pop_front()
        {
            return Ok(index);
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
        lock(&self.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
