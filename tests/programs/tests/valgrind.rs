//! The C programs of `tests/c` under valgrind.

use std::process::ExitCode;

fn main() -> ExitCode {
    programs::main("valgrind", 8, || programs::c::cases(programs::c::Way::Valgrind))
}
