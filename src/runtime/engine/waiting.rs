//! Jobs in the order in which they come, each of which can be called off.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::job::Job;
use crate::runtime::clock::Moment;

/// For so many there is always room, once there was.
const FEW: usize = 64;

/// By its time, then by its number, which no other has; and where it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub when: Moment,
    pub number: u64,
    slot: usize,
}

impl Key {
    /// Of what waits elsewhere.
    pub fn elsewhere(number: u64) -> Key {
        Key { when: Moment::default(), number, slot: usize::MAX }
    }
}

/// What is called off leaves at once, and its key when that comes up, or when half of all keys are such.
#[derive(Default)]
pub struct Waiting {
    /// The first of them is of a job that is still there.
    keys: BinaryHeap<Reverse<Key>>,
    slots: Vec<Option<(u64, Job)>>,
    free: Vec<usize>,
}

impl Waiting {
    pub fn count(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// `number` is one that no other job has.
    pub fn insert(&mut self, when: Moment, number: u64, job: Job) -> Key {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        self.slots[slot] = Some((number, job));
        let key = Key { when, number, slot };
        self.keys.push(Reverse(key));
        key
    }

    pub fn first(&self) -> Option<Key> {
        self.keys.peek().map(|first| first.0)
    }

    pub fn pop_first(&mut self) -> Option<(Key, Job)> {
        let key = self.first()?;
        Some((key, self.remove(key)?))
    }

    /// `None` if it has left already.
    pub fn remove(&mut self, key: Key) -> Option<Job> {
        let kept = self.slots.get_mut(key.slot)?;
        if kept.as_ref().is_none_or(|(number, _)| *number != key.number) {
            return None;
        }
        let job = kept.take();
        self.free.push(key.slot);
        if self.keys.len() > 2 * self.count() + 16 {
            let mut keys = std::mem::take(&mut self.keys).into_vec();
            keys.retain(|key| self.is_there(key.0));
            self.keys = keys.into();
        }
        while self.first().is_some_and(|first| !self.is_there(first)) {
            self.keys.pop();
        }
        if self.count() == 0 && self.slots.capacity() > FEW {
            // What a crowd took is given back.
            *self = Waiting::default();
        }
        job.map(|(_, job)| job)
    }

    /// How many of them, looked for among so many, have no higher number than this.
    pub fn older(&self, number: u64, among: usize) -> usize {
        self.slots.iter().flatten().take(among).filter(|(other, _)| *other <= number).count()
    }

    fn is_there(&self, key: Key) -> bool {
        matches!(&self.slots[key.slot], Some((number, _)) if *number == key.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::time::Duration;

    fn job() -> Job {
        Job::new("test", || {}, |_| {})
    }

    fn at(ms: u64) -> Moment {
        Moment::ZERO.after(Duration::from_millis(ms))
    }

    /// Against a map, by a long row of random inserts, removals and takings.
    #[test]
    fn they_come_in_order_whatever_is_called_off() {
        let mut seed = 42u64;
        let mut random = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let (mut waiting, mut known, mut gone) = (Waiting::default(), BTreeMap::new(), Vec::new());
        for number in 0..20_000 {
            match random(8) {
                0..4 => {
                    let when = at(random(50));
                    let key = waiting.insert(when, number, job());
                    known.insert((when, number), key);
                }
                4..6 => {
                    let Some((_, key)) = known.pop_first() else { continue };
                    assert_eq!(waiting.pop_first().map(|(first, _)| first), Some(key));
                    gone.push(key);
                }
                _ => {
                    let most = known.len() as u64;
                    let any = known.keys().nth(random(most.max(1)) as usize).copied();
                    let Some(key) = any.and_then(|any| known.remove(&any)) else { continue };
                    assert!(waiting.remove(key).is_some());
                    gone.push(key);
                }
            }
            assert_eq!(waiting.count(), known.len());
            assert_eq!(waiting.first(), known.first_key_value().map(|(_, key)| *key));
            if let Some(key) = gone.get(random(1 + gone.len() as u64) as usize) {
                assert!(waiting.remove(*key).is_none(), "{key:?} was there twice");
            }
        }
    }

    #[test]
    fn those_that_were_called_off_take_no_room() {
        let mut waiting = Waiting::default();
        let first = waiting.insert(at(0), 0, job());
        for number in 1..100_000 {
            let key = waiting.insert(at(number), number, job());
            assert!(waiting.remove(key).is_some());
            assert!(waiting.keys.len() < 32 && waiting.slots.len() < 8);
        }
        assert_eq!((waiting.count(), waiting.first()), (1, Some(first)));
        assert_eq!((waiting.older(0, 9), waiting.older(9, 9), waiting.older(9, 0)), (1, 1, 0));
    }
}
