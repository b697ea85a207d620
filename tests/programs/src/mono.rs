//! Mono with nothing but machine code, which refuses what IL2CPP and iOS refuse.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use harness::once::once;
use harness::{Result, command, project};

/// Where Mono's own assemblies are.
const OWN: &str = "/usr/lib/mono/4.5";
/// What programs need of them, and what that needs: ahead of time, all of it is loaded.
const NAMES: [&str; 8] = [
    "mscorlib",
    "System",
    "System.Core",
    "System.Xml",
    "System.Configuration",
    "System.Numerics",
    "System.Security",
    "Mono.Security",
];

/// Compiles Mono's own assemblies, once and again when they change; gives the folder with them, for
/// [`machine_code`] and as `MONO_PATH` for `mono --full-aot`.
pub fn system() -> Result<PathBuf> {
    let system = project::scratch("mono")?;
    once("Mono's own assemblies", || {
        for name in NAMES {
            let file = format!("{name}.dll");
            let theirs = fs::read(Path::new(OWN).join(&file)).with_context(|| format!("{OWN}/{file}"))?;
            let own = system.join(&file);
            let is_done = system.join(format!("{file}.so")).is_file();
            if !is_done || fs::read(&own).ok().as_ref() != Some(&theirs) {
                fs::write(&own, theirs).with_context(|| own.display().to_string())?;
                machine_code(&own, &system)?;
            }
        }
        Ok(())
    })?;
    Ok(system)
}

/// Compiles an assembly ahead of time, in full. `assembly` is absolute.
pub fn machine_code(assembly: &Path, system: &Path) -> Result {
    let mut mono = Command::new("mono");
    // There, because Mono leaves a report in its folder when it crashes.
    mono.current_dir(system).env("MONO_PATH", system).args(["--aot=full", "-O=-all,gshared"]).arg(assembly);
    command::output(&mut mono).map(drop)
}
