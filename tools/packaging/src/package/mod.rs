//! `cargo xtask package <what>`: puts together what is handed to others, under target/package.

pub mod binary;
pub mod nuget;
pub mod unity;
pub mod unreal;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness::{Result, project};

/// Where libraries of other platforms are taken from: `Win64/authforge.dll` and so on.
pub fn natives() -> PathBuf {
    project::target().join("natives")
}

/// The platform that cargo builds for, by its name below [`natives`].
pub fn here() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("Linux"),
        ("linux", "aarch64") => Some("LinuxArm64"),
        ("macos", _) => Some("Mac"),
        ("windows", "x86_64") => Some("Win64"),
        _ => None,
    }
}

/// Said when the library of this platform is not one from [`natives`].
fn say_built_here() {
    println!("built here and now, for this machine's C library and newer: see the README of what is packed");
}

fn say_missing(missing: &[&str]) {
    if !missing.is_empty() {
        let folder = natives();
        println!("not in it: {}; put what cargo made for each into {}", missing.join(", "), folder.display());
    }
}

pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result {
    let entries = fs::read_dir(from).with_context(|| from.display().to_string())?;
    for entry in entries {
        let from = entry?.path();
        let to = to.join(from.file_name().unwrap_or_default());
        if from.is_dir() { copy_tree(&from, &to)? } else { copy(&from, &to)? }
    }
    Ok(())
}

pub(crate) fn copy(from: &Path, to: &Path) -> Result {
    let folder = to.parent().context("a file without a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::copy(from, to).map(drop).with_context(|| format!("{} to {}", from.display(), to.display()))
}
