//! What the 1.x clients read on macOS: the interfaces' addresses, `sysctl`, `system_profiler`.

#![allow(unsafe_code)]

use std::ffi::CStr;
use std::{io, ptr, slice};

use super::super::source::{cannot_read, unavailable};
use super::{KIND, Material, Official, count_and_kind, program};
use crate::runtime::descriptors;
use crate::values::encoding::hex;
use crate::values::error::Result;

const SYSTEM_PROFILER: [&CStr; 1] = [c"/usr/sbin/system_profiler"];
/// Of machines with a processor of Intel, then of all.
const PROCESSOR: [&CStr; 2] = [c"machdep.cpu.brand_string", c"hw.model"];

pub fn id(official: Official) -> Result<String> {
    let address = first_address().map_err(|cause| cannot_read("the network interfaces", &cause))?;
    let mut material = Material::new(official, address.as_deref());
    let cpu = match official {
        Official::Cpp => PROCESSOR.into_iter().find_map(system_value),
        // SAFETY: takes any name.
        Official::CSharp => Some(count_and_kind(unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) }, KIND)),
    };
    let cpu = cpu.ok_or_else(|| unavailable("the system does not name its processor"))?;
    material.processor(&cpu);
    let arguments = [c"system_profiler".as_ptr(), c"SPStorageDataType".as_ptr(), ptr::null()];
    let (end, printed) = program::run(&SYSTEM_PROFILER, &arguments);
    material.disks(end, printed)?;
    Ok(material.id())
}

/// The address of the first interface that has one, lower-case hex. The loopback's is empty here: C++ passes it over,
/// C# whatever is empty.
fn first_address() -> io::Result<Option<String>> {
    let mut list: *mut libc::ifaddrs = ptr::null_mut();
    // It asks through a socket.
    // SAFETY: `list` outlives the call.
    if descriptors::away_from_standard(|| unsafe { libc::getifaddrs(&raw mut list) }) != 0 {
        return Err(io::Error::last_os_error());
    }
    let (mut next, mut found) = (list, None);
    // SAFETY: null, or an entry of the list, which is freed below.
    while let (None, Some(entry)) = (&found, unsafe { next.as_ref() }) {
        found = address_of(entry).filter(|address| !address.is_empty()).map(hex);
        next = entry.ifa_next;
    }
    // SAFETY: made above; nothing of it is used any more.
    unsafe { libc::freeifaddrs(list) };
    Ok(found)
}

/// Of an entry that tells a hardware address; empty if the interface has none.
fn address_of(entry: &libc::ifaddrs) -> Option<&[u8]> {
    // SAFETY: null, or an address, which begins with its family.
    let family = unsafe { entry.ifa_addr.as_ref() }?.sa_family;
    if libc::c_int::from(family) != libc::AF_LINK {
        return None;
    }
    let address = entry.ifa_addr.cast::<libc::sockaddr_dl>();
    // SAFETY: of this family, so that it is one of these; name and address are as long as it says, and live as long
    // as the entry.
    unsafe {
        let bytes = (&raw const (*address).sdl_data).cast::<u8>().add(usize::from((*address).sdl_nlen));
        Some(slice::from_raw_parts(bytes, usize::from((*address).sdl_alen)))
    }
}

fn system_value(name: &CStr) -> Option<Vec<u8>> {
    let mut value = [0u8; 256];
    let mut length = value.len();
    // SAFETY: the buffer is as long as is said.
    let result = unsafe {
        libc::sysctlbyname(name.as_ptr(), value.as_mut_ptr().cast(), &raw mut length, ptr::null_mut(), 0)
    };
    let text = CStr::from_bytes_until_nul(&value).ok()?.to_bytes();
    (result == 0 && !text.is_empty()).then(|| text.to_vec())
}
