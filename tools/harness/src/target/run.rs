//! Runs programs of a target here: as they are, under qemu, or under wine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use super::{LINUX_ARM64, LINUX_X64, LINUX_X64_MUSL, LINUX_X86, Target, WINDOWS_X64};
use crate::once::once;
use crate::{Result, command, project};

/// Debian's wine for 64 bits, which is not on `PATH` by itself.
const WINE: &str = "/usr/lib/wine/wine64";
const WINESERVER: &str = "/usr/lib/wine/wineserver64";
/// Random numbers as Windows 10 has them, which Rust's standard library asks for and wine 8 has not.
const RANDOM: &str = "
#include <stddef.h>
unsigned char __stdcall SystemFunction036(void *, unsigned long);
__declspec(dllexport) int __stdcall ProcessPrng(void *bytes, size_t length)
{
    return SystemFunction036(bytes, (unsigned long)length);
}
";

impl Target {
    /// A program of this target, to be run here.
    pub fn command(&self, program: &Path) -> Result<Command> {
        Ok(match *self {
            LINUX_X64 | LINUX_X64_MUSL | LINUX_X86 => Command::new(program),
            LINUX_ARM64 => {
                let mut qemu = Command::new("qemu-aarch64");
                qemu.args(["-L", "/usr/aarch64-linux-gnu"]).arg(program);
                qemu
            }
            WINDOWS_X64 => {
                let mut wine = wine(WINE)?;
                wine.arg(program);
                wine
            }
            _ => bail!("nothing here runs programs for {}", self.name),
        })
    }

    /// Tells a cargo that runs tests for it what runs them.
    pub fn tell_runner(&self, cargo: &mut Command) -> Result {
        let command = self.command(Path::new(""))?;
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let words: Vec<_> =
            words.map(|word| word.to_string_lossy()).filter(|word| !word.is_empty()).collect();
        if !words.is_empty() {
            let target = self.rust.to_uppercase().replace('-', "_");
            cargo.env(format!("CARGO_TARGET_{target}_RUNNER"), words.join(" "));
            // For tests that start a program of it themselves, which only Windows' own do as they are.
            if !self.is_windows() {
                cargo.env("AUTHFORGE_TEST_RUNNER", words.join(" "));
            }
        }
        cargo.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Ok(())
    }

    /// What runs its programs, if they do not run as they are.
    pub fn emulator(&self) -> Option<&'static str> {
        match *self {
            WINDOWS_X64 => Some("wine"),
            LINUX_ARM64 => Some("qemu"),
            _ => None,
        }
    }

    /// What runs its programs, for whoever reads of a run: `wine 8.0`, `qemu 7.2`, `natively`.
    pub fn runner(&self) -> Result<String> {
        let said = |program: &str, word: &str| command::output(Command::new(program).arg(word));
        Ok(match *self {
            WINDOWS_X64 => said(WINE, "--version")?.trim().replace('-', " "),
            LINUX_ARM64 => {
                let said = said("qemu-aarch64", "--version")?;
                let version = said.split_whitespace().nth(2).unwrap_or_default();
                format!("qemu {version}")
            }
            _ => "natively".to_owned(),
        })
    }

    /// A path of this machine as programs of this target write it.
    pub fn path(&self, path: &Path) -> String {
        let path = path.display().to_string();
        if self.is_windows() { format!("Z:{}", path.replace('/', "\\")) } else { path }
    }
}

/// A program of wine's, with a Windows of our own that is made at its first use.
fn wine(program: &str) -> Result<Command> {
    let prefix = prefix()?;
    once("wine", || make(&prefix))?;
    Ok(with_prefix(program, &prefix))
}

fn prefix() -> Result<PathBuf> {
    Ok(project::scratch("wine")?.join("prefix"))
}

fn with_prefix(program: &str, prefix: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("WINEPREFIX", prefix).env("WINEDEBUG", "-all").env("WINEARCH", "win64");
    // It would offer to fetch what it shows pages with, and to make entries in menus.
    command.env("WINEDLLOVERRIDES", "mscoree,mshtml,winemenubuilder.exe=");
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

fn make(prefix: &Path) -> Result {
    let dll = prefix.join("drive_c/windows/system32/bcryptprimitives.dll");
    if !dll.is_file() {
        let mut boot = with_prefix(WINE, prefix);
        boot.args(["wineboot", "--init"]);
        // What it leaves running has the same streams, and would keep a pipe open.
        command::run(boot.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))
            .context("wine")?;
        let source = prefix.with_file_name("random.c");
        fs::write(&source, RANDOM).with_context(|| source.display().to_string())?;
        let mut cc = WINDOWS_X64.cc()?;
        cc.args(["-shared", "-o"]).arg(&dll).arg(&source).arg("-ladvapi32");
        command::output(&mut cc)?;
    }
    // Stays between two programs, each of which would have to wait for a new one, until `end_wine`, or until nothing has run
    // for so many seconds. It fails where one runs already.
    let mut server = with_prefix(WINESERVER, prefix);
    server.arg("--persistent=120").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    server.status().map(drop).context("wineserver")
}

/// Ends what wine has left running, if it ever was used.
pub fn end_wine() -> Result {
    let prefix = prefix()?;
    if prefix.is_dir() {
        // It fails where nothing runs.
        let _ = command::output(with_prefix(WINESERVER, &prefix).arg("--kill"));
    }
    Ok(())
}
