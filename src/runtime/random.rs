//! Nonces from the operating system.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::descriptors;
use crate::status::Status;
use crate::values::encoding::hex;
use crate::values::error::{Error, Result};

/// 128 random bits as 32 lower-case hex digits.
pub fn nonce() -> Result<String> {
    let mut bytes = [0u8; 16];
    fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// Where the system has no call for it a file is opened by the first that comes, and kept open.
pub fn fill(bytes: &mut [u8]) -> Result<()> {
    static CAME: AtomicBool = AtomicBool::new(false);
    let mut ask = || getrandom::getrandom(bytes);
    let result = if CAME.load(Relaxed) { ask() } else { descriptors::away_from_standard(ask) };
    CAME.store(result.is_ok(), Relaxed);
    result.map_err(|cause| {
        Error::new(Status::OutOfResources, format!("the system gave no random bytes: {cause}"))
    })
}

/// 64 bits that another process or copy of the library does not have. Nothing secret rests on them, so that
/// where the system gives none its times and places will do.
#[inline(never)]
pub fn key() -> u64 {
    let mut bytes = [0u8; 8];
    if fill(&mut bytes).is_ok() {
        return u64::from_ne_bytes(bytes);
    }
    let here = &raw const bytes as u64;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let mut mixed =
        here ^ u64::from(now.subsec_nanos()) << 32 ^ now.as_secs() ^ u64::from(std::process::id()) << 16;
    for _ in 0..3 {
        mixed = (mixed ^ mixed >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    mixed
}

/// For who would otherwise act at the same moment as everybody else. `None` under a manual clock, where nothing is left to
/// chance unless a test says so.
pub fn chance() -> Option<u16> {
    #[cfg(feature = "testing")]
    if super::clock::manual::is_installed() {
        return manual::read();
    }
    let bytes = key().to_ne_bytes();
    Some(u16::from_ne_bytes([bytes[0], bytes[1]]))
}

/// What chance comes to in tests with a manual clock.
#[cfg(feature = "testing")]
pub mod manual {
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

    static CHANCE: AtomicU32 = AtomicU32::new(u32::MAX);

    /// `None` is nothing by chance.
    pub fn set(chance: Option<u16>) {
        CHANCE.store(chance.map_or(u32::MAX, u32::from), SeqCst);
    }

    pub(super) fn read() -> Option<u16> {
        u16::try_from(CHANCE.load(SeqCst)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_are_32_lower_hex_digits_and_differ() {
        let (a, b) = (nonce().unwrap(), nonce().unwrap());
        assert_ne!(a, b);
        assert!(a.len() == 32 && a.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c)));
    }
}
