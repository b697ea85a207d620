//! Commands that are run in the project. Plain ones are written with xshell as they are typed, in [`shell`]; what needs a
//! time limit, streams in files, or both streams in its error is a [`Command`] of the standard library.

use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use wait_timeout::ChildExt;
use xshell::{Cmd, Shell};

use crate::{Result, project};

/// A shell in the project's root, in which cargo builds where it built us.
pub fn shell() -> Result<Shell> {
    let shell = Shell::new()?;
    shell.change_dir(project::root());
    shell.set_var("CARGO_TARGET_DIR", project::target());
    Ok(shell)
}

/// The cargo that runs us.
pub fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The same as a command, in the project's root.
pub fn cargo() -> Command {
    let mut command = Command::new(cargo_program());
    command.current_dir(project::root()).env("CARGO_TARGET_DIR", project::target());
    command
}

/// Takes what cargo has told this process out of its environment: where its own libraries are, since programs would find
/// another library than they are to; and about our package, since crates that ask for it would be built anew. A
/// relative folder for what cargo builds becomes a whole path, because children run elsewhere.
///
/// # Safety
///
/// No other thread may have been started.
pub unsafe fn forget_cargo() {
    let own = ["LD_LIBRARY_PATH", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"];
    let begins = ["CARGO_PKG_", "CARGO_BIN_EXE_", "CARGO_MANIFEST_"];
    let names: Vec<String> = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect();
    for name in names {
        if own.contains(&name.as_str()) || begins.iter().any(|begin| name.starts_with(begin)) {
            // SAFETY: the caller promises that this is the only thread.
            unsafe { std::env::remove_var(name) };
        }
    }
    if std::env::var_os("CARGO_TARGET_DIR").is_some() {
        // SAFETY: as above.
        unsafe { std::env::set_var("CARGO_TARGET_DIR", project::target()) };
    }
}

/// Runs a command that must succeed; its output is shown.
pub fn run(command: &mut Command) -> Result {
    let status = command.status().with_context(|| format!("{} cannot be run", text(command)))?;
    ensure!(status.success(), "{} failed: {status}", text(command));
    Ok(())
}

/// Runs a command that must succeed and gives what it printed; its output is shown only if it fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{} cannot be run", text(command)))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complained = String::from_utf8_lossy(&output.stderr);
    bail!("{} failed: {}\n{said}{complained}", text(command), output.status)
}

/// The same for a command of a shell.
pub fn said(command: Cmd<'_>) -> Result<String> {
    output(&mut command.into())
}

/// How a program ended; `None` when it had to be killed after `limit`.
pub fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let status = child.wait_timeout(limit).context("wait")?;
    if status.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    Ok(status)
}

/// How a program ended, `None` if it had to be killed, and all that it said on both streams, which goes through the file
/// `said`: a child of the program that holds them open keeps nobody waiting.
pub fn watch(command: &mut Command, said: &Path, limit: Duration) -> Result<(Option<ExitStatus>, String)> {
    let file = File::create(said).with_context(|| said.display().to_string())?;
    let copy = file.try_clone()?;
    command.stdout(file).stderr(copy);
    let mut child = command.spawn().with_context(|| format!("{} cannot be run", text(command)))?;
    let status = wait(&mut child, limit)?;
    let bytes = std::fs::read(said).with_context(|| said.display().to_string())?;
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}

/// Runs a program that has to end well within the limit, and to say nothing at all.
pub fn silent(command: &mut Command, said: &Path, limit: Duration) -> Result {
    let (status, said) = watch(command.stdin(Stdio::null()), said, limit)?;
    let said = said.trim_end();
    match status {
        None => bail!("did not end in {} s\n{said}", limit.as_secs()),
        Some(status) if !status.success() => bail!("ended with {status}\n{said}"),
        Some(_) if !said.is_empty() => bail!("something was printed\n{said}"),
        Some(_) => Ok(()),
    }
}

fn text(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
