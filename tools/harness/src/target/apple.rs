//! macOS without Apple's SDK: headers and the system library as Zig has them, and stubs of the two frameworks and of
//! libiconv that name what Rust's crates call. What is linked so was never run; a Mac with Xcode makes the real one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::{MACOS_ARM64, MACOS_X64, Target};
use crate::once::once;
use crate::python::ZIGBUILD;
use crate::{Result, project};

const CC: &str = "clang-19";
const LD: &str = "/usr/bin/ld64.lld-19";
const AR: &str = "llvm-ar-19";

/// The stubs, by their place below the folder that stands for an SDK.
const STUBS: [(&str, &str); 3] = [
    ("usr/lib/libiconv.tbd", include_str!("apple/libiconv.tbd")),
    ("System/Library/Frameworks/Security.framework/Security.tbd", include_str!("apple/Security.tbd")),
    (
        "System/Library/Frameworks/CoreFoundation.framework/CoreFoundation.tbd",
        include_str!("apple/CoreFoundation.tbd"),
    ),
];
/// Names that are all in the system library.
const SYSTEM: [&str; 3] = ["System", "c", "m"];

/// A linker of Apple's that knows the words clang has for newer ones.
const NEW_ENOUGH: &str = "-mlinker-version=711";

/// The processor as clang calls it, and what runs the library at the least, as Rust has it.
fn oldest_macos(target: &Target) -> Result<(&'static str, &'static str)> {
    match *target {
        MACOS_ARM64 => Ok(("arm64", "11.0")),
        MACOS_X64 => Ok(("x86_64", "10.13")),
        _ => bail!("{} is no macOS", target.name),
    }
}

fn clang_target(target: &Target) -> Result<String> {
    oldest_macos(target).map(|(processor, oldest)| format!("--target={processor}-apple-macos{oldest}"))
}

pub(super) fn tell(target: &Target, cargo: &mut Command) -> Result {
    let (sdk, (_, oldest)) = (sdk()?, oldest_macos(target)?);
    let name = target.rust.replace('-', "_");
    let flags = format!("{} -isystem {}", clang_target(target)?, headers()?.display());
    cargo.env(format!("CC_{name}"), CC).env(format!("AR_{name}"), AR).env(format!("CFLAGS_{name}"), flags);
    cargo.env(format!("CARGO_TARGET_{}_LINKER", name.to_uppercase()), CC);
    cargo.env("SDKROOT", sdk).env("MACOSX_DEPLOYMENT_TARGET", oldest);
    // The command that would strip it is of Rust's own LLVM, which Debian has under another name.
    cargo.env("CARGO_PROFILE_RELEASE_STRIP", "false");
    Ok(())
}

pub(super) fn rustflags(target: &Target) -> Result<Vec<String>> {
    let words = [
        clang_target(target)?,
        NEW_ENOUGH.to_owned(),
        format!("--ld-path={LD}"),
        format!("--sysroot={}", sdk()?.display()),
        // No names but those that leave the library, and nothing for debuggers.
        "-Wl,-x,-S".to_owned(),
    ];
    Ok(words.iter().map(|word| format!("-Clink-arg={word}")).collect())
}

/// Headers of the C library of Apple's systems.
pub(super) fn headers() -> Result<PathBuf> {
    Ok(zig()?.join("include/any-darwin-any"))
}

/// Zig's folder with the C libraries of all systems.
fn zig() -> Result<PathBuf> {
    let lib = ZIGBUILD.place().join("lib");
    let pythons = project::folders(&lib)?;
    let found = pythons.iter().map(|python| python.join("site-packages/ziglang/lib/libc"));
    found
        .into_iter()
        .find(|folder| folder.is_dir())
        .with_context(|| format!("no Zig below {}", lib.display()))
}

/// A folder that stands for Apple's SDK.
fn sdk() -> Result<PathBuf> {
    let sdk = project::scratch("apple-sdk")?;
    once("apple sdk", || {
        for (place, text) in STUBS {
            put(&sdk.join(place), text)?;
        }
        // It names only the processors of Apple's own programs, one of them by a name that LLVM has not learned.
        let system = project::read(&zig()?.join("darwin/libSystem.tbd"))?;
        let system = system.replace("arm64e.x1-", "arm64e-").replace("arm64e-", "arm64-");
        SYSTEM.iter().try_for_each(|name| put(&sdk.join(format!("usr/lib/lib{name}.tbd")), &system))
    })?;
    Ok(sdk)
}

fn put(path: &Path, text: &str) -> Result {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    project::write(path, text)
}
