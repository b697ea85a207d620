//! The shared library as it is handed out, its header, its notices, and the pages about it.

mod doxygen;
mod header_matrix;
mod notices;
mod readme;
mod shared_library;

use std::process::ExitCode;

fn main() -> ExitCode {
    programs::main("library", 2, || {
        let mut cases = shared_library::cases();
        cases.extend(header_matrix::cases());
        cases.extend(doxygen::cases());
        cases.extend(notices::cases());
        cases.extend(readme::cases());
        Ok(cases)
    })
}
