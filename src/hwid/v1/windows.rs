//! What the 1.x clients read on Windows: the network adapters, the processor, `wmic`.

#![allow(unsafe_code)]

use std::ffi::{OsString, c_void};
use std::io::{self, Read};
use std::os::windows::ffi::OsStringExt;
use std::os::windows::io::AsRawHandle;
use std::os::windows::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::ptr::null_mut;
use std::thread;
use std::time::{Duration, Instant};

use super::super::source::cannot_read;
use super::{End, Material, Official};
use crate::values::encoding::hex;
use crate::values::error::Result;
use crate::values::limits::PRINTED;

/// How long the program may take. The C# client gives up then too.
const LIMIT: Duration = Duration::from_secs(2);
const LOOK_AGAIN: Duration = Duration::from_millis(5);
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

pub fn id(official: Official) -> Result<String> {
    let mac = first_address().map_err(|cause| cannot_read("the network adapters", &cause))?;
    let cpu = processor(official).map_err(|cause| cannot_read("the processor", &cause))?;
    let mut material = Material::new(official, mac.as_deref());
    material.processor(&cpu);
    let (end, printed) = disks();
    material.disks(end, printed)?;
    Ok(material.id())
}

/// The beginning of `IP_ADAPTER_ADDRESSES_LH`.
#[repr(C)]
struct Adapter {
    length_and_index: u64,
    next: *const Adapter,
    /// Names, addresses and texts.
    skipped: [*const c_void; 8],
    address: [u8; 8],
    address_length: u32,
}

const AF_UNSPEC: u32 = 0;
/// No anycast, multicast and DNS addresses: only the adapters are looked at.
const SKIP: u32 = 0x2 | 0x4 | 0x8;
const ERROR_BUFFER_OVERFLOW: u32 = 111;
const ERROR_NO_DATA: u32 = 232;

#[link(name = "iphlpapi")]
unsafe extern "system" {
    fn GetAdaptersAddresses(
        family: u32,
        flags: u32,
        reserved: *mut c_void,
        adapters: *mut c_void,
        size: *mut u32,
    ) -> u32;
}

/// Both clients take the first adapter that has one, as the system lists them.
fn first_address() -> io::Result<Option<String>> {
    let mut size = 16 * 1024;
    // It may grow between two calls.
    for _ in 0..4 {
        // Aligned as the entries are.
        let mut buffer = vec![0u64; (size as usize).div_ceil(8)];
        let adapters = buffer.as_mut_ptr().cast();
        // SAFETY: the buffer is as long as is said.
        match unsafe { GetAdaptersAddresses(AF_UNSPEC, SKIP, null_mut(), adapters, &raw mut size) } {
            // SAFETY: filled by the call, and it lives until the end of this.
            0 => return Ok(unsafe { first_of(adapters.cast()) }),
            ERROR_NO_DATA => return Ok(None),
            ERROR_BUFFER_OVERFLOW => {}
            other => return Err(io::Error::from_raw_os_error(other.cast_signed())),
        }
    }
    Err(io::Error::from_raw_os_error(ERROR_BUFFER_OVERFLOW.cast_signed()))
}

/// SAFETY: NULL, or a list of adapters, which outlives the call.
unsafe fn first_of(mut next: *const Adapter) -> Option<String> {
    // SAFETY: see above.
    while let Some(adapter) = unsafe { next.as_ref() } {
        if let Some(address @ [_, ..]) = adapter.address.get(..adapter.address_length as usize) {
            return Some(hex(address));
        }
        next = adapter.next;
    }
    None
}

#[repr(C)]
#[derive(Default)]
struct SystemInfo {
    architecture: u16,
    reserved: u16,
    page_size: u32,
    lowest_and_highest: [usize; 2],
    mask: usize,
    processors: u32,
    processor_type: u32,
    granularity: u32,
    level: u16,
    revision: u16,
}

#[link(name = "kernel32")]
unsafe extern "system" {
    fn GetNativeSystemInfo(info: *mut SystemInfo);
    fn GetCurrentProcess() -> *const c_void;
    fn GetProcessAffinityMask(process: *const c_void, own: *mut usize, systems: *mut usize) -> i32;
    fn GetSystemDirectoryW(text: *mut u16, size: u32) -> u32;
    fn PeekNamedPipe(
        pipe: *mut c_void,
        buffer: *mut c_void,
        size: u32,
        read: *mut u32,
        available: *mut u32,
        left: *mut u32,
    ) -> i32;
}

