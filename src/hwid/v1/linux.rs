//! What the 1.x clients read on Linux: `/sys/class/net` or the interfaces' addresses, `/proc/cpuinfo`, `lsblk`.

#![allow(unsafe_code)]

use std::ffi::CStr;
use std::path::Path;
use std::{ptr, slice};

use super::super::cannot_read;
use super::super::linux::{Order, first_address, read_bytes};
use super::{Official, address, interfaces, program};
use crate::error::Result;

const CPUINFO: &str = "/proc/cpuinfo";
/// A machine of a thousand processors says less.
const LONGEST_CPUINFO: u64 = 4 * 1024 * 1024;
/// Fixed: what a program's environment calls its path is anybody's. The last is NixOS'.
const LSBLK: [&CStr; 3] = [c"/usr/bin/lsblk", c"/bin/lsblk", c"/run/current-system/sw/bin/lsblk"];

pub fn id(official: Official) -> Result<String> {
    let mac = match official {
        Official::Cpp => first_address(Order::Listed, |text| address(text).is_some())?.as_deref().and_then(address),
        // Of the runtime's interfaces; this is where it has them from.
        Official::CSharp => interfaces::first_address()?.map(String::into_bytes),
    };
    let cpuinfo = read_bytes(Path::new(CPUINFO), LONGEST_CPUINFO);
    let cpuinfo = official.decoded(cpuinfo.map_err(|cause| cannot_read(CPUINFO, &cause))?);
    let arguments = [c"lsblk".as_ptr(), c"-ndo".as_ptr(), c"SERIAL".as_ptr(), ptr::null()];
    let (end, printed) = program::run(&LSBLK, &arguments);
    let disk = official.disk(end, printed)?;
    Ok(official.id(mac.as_deref(), &official.processor(&cpuinfo), &disk))
}

/// Of an entry that tells a hardware address; empty if the interface has none. The runtime has no room for more than
/// eight bytes, and takes such an interface for one without.
pub fn address_of(entry: &libc::ifaddrs) -> Option<&[u8]> {
    // SAFETY: null, or an address, which begins with its family.
    let family = unsafe { entry.ifa_addr.as_ref() }?.sa_family;
    if libc::c_int::from(family) != libc::AF_PACKET {
        return None;
    }
    let address = entry.ifa_addr.cast::<libc::sockaddr_ll>();
    // SAFETY: of this family, so that it is one of these; it lives as long as the entry.
    unsafe {
        let bytes = &raw const (*address).sll_addr;
        let length = usize::from((*address).sll_halen);
        (length <= 8).then(|| slice::from_raw_parts(bytes.cast::<u8>(), length))
    }
}
