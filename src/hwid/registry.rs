//! Windows and macOS, where the system keeps one id that `machine-uid` reads without a child process.

#![allow(unsafe_code)]

use std::io;

use super::source::{Source, cannot_read};
use crate::values::error::Result;

/// Hardware addresses are not worth a system library: both systems have an id.
pub const SOURCE: Source = Source { ids: &[id], host_name, mac_address: || Ok(None) };

/// `MachineGuid` of the registry's 64-bit view, or the platform UUID. Each such system has one, so that a failure
/// is never absence.
fn id() -> Result<Option<String>> {
    let read = machine_uid::get().map_err(|cause| io::Error::other(cause.to_string()));
    read.map(Some).map_err(|cause| cannot_read("the system's machine id", &cause))
}

#[cfg(windows)]
fn host_name() -> Option<String> {
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetComputerNameW(name: *mut u16, length: *mut u32) -> i32;
    }
    // The longest has 15 letters.
    let mut name = [0u16; 256];
    let mut length = 255;
    // SAFETY: the buffer is longer than is said; both outlive the call.
    let known = unsafe { GetComputerNameW(name.as_mut_ptr(), &raw mut length) } != 0;
    let name = String::from_utf16(name.get(..length as usize)?).ok()?;
    (known && !name.is_empty()).then_some(name)
}

#[cfg(not(windows))]
fn host_name() -> Option<String> {
    let mut name = [0u8; 256];
    // SAFETY: the buffer is as long as is said, less one byte that stays zero.
    let result = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) };
    let name = std::ffi::CStr::from_bytes_until_nul(&name).ok()?.to_str().ok()?;
    (result == 0 && !name.is_empty()).then(|| name.to_owned())
}
