//! The C programs of `tests/c` as programs for Windows, under wine.

use std::process::ExitCode;

use programs::c::Way;
use programs::system::System;

fn main() -> ExitCode {
    programs::main("windows", 12, || programs::c::cases(Way::On(System::named("windows-x64")?)))
}
