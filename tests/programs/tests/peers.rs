//! The official clients beside the library, case by case.

use std::process::ExitCode;

use harness::command;
use programs::{Case, Kind};

fn main() -> ExitCode {
    programs::main("peers", 1, || {
        Ok(vec![Case::new(
            "the official clients differ from the library where docs/compatibility.md says, and nowhere else",
            || {
                let mut peers = command::cargo();
                command::output(peers.args(["xtask", "--no-install", "peers", "--brief"])).map(|said| print!("{said}"))
            },
        )
        .of(Kind::Long)])
    })
}
