//! Windows and macOS, where the system keeps one id that `machine-uid` reads without a child process.

/// `MachineGuid` of the registry's 64-bit view, or the platform UUID.
pub fn candidates() -> Vec<String> {
    machine_uid::get().into_iter().collect()
}

#[cfg(windows)]
pub fn host_name() -> Option<String> {
    // Windows sets it for every process.
    std::env::var("COMPUTERNAME").ok().filter(|name| !name.is_empty())
}

#[cfg(not(windows))]
#[allow(unsafe_code)]
pub fn host_name() -> Option<String> {
    let mut name = [0u8; 256];
    // SAFETY: the buffer is as long as is said, less one byte that stays zero.
    let result = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) };
    let name = std::ffi::CStr::from_bytes_until_nul(&name).ok()?.to_str().ok()?;
    (result == 0 && !name.is_empty()).then(|| name.to_owned())
}

/// Not worth a system library: both systems have an id.
pub fn mac_address() -> Option<String> {
    None
}
