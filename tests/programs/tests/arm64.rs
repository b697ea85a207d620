//! A tenth of the C programs of `tests/c` as programs for Linux on ARM, under qemu.

use std::process::ExitCode;

use programs::c::Way;
use programs::system::System;

fn main() -> ExitCode {
    programs::main("arm64", 8, || programs::c::tenth(Way::On(System::named("linux-arm64")?)))
}
