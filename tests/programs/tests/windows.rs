//! The C programs of `tests/c` as programs for Windows, under wine.

use std::process::ExitCode;

use harness::Result;
use harness::target;
use packaging::dist::check;
use programs::Case;
use programs::c::{self, Way};
use programs::system::System;

const TARGET: &str = "windows-x64";

fn main() -> ExitCode {
    programs::main("windows", 12, cases)
}

fn cases() -> Result<Vec<Case>> {
    let mut cases = c::cases(Way::On(System::named(TARGET)?))?;
    cases.push(Case::new("library::what is handed out exports, needs and tells what was promised", || {
        let target = target::named(TARGET)?;
        check::library(target, &target.library()?.shared())
    }));
    Ok(cases)
}
