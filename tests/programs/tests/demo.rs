//! The demo, as a person runs it.

use std::process::ExitCode;

use harness::command;
use programs::Case;

fn main() -> ExitCode {
    programs::main("demo", 1, || {
        Ok(vec![Case::new("the demo shows the main job from login to the revoked license", || {
            command::output(command::cargo().args(["xtask", "--no-install", "demo"]))
                .map(|said| print!("{said}"))
        })])
    })
}
