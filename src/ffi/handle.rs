//! Handles that are not pointers: noun, process, slot and generation in one word.
//!
//! A slot is reached without a lock. Its `state` counts the calls that are using it; freeing marks it
//! closed, and whoever leaves last takes the value out. `face` is read by `af_is_authenticated` alone and
//! lives on a cache line that calls do not write to. Slots are never given back to the system, so that a
//! stale handle always meets a slot, of a later generation.

use crate::sync::{Arc, Condvar, Mutex, PoisonError};
use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

use super::client::ClientEntry;
use super::config::ConfigEntry;
use crate::error::{Error, Result};
use crate::process;
use crate::session::Session;
use crate::status::Status;
use crate::waits::{ThreadNumber, me};

/// What a handle stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Config = 1,
    Client = 2,
    Session = 3,
}

/// Widths in bits, from the lowest: 1 (always set, so that no real pointer is a handle), noun, process,
/// slot, generation.
const NOUN: u32 = 2;
#[cfg(target_pointer_width = "64")]
mod width {
    pub const PROCESS: u32 = 9;
    pub const SLOT: u32 = 24;
    pub const GENERATION: u32 = 28;
}
#[cfg(not(target_pointer_width = "64"))]
mod width {
    pub const PROCESS: u32 = 3;
    pub const SLOT: u32 = 14;
    pub const GENERATION: u32 = 12;
}

/// The parts of a handle.
#[derive(Clone, Copy)]
struct Parts {
    slot: u32,
    generation: u64,
}

fn field(word: usize, from: u32, width: u32) -> u64 {
    (word as u64 >> from) & ((1 << width) - 1)
}

fn encode(noun: Noun, process: u64, parts: Parts) -> usize {
    let mut word = 1 | (noun as u64) << 1;
    word |= (process & ((1 << width::PROCESS) - 1)) << (1 + NOUN);
    word |= u64::from(parts.slot) << (1 + NOUN + width::PROCESS);
    word |= parts.generation << (1 + NOUN + width::PROCESS + width::SLOT);
    word as usize
}

/// Takes a handle apart, if it is one of this noun and process.
fn decode(noun: Noun, word: usize) -> std::result::Result<Parts, Status> {
    if word & 1 == 0 || field(word, 1, NOUN) != noun as u64 {
        return Err(Status::InvalidHandle);
    }
    let process = field(word, 1 + NOUN, width::PROCESS);
    let current = process::epoch() & ((1 << width::PROCESS) - 1);
    if process != current {
        // Ancestors have smaller numbers; any other is no handle of anybody.
        return Err(if process < current { Status::Forked } else { Status::InvalidHandle });
    }
    let slot = field(word, 1 + NOUN + width::PROCESS, width::SLOT);
    let generation = field(word, 1 + NOUN + width::PROCESS + width::SLOT, width::GENERATION);
    Ok(Parts { slot: u32::try_from(slot).unwrap_or(u32::MAX), generation })
}

const CLOSED: u64 = 1 << 31;
const USERS: u64 = CLOSED - 1;

/// One place of a table. The two words have a cache line each.
struct Slot<T> {
    /// Generation, and one bit for the host's quickest question.
    face: Line,
    /// Generation in the upper half, then "closed", then the number of calls inside.
    state: Line,
    value: UnsafeCell<Option<Arc<T>>>,
}

#[repr(align(64))]
struct Line(AtomicU64);

/// Slots of chunk n: `FIRST << n`.
const FIRST: usize = 16;
const CHUNKS: usize = 21;

/// All handles of one noun.
pub struct Table<T> {
    noun: Noun,
    process: u64,
    chunks: [AtomicPtr<Slot<T>>; CHUNKS],
    places: Mutex<Places>,
}

#[derive(Default)]
struct Places {
    /// Oldest first, so that a slot rests as long as possible.
    free: VecDeque<u32>,
    made: u32,
}

