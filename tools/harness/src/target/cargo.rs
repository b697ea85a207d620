//! The cargo that makes something for a target: its program, its environment, and the flags that keep this machine's paths
//! out of what it makes.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Linker, System, Target, compiler};
use crate::python::ZIGBUILD;
use crate::{Result, command, project};

/// Debian's Rust, which can build its standard library for every target: optimised for size as the library is, and over the
/// border between the two.
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
pub(super) const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
pub(super) const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust";

/// Between two flags in one variable, as cargo wants it.
const BETWEEN: &str = "\u{1f}";

/// Where the source is that is built, and where it is built.
pub struct Place {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Target {
    /// This project, built in a folder of the target's own, so that two targets are built at once and none waits for
    /// the other.
    pub fn place(&self) -> Place {
        Place { root: project::root(), target: project::target().join("targets").join(self.name) }
    }

    /// Cargo with a subcommand (`rustc`, `build`, `test`, `check`) for it, in the project's root.
    pub fn cargo(&self, subcommand: &str) -> Result<Command> {
        self.cargo_at(&self.place(), subcommand)
    }

    /// The same with the source and what is made of it elsewhere.
    pub fn cargo_at(&self, place: &Place, subcommand: &str) -> Result<Command> {
        let mut cargo = self.program(subcommand)?;
        cargo.current_dir(&place.root).env("CARGO_TARGET_DIR", &place.target);
        cargo.args(["--locked", "--target", &self.cargo_target()]);
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", DEBIAN_RUSTC).arg("-Zbuild-std=std,panic_unwind");
        // Small, as the library is; and without what would write a stack of names that are stripped from it.
        cargo.arg("-Zbuild-std-features=panic-unwind,optimize_for_size");
        cargo.env("CARGO_ENCODED_RUSTFLAGS", self.rustflags(place)?.join(BETWEEN));
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

    fn rustflags(&self, place: &Place) -> Result<Vec<String>> {
        let mut flags = vec![
            remapped(&place.root, "/libauthforge"),
            remapped(&place.target, "/target"),
            remapped(Path::new(DEBIAN_SOURCES), "/rust"),
        ];
        flags.extend(registries().iter().map(|registry| remapped(registry, "/crates")));
        if self.is_musl() {
            // A shared library of its own, as programs on such a system have their C library.
            flags.push("-Ctarget-feature=-crt-static".to_owned());
        }
        flags.extend(compiler::rustflags(self)?);
        Ok(flags)
    }
}

fn remapped(path: &Path, name: &str) -> String {
    format!("--remap-path-prefix={}={name}", path.display())
}

/// The Rust that builds for other systems, and its library with it.
pub fn rust_version() -> Result<String> {
    let said = command::output(Command::new(DEBIAN_RUSTC).arg("--version"))?;
    Ok(said.split_whitespace().nth(1).unwrap_or_default().to_owned())
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
