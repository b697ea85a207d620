//! How an id is made of what the system tells. Pure.

use std::io;

use super::super::source::cannot_read;
use crate::status::Status;
use crate::values::encoding::sha256;
use crate::values::error::{Error, Result};

/// Whose id it is: their recipes differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Official {
    Cpp,
    CSharp,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Succeeded,
    Failed,
    /// There is none that may be run.
    Absent,
    /// The host took its status away.
    Unknown,
    Killed,
    Late,
    NoProcess,
    /// With the system's number of what failed.
    NotRead(i32),
}

const NO_ADDRESS: &[u8] = b"mac-unavailable";
const NO_PROGRAM: &[u8] = b"unavailable";
const NOTHING: &[u8] = b"empty";
/// Of a compact text: bytes in C++, UTF-16 units in C#.
const LONGEST: usize = 256;
/// How the lines of `/proc/cpuinfo` begin that name a processor.
const NAMES: [&[u8]; 3] = [b"model name", b"Hardware", b"Processor"];
const DISKS: &str = "the list of disks";

/// What an id is a digest of: network card, processor, disks, in this order. Not of the app: the id is the same in all
/// apps of a machine.
pub struct Material {
    official: Official,
    bytes: Vec<u8>,
}

impl Material {
    /// Of a machine with a network card that has this address, lower-case hex with colons or without, or with none.
    pub fn new(official: Official, address: Option<&str>) -> Material {
        let mut bytes = b"mac:".to_vec();
        match address {
            Some(address) => bytes.extend(address.bytes().filter(|letter| *letter != b':')),
            None => bytes.extend_from_slice(NO_ADDRESS),
        }
        bytes.extend_from_slice(b"|cpu:");
        Material { official, bytes }
    }

    /// The processor, decoded.
    pub fn processor(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
    }

    /// The processor as C++ has it on Linux: from `/proc/cpuinfo`.
    pub fn named_processor(&mut self, cpuinfo: &[u8]) {
        for line in cpuinfo.split(|byte| *byte == b'\n') {
            let mut halves = line.splitn(2, |byte| *byte == b':');
            if let (Some(name), Some(value)) = (halves.next(), halves.next())
                && NAMES.iter().any(|known| name.starts_with(known))
            {
                return self.processor(trimmed(value));
            }
        }
        Official::Cpp.compact(cpuinfo, &mut self.bytes);
    }

    /// The disks, from what a program printed that lists them.
    pub fn disks(&mut self, end: End, printed: Vec<u8>) -> Result<()> {
        self.bytes.extend_from_slice(b"|disk:");
        let (status, why) = match end {
            // It has failed or there are no disks, which are two ids.
            End::Unknown if printed.is_empty() => (Status::HwidUnavailable, UNKNOWN),
            End::Failed if printed.is_empty() => {
                self.bytes.extend_from_slice(NO_PROGRAM);
                return Ok(());
            }
            End::Absent => {
                self.bytes.extend_from_slice(NO_PROGRAM);
                return Ok(());
            }
            End::Succeeded | End::Failed | End::Unknown => {
                self.official.compact(&self.official.decoded(printed), &mut self.bytes);
                return Ok(());
            }
            End::Killed => (Status::HwidUnavailable, KILLED),
            End::Late => (Status::HwidUnavailable, LATE),
            End::NoProcess => (Status::OutOfResources, NO_PROCESS),
            End::NotRead(number) => return Err(cannot_read(DISKS, &io::Error::from_raw_os_error(number))),
        };
        Err(Error::new(status, why))
    }

    /// 64 lower-case hex digits.
    pub fn id(&self) -> String {
        sha256(&self.bytes)
    }
}

impl Official {
    /// C++ takes bytes as they come. C# takes UTF-8, and U+FFFD for what is none.
    pub fn decoded(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Official::Cpp => bytes,
            Official::CSharp => String::from_utf8_lossy(&bytes).into_owned().into_bytes(),
        }
    }

    /// How many bytes the first letter of a decoded text has, and whether it is white space: by `isspace` of the C locale,
    /// or by `char.IsWhiteSpace`, which is Unicode's, as is Rust's.
    fn first(self, text: &[u8]) -> (usize, bool) {
        let byte = text.first().copied().unwrap_or_default();
        if self == Official::Cpp || byte.is_ascii() {
            return (1, is_space(byte));
        }
        let length = 2 + usize::from(byte >= 0xe0) + usize::from(byte >= 0xf0);
        let letter = text.get(..length).and_then(|letter| std::str::from_utf8(letter).ok());
        (length, letter.is_some_and(|letter| letter.trim_start().is_empty()))
    }

    /// One blank for each run of white space, none at the ends, and no longer than is allowed; put behind what is there.
    pub fn compact(self, mut text: &[u8], compact: &mut Vec<u8>) {
        let mut units = 0;
        while !text.is_empty() {
            let (length, is_space) = self.first(text);
            let (letter, rest) = text.split_at_checked(length).unwrap_or((text, b""));
            text = rest;
            let letter = if is_space { b" " } else { letter };
            if is_space && (units == 0 || compact.ends_with(letter)) {
                continue;
            }
            let before = units;
            units += if length == 4 { 2 } else { 1 };
            if units > LONGEST {
                // Of a letter of two units the first may still be in: half of a pair, which is encoded as what it is
                // not.
                if before < LONGEST {
                    compact.extend_from_slice("\u{fffd}".as_bytes());
                }
                // It may end with a blank: what was cut off stood behind it.
                return;
            }
            compact.extend_from_slice(letter);
        }
        if units == 0 {
            compact.extend_from_slice(NOTHING);
        } else if compact.ends_with(b" ") {
            compact.pop();
        }
    }
}

/// By `isspace` of the C locale.
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

fn trimmed(text: &[u8]) -> &[u8] {
    let begin = text.iter().position(|byte| !is_space(*byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !is_space(*byte)).map_or(begin, |last| last + 1);
    text.get(begin..end).unwrap_or_default()
}

const UNKNOWN: &str =
    "the host took the exit status of the program that lists the disks, which printed nothing";
const KILLED: &str = "the program that lists the disks was ended by a signal";
const LATE: &str = "the program that lists the disks did not end within 2 s";
const NO_PROCESS: &str = "no process could be started that lists the disks";

/// The processor of a Windows machine as C++ has it: its maker's twelve letters, as CPUID gives them in `ebx`, `edx`
/// and `ecx`, and `dwProcessorType`.
#[cfg(any(windows, feature = "testing"))]
pub fn vendor_and_type(vendor: [u32; 3], kind: u32) -> Vec<u8> {
    [&vendor.map(u32::to_le_bytes).concat()[..], b"-", kind.to_string().as_bytes()].concat()
}

/// The processor as C# has it on every system: how many the process may use, and what the program is compiled for.
pub fn count_and_kind(processors: impl std::fmt::Display, kind: &str) -> Vec<u8> {
    format!("{processors}-{kind}").into_bytes()
}

/// As .NET calls it.
pub const KIND: &str = if cfg!(target_arch = "x86_64") {
    "X64"
} else if cfg!(target_arch = "x86") {
    "X86"
} else if cfg!(target_arch = "arm") {
    "Arm"
} else {
    "Arm64"
};

/// How many processors a mask of Windows names.
#[cfg(any(windows, feature = "testing"))]
pub fn of_affinity(mask: u64) -> u32 {
    // Empty for a process in several groups of processors; the runtime takes it for full then.
    if mask == 0 { 64 } else { mask.count_ones() }
}