// SAFETY: a slot's value is written by the only thread that knows the slot (insert) or by the last one to
// leave it (dispose); all others read it while `state` counts them.
unsafe impl<T: Send + Sync> Sync for Table<T> {}

/// The chunk of a slot and its place in it.
fn place_of(slot: u32) -> (usize, usize) {
    let scaled = slot as usize / FIRST + 1;
    let chunk = scaled.ilog2() as usize;
    (chunk, slot as usize - FIRST * ((1 << chunk) - 1))
}

/// An object in use by a call: it stays until this is dropped, even if it is freed meanwhile.
pub struct Used<T: Send + Sync + 'static> {
    table: &'static Table<T>,
    slot: &'static Slot<T>,
    index: u32,
}

impl<T: Send + Sync> std::ops::Deref for Used<T> {
    type Target = Arc<T>;

    fn deref(&self) -> &Arc<T> {
        // SAFETY: counted in `state`, so nobody takes the value; it was there when the count was taken.
        unsafe { (*self.slot.value.get()).as_ref().unwrap_unchecked() }
    }
}

impl<T: Send + Sync> Drop for Used<T> {
    fn drop(&mut self) {
        let before = self.slot.state.0.fetch_sub(1, Ordering::AcqRel);
        if before & (CLOSED | USERS) == CLOSED | 1 {
            self.table.dispose(self.slot, self.index);
        }
    }
}

/// A place that is taken and empty: whoever has it gets a handle without fail. Given back on drop.
pub struct Place<T: Send + Sync + 'static> {
    table: &'static Table<T>,
    slot: &'static Slot<T>,
    index: u32,
    filled: bool,
}

impl<T: Send + Sync> Place<T> {
    /// The handle for `value`.
    pub fn fill(mut self, value: Arc<T>) -> usize {
        self.filled = true;
        // SAFETY: the place is ours alone: it was on the free list or never used.
        unsafe { *self.slot.value.get() = Some(value) };
        let generation = self.slot.face.0.load(Ordering::Relaxed) >> 1;
        self.slot.state.0.store(generation << 32, Ordering::Release);
        encode(self.table.noun, self.table.process, Parts { slot: self.index, generation })
    }
}

impl<T: Send + Sync> Drop for Place<T> {
    fn drop(&mut self) {
        if !self.filled {
            self.table.places.lock().unwrap_or_else(PoisonError::into_inner).free.push_back(self.index);
        }
    }
}

