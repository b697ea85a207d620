//! The C programs of `tests/c`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Most wait for a heartbeat, which comes after ten seconds at the earliest.
    programs::main("c", 16, || programs::c::cases(false))
}
