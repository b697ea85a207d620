//! The objects behind the handles of one kind.
//!
//! A slot is reached without a lock. Its `state` counts the calls that are using it; freeing marks it
//! closed, and whoever leaves last takes the value out. `flag_word` is read by `af_is_authenticated` alone and
//! lives on a cache line that calls do not write to. Slots are never given back to the system, so that a
//! stale handle always meets a slot, of another generation.

use std::cell::UnsafeCell;
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

use super::free_slots::FreeSlots;
use super::handle::{Codec, HandleKind, Layout, Parts};
use crate::runtime::epoch;
use crate::runtime::sync::atomic::AtomicU32;
use crate::status::Status;
use crate::values::error::{Error, Result};

pub const CLOSED: u64 = 1 << 31;
const USERS: u64 = CLOSED - 1;

/// An object that has a handle.
pub trait Entry: Send + Sync + 'static {
    /// What can be read of it without holding it.
    type Beside: Beside;
}

/// Of a slot, and so for the object of any handle that ever names it.
pub trait Beside: Default + Send + Sync {
    /// The object has been freed. `epoch` is that of its table.
    fn clear(&self, epoch: u64);
}

/// Nothing.
impl Beside for () {
    fn clear(&self, _: u64) {}
}

/// One slot of a table: a cache line for what is asked in every frame, and one for what calls write to.
pub struct Slot<T: Entry> {
    /// Generation, and one bit: what `af_is_authenticated` answers.
    flag_word: CacheLine<AtomicU64>,
    held: CacheLine<Held<T>>,
    beside: T::Beside,
}

struct Held<T: Entry> {
    /// Generation in the upper half, then "closed", then the number of calls inside.
    state: AtomicU64,
    value: UnsafeCell<Option<Arc<T>>>,
    table: &'static Table<T>,
    index: u32,
    /// The slot that is free after this one, as long as this one is.
    below: AtomicU32,
}

#[repr(align(64))]
struct CacheLine<T>(T);

impl<T: Entry> Slot<T> {
    /// Holds the object of a handle of this generation, which has not been freed.
    fn is_open(&self, generation: u64) -> bool {
        let state = self.held.0.state.load(Ordering::Acquire);
        state >> 32 == generation && state & CLOSED == 0
    }

    /// Fills a slot that is the caller's alone: it was free, or never used. Gives its handle.
    fn fill(&self, value: Arc<T>) -> usize {
        // SAFETY: as the caller says; nobody enters while it is closed.
        unsafe { *self.held.0.value.get() = Some(value) };
        let generation = self.flag_word.0.load(Ordering::Relaxed) >> 1;
        self.held.0.state.store(generation << 32, Ordering::Release);
        self.held.0.table.codec.encode(Parts { slot: self.held.0.index, generation })
    }

    /// Takes the value out of a slot that is closed and empty of calls, and makes the slot free again.
    fn vacate(&self) -> Option<Arc<T>> {
        let held = &self.held.0;
        // As long as it is closed nobody puts anything there.
        self.beside.clear(held.table.epoch);
        // SAFETY: closed and unused: no call is inside and none can enter.
        let value = unsafe { (*held.value.get()).take() };
        let generation = (held.state.load(Ordering::Relaxed) >> 32) + 1;
        let used_up = generation == held.table.codec.layout.generations();
        let generation = if used_up { 0 } else { generation };
        self.flag_word.0.store(generation << 1, Ordering::Release);
        held.state.store(generation << 32 | CLOSED, Ordering::Release);
        if used_up {
            held.table.free_slots.retire(held.index);
        } else {
            held.table.free_slots.give_back(held.index, &held.below);
        }
        value
    }
}

// SAFETY: a slot's value is written by the only thread that knows the slot (fill) or by the last one to
// leave it (vacate); all others read it while `state` counts them.
unsafe impl<T: Entry> Sync for Slot<T> {}

/// Slots of chunk n: `FIRST << n`.
const FIRST: usize = 16;
const CHUNKS: usize = 21;

