//! `cargo xtask peers`: libauthforge beside the official clients, case by case, against our development server.

use std::path::PathBuf;
use std::process::Command;

use harness::part;
use harness::python::OFFICIAL;
use harness::{Result, build, command, project};

use crate::setup::Setup;

const FLAGS: &[&str] =
    &["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread", "-g"];

/// The whole table, or in brief only what is not as declared, and the list of differences; of all scenes, or of those with
/// a word in their name.
pub fn run(setup: Setup, brief: bool, only: Option<&str>) -> Result {
    setup.parts(part::named("peers").as_slice())?;
    command::run(command::cargo().args(["build", "--quiet", "--package", "authforge-peers"]))?;
    let programs = project::target().join("debug");
    let mut command = Command::new(programs.join("authforge-peers"));
    command.arg(programs.join("official-rust")).arg(OFFICIAL.python()?).arg(libauthforge()?);
    if brief {
        command.arg("--brief");
    }
    if let Some(word) = only {
        command.args(["--only", word]);
    }
    command::run(&mut command)
}

/// Our driver, linked with the library as hosts get it.
fn libauthforge() -> Result<PathBuf> {
    let program = project::scratch("peers")?.join("libauthforge");
    let mut compiler = Command::new("cc");
    compiler.args(FLAGS).arg(project::root().join("tests/peers/libauthforge.c"));
    build::link(&mut compiler, &build::shipped_library()?, &program)?;
    Ok(program)
}
