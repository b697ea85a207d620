//! What the cases do: configure, build, ask, copy.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use harness::once::in_turn;
use harness::{Result, command, project};

pub fn source() -> String {
    format!("-DCONSUMER_SOURCE={}", project::root().display())
}

pub fn cargo_target() -> String {
    format!("-DAUTHFORGE_CARGO_TARGET_DIR={}", project::target().display())
}

pub fn cmake<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Result<String> {
    command::output(Command::new("cmake").args(arguments))
}

pub fn configure<S: AsRef<OsStr>>(source: &Path, build: &Path, arguments: &[S]) -> Result {
    let mut command = Command::new("cmake");
    command.arg("-S").arg(source).arg("-B").arg(build).args(arguments);
    command::output(&mut command).map(drop)
}

pub fn build(folder: &Path) -> Result<String> {
    in_turn(|| cmake([OsStr::new("--build"), folder.as_os_str()]))
}

/// Configures a project, in `folder`, that asks an installation for what stands behind the package's name in these words.
pub fn find(prefix: &Path, words: &str, folder: &Path) -> Result {
    asking(prefix, words, "", &fresh(folder)?, &[]).map(drop)
}

/// The same with more of CMake's language behind it, and options; gives what it said.
pub fn asking(prefix: &Path, words: &str, more: &str, folder: &Path, options: &[&str]) -> Result<String> {
    let text = format!(
        "cmake_minimum_required(VERSION 3.16)\nproject(asking LANGUAGES NONE)\nfind_package(AuthForge {words} REQUIRED)\n{more}\n"
    );
    project::write(&folder.join("CMakeLists.txt"), &text)?;
    let place = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
    let build = folder.join("build");
    let start = ["-S".as_ref(), folder.as_os_str(), "-B".as_ref(), build.as_os_str(), place.as_ref()];
    cmake(start.into_iter().chain(options.iter().map(OsStr::new)))
}

/// What a tool said, without the lines that it broke it into.
pub fn flat(why: &anyhow::Error) -> String {
    why.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A folder that is new and empty.
pub fn fresh(folder: &Path) -> Result<PathBuf> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            bail!("{}: {error}", folder.display());
        }
        _ => {}
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    Ok(folder.to_owned())
}

/// Copies a folder, symbolic links as links.
pub fn copy(from: &Path, to: &Path) -> Result {
    command::output(Command::new("cp").arg("-a").arg(from).arg(to)).map(drop)
}
