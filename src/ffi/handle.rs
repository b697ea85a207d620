//! Handles that are not pointers: noun, slot and generation in one word, scrambled with bits that each process
//! and each loaded copy of the library draws for itself. So the handle of one is noise to another.

use super::client::ClientEntry;
use super::config::ConfigEntry;
use super::frees::Frees;
use super::table::Table;
use crate::error::Error;
use crate::per_process::PerProcess;
use crate::random;
use crate::session::Session;
use crate::status::Status;

/// What a handle stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Config = 1,
    Client = 2,
    Session = 3,
}

/// How handles look. From the lowest bit: 1 (always set, so that no real pointer is a handle), two of the noun,
/// then slot and generation, scrambled.
#[derive(Clone, Copy)]
pub struct Form {
    /// Widths in bits.
    pub slot: u32,
    pub generation: u32,
    /// A slot whose generations are used up comes back when so many others have been used up after it.
    pub rest: usize,
}

const PLAIN: u32 = 3;

impl Form {
    /// 16 million handles at a time; a million million million one after the other.
    #[cfg(target_pointer_width = "64")]
    pub const fn own() -> Form {
        Form { slot: 24, generation: 32, rest: 64 }
    }

    /// 16 thousand handles at a time, and none comes back before two million others were made.
    #[cfg(not(target_pointer_width = "64"))]
    pub const fn own() -> Form {
        Form::narrow()
    }

    #[cfg(any(test, not(target_pointer_width = "64")))]
    pub const fn narrow() -> Form {
        Form { slot: 14, generation: 15, rest: 64 }
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
pub struct Code {
    pub form: Form,
    noun: Noun,
    key: u64,
}

impl Code {
    pub fn new(noun: Noun, form: Form) -> Code {
        Code { form, noun, key: random::key() }
    }

    #[expect(clippy::cast_possible_truncation, reason = "no wider than a word")]
    pub fn encode(self, parts: Parts) -> usize {
        let scrambled = (u64::from(parts.slot) | parts.generation << self.form.slot) ^ self.mask();
        (1 | (self.noun as u64) << 1 | scrambled << PLAIN) as usize
    }

    /// `None` for what cannot be one of these; what could be may be none all the same.
    pub fn decode(self, word: usize) -> Option<Parts> {
        let plain = word as u64;
        if plain & ((1 << PLAIN) - 1) != 1 | (self.noun as u64) << 1 {
            return None;
        }
        let all = plain >> PLAIN ^ self.mask();
        let generation = all >> self.form.slot;
        let slot = u32::try_from(all & u64::from(self.form.slots())).ok()?;
        (generation < self.form.generations()).then_some(Parts { slot, generation })
    }

    /// As many random bits as a word has room for.
    fn mask(self) -> u64 {
        self.key & (usize::MAX as u64 >> PLAIN)
    }
}

/// The tables of one process: those of its parent may have been in the middle of a change.
pub struct Handles {
    pub configs: Table<ConfigEntry>,
    pub clients: Table<ClientEntry>,
    pub sessions: Table<Session>,
    pub frees: Frees,
}

static CURRENT: PerProcess<Handles> = PerProcess::new();

pub fn handles() -> &'static Handles {
    CURRENT.get(|| Handles {
        configs: Table::new(Noun::Config, Form::own()),
        clients: Table::new(Noun::Client, Form::own()),
        sessions: Table::new(Noun::Session, Form::own()),
        frees: Frees::default(),
    })
}

/// What is wrong with a word that is no handle of this process.
#[cold]
pub fn explain(word: usize) -> Error {
    let is_of = |parent: &Handles| {
        parent.configs.names(word) || parent.clients.names(word) || parent.sessions.names(word)
    };
    let inherited = CURRENT.of_ancestors().any(is_of);
    Error::of(if inherited { Status::Forked } else { Status::InvalidHandle })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_read_as_it_was_written_and_by_its_own_code_alone() {
        for form in [Form::own(), Form::narrow()] {
            let code = Code::new(Noun::Client, form);
            let last = Parts { slot: form.slots() - 1, generation: form.generations() - 1 };
            for parts in [Parts { slot: 0, generation: 0 }, Parts { slot: 5, generation: 9 }, last] {
                let word = code.encode(parts);
                assert_eq!(code.decode(word), Some(parts));
                assert_eq!(Code { noun: Noun::Session, ..code }.decode(word), None);
                assert_ne!(Code::new(Noun::Client, form).decode(word), Some(parts));
                assert!(code.decode(word ^ 1).is_none() && word & 1 == 1);
            }
        }
    }

    #[test]
    fn a_narrow_handle_fits_into_32_bits() {
        let code = Code { key: u64::from(u32::MAX) >> PLAIN, ..Code::new(Noun::Session, Form::narrow()) };
        let last = Parts { slot: Form::narrow().slots(), generation: Form::narrow().generations() - 1 };
        for parts in [last, Parts { slot: 0, generation: 0 }] {
            assert!(u32::try_from(code.encode(parts)).is_ok());
            assert_eq!(code.decode(code.encode(parts)), Some(parts));
        }
        assert_eq!(PLAIN + Form::narrow().slot + Form::narrow().generation, 32);
    }
}
