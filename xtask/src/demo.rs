//! `cargo xtask demo`: the main job, end to end.

use std::process::Command;

use harness::server::Server;
use harness::{Result, build, part, quickstart};

use crate::setup::Setup;

pub fn run(setup: Setup) -> Result {
    setup.parts(part::named("demo").as_slice())?;
    say("building the library, holding its header against the source, building the development server");
    build::shipped_library()?;
    interface::generate::check()?;
    build::devserver()?;
    say("compiling examples/c/quickstart.c with CMake");
    let program = build::examples()?.join("quickstart");
    say("starting the development server and the program; it logs in and waits for two heartbeats of 10 s");
    let server = Server::start::<&str>(&[])?;
    quickstart::play(&mut Command::new(program), &server, &[], |line| println!("  {line}"))?;
    say("done: the program logged in, made a heartbeat, heard of the revoked license and ended cleanly");
    Ok(())
}

fn say(text: &str) {
    println!("demo: {text}");
}
