//! The first example and a tenth of the C programs of `tests/c` as programs for Linux on ARM, under qemu.

use std::process::ExitCode;

use harness::Result;
use harness::target;
use packaging::dist::check;
use programs::c::{self, Way};
use programs::system::System;
use programs::{Case, quickstart};

const TARGET: &str = "linux-arm64";

fn main() -> ExitCode {
    programs::main("arm64", 8, cases)
}

fn cases() -> Result<Vec<Case>> {
    let system = System::named(TARGET)?;
    let mut cases = c::tenth(Way::On(system))?;
    cases.push(quickstart::case(system));
    cases.push(Case::new("library::what is handed out exports, needs and tells what was promised", || {
        let target = target::named(TARGET)?;
        check::library(target, &target.library()?.shared())
    }));
    Ok(cases)
}
