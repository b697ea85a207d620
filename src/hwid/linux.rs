//! Linux and other systems with `/etc/machine-id`, and those that have nothing of the kind. No child process.

#![allow(unsafe_code)]

use std::ffi::CStr;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{Source, cannot_read};
use crate::descriptors;
use crate::error::Result;

pub const SOURCE: Source = Source {
    ids: &[|| file("/etc/machine-id"), || file("/var/lib/dbus/machine-id")],
    host_name,
    mac_address,
};

const INTERFACES: &str = "/sys/class/net";
/// Longer than any of these texts.
const LONGEST: u64 = 4096;

fn file(path: &str) -> Result<Option<String>> {
    present(read(Path::new(path))).map_err(|cause| cannot_read(path, &cause))
}

fn read(path: &Path) -> io::Result<String> {
    read_bytes(path, LONGEST).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
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
    let is_real =
        |text: &str| text.len() == 17 && text.bytes().any(|letter| !matches!(letter, b'0' | b':'));
    Ok(first_address(Order::Counted, is_real)?.map(|address| address.to_ascii_uppercase()))
}

/// Which interface comes first.
#[derive(Clone, Copy)]
pub enum Order {
    /// As the system counts them.
    Counted,
    /// As their folder has them, which is not sorted.
    Listed,
}

/// The first address of an interface that is one.
pub fn first_address(order: Order, is_one: fn(&str) -> bool) -> Result<Option<String>> {
    find_address(order, is_one).map_err(|cause| cannot_read(INTERFACES, &cause))
}

#[inline(never)]
fn find_address(order: Order, is_one: fn(&str) -> bool) -> io::Result<Option<String>> {
    let Some(interfaces) = present(descriptors::away_from_standard(|| fs::read_dir(INTERFACES)))? else {
        return Ok(None);
    };
    let mut best: Option<(u32, String)> = None;
    for interface in interfaces {
        let folder = interface?.path();
        let text = |name: &str| present(read(&folder.join(name)).or_else(gone));
        let (Some(index), Some(address)) = (text("ifindex")?, text("address")?) else { continue };
        let Ok(index) = index.trim().parse() else { continue };
        let comes_before = best.as_ref().is_none_or(|(before, _)| match order {
            Order::Counted => index < *before,
            Order::Listed => false,
        });
        let address = address.trim();
        if comes_before && is_one(address) {
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
