//! Packages of PyPI, each in a virtual environment below `target/` that is made on first use; after that no network
//! is needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::need;
use crate::shell::{self, Result};

pub struct Package {
    pub name: &'static str,
    pub version: &'static str,
    /// Its folder below `target/`.
    pub folder: &'static str,
}

impl Package {
    /// The interpreter that has it.
    pub fn python(&self) -> Result<PathBuf> {
        let folder = std::path::absolute(shell::target().join(self.folder)).map_err(|e| e.to_string())?;
        let python = folder.join("bin").join("python");
        if self.is_there(&python).is_ok() {
            return Ok(python);
        }
        if !need::may_install() {
            return Err(self.by_hand(&folder, "is not here"));
        }
        eprintln!("xtask: installing {} {} in {}", self.name, self.version, folder.display());
        let wanted = format!("{}=={}", self.name, self.version);
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &wanted];
        shell::output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
            .and_then(|_| shell::output(Command::new(&python).args(pip)))
            .and_then(|_| self.is_there(&python))
            .map_err(|why| self.by_hand(&folder, &format!("could not be installed: {why}")))?;
        Ok(python)
    }

    fn is_there(&self, python: &Path) -> Result {
        let probe = format!(
            "import importlib.metadata as m; assert m.version('{}') == '{}'",
            self.name, self.version
        );
        shell::output(Command::new(python).args(["-c", &probe])).map(drop)
    }

    fn by_hand(&self, folder: &Path, why: &str) -> String {
        let (name, version, place) = (self.name, self.version, folder.display());
        format!(
            "{name} {version} {why}\n\
             type: python3 -m venv --clear {place} && {place}/bin/python -m pip install {name}=={version}"
        )
    }
}
