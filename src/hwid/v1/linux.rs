//! What the 1.x clients read on Linux: `/sys/class/net`, `/proc/cpuinfo`, `lsblk`.

use std::ffi::CStr;
use std::path::Path;
use std::ptr;

use super::super::linux::{First, first_address, read_bytes};
use super::super::source::cannot_read;
use super::{KIND, Material, Official, count_and_kind, program};
use crate::values::error::Result;
use crate::values::limits::PROCESSORS_FILE;

const CPUINFO: &str = "/proc/cpuinfo";
/// Fixed: what a program's environment calls its path is anybody's. The last is NixOS'.
const LSBLK: [&CStr; 3] = [c"/usr/bin/lsblk", c"/bin/lsblk", c"/run/current-system/sw/bin/lsblk"];

pub fn id(official: Official) -> Result<String> {
    let address = first_address(match official {
        Official::Cpp => First::Listed,
        // The runtime asks for the interfaces' addresses and gets them in this order: it is the loopback's.
        Official::CSharp => First::Any,
    })?;
    let mut material = Material::new(official, address.as_deref());
    match official {
        Official::Cpp => {
            let cpuinfo = read_bytes(Path::new(CPUINFO), PROCESSORS_FILE);
            material.named_processor(&cpuinfo.map_err(|cause| cannot_read(CPUINFO, &cause))?);
        }
        Official::CSharp => material.processor(&count_and_kind(processors(), KIND)),
    }
    let arguments = [c"lsblk".as_ptr(), c"-ndo".as_ptr(), c"SERIAL".as_ptr(), ptr::null()];
    let (end, printed) = program::run(&LSBLK, &arguments);
    material.disks(end, printed)?;
    Ok(material.id())
}

/// How many this process may use; all that there are where that cannot be told, as of more than a set has room for.
#[allow(unsafe_code)]
fn processors() -> libc::c_long {
    // SAFETY: a set of bits, of which all may be zero; it is as large as is said, and outlives the calls.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        match libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &raw mut set) {
            0 => libc::c_long::from(libc::CPU_COUNT(&set)),
            _ => libc::sysconf(libc::_SC_NPROCESSORS_ONLN),
        }
    }
}
