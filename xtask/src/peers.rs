//! `cargo xtask peers`: libauthforge beside the official clients, case by case, against our development server.

use std::path::PathBuf;
use std::process::Command;

use harness::part;
use harness::python::OFFICIAL;
use harness::{Result, build, command, project};
use xshell::cmd;

use crate::setup::Setup;

const FLAGS: &[&str] =
    &["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread", "-g"];

/// The whole table, or in brief only what is not as declared, and the list of differences; of all scenes, or of those with
/// a word in their name.
pub fn run(setup: Setup, brief: bool, only: Option<&str>) -> Result {
    setup.parts(part::named("peers").as_slice())?;
    let (shell, cargo) = (command::shell()?, command::cargo_program());
    cmd!(shell, "{cargo} build --quiet --package authforge-peers").quiet().run()?;
    let folder = project::target().join("debug");
    let [peers, rust] = ["authforge-peers", "official-rust"].map(|name| folder.join(name));
    let (python, library) = (OFFICIAL.python()?, libauthforge()?);
    let brief = brief.then_some("--brief");
    let only: Vec<&str> = only.into_iter().flat_map(|word| ["--only", word]).collect();
    Ok(cmd!(shell, "{peers} {rust} {python} {library} {brief...} {only...}").quiet().run()?)
}

/// Our driver, linked with the library as hosts get it.
fn libauthforge() -> Result<PathBuf> {
    let program = project::scratch("peers")?.join("libauthforge");
    let mut compiler = Command::new("cc");
    compiler.args(FLAGS).arg(project::root().join("tests/peers/libauthforge.c"));
    build::link(&mut compiler, &build::shipped_library()?, &program)?;
    Ok(program)
}
