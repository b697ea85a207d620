//! Hardware id, version 2: the same for one machine and app in every AuthForge library.
//! `docs/protocol.md`, "Hardware id".

#[cfg(not(any(windows, target_os = "macos")))]
mod linux;
#[cfg(any(windows, target_os = "macos"))]
mod registry;
mod source;
pub mod v1;

#[cfg(not(any(windows, target_os = "macos")))]
use linux as system;
#[cfg(all(feature = "testing", not(any(windows, target_os = "macos"))))]
pub use linux::First;
#[cfg(any(windows, target_os = "macos"))]
use registry as system;

use once_cell::race::OnceBox;

use source::{Source, unavailable};

use crate::runtime::per_process::PerProcess;
use crate::runtime::sync::no_lock_held;
use crate::values::encoding::sha256;
use crate::values::error::Result;

const PREFIX: &str = "authforge-hwid-v2";
const SHORTEST: usize = 8;
const LONGEST: usize = 128;

/// 64 lower-case hex digits. `app_id` is hashed as the host gave it.
pub fn v2(app_id: &str) -> Result<String> {
    Ok(of(app_id, machine_id()?))
}

/// The id of an app on a machine with this (normalised, or `legacy:`) id.
pub fn of(app_id: &str, machine_id: &str) -> String {
    sha256(format!("{PREFIX}|{app_id}|{machine_id}").as_bytes())
}

/// Kept once it could be read: the id of a running machine does not change.
fn machine_id() -> Result<&'static str> {
    static KNOWN: PerProcess<OnceBox<String>> = PerProcess::new();
    KNOWN.get(OnceBox::new).get_or_try_init(|| read(&system::SOURCE).map(Box::new)).map(String::as_str)
}

fn read(source: &Source) -> Result<String> {
    no_lock_held("reading the machine's id");
    for id in source.ids {
        if let Some(id) = id()?.as_deref().and_then(normalised) {
            return Ok(id);
        }
    }
    legacy(source)
}

/// The id in the form that is hashed, or `None` if it is not one: "uninitialized", empty, all zero.
pub fn normalised(text: &str) -> Option<String> {
    let id = text.trim_matches([' ', '\t', '\r', '\n']).to_ascii_lowercase();
    let well_formed = (SHORTEST..=LONGEST).contains(&id.len())
        && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
        && id.bytes().any(|byte| !matches!(byte, b'0' | b'-'));
    well_formed.then_some(id)
}

/// For machines without an id (containers, chroots): what the official Rust client falls back on, a digest of host
/// name, system and hardware address. It puts words in for what it does not know, and so gives all such machines
/// one id; here both must be there and be this machine's own.
fn legacy(source: &Source) -> Result<String> {
    let host = (source.host_name)().filter(|name| is_own_name(name));
    let mac = (source.mac_address)()?.filter(|address| is_own_address(address));
    let (Some(host), Some(mac)) = (host, mac) else {
        return Err(unavailable(
            "this machine has no machine id, and no host name and network card to make one of",
        ));
    };
    let digest = sha256(format!("{host}|{}|{mac}", std::env::consts::OS).as_bytes());
    Ok(format!("legacy:{digest}"))
}

/// A name that machines have who were given none is that of many.
fn is_own_name(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    !matches!(first.as_str(), "" | "localhost" | "(none)" | "unknown" | "unknown-host" | "android")
}

/// Android shows every program the same address.
fn is_own_address(address: &str) -> bool {
    !matches!(address, "02:00:00:00:00:00" | "FF:FF:FF:FF:FF:FF")
}

/// What the machine is called, which is often a person's name.
pub fn machine_name() -> Option<String> {
    (system::SOURCE.host_name)()
}

#[cfg(test)]
mod tests {
    use super::source::cannot_read;
    use super::*;
    use crate::status::Status;
    use crate::values::error::Error;
    use std::io;

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
        assert_eq!(v2("app").unwrap().len(), 64);
        assert_ne!(v2("app"), v2("app2"));
    }

    fn nothing() -> Result<Option<String>> {
        Ok(None)
    }

    const BARE: Source = Source { ids: &[nothing], host_name: || None, mac_address: nothing };

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn what_could_not_be_read_is_not_taken_for_absent() {
        let refused = |number: i32| cannot_read("/etc/machine-id", &io::Error::from_raw_os_error(number));
        assert_eq!(refused(2).status, Status::HwidUnavailable);
        let ids: &[fn() -> Result<Option<String>>] =
            &[|| Err(Error::of(Status::OutOfResources)), || Ok(some("0123456789abcdef0123456789abcdef"))];
        assert_eq!(read(&Source { ids, ..BARE }).unwrap_err().status, Status::OutOfResources);
        let known = Source { host_name: || some("box"), ..BARE };
        let mac_address = || Err(Error::of(Status::OutOfResources));
        assert_eq!(read(&Source { mac_address, ..known }).unwrap_err().status, Status::OutOfResources);
    }

    #[test]
    fn an_id_that_the_rule_refuses_is_as_none_and_the_next_counts() {
        let ids: &[fn() -> Result<Option<String>>] =
            &[|| Ok(some("uninitialized\n")), nothing, || Ok(some(" 0123ABCD\n"))];
        assert_eq!(read(&Source { ids, ..BARE }).unwrap(), "0123abcd");
    }

    #[test]
    fn without_an_id_host_and_address_make_one_and_no_id_is_made_of_unknown() {
        let of = |host_name: fn() -> Option<String>, mac_address: fn() -> Result<Option<String>>| {
            read(&Source { host_name, mac_address, ..BARE })
        };
        let id = of(|| some("box"), || Ok(some("AA:BB:CC:DD:EE:FF"))).unwrap();
        assert!(id.starts_with("legacy:") && id.len() == 71, "{id}");
        assert_ne!(of(|| some("other"), || Ok(some("AA:BB:CC:DD:EE:FF"))).unwrap(), id);
        for error in [
            of(|| None, nothing),
            of(|| some("box"), nothing),
            of(|| None, || Ok(some("AA:BB:CC:DD:EE:FF"))),
            of(|| some("localhost"), || Ok(some("AA:BB:CC:DD:EE:FF"))),
            of(|| some("box"), || Ok(some("02:00:00:00:00:00"))),
        ]
        .map(Result::unwrap_err)
        {
            assert_eq!(error.status, Status::HwidUnavailable);
            assert!(error.message.contains("af_config_set_hwid_override"), "{}", error.message);
            assert!(error.message.len() <= crate::values::limits::LONGEST_MESSAGE);
        }
    }
}