/// All handles of one kind.
pub struct Table<T: Entry> {
    codec: Codec,
    epoch: u64,
    chunks: [AtomicPtr<Slot<T>>; CHUNKS],
    free_slots: FreeSlots,
    /// What is wrong with a word that names none of them.
    explain: fn(usize) -> Error,
}

/// The chunk of a slot and its place in it.
fn chunk_of(slot: u32) -> (usize, usize) {
    let scaled = slot as usize / FIRST + 1;
    let chunk = scaled.ilog2() as usize;
    (chunk, slot as usize - FIRST * ((1 << chunk) - 1))
}

/// An object in use by a call: it stays until this is dropped, even if it is freed meanwhile.
pub struct Used<T: Entry>(&'static Slot<T>);

impl<T: Entry> std::ops::Deref for Used<T> {
    type Target = Arc<T>;

    fn deref(&self) -> &Arc<T> {
        // SAFETY: counted in `state`, so nobody takes the value; it was there when the count was taken.
        unsafe { (*self.0.held.0.value.get()).as_ref().unwrap_unchecked() }
    }
}

impl<T: Entry> Drop for Used<T> {
    fn drop(&mut self) {
        let before = self.0.held.0.state.fetch_sub(1, Ordering::AcqRel);
        if before & (CLOSED | USERS) == CLOSED | 1 {
            drop(self.0.vacate());
        }
    }
}

/// A slot that is taken and empty: whoever has it gets a handle without fail. Given back on drop.
pub struct ReservedSlot<T: Entry>(&'static Slot<T>);

impl<T: Entry> ReservedSlot<T> {
    /// The handle for `value`.
    pub fn fill(self, value: Arc<T>) -> usize {
        ManuallyDrop::new(self).0.fill(value)
    }
}

impl<T: Entry> Drop for ReservedSlot<T> {
    fn drop(&mut self) {
        let Held { table, index, below, .. } = &self.0.held.0;
        // That of the parent's table is no child's to give back.
        if table.epoch == epoch::current() {
            table.free_slots.give_back(*index, below);
        }
    }
}

impl<T: Entry> Table<T> {
    pub fn new(kind: HandleKind, layout: Layout, explain: fn(usize) -> Error) -> Table<T> {
        let chunks = std::array::from_fn(|_| AtomicPtr::new(std::ptr::null_mut()));
        Table {
            codec: Codec::new(kind, layout),
            epoch: epoch::current(),
            chunks,
            free_slots: FreeSlots::new(layout),
            explain,
        }
    }

    /// A handle for `value`.
    pub fn insert(&'static self, value: Arc<T>) -> Result<usize> {
        Ok(self.reserve()?.fill(value))
    }

    /// A slot for a value that is to come.
    pub fn reserve(&'static self) -> Result<ReservedSlot<T>> {
        let below = |index| self.slot(index).map(|slot| &slot.held.0.below);
        let index = self.free_slots.take(below, |made| self.make_room(made))?;
        let slot = self.slot(index).ok_or_else(|| Error::of(Status::InternalError))?;
        Ok(ReservedSlot(slot))
    }

    /// Holds the object of a handle.
    pub fn get(&'static self, handle: usize) -> Result<Used<T>> {
        self.find(handle).ok_or_else(|| (self.explain)(handle))
    }

    /// The same for whoever does not ask why there is none.
    pub fn find(&'static self, handle: usize) -> Option<Used<T>> {
        let (parts, slot) = self.look_up(handle)?;
        let mut state = slot.held.0.state.load(Ordering::Acquire);
        while state >> 32 == parts.generation && state & CLOSED == 0 {
            let entered = slot.held.0.state.compare_exchange_weak(
                state,
                state + 1,
                Ordering::AcqRel,
                Ordering::Acquire,
            );
            match entered {
                Ok(_) => return Some(Used(slot)),
                Err(now) => state = now,
            }
        }
        None
    }

    /// The word names an object that has not been freed.
    pub fn is_live(&self, handle: usize) -> bool {
        self.look_up(handle).is_some_and(|(parts, slot)| slot.is_open(parts.generation))
    }

    /// What `look` finds beside the object of a handle, which is not held for it.
    pub fn look_beside<R>(&'static self, handle: usize, look: impl FnOnce(&T::Beside) -> R) -> Result<R> {
        let found = self.look_up(handle).and_then(|(parts, slot)| {
            let found = look(&slot.beside);
            // What was there before, or has come since, is another's.
            slot.is_open(parts.generation).then_some(found)
        });
        found.ok_or_else(|| (self.explain)(handle))
    }

    /// Changes what is beside the object of a handle, as long as the function that `change` is given says that it is this
    /// object's: `change` asks it where nobody else can change anything.
    pub fn change_beside(&'static self, handle: usize, change: impl FnOnce(&T::Beside, &dyn Fn() -> bool)) {
        if let Some((parts, slot)) = self.look_up(handle) {
            change(&slot.beside, &|| slot.is_open(parts.generation));
        }
    }

    /// Ends a handle; gives its object if this call was the one that ended it.
    pub fn remove(&'static self, handle: usize) -> Option<Arc<T>> {
        let (parts, slot) = self.look_up(handle)?;
        let unused = parts.generation << 32;
        let closed = unused | CLOSED;
        if slot.held.0.state.compare_exchange(unused, closed, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            return slot.vacate();
        }
        self.remove_used(handle)
    }

    /// The same while a call is inside; the last to leave vacates the slot.
    #[cold]
    fn remove_used(&'static self, handle: usize) -> Option<Arc<T>> {
        let used = self.find(handle)?;
        let before = used.0.held.0.state.fetch_or(CLOSED, Ordering::AcqRel);
        if before & CLOSED != 0 {
            return None;
        }
        Some(Arc::clone(&used))
    }

    /// The bit of a handle; false for anything that is no handle.
    pub fn bit(&self, handle: usize) -> bool {
        let Some((parts, slot)) = self.look_up(handle) else { return false };
        slot.flag_word.0.load(Ordering::Acquire) == parts.generation << 1 | 1
    }

    /// Sets the bit, unless the handle has ended.
    pub fn set_bit(&self, handle: usize, bit: bool) {
        let Some((parts, slot)) = self.look_up(handle) else { return };
        let (on, off) = (parts.generation << 1 | 1, parts.generation << 1);
        let (from, to) = if bit { (off, on) } else { (on, off) };
        let _ = slot.flag_word.0.compare_exchange(from, to, Ordering::AcqRel, Ordering::Relaxed);
    }

    #[inline]
    fn look_up(&self, handle: usize) -> Option<(Parts, &'static Slot<T>)> {
        let parts = self.codec.decode(handle)?;
        Some((parts, self.slot(parts.slot)?))
    }

    /// Memory for a slot that is used for the first time; nobody else makes one at the moment.
    fn make_room(&'static self, index: u32) {
        let (chunk, at) = chunk_of(index);
        if at == 0 {
            let slots: Box<[Slot<T>]> =
                (index..).take(FIRST << chunk).map(|index| self.new_slot(index)).collect();
            self.chunks[chunk].store(Box::into_raw(slots).cast::<Slot<T>>(), Ordering::Release);
        }
    }

    /// Of generation 0, and no handle names it yet.
    fn new_slot(&'static self, index: u32) -> Slot<T> {
        Slot {
            flag_word: CacheLine(AtomicU64::new(0)),
            held: CacheLine(Held {
                state: AtomicU64::new(CLOSED),
                value: UnsafeCell::new(None),
                table: self,
                index,
                below: AtomicU32::new(0),
            }),
            beside: T::Beside::default(),
        }
    }

    fn slot(&self, index: u32) -> Option<&'static Slot<T>> {
        let (chunk, at) = chunk_of(index);
        let first = self.chunks.get(chunk)?.load(Ordering::Acquire);
        if first.is_null() {
            return None;
        }
        // SAFETY: a chunk is leaked with `FIRST << chunk` slots, and `at` is below that.
        Some(unsafe { &*first.add(at) })
    }
}

#[cfg(test)]
mod tests;
