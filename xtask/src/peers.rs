//! `cargo xtask peers`: libauthforge beside the official clients, case by case, against our development
//! server. `PEERS=word` plays only scenes with `word` in their name.

use std::path::PathBuf;
use std::process::Command;

use crate::need::{self, CC, VENV};
use crate::shell::{self, Result};
use crate::tally::Tally;
use crate::venv::Package;

/// The official Python client; its dependencies come with it.
const OFFICIAL: Package = Package { name: "authforge-sdk", version: "2.0.0", folder: "peers-venv" };
const FLAGS: &[&str] =
    &["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread", "-g"];

/// The whole table.
pub fn run() -> Result {
    need::tools(&[CC, VENV])?;
    shell::run(&mut comparison()?)
}

/// For `cargo xtask test`: only what is not as declared, and the list of differences.
pub fn test(tally: &mut Tally) -> Result {
    need::tools(&[CC, VENV])?;
    let compared = shell::run(comparison()?.arg("--brief"));
    tally.note(
        "the official clients differ from the library where docs/compatibility.md says, and nowhere else",
        compared,
    );
    Ok(())
}

fn comparison() -> Result<Command> {
    shell::run(shell::cargo().args(["build", "--quiet", "--package", "authforge-peers"]))?;
    let programs = shell::target().join("debug");
    let mut command = Command::new(programs.join("authforge-peers"));
    command.arg(programs.join("official-rust")).arg(OFFICIAL.python()?).arg(libauthforge()?);
    Ok(command)
}

/// Our driver, linked with the library as hosts get it.
fn libauthforge() -> Result<PathBuf> {
    let library = shell::release_library()?;
    let library = library.canonicalize().map_err(|e| format!("{}: {e}", library.display()))?;
    let program = shell::scratch("peers")?.join("libauthforge");
    let mut compiler = Command::new("cc");
    compiler.args(FLAGS).arg("-I").arg(shell::root().join("include")).arg("-o").arg(&program);
    compiler.arg(shell::root().join("tests").join("peers").join("libauthforge.c"));
    compiler.arg("-L").arg(&library).arg("-lauthforge").arg(format!("-Wl,-rpath,{}", library.display()));
    shell::output(&mut compiler)?;
    Ok(program)
}
