//! The C programs of `tests/c`, on the system that the run is for.

use std::process::ExitCode;

use programs::c::Way;
use programs::system::System;

fn main() -> ExitCode {
    // Most wait for a heartbeat, which comes after ten seconds at the earliest.
    programs::main("c", 16, || programs::c::cases(Way::On(System::current()?)))
}
