//! What `-z nodelete` is on Linux: `FreeLibrary` leaves the library in place, so that no thread ever runs unmapped code.

#![allow(unsafe_code)]

use std::ffi::c_void;
use std::ptr::null_mut;

const PIN: u32 = 1;
const FROM_ADDRESS: u32 = 4;

/// Any address of the library's own.
static HERE: u16 = 0;

#[link(name = "kernel32")]
unsafe extern "system" {
    fn GetModuleHandleExW(flags: u32, address: *const u16, module: *mut *mut c_void) -> i32;
}

/// Keeps the library where it is until the process ends.
pub fn pin() {
    let mut module = null_mut();
    // SAFETY: FROM_ADDRESS makes the text a mere address, of our own module; `module` outlives the call.
    unsafe { GetModuleHandleExW(PIN | FROM_ADDRESS, &raw const HERE, &raw mut module) };
}
