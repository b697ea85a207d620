//! Windows and macOS, where the system keeps one id that `machine-uid` reads without a child process.

/// `MachineGuid` of the registry's 64-bit view, or the platform UUID.
pub fn candidates() -> Vec<String> {
    machine_uid::get().into_iter().collect()
}

pub fn host_name() -> Option<String> {
    // Windows sets COMPUTERNAME for every process; macOS has its id and never comes here.
    ["COMPUTERNAME", "HOSTNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.is_empty())
}

/// Not worth a system library: both systems have an id.
pub fn mac_address() -> Option<String> {
    None
}
