//! Handles that are not pointers: kind, slot and generation in one word, scrambled with bits that each process
//! and each loaded copy of the library draws for itself. So the handle of one is noise to another.

use crate::runtime::random;

/// What a handle stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum HandleKind {
    Config = 1,
    Client = 2,
    Session = 3,
}

/// How handles look. From the lowest bit: 1 (always set, so that no real pointer is a handle), two of the kind,
/// then slot and generation, scrambled.
#[derive(Clone, Copy)]
pub struct Layout {
    /// Widths in bits.
    pub slot: u32,
    pub generation: u32,
    /// A slot whose generations are used up comes back when so many others have been used up after it.
    pub quarantine: usize,
}

const PLAIN: u32 = 3;

impl Layout {
    /// 16 million handles at a time; a million million million one after the other.
    #[cfg(target_pointer_width = "64")]
    pub const fn own() -> Layout {
        Layout { slot: 24, generation: 32, quarantine: 64 }
    }

    /// 16 thousand handles at a time, and none comes back before two million others were made.
    #[cfg(not(target_pointer_width = "64"))]
    pub const fn own() -> Layout {
        Layout::narrow()
    }

    #[cfg(any(test, not(target_pointer_width = "64")))]
    pub const fn narrow() -> Layout {
        Layout { slot: 14, generation: 15, quarantine: 64 }
    }

    /// The highest is left out, since it could name no handle but itself.
    pub fn slots(self) -> u32 {
        (1 << self.slot) - 1
    }

    pub fn generations(self) -> u64 {
        1 << self.generation
    }
}

/// The parts of a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    pub slot: u32,
    pub generation: u64,
}

/// How handles of one kind are written and read.
#[derive(Clone, Copy)]
pub struct Codec {
    pub layout: Layout,
    kind: HandleKind,
    key: u64,
}

impl Codec {
    pub fn new(kind: HandleKind, layout: Layout) -> Codec {
        Codec { layout, kind, key: random::key() }
    }

    #[expect(clippy::cast_possible_truncation, reason = "no wider than a word")]
    pub fn encode(self, parts: Parts) -> usize {
        let scrambled = (u64::from(parts.slot) | parts.generation << self.layout.slot) ^ self.mask();
        (1 | (self.kind as u64) << 1 | scrambled << PLAIN) as usize
    }

    /// `None` for what cannot be one of these; what could be may be none all the same.
    #[inline]
    pub fn decode(self, word: usize) -> Option<Parts> {
        let plain = word as u64;
        if plain & ((1 << PLAIN) - 1) != 1 | (self.kind as u64) << 1 {
            return None;
        }
        let all = plain >> PLAIN ^ self.mask();
        let generation = all >> self.layout.slot;
        let slot = u32::try_from(all & u64::from(self.layout.slots())).ok()?;
        (generation < self.layout.generations()).then_some(Parts { slot, generation })
    }

    /// As many random bits as a word has room for.
    fn mask(self) -> u64 {
        self.key & (usize::MAX as u64 >> PLAIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_read_as_it_was_written_and_by_its_own_code_alone() {
        for layout in [Layout::own(), Layout::narrow()] {
            let codec = Codec::new(HandleKind::Client, layout);
            let last = Parts { slot: layout.slots() - 1, generation: layout.generations() - 1 };
            for parts in [Parts { slot: 0, generation: 0 }, Parts { slot: 5, generation: 9 }, last] {
                let word = codec.encode(parts);
                assert_eq!(codec.decode(word), Some(parts));
                assert_eq!(Codec { kind: HandleKind::Session, ..codec }.decode(word), None);
                assert_ne!(Codec::new(HandleKind::Client, layout).decode(word), Some(parts));
                assert!(codec.decode(word ^ 1).is_none() && word & 1 == 1);
            }
        }
    }

    #[test]
    fn a_narrow_handle_fits_into_32_bits() {
        let codec =
            Codec { key: u64::from(u32::MAX) >> PLAIN, ..Codec::new(HandleKind::Session, Layout::narrow()) };
        let last = Parts { slot: Layout::narrow().slots(), generation: Layout::narrow().generations() - 1 };
        for parts in [last, Parts { slot: 0, generation: 0 }] {
            assert!(u32::try_from(codec.encode(parts)).is_ok());
            assert_eq!(codec.decode(codec.encode(parts)), Some(parts));
        }
        assert_eq!(PLAIN + Layout::narrow().slot + Layout::narrow().generation, 32);
    }
}
