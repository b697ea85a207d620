//! Windows with 32 bits: two objects that Rust has linked there before and after all others, so that a stack can be
//! unwound. Debian has their source and not the objects.

use std::path::PathBuf;
use std::process::Command;

use super::{Target, WINDOWS_X86, cargo::DEBIAN_RUSTC, cargo::DEBIAN_SOURCES};
use crate::once::once;
use crate::{Result, command, project};

pub(super) fn rustflags(target: &Target) -> Result<Vec<String>> {
    if *target != WINDOWS_X86 {
        return Ok(Vec::new());
    }
    Ok(vec![format!("-Lnative={}", startup(target)?.display())])
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
