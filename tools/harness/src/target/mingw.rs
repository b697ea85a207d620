//! Windows with GNU's tools. Its functions are imported by small libraries that rustc has a tool make: LLVM's, since GNU's
//! names their symbols after the folder that they were made in. With 32 bits Rust has two objects linked before and after
//! all others, so that a stack can be unwound; Debian has their source and not the objects.

use std::path::PathBuf;
use std::process::Command;

use super::{Target, WINDOWS_X86, cargo::DEBIAN_RUSTC, cargo::DEBIAN_SOURCES};
use crate::once::once;
use crate::{Result, command, project};

/// Of the same package as what makes the import library of ours.
pub const DLLTOOL: &str = "llvm-dlltool-19";

pub(super) fn rustflags(target: &Target) -> Result<Vec<String>> {
    let mut flags = vec![format!("-Cdlltool={DLLTOOL}")];
    if *target == WINDOWS_X86 {
        flags.push(format!("-Lnative={}", startup(target)?.display()));
    }
    Ok(flags)
}

fn startup(target: &Target) -> Result<PathBuf> {
    let folder = project::scratch("rust-startup")?;
    once("rust startup", || {
        for name in ["rsbegin", "rsend"] {
            let mut rustc = Command::new(DEBIAN_RUSTC);
            rustc.env("RUSTC_BOOTSTRAP", "1").args(["--target", target.rust, "--emit=obj", "-O", "-o"]);
            rustc.arg(folder.join(format!("{name}.o")));
            command::output(rustc.arg(format!("{DEBIAN_SOURCES}/library/rtstartup/{name}.rs")))?;
        }
        Ok(())
    })?;
    Ok(folder)
}
