//! The cargo that makes something for a target: its program, its environment, and the flags that keep this machine's paths
//! out of what it makes.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Linker, System, Target, compiler};
use crate::python::ZIGBUILD;
use crate::{Result, project};

/// Debian's Rust, which can build its standard library for every target: optimised for size as the library is, and over the
/// border between the two.
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust";

/// Between two flags in one variable, as cargo wants it.
const BETWEEN: &str = "\u{1f}";

impl Target {
    /// Where cargo builds for it: a folder of its own, so that two targets are built at once and none waits for the other.
    pub fn folder(&self) -> PathBuf {
        project::target().join("targets").join(self.name)
    }

    /// Cargo with a subcommand (`rustc`, `build`, `test`, `check`) for it, in the project's root.
    pub fn cargo(&self, subcommand: &str) -> Result<Command> {
        let mut cargo = self.program(subcommand)?;
        cargo.current_dir(project::root()).env("CARGO_TARGET_DIR", self.folder());
        cargo.args(["--locked", "--target", &self.cargo_target()]);
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", DEBIAN_RUSTC).arg("-Zbuild-std=std,panic_unwind");
        cargo.env("CARGO_ENCODED_RUSTFLAGS", self.rustflags()?.join(BETWEEN));
        compiler::tell(self, &mut cargo)?;
        Ok(cargo)
    }

    fn program(&self, subcommand: &str) -> Result<Command> {
        let mut program = match self.linker {
            Linker::Zig(_) => {
                let mut program = Command::new(ZIGBUILD.program("cargo-zigbuild")?);
                program.env("CARGO", DEBIAN_CARGO).env("CARGO_ZIGBUILD_PYTHON_PATH", ZIGBUILD.python()?);
                program
            }
            _ => Command::new(DEBIAN_CARGO),
        };
        program.arg(match (self.linker, subcommand) {
            (Linker::Zig(_), "build") => "zigbuild",
            _ => subcommand,
        });
        Ok(program)
    }

    fn cargo_target(&self) -> String {
        match self.linker {
            Linker::Zig(suffix) => format!("{}{suffix}", self.rust),
            _ => self.rust.to_owned(),
        }
    }

    fn rustflags(&self) -> Result<Vec<String>> {
        let mut flags = remapped(&[(project::root(), "/libauthforge"), (self.folder(), "/target")]);
        flags.extend(remapped(&[(PathBuf::from(DEBIAN_SOURCES), "/rust")]));
        for registry in registries() {
            flags.extend(remapped(&[(registry, "/crates")]));
        }
        if self.is_musl() {
            // A shared library of its own, as programs on such a system have their C library.
            flags.push("-Ctarget-feature=-crt-static".to_owned());
        }
        flags.extend(compiler::rustflags(self)?);
        Ok(flags)
    }
}

fn remapped(names: &[(PathBuf, &str)]) -> Vec<String> {
    names.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display())).collect()
}

/// The folders that cargo unpacks crates in: one for each registry, by a name that every machine has otherwise.
fn registries() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let Some(home) = home else { return Vec::new() };
    project::folders(&home.join("registry/src")).unwrap_or_default()
}

impl System {
    /// How programs end.
    pub fn program_suffix(self) -> &'static str {
        if self == System::Windows { ".exe" } else { "" }
    }
}
