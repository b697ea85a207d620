//! `cargo xtask peers`: libauthforge beside the official clients, case by case, against our development
//! server. `PEERS=word` plays only scenes with `word` in their name.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::need::{self, CC, VENV};
use crate::shell::{self, Result};
use crate::tally::Tally;

/// The official Python client; its dependencies come with it.
const PACKAGE: &str = "authforge-sdk";
const VERSION: &str = "2.0.0";
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
    command.arg(programs.join("official-rust")).arg(official_python()?).arg(libauthforge()?);
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

/// The interpreter of a virtual environment that has the official client, made on first use.
fn official_python() -> Result<PathBuf> {
    let folder = shell::target().join("peers-venv");
    let python = folder.join("bin").join("python");
    if has_client(&python) {
        return Ok(python);
    }
    eprintln!("xtask: installing {PACKAGE} {VERSION} in {}", folder.display());
    let wanted = format!("{PACKAGE}=={VERSION}");
    let made =
        shell::output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder)).and_then(|_| {
            let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &wanted];
            shell::output(Command::new(&python).args(pip))
        });
    match made {
        Ok(_) if has_client(&python) => Ok(python),
        Ok(_) => Err(by_hand(&folder, "it is not there afterwards")),
        Err(why) => Err(by_hand(&folder, &why)),
    }
}

fn has_client(python: &Path) -> bool {
    let probe =
        format!("import authforge, importlib.metadata as m; assert m.version('{PACKAGE}') == '{VERSION}'");
    shell::output(Command::new(python).args(["-c", &probe])).is_ok()
}

fn by_hand(folder: &Path, why: &str) -> String {
    let place = folder.display();
    format!(
        "{PACKAGE} {VERSION} could not be installed: {why}\n\
         type: python3 -m venv --clear {place} && {place}/bin/python -m pip install {PACKAGE}=={VERSION}"
    )
}
