//! Projects as the SDK makes them, each once in a run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use harness::dotnet::{self, Sdk};
use harness::once::once;
use harness::{Result, build, project};

/// Everything that they have to say is an error.
const STRICT: &str = "-p:AuthForgeStrict=true";
/// What is not about them: packages without the translations that they name, and advisories of today.
const OTHERS: [&str; 2] = ["NETSDK1188", "NU190"];

/// A project's program, by the project's folder from the root.
pub fn program(folder: &str) -> Result<PathBuf> {
    let to = make("build", folder)?;
    let name = name(folder);
    Ok(dotnet::built(&to, &name).join(format!("{name}.dll")))
}

/// What `dotnet publish` makes of it, with the native library beside it.
pub fn published(folder: &str) -> Result<PathBuf> {
    let to = make("publish", folder)?.join("publish").join(name(folder)).join("release");
    let library = format!("{}authforge{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    fs::copy(build::library()?.join(&library), to.join(&library)).context(library)?;
    Ok(to)
}

/// What `dotnet pack` makes of it: the folder with the packages.
pub fn packed(folder: &str) -> Result<PathBuf> {
    Ok(make("pack", folder)?.join("package").join("release"))
}

/// A command that runs a program in its folder, where the runtime finds the library.
pub fn run(program: &Path) -> Result<Command> {
    let mut command = Sdk::find()?.dotnet()?;
    command.arg("exec").arg(program).env("LD_LIBRARY_PATH", build::library()?).stdin(Stdio::null());
    command.current_dir(program.parent().context("a program without a folder")?);
    Ok(command)
}

fn make(verb: &str, folder: &str) -> Result<PathBuf> {
    // A folder for each: what two builds make of the same library at the same time is neither's.
    let to = project::scratch("dotnet/made")?.join(name(folder)).join(verb);
    once(&format!("{verb} of {folder}"), || {
        let said = Sdk::find()?.make(verb, &project::root().join(folder), &to, &[STRICT])?;
        let warned =
            |line: &&str| line.contains("warning") && !OTHERS.iter().any(|other| line.contains(other));
        let warnings: Vec<&str> = said.lines().filter(warned).collect();
        ensure!(warnings.is_empty(), "{verb} of {folder}: {}", warnings.join("\n"));
        Ok(())
    })?;
    Ok(to)
}

fn name(folder: &str) -> String {
    let project = project::files(&project::root().join(folder), "csproj").unwrap_or_default();
    project.first().map(|path| project::stem(path)).unwrap_or_default()
}
