//! What a dynamic library of macOS says of itself.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use harness::Result;
use object::Endianness;
use object::macho::{CPU_TYPE_ARM64, LC_CODE_SIGNATURE, LC_ID_DYLIB, MachHeader64};
use object::read::macho::{LoadCommandVariant, MachHeader};

use super::super::VERSION;

/// By how their paths begin.
pub const KNOWN: [&str; 2] = ["/usr/lib/", "/System/Library/Frameworks/"];
const NAME: &str = "@rpath/libauthforge.0.dylib";

pub fn check(library: &Path) -> Result {
    let bytes = fs::read(library).with_context(|| library.display().to_string())?;
    check_of(&bytes).with_context(|| library.display().to_string())
}

fn check_of(bytes: &[u8]) -> Result {
    let header = MachHeader64::<Endianness>::parse(bytes, 0)?;
    let endian = header.endian()?;
    let mut commands = header.load_commands(endian, bytes, 0)?;
    let (mut named, mut signed) = (false, false);
    while let Some(command) = commands.next()? {
        signed |= command.cmd() == LC_CODE_SIGNATURE;
        if command.cmd() != LC_ID_DYLIB {
            continue;
        }
        let LoadCommandVariant::IdDylib(id) = command.variant()? else { continue };
        let name = String::from_utf8_lossy(command.string(endian, id.dylib.name)?).into_owned();
        ensure!(name == NAME, "programs would look for it as {name}, need {NAME}");
        let current = version(id.dylib.current_version.get(endian).0);
        ensure!(current == VERSION, "its version is {current}, need {VERSION}");
        let compatible = version(id.dylib.compatibility_version.get(endian).0);
        let wanted = compatibility();
        ensure!(compatible == wanted, "its compatibility version is {compatible}, need {wanted}");
        named = true;
    }
    ensure!(named, "it has no name (LC_ID_DYLIB)");
    // The linker signs where the system would not load it otherwise.
    let is_arm = header.cputype(endian) == CPU_TYPE_ARM64;
    ensure!(signed || !is_arm, "it is not signed, not even ad hoc, as Macs with Apple's processors want it");
    Ok(())
}

/// Apple's `xxxx.yy.zz`.
fn version(number: u32) -> String {
    format!("{}.{}.{}", number >> 16, (number >> 8) & 0xff, number & 0xff)
}

/// The first version that a program built with this one can be run with: before 1.0 each minor version is another interface.
fn compatibility() -> String {
    let mut parts = VERSION.split('.');
    let (major, minor) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if major == "0" { format!("0.{minor}.0") } else { format!("{major}.0.0") }
}