impl<T: Send + Sync + 'static> Table<T> {
    fn new(noun: Noun, process: u64) -> Table<T> {
        let chunks = std::array::from_fn(|_| AtomicPtr::new(std::ptr::null_mut()));
        Table { noun, process, chunks, places: Mutex::default() }
    }

    /// A handle for `value`.
    pub fn insert(&'static self, value: Arc<T>) -> Result<usize> {
        Ok(self.reserve()?.fill(value))
    }

    /// A place for a value that is to come.
    pub fn reserve(&'static self) -> Result<Place<T>> {
        let index = self.take_place()?;
        let slot = self.slot(index).ok_or_else(|| Error::of(Status::InternalError))?;
        Ok(Place { table: self, slot, index, filled: false })
    }

    /// Holds the object of a handle.
    pub fn get(&'static self, handle: usize) -> Result<Used<T>> {
        let parts = decode(self.noun, handle).map_err(Error::of)?;
        let slot = self.slot(parts.slot).ok_or_else(|| Error::of(Status::InvalidHandle))?;
        let mut state = slot.state.0.load(Ordering::Acquire);
        while state >> 32 == parts.generation && state & CLOSED == 0 {
            match slot.state.0.compare_exchange_weak(state, state + 1, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => return Ok(Used { table: self, slot, index: parts.slot }),
                Err(now) => state = now,
            }
        }
        Err(Error::of(Status::InvalidHandle))
    }

    /// Ends a handle; gives its object if this call was the one that ended it.
    pub fn remove(&'static self, handle: usize) -> Option<Arc<T>> {
        let used = self.get(handle).ok()?;
        let before = used.slot.state.0.fetch_or(CLOSED, Ordering::AcqRel);
        if before & CLOSED != 0 {
            return None;
        }
        Some(Arc::clone(&used))
    }

    /// The bit of a handle's face; false for anything that is no handle.
    pub fn bit(&'static self, handle: usize) -> bool {
        let Ok(parts) = decode(self.noun, handle) else { return false };
        let Some(slot) = self.slot(parts.slot) else { return false };
        slot.face.0.load(Ordering::Acquire) == parts.generation << 1 | 1
    }

    /// Sets the bit, unless the handle has ended.
    pub fn set_bit(&'static self, handle: usize, bit: bool) {
        let Ok(parts) = decode(self.noun, handle) else { return };
        let Some(slot) = self.slot(parts.slot) else { return };
        let (on, off) = (parts.generation << 1 | 1, parts.generation << 1);
        let (from, to) = if bit { (off, on) } else { (on, off) };
        let _ = slot.face.0.compare_exchange(from, to, Ordering::AcqRel, Ordering::Relaxed);
    }

    /// Takes the value out of a slot that is closed and empty of calls, and lends the slot anew.
    fn dispose(&self, slot: &Slot<T>, index: u32) {
        // SAFETY: closed and unused: no call is inside and none can enter.
        let value = unsafe { (*slot.value.get()).take() };
        let generation = (slot.state.0.load(Ordering::Relaxed) >> 32) + 1;
        slot.face.0.store(generation << 1, Ordering::Release);
        slot.state.0.store(generation << 32 | CLOSED, Ordering::Release);
        // A slot whose generations are used up retires, so that no old handle ever comes to life.
        if generation < (1 << width::GENERATION) - 1 {
            self.places.lock().unwrap_or_else(PoisonError::into_inner).free.push_back(index);
        }
        drop(value);
    }

    fn take_place(&self) -> Result<u32> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = places.free.pop_front() {
            return Ok(index);
        }
        let index = places.made;
        let (chunk, at) = place_of(index);
        if chunk >= CHUNKS || index >= (1 << width::SLOT) - 1 {
            return Err(Error::new(Status::TooMany, format!("{index} handles of this kind are open")));
        }
        if at == 0 {
            self.chunks[chunk].store(new_chunk::<T>(FIRST << chunk), Ordering::Release);
        }
        places.made += 1;
        Ok(index)
    }

    fn slot(&self, index: u32) -> Option<&'static Slot<T>> {
        let (chunk, at) = place_of(index);
        let first = self.chunks.get(chunk)?.load(Ordering::Acquire);
        if first.is_null() {
            return None;
        }
        // SAFETY: a chunk is leaked with `FIRST << chunk` slots, and `at` is below that.
        Some(unsafe { &*first.add(at) })
    }
}

/// Slots of generation 1 that no handle names yet.
fn new_chunk<T>(count: usize) -> *mut Slot<T> {
    let fresh = |_| Slot {
        face: Line(AtomicU64::new(1 << 1)),
        state: Line(AtomicU64::new(1 << 32 | CLOSED)),
        value: UnsafeCell::new(None),
    };
    let slots: Box<[Slot<T>]> = (0..count).map(fresh).collect();
    Box::into_raw(slots).cast::<Slot<T>>()
}

/// The tables of one process.
pub struct Handles {
    pub configs: Table<ConfigEntry>,
    pub clients: Table<ClientEntry>,
    pub sessions: Table<Session>,
    pub frees: Frees,
}

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

static CURRENT: AtomicPtr<Handles> = AtomicPtr::new(std::ptr::null_mut());

/// A child process has tables of its own: the parent's may have been in the middle of a change.
pub fn handles() -> &'static Handles {
    let known = CURRENT.load(Ordering::Acquire);
    // SAFETY: null or leaked by `publish`, and never freed.
    match unsafe { known.as_ref() } {
        Some(handles) if handles.clients.process == process::epoch() => handles,
        _ => publish(known),
    }
}

