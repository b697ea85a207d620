//! Linux and other systems with `/etc/machine-id`, and those that have nothing of the kind. No child process.

#![allow(unsafe_code)]

use std::ffi::CStr;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::source::{Source, cannot_read};
use crate::runtime::descriptors;
use crate::values::error::Result;
use crate::values::limits::MACHINE_FILE;

pub const SOURCE: Source = Source {
    ids: &[|| file("/etc/machine-id"), || file("/var/lib/dbus/machine-id")],
    host_name,
    mac_address,
};

const INTERFACES: &str = "/sys/class/net";

fn file(path: &str) -> Result<Option<String>> {
    present(read(Path::new(path))).map_err(|cause| cannot_read(path, &cause))
}

fn read(path: &Path) -> io::Result<String> {
    read_bytes(path, MACHINE_FILE).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Empty for what is no plain file: containers put devices and folders where there is no id.
pub fn read_bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut options = OpenOptions::new();
    // Opening a pipe waits for its other end unless told not to.
    options.read(true).custom_flags(libc::O_NONBLOCK);
    let file = descriptors::open(&options, path)?;
    if !file.metadata()?.is_file() {
        return Ok(Vec::new());
    }
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Only what is not there is absent.
fn present<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(cause) => Err(cause),
    }
}

fn host_name() -> Option<String> {
    let mut name = [0u8; 256];
    // SAFETY: the buffer is as long as is said, less one byte that stays zero.
    let result = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) };
    let name = CStr::from_bytes_until_nul(&name).ok()?.to_str().ok()?.trim();
    (result == 0 && !name.is_empty()).then(|| name.to_owned())
}

/// The first interface, as the system counts them, with an address that is not all zero; colons and capitals
/// as the official Rust client writes it.
fn mac_address() -> Result<Option<String>> {
    Ok(first_address(First::Counted)?.map(|address| address.to_ascii_uppercase()))
}

/// Which interface comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// As the system counts them, with an address of the usual length that is not all zero.
    Counted,
    /// As their folder has them, which is not sorted, with an address that is not all zero.
    Listed,
    /// As the system counts them, with any address that .NET has room for.
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "no official client ran there"))]
    Any,
}

impl First {
    /// Whether an address may be taken. Each of its bytes has three letters but for the last.
    pub fn takes(self, address: &str) -> bool {
        let is_zero = || !address.bytes().any(|letter| !matches!(letter, b'0' | b':'));
        match self {
            First::Counted => address.len() == 17 && !is_zero(),
            First::Listed => !is_zero(),
            First::Any => (2..24).contains(&address.len()),
        }
    }
}

/// The address of that interface, as the system writes it.
pub fn first_address(first: First) -> Result<Option<String>> {
    find_address(first).map_err(|cause| cannot_read(INTERFACES, &cause))
}

#[inline(never)]
fn find_address(first: First) -> io::Result<Option<String>> {
    let Some(interfaces) = present(descriptors::away_from_standard(|| fs::read_dir(INTERFACES)))? else {
        return Ok(None);
    };
    let mut best: Option<(u32, String)> = None;
    for interface in interfaces {
        let folder = interface?.path();
        let text = |name: &str| present(read(&folder.join(name)).or_else(gone));
        let (Some(index), Some(address)) = (text("ifindex")?, text("address")?) else { continue };
        let Ok(index) = index.trim().parse() else { continue };
        let address = address.trim();
        let is_first = best.as_ref().is_none_or(|(before, _)| first != First::Listed && index < *before);
        if is_first && first.takes(address) {
            best = Some((index, address.to_owned()));
        }
    }
    Ok(best.map(|(_, address)| address))
}

/// How the system says that an interface went away meanwhile, or has no such thing.
fn gone(cause: io::Error) -> io::Result<String> {
    match cause.raw_os_error() {
        Some(libc::ENODEV | libc::ENXIO | libc::EINVAL) => Err(ErrorKind::NotFound.into()),
        _ => Err(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_there_is_absent() {
        let of = |number| present::<()>(Err(io::Error::from_raw_os_error(number)));
        assert!(matches!((of(libc::ENOENT), of(libc::ENOTDIR)), (Ok(None), Ok(None))));
        for number in [libc::EMFILE, libc::ENFILE, libc::ENOMEM, libc::EACCES, libc::EIO, libc::ELOOP] {
            assert!(of(number).is_err(), "{number}");
        }
    }

    #[test]
    fn a_device_and_a_folder_hold_no_id_and_the_host_has_a_name() {
        assert_eq!(read(Path::new("/dev/zero")).unwrap(), "");
        assert_eq!(read(Path::new("/")).unwrap(), "");
        assert!(host_name().is_some());
    }
}
