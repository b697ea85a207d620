//! Macs with processors of both makers: one file of the libraries for each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use harness::target::{MACOS_ARM64, MACOS_X64, Target};
use harness::{Result, command};

use super::{Record, UNIVERSAL, archive, layout, natives, shared_in, stage};

/// LLVM's lipo, which knows archives too.
const LIPO: &str = "llvm-lipo-19";
pub const PARTS: [&Target; 2] = [&MACOS_ARM64, &MACOS_X64];

pub fn make() -> Result<Record> {
    let folders = PARTS.map(natives::make);
    let folder = super::folder()?.join("natives").join(UNIVERSAL);
    let _ = fs::remove_dir_all(&folder);
    let mut made = Vec::new();
    for part in folders {
        made.push(part?);
    }
    for file in ["lib/libauthforge.dylib", "lib/libauthforge.a"] {
        join(&made.iter().map(|part| part.join(file)).collect::<Vec<_>>(), &folder.join(file))?;
    }
    let stage = stage(UNIVERSAL)?;
    layout::install(&MACOS_ARM64, &folder, &stage)?;
    let archive = archive::make(&stage, false)?;
    Record::made(UNIVERSAL, &stage.join(shared_in(MACOS_ARM64.system)), archive, false)
}

fn join(parts: &[PathBuf], whole: &Path) -> Result {
    let folder = whole.parent().context("a file without a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    command::output(Command::new(LIPO).arg("-create").args(parts).arg("-output").arg(whole)).map(drop)
}
