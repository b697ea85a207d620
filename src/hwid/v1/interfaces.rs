//! Hardware addresses, in the order in which the system counts its interfaces.

#![allow(unsafe_code)]

use std::{io, ptr};

use super::super::cannot_read;
use super::system;
use crate::descriptors;
use crate::error::Result;
use crate::random::hex;

/// The address of the first interface that has one, lower-case hex without separators. `None` if none has.
pub fn first_address() -> Result<Option<String>> {
    let mut list: *mut libc::ifaddrs = ptr::null_mut();
    // It asks through a socket.
    // SAFETY: `list` outlives the call.
    if descriptors::away_from_standard(|| unsafe { libc::getifaddrs(&raw mut list) }) != 0 {
        return Err(cannot_read("the network interfaces", &io::Error::last_os_error()));
    }
    let (mut next, mut found) = (list, None);
    // SAFETY: null, or an entry of the list, which is freed below.
    while let (None, Some(entry)) = (&found, unsafe { next.as_ref() }) {
        found = system::address_of(entry).filter(|address| !address.is_empty()).map(hex);
        next = entry.ifa_next;
    }
    // SAFETY: made above; nothing of it is used any more.
    unsafe { libc::freeifaddrs(list) };
    Ok(found)
}
