//! What a DLL says of itself.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use harness::Result;
use object::pe::{IMAGE_DIRECTORY_ENTRY_RESOURCE, ImageNtHeaders32, ImageNtHeaders64};
use object::read::pe::{ImageNtHeaders, PeFile, ResourceNameOrId};
use object::{FileKind, LittleEndian as LE};

/// What every Windows from 7 on has.
pub const KNOWN: [&str; 13] = [
    "kernel32.dll",
    "ntdll.dll",
    "msvcrt.dll",
    "ws2_32.dll",
    "bcrypt.dll",
    "bcryptprimitives.dll",
    "advapi32.dll",
    "crypt32.dll",
    "userenv.dll",
    "api-ms-win-",
    "iphlpapi.dll",
    "ole32.dll",
    "oleaut32.dll",
];
/// Resources by their numbers in Windows' own headers.
const VERSION: u16 = 16;
const MANIFEST: u16 = 24;

pub fn check(library: &Path) -> Result {
    let bytes = fs::read(library).with_context(|| library.display().to_string())?;
    match FileKind::parse(&bytes[..])? {
        FileKind::Pe64 => check_of(&PeFile::<ImageNtHeaders64>::parse(&bytes[..])?),
        FileKind::Pe32 => check_of(&PeFile::<ImageNtHeaders32>::parse(&bytes[..])?),
        other => bail!("no DLL, but {other:?}"),
    }
    .with_context(|| library.display().to_string())
}

fn check_of<Header: ImageNtHeaders>(file: &PeFile<'_, Header>) -> Result {
    let stamp = file.nt_headers().file_header().time_date_stamp.get(LE);
    ensure!(stamp == 0, "it says when it was linked ({stamp}), and would be another file each time");
    let (data, sections) = (file.data(), file.section_table());
    ensure!(file.data_directory(IMAGE_DIRECTORY_ENTRY_RESOURCE).is_some(), "it has no resources");
    let resources = file.data_directories().resource_directory(data, &sections)?;
    let resources = resources.context("it has no resources")?;
    let kinds: Vec<_> = resources.root()?.entries.iter().map(|entry| entry.name_or_id()).collect();
    let has = |number| kinds.iter().any(|kind| matches!(kind, ResourceNameOrId::Id(id) if *id == number));
    ensure!(has(VERSION), "its properties show no version (VERSIONINFO)");
    ensure!(has(MANIFEST), "it has no manifest");
    Ok(())
}
