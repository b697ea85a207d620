//! The .NET Core runtime that a package of PyPI carries, in a virtual environment that is made once.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{self, Result};

const PACKAGE: &str = "dotnetcore2";
const VERSION: &str = "3.1.23";
pub const TITLE: &str = "the .NET Core 3.1 runtime";

/// Its program; installed on first use, after which no network is needed.
pub fn install() -> Result<PathBuf> {
    let folder = std::path::absolute(shell::target().join("dotnet-venv")).map_err(|e| e.to_string())?;
    let python = folder.join("bin").join("python");
    if let Ok(program) = find(&python) {
        return Ok(program);
    }
    eprintln!("xtask: installing {PACKAGE} {VERSION} in {}", folder.display());
    let wanted = format!("{PACKAGE}=={VERSION}");
    let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder).output();
    made.map_err(|e| by_hand(&folder, &e.to_string()))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &wanted];
    shell::output(Command::new(&python).args(pip)).map_err(|why| by_hand(&folder, &why))?;
    find(&python).map_err(|why| by_hand(&folder, &why))
}

fn find(python: &Path) -> Result<PathBuf> {
    let question = format!(
        "import dotnetcore2, importlib.metadata as m, os; assert m.version('{PACKAGE}') == '{VERSION}'; \
         print(os.path.join(os.path.dirname(dotnetcore2.__file__), 'bin', 'dotnet'))"
    );
    let program = PathBuf::from(shell::output(Command::new(python).args(["-c", &question]))?.trim_end());
    shell::output(Command::new(&program).arg("--list-runtimes")).map(|_| program)
}

fn by_hand(folder: &Path, why: &str) -> String {
    let place = folder.display();
    format!(
        "{PACKAGE} {VERSION} could not be installed: {why}\n\
         type: python3 -m venv --clear {place} && {place}/bin/python -m pip install {PACKAGE}=={VERSION}"
    )
}
