//! What valgrind says: of the C programs of `tests/c`, and how many instructions the calls of a frame take.

#[path = "valgrind/budget.rs"]
mod budget;

use std::process::ExitCode;

fn main() -> ExitCode {
    programs::main("valgrind", 8, || {
        let mut cases = programs::c::cases(programs::c::Way::Valgrind)?;
        cases.extend(budget::cases());
        Ok(cases)
    })
}