fn processor(official: Official) -> io::Result<Vec<u8>> {
    match official {
        Official::Cpp => by_maker(),
        Official::CSharp => by_number(),
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
#[allow(unused_unsafe, reason = "not in all versions of the compiler that this is built with")]
fn by_maker() -> io::Result<Vec<u8>> {
    #[cfg(target_arch = "x86")]
    use std::arch::x86::__cpuid;
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::__cpuid;
    let mut info = SystemInfo::default();
    // SAFETY: every processor that Windows runs on has the instruction; `info` outlives the call.
    let vendor = unsafe {
        GetNativeSystemInfo(&raw mut info);
        __cpuid(0)
    };
    Ok(super::vendor_and_type([vendor.ebx, vendor.edx, vendor.ecx], info.processor_type))
}

/// The client was not made for it: it needs the instruction of x86.
#[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
fn by_maker() -> io::Result<Vec<u8>> {
    Err(io::Error::other("the official C++ client knows none but of x86"))
}

fn by_number() -> io::Result<Vec<u8>> {
    let (mut own, mut systems) = (0, 0);
    // SAFETY: both outlive the call.
    if unsafe { GetProcessAffinityMask(GetCurrentProcess(), &raw mut own, &raw mut systems) } == 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(super::count_and_kind(super::of_affinity((own & systems) as u64), super::KIND))
}

/// Where the system keeps it: what a program's environment calls its path is anybody's.
fn wmic() -> Option<PathBuf> {
    let mut text = [0u16; 300];
    // SAFETY: the buffer is as long as is said.
    let length = unsafe { GetSystemDirectoryW(text.as_mut_ptr(), 300) } as usize;
    let folder = text.get(..length).filter(|text| !text.is_empty())?;
    Some(PathBuf::from(OsString::from_wide(folder)).join("wbem").join("WMIC.exe"))
}

fn disks() -> (End, Vec<u8>) {
    let mut printed = Vec::new();
    let Some(path) = wmic() else { return (End::Absent, printed) };
    let mut command = Command::new(path);
    command.args(["diskdrive", "get", "serialnumber"]).creation_flags(CREATE_NO_WINDOW);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let end = match command.spawn() {
        Ok(mut child) => {
            let end = follow(&mut child, &mut printed).unwrap_or_else(|cause| not_read(&cause));
            // It does nothing to one that has ended.
            let _ = child.kill();
            let _ = child.wait();
            end
        }
        Err(cause) if is_absence(&cause) => End::Absent,
        Err(cause) => not_read(&cause),
    };
    (end, printed)
}

/// Where a policy forbids it the clients had no more than where it is gone.
fn is_absence(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied)
}

fn not_read(cause: &io::Error) -> End {
    End::NotRead(cause.raw_os_error().unwrap_or_default())
}

/// Reads what it prints until it has ended.
fn follow(child: &mut Child, printed: &mut Vec<u8>) -> io::Result<End> {
    let begun = Instant::now();
    let Some(mut output) = child.stdout.take() else { return Ok(End::Late) };
    let mut chunk = [0; 4096];
    while begun.elapsed() < LIMIT {
        // Asked before the look at its output, to which nothing can come then.
        let ended = child.try_wait()?;
        let mut available = 0;
        let none = null_mut();
        // SAFETY: the pipe is open; `available` outlives the call.
        let is_open = unsafe {
            PeekNamedPipe(output.as_raw_handle(), none, 0, none.cast(), &raw mut available, none.cast()) != 0
        };
        if is_open && available > 0 {
            let count = output.read(&mut chunk)?;
            printed.truncate(PRINTED);
            printed.extend_from_slice(&chunk[..count]);
        } else if let Some(status) = ended {
            return Ok(if status.success() { End::Succeeded } else { End::Failed });
        } else {
            thread::sleep(LOOK_AGAIN);
        }
    }
    Ok(End::Late)
}
