//! The .NET Core runtime that a package of PyPI carries, in a virtual environment that is made once.

use std::path::PathBuf;
use std::process::Command;

use crate::shell::{self, Result};
use crate::venv::Package;

const PACKAGE: Package = Package { name: "dotnetcore2", version: "3.1.23", folder: "dotnet-venv" };
pub const TITLE: &str = "the .NET Core 3.1 runtime";

/// Its program.
pub fn install() -> Result<PathBuf> {
    let python = PACKAGE.python()?;
    let question =
        "import dotnetcore2, os; print(os.path.join(os.path.dirname(dotnetcore2.__file__), 'bin', 'dotnet'))";
    let program = PathBuf::from(shell::output(Command::new(python).args(["-c", question]))?.trim_end());
    shell::output(Command::new(&program).arg("--list-runtimes")).map(|_| program)
}
