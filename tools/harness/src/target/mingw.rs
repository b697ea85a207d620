//! Windows with GNU's tools.
//!
//! Rust imports Windows' functions by small libraries that it has dlltool make. GNU's names their symbols after the path that
//! it is told, which is to say nothing of this machine, and yet to be another for each crate: of two libraries with the same
//! symbols the linker makes import tables that crash, and so it does of what LLVM's dlltool makes. With 32 bits Rust has two
//! objects linked besides, before and after all others, so that a stack can be unwound; Debian has their source and not the
//! objects.

use std::path::PathBuf;
use std::process::Command;

use anyhow::bail;

use super::{Linker, Target, WINDOWS_X86, cargo::DEBIAN_RUSTC, cargo::DEBIAN_SOURCES};
use crate::once::once;
use crate::{Result, command, project};

/// Runs dlltool in the folder of the library that it makes, for a name of this crate's own.
const DLLTOOL: &str = r#"#!/bin/sh
left=$#
before=
name=
made=
while [ "$left" -gt 0 ]; do
  word=$1
  shift
  if [ "$before" = -l ]; then
    cd "${word%/*}" || exit
    name=${word##*/}
    made=$CARGO_PKG_NAME-$CARGO_PKG_VERSION-$CARGO_CRATE_NAME-$name
    word=$made
  fi
  before=$word
  set -- "$@" "$word"
  left=$((left - 1))
done
"#;

pub(super) fn rustflags(target: &Target) -> Result<Vec<String>> {
    let mut flags = vec![format!("-Cdlltool={}", dlltool(target)?.display())];
    if *target == WINDOWS_X86 {
        flags.push(format!("-Lnative={}", startup(target)?.display()));
    }
    Ok(flags)
}

fn dlltool(target: &Target) -> Result<PathBuf> {
    let Linker::Mingw(prefix) = target.linker else { bail!("nothing imports for {}", target.name) };
    let script = project::scratch("dlltool")?.join(target.name);
    once(&format!("dlltool for {}", target.name), || {
        project::write(&script, &format!("{DLLTOOL}{prefix}-dlltool \"$@\" && mv \"$made\" \"$name\"\n"))?;
        command::output(Command::new("chmod").arg("+x").arg(&script)).map(drop)
    })?;
    Ok(script)
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