#[cold]
fn publish(before: *mut Handles) -> &'static Handles {
    let process = process::epoch();
    let made = Box::into_raw(Box::new(Handles {
        configs: Table::new(Noun::Config, process),
        clients: Table::new(Noun::Client, process),
        sessions: Table::new(Noun::Session, process),
        frees: Frees::default(),
    }));
    match CURRENT.compare_exchange(before, made, Ordering::AcqRel, Ordering::Acquire) {
        // SAFETY: leaked just now.
        Ok(_) => unsafe { &*made },
        Err(other) => {
            // SAFETY: `made` was published nowhere; `other` was leaked by the thread that was faster.
            unsafe {
                drop(Box::from_raw(made));
                &*other
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> &'static Table<u32> {
        Box::leak(Box::new(Table::new(Noun::Config, process::epoch())))
    }

    #[test]
    fn slots_fill_their_chunks_in_order() {
        assert_eq!((place_of(0), place_of(15)), ((0, 0), (0, 15)));
        assert_eq!((place_of(16), place_of(47), place_of(48)), ((1, 0), (1, 31), (2, 0)));
    }

    #[test]
    fn a_freed_handle_is_reported_not_read() {
        let table = table();
        let handle = table.insert(Arc::new(7)).unwrap();
        assert_eq!(**table.get(handle).unwrap(), 7);
        assert_eq!(table.remove(handle).as_deref(), Some(&7));
        assert!(table.remove(handle).is_none());
        assert_eq!(table.get(handle).err().unwrap().status, Status::InvalidHandle);
        for _ in 0..100 {
            let other = table.insert(Arc::new(8)).unwrap();
            assert!(other != handle && table.get(handle).is_err());
            table.remove(other);
        }
    }

    #[test]
    fn foreign_words_are_no_handles() {
        let table = table();
        let handle = table.insert(Arc::new(7)).unwrap();
        for word in [0, 1, handle ^ 2, handle ^ 1, handle + 8, usize::MAX, &raw const handle as usize] {
            assert!(table.get(word).is_err() && !table.bit(word) && table.remove(word).is_none());
        }
    }

    #[test]
    fn a_reserved_place_is_no_handle_and_is_given_back() {
        let table = table();
        drop(table.reserve().unwrap());
        let handle = table.reserve().unwrap().fill(Arc::new(7));
        assert_eq!(**table.get(handle).unwrap(), 7);
        let places = || {
            let places = table.places.lock().unwrap();
            (places.made, places.free.len())
        };
        assert_eq!(places(), (1, 0));
        drop(table.remove(handle));
        assert_eq!(places(), (1, 1));
    }

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

    #[test]
    fn an_object_in_use_outlives_its_handle() {
        let table = table();
        let value = Arc::new(7);
        let handle = table.insert(Arc::clone(&value)).unwrap();
        let used = table.get(handle).unwrap();
        drop(table.remove(handle));
        assert!(table.get(handle).is_err());
        assert_eq!((**used, Arc::strong_count(&value)), (7, 2));
        drop(used);
        assert_eq!(Arc::strong_count(&value), 1);
    }

    #[test]
    fn the_bit_ends_with_its_handle() {
        let table = table();
        let handle = table.insert(Arc::new(7)).unwrap();
        table.set_bit(handle, true);
        assert!(table.bit(handle));
        table.remove(handle);
        assert!(!table.bit(handle));
        table.set_bit(handle, true);
        assert!(!table.bit(handle));
    }

    #[test]
    fn many_threads_may_use_and_free_the_same_handles() {
        let table = table();
        let handles: Vec<usize> = (0..2000).map(|n| table.insert(Arc::new(n)).unwrap()).collect();
        let freed: usize = std::thread::scope(|scope| {
            let work = || {
                handles
                    .iter()
                    .filter(|handle| {
                        let _used = table.get(**handle);
                        table.remove(**handle).is_some()
                    })
                    .count()
            };
            let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum()
        });
        assert_eq!(freed, handles.len());
    }
}
