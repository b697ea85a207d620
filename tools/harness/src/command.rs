//! Commands that are run in the project.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use wait_timeout::ChildExt;

use crate::{Result, project};

/// The cargo that runs us, in the project's root.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
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
    let status = command.status().map_err(|e| format!("{} cannot be run: {e}", text(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed: {status}", text(command))) }
}

/// Runs a command that must succeed and gives what it printed; its output is shown only if it fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|e| format!("{} cannot be run: {e}", text(command)))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complained = String::from_utf8_lossy(&output.stderr);
    Err(format!("{} failed: {}\n{said}{complained}", text(command), output.status))
}

/// How a program ended; `None` when it had to be killed after `limit`.
pub fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let status = child.wait_timeout(limit).map_err(|e| format!("wait: {e}"))?;
    if status.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    Ok(status)
}

/// How a program ended, `None` if it had to be killed, and all that it said on both streams, which goes through the file
/// `said`: a child of the program that holds them open keeps nobody waiting.
pub fn watch(command: &mut Command, said: &Path, limit: Duration) -> Result<(Option<ExitStatus>, String)> {
    let file = File::create(said).map_err(|e| format!("{}: {e}", said.display()))?;
    let copy = file.try_clone().map_err(|e| e.to_string())?;
    command.stdout(file).stderr(copy);
    let mut child = command.spawn().map_err(|e| format!("{} cannot be run: {e}", text(command)))?;
    let status = wait(&mut child, limit)?;
    let bytes = std::fs::read(said).map_err(|e| format!("{}: {e}", said.display()))?;
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}

/// Runs a program that has to end well within the limit, and to say nothing at all.
pub fn silent(command: &mut Command, said: &Path, limit: Duration) -> Result {
    let (status, said) = watch(command.stdin(Stdio::null()), said, limit)?;
    let said = said.trim_end();
    match status {
        None => Err(format!("did not end in {} s\n{said}", limit.as_secs())),
        Some(status) if !status.success() => Err(format!("ended with {status}\n{said}")),
        Some(_) if !said.is_empty() => Err(format!("something was printed\n{said}")),
        Some(_) => Ok(()),
    }
}

fn text(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
