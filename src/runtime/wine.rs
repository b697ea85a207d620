//! Whether this Windows is Wine, where some of it is not as the other is.

#![allow(unsafe_code)]

use windows_sys::Win32::System::LibraryLoader::{GetModuleHandleW, GetProcAddress};
use windows_sys::{s, w};

/// It says so to whoever asks.
pub fn is() -> bool {
    // SAFETY: terminated texts; `ntdll` is in every process until its end.
    unsafe { GetProcAddress(GetModuleHandleW(w!("ntdll.dll")), s!("wine_get_version")).is_some() }
}
