//! Many texts in one, each with its terminator: what C is handed is there without a copy.

use std::ffi::CStr;

/// Where each begins. Fails to compile where there are not `N` of them.
pub const fn starts<const N: usize>(texts: &str) -> [u16; N] {
    let bytes = texts.as_bytes();
    assert!(bytes.len() <= u16::MAX as usize);
    let mut starts = [0; N];
    let (mut count, mut start, mut at) = (0, 0, 0);
    while at < bytes.len() {
        if bytes[at] == 0 {
            starts[count] = start as u16;
            count += 1;
            start = at + 1;
        }
        at += 1;
    }
    assert!(count == N && start == bytes.len());
    starts
}

/// The one that begins there.
pub fn at(texts: &'static str, start: u16) -> &'static CStr {
    let rest = texts.as_bytes().get(usize::from(start)..).unwrap_or_default();
    CStr::from_bytes_until_nul(rest).unwrap_or_default()
}
