//! Macs with processors of both makers: one file of the libraries for each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use harness::target::{MACOS_ARM64, MACOS_X64, Target};
use harness::{Result, command};

use super::{Record, UNIVERSAL, archive, check, layout, natives, shared_in, stage};
use crate::package;

const LIPO: &str = "llvm-lipo-19";
pub const PARTS: [&Target; 2] = [&MACOS_ARM64, &MACOS_X64];

pub fn make() -> Result<Record> {
    let folders = PARTS.map(natives::make);
    let folder = super::folder()?.join("natives").join(UNIVERSAL);
    let _ = fs::remove_dir_all(&folder);
    // The shared library alone: an archive of Rust's has bitcode in it that only the LLVM of its compiler reads.
    let file = "lib/libauthforge.dylib";
    let mut made = Vec::new();
    for (part, natives) in PARTS.iter().zip(folders) {
        made.push(natives?.join(file));
        check::library(part, &made[made.len() - 1])?;
    }
    join(&made, &folder.join(file))?;
    let stage = stage(UNIVERSAL)?;
    layout::install(&PARTS, &folder, &stage)?;
    let mut servers = Vec::new();
    for part in PARTS {
        servers.push(part.devserver()?);
    }
    join(&servers, &stage.join("bin/authforge-devserver"))?;
    check::no_folders(&stage)?;
    package::copy(&folder.join(file), &package::natives().join("Mac/libauthforge.dylib"))?;
    let archive = archive::make(&stage, false)?;
    Record::made(UNIVERSAL, &stage.join(shared_in(MACOS_ARM64.system)), archive, false)
}

fn join(parts: &[PathBuf], whole: &Path) -> Result {
    let folder = whole.parent().context("a file without a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    command::output(Command::new(LIPO).arg("-create").args(parts).arg("-output").arg(whole)).map(drop)
}
