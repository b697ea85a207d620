//! What cargo makes of the library and the development server for a target.

use std::path::{Path, PathBuf};

use anyhow::ensure;

use super::{Place, System, Target};
use crate::once::once;
use crate::{Result, build, command};

/// The library's files as cargo has named them.
pub struct Made {
    pub folder: PathBuf,
    pub system: System,
}

impl Made {
    /// The shared library.
    pub fn shared(&self) -> PathBuf {
        self.folder.join(match self.system {
            System::Windows => "authforge.dll",
            System::MacOs | System::Ios => "libauthforge.dylib",
            System::Linux | System::Android => "libauthforge.so",
        })
    }

    /// The archive, for the compilers that take the objects of GNU's or Apple's.
    pub fn archive(&self) -> PathBuf {
        self.folder.join("libauthforge.a")
    }

    /// What programs for Windows link: the one that GNU's linker has made.
    pub fn import(&self) -> Option<PathBuf> {
        (self.system == System::Windows).then(|| self.folder.join("libauthforge.dll.a"))
    }
}

impl Target {
    /// The library as hosts get it, made once in a run.
    pub fn library(&self) -> Result<Made> {
        let place = self.place();
        once(&format!("library {}", self.name), || self.library_at(&place).map(drop))?;
        self.made(&place)
    }

    /// The same from a source elsewhere.
    pub fn library_at(&self, place: &Place) -> Result<Made> {
        self.need()?;
        let mut cargo = self.cargo_at(place, "rustc")?;
        // Without the Rust library among the kinds, since rustc then optimises over all crates.
        cargo.args(["--quiet", "--release", "--package", "libauthforge", "--lib"]);
        command::output(cargo.args(["--crate-type", "cdylib,staticlib"]))?;
        let made = self.made(place)?;
        if self.system == System::Linux {
            build::link_soname(&made.folder)?;
        }
        Ok(made)
    }

    fn made(&self, place: &Place) -> Result<Made> {
        let folder = place.target.join(self.rust).join("release");
        let made = Made { folder, system: self.system };
        ensure!(made.shared().is_file(), "cargo has not made {}", made.shared().display());
        Ok(made)
    }

    /// The development server's program, made once in a run.
    pub fn devserver(&self) -> Result<PathBuf> {
        once(&format!("devserver {}", self.name), || {
            self.need()?;
            let mut cargo = self.cargo("build")?;
            cargo.args(["--quiet", "--release", "--package", "authforge-devserver"]);
            command::output(&mut cargo).map(drop)
        })?;
        Ok(self.program_in(&self.place().target.join(self.rust).join("release"), "authforge-devserver"))
    }

    /// Where a program of this name is in a folder.
    pub fn program_in(&self, folder: &Path, name: &str) -> PathBuf {
        folder.join(format!("{name}{}", self.system.program_suffix()))
    }
}
