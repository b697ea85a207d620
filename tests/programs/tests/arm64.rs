//! The first example and a tenth of the C programs of `tests/c` as programs for Linux on ARM, under qemu.

use std::process::ExitCode;

use programs::c::Way;
use programs::system::System;
use programs::{c, quickstart};

fn main() -> ExitCode {
    programs::main("arm64", 8, || {
        let system = System::named("linux-arm64")?;
        let mut cases = c::tenth(Way::On(system))?;
        cases.push(quickstart::case(system));
        Ok(cases)
    })
}
