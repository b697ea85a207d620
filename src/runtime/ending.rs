//! The end of a process on Windows: all its threads but one are killed wherever they are, and then each library is told.
//! Whoever calls us from there (a C++ destructor of a static object in a DLL) would wait for the dead.

#![allow(unsafe_code)]

use windows_sys::Win32::System::Threading::{GetCurrentProcess, TerminateProcess};

#[link(name = "ntdll")]
unsafe extern "system" {
    fn RtlDllShutdownInProgress() -> u8;
}

/// No thread is left but the current one, and none can be started.
pub fn has_begun() -> bool {
    // SAFETY: asks, and changes nothing.
    unsafe { RtlDllShutdownInProgress() != 0 }
}

/// Ends the process at once, as `_exit` does elsewhere. Here that one asks every library for leave, under a lock of the
/// loader that another thread may keep for ever.
pub fn end(status: u32) -> ! {
    // SAFETY: takes any status; of the current process it does not return.
    unsafe { TerminateProcess(GetCurrentProcess(), status) };
    std::process::abort()
}
