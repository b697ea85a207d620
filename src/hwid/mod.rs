//! Hardware id, version 2: the same for one machine and app in every AuthForge library.
//! `docs/protocol.md`, "Hardware id".

#[cfg(not(any(windows, target_os = "macos")))]
mod linux;
#[cfg(any(windows, target_os = "macos"))]
mod registry;

#[cfg(not(any(windows, target_os = "macos")))]
use linux::candidates;
#[cfg(any(windows, target_os = "macos"))]
use registry::candidates;

use ring::digest::{SHA256, digest};

use crate::random::hex;
use crate::sync::no_lock_held;

const PREFIX: &str = "authforge-hwid-v2";
const SHORTEST: usize = 8;
const LONGEST: usize = 128;

/// 64 lower-case hex digits. `app_id` is hashed as the host gave it.
pub fn v2(app_id: &str) -> String {
    of(app_id, machine_id())
}

/// The id of an app on a machine with this (normalised, or `legacy:`) id.
pub fn of(app_id: &str, machine_id: &str) -> String {
    sha256(&format!("{PREFIX}|{app_id}|{machine_id}"))
}

fn sha256(text: &str) -> String {
    hex(digest(&SHA256, text.as_bytes()).as_ref())
}

/// Read once per process: the id of a running machine does not change.
fn machine_id() -> &'static str {
    let known = &crate::process::current().machine_id;
    known.get_or_init(|| {
        no_lock_held("reading the machine's id");
        candidates().iter().find_map(|text| normalised(text)).unwrap_or_else(fallback)
    })
}

/// The id in the form that is hashed, or `None` if it is not one: "uninitialized", empty, all zero.
pub fn normalised(text: &str) -> Option<String> {
    let id = text.trim_matches([' ', '\t', '\r', '\n']).to_ascii_lowercase();
    let well_formed = (SHORTEST..=LONGEST).contains(&id.len())
        && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
        && id.bytes().any(|byte| !matches!(byte, b'0' | b'-'));
    well_formed.then_some(id)
}

/// For machines without an id (containers, chroots): what the official Rust client falls back on, a
/// digest of host name, system and hardware address.
fn fallback() -> String {
    let host = host_name().unwrap_or_else(|| "unknown-host".to_owned());
    let mac = mac_address().unwrap_or_else(|| "unknown-mac".to_owned());
    let digest = sha256(&format!("{host}|{}|{mac}", std::env::consts::OS));
    format!("legacy:{digest}")
}

/// What the machine is called, which is often a person's name.
pub fn machine_name() -> Option<String> {
    host_name()
}

#[cfg(not(any(windows, target_os = "macos")))]
use linux::{host_name, mac_address};
#[cfg(any(windows, target_os = "macos"))]
use registry::{host_name, mac_address};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_trimmed_lower_cased_and_checked() {
        assert_eq!(normalised(" 0123ABCD-ef\r\n").as_deref(), Some("0123abcd-ef"));
        let bad =
            ["", "uninitialized", "0123abc", "00000000-0000", "--------", "0123 4567", &"a".repeat(129)];
        for text in bad {
            assert_eq!(normalised(text), None, "{text}");
        }
        assert!(normalised(&"a".repeat(128)).is_some());
    }

    #[test]
    fn the_digest_is_over_prefix_app_and_machine() {
        // printf '%s' 'authforge-hwid-v2|app|0123456789abcdef0123456789abcdef' | sha256sum
        assert_eq!(
            of("app", "0123456789abcdef0123456789abcdef"),
            "49a70004a3d07ca3720ded94c52442dd8ffa2c00ad5497211ae57af556270f00"
        );
        assert_eq!(v2("app").len(), 64);
        assert_ne!(v2("app"), v2("app2"));
    }

    #[test]
    fn the_fallback_is_stable_and_marked() {
        let id = fallback();
        assert_eq!(id, fallback());
        assert!(id.starts_with("legacy:") && id.len() == 71, "{id}");
    }
}
