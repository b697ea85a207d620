//! A tenth of the C programs of `tests/c` as programs for Linux on ARM, under qemu.

use std::process::ExitCode;

use harness::Result;
use harness::target;
use packaging::dist::check;
use programs::Case;
use programs::c::{self, Way};
use programs::system::System;

const TARGET: &str = "linux-arm64";

fn main() -> ExitCode {
    programs::main("arm64", 8, cases)
}

fn cases() -> Result<Vec<Case>> {
    let mut cases = c::tenth(Way::On(System::named(TARGET)?))?;
    cases.push(Case::new("library::what is handed out exports, needs and tells what was promised", || {
        let target = target::named(TARGET)?;
        check::library(target, &target.library()?.shared())
    }));
    Ok(cases)
}
