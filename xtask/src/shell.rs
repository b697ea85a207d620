//! Paths of the project, and commands run in it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

pub type Result<T = ()> = std::result::Result<T, String>;

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap_or_else(|_| PathBuf::from("."))
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A place for everything that xtask itself builds.
pub fn scratch(name: &str) -> Result<PathBuf> {
    let path = target().join("xtask").join(name);
    std::fs::create_dir_all(&path).map_err(|e| format!("{} cannot be made: {e}", path.display()))?;
    Ok(path)
}

/// The files of a folder whose names end so, in order.
pub fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut found: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    found.sort();
    Ok(found)
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
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
    wait_unless(child, limit, || false)
}

/// As `wait`, but no longer than until `enough`, where the child is left alone.
pub fn wait_unless(
    child: &mut Child,
    limit: Duration,
    enough: impl Fn() -> bool,
) -> Result<Option<ExitStatus>> {
    const LOOK_AGAIN: Duration = Duration::from_millis(10);
    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait().map_err(|e| format!("wait: {e}"))? {
            return Ok(Some(status));
        }
        if enough() {
            return Ok(None);
        }
        if Instant::now() >= deadline {
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

fn text(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// The platform that we run on, by Rust's name.
pub fn host() -> Result<String> {
    let said = output(cargo().arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| format!("cargo names no host: {said}"))
}

/// Builds the library as hosts get it; gives the folder with libauthforge.so and libauthforge.a.
pub fn release_library() -> Result<PathBuf> {
    // Alone, so that no feature of another package of the workspace gets into it; and without the Rust
    // library among the kinds, since rustc then optimises over all crates, which saves a fifth. The target is
    // named as the CMake build does: that makes the same bytes.
    let (host, kinds) = (host()?, ["--lib", "--crate-type", "cdylib,staticlib", "--target"]);
    let common = ["rustc", "--quiet", "--release", "--package", "libauthforge"];
    run(cargo().args(common).args(kinds).arg(&host))?;
    let folder = target().join(host).join("release");
    link_soname(&folder)?;
    Ok(folder)
}

/// Programs look for the name inside the library, which cargo does not make.
fn link_soname(folder: &Path) -> Result {
    let link = folder.join("libauthforge.so.0");
    if cfg!(target_os = "linux") && !link.exists() {
        #[cfg(unix)]
        std::os::unix::fs::symlink("libauthforge.so", &link)
            .map_err(|e| format!("{} cannot be made: {e}", link.display()))?;
    }
    Ok(())
}

/// Builds the development server; gives its program.
pub fn devserver() -> Result<PathBuf> {
    run(cargo().args(["build", "--quiet", "--package", "authforge-devserver"]))?;
    Ok(target().join("debug").join(format!("authforge-devserver{}", std::env::consts::EXE_SUFFIX)))
}
