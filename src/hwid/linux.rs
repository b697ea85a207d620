//! Linux and other systems with `/etc/machine-id`. No child process.

use std::fs;

const FILES: [&str; 2] = ["/etc/machine-id", "/var/lib/dbus/machine-id"];

/// The texts that may hold the machine's id, best first.
pub fn candidates() -> Vec<String> {
    FILES.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

pub fn host_name() -> Option<String> {
    let text = fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    let name = text.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The first interface, as the system counts them, with an address that is not all zero; colons and capitals
/// as the official Rust client writes it.
pub fn mac_address() -> Option<String> {
    let interfaces = fs::read_dir("/sys/class/net").ok()?.flatten();
    let addresses = interfaces.filter_map(|interface| {
        let text = |name: &str| fs::read_to_string(interface.path().join(name)).ok();
        let index: u32 = text("ifindex")?.trim().parse().ok()?;
        let address = text("address")?.trim().to_ascii_uppercase();
        let real = address.len() == 17 && address.bytes().any(|byte| !matches!(byte, b'0' | b':'));
        real.then_some((index, address))
    });
    addresses.min().map(|(_, address)| address)
}
