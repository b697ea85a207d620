//! `cargo xtask demo`: the main job, end to end.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use harness::part;
use harness::server::{SECRET, Server};
use harness::{Result, build};

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
    play(&program, &Server::start::<&str>(&[])?)?;
    say("done: the program logged in, made a heartbeat, heard of the revoked license and ended cleanly");
    Ok(())
}

fn say(text: &str) {
    println!("demo: {text}");
}

/// Runs the program, and revokes its license after the first heartbeat.
fn play(program: &Path, server: &Server) -> Result {
    let arguments = ["url", "app_id", "public_key", "license_key"].map(|field| server.get(field));
    let mut game = Command::new(program)
        .args(arguments)
        .env(SECRET, server.get("app_secret"))
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be run", program.display()))?;
    let stdout = game.stdout.take().context("the program has no stdout")?;
    let mut seen = String::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        println!("  {line}");
        if line.starts_with("heartbeat: ok") && !seen.contains("heartbeat: ok") {
            server.revoke()?;
            say("the license was revoked on the server");
        }
        seen.push_str(&line);
        seen.push('\n');
    }
    let status = game.wait()?;
    let expected = [
        "wrong key: invalid_key",
        "game: This license key is not valid for this program",
        "game: back to the field with the license key",
        "login: ok",
        "tier pro",
        "heartbeat: ok",
        "heartbeat_failed / revoked",
    ];
    match expected.iter().find(|text| !seen.contains(**text)) {
        Some(missing) => bail!("the program did not say {missing:?}"),
        None if !status.success() => bail!("the program ended with {status}"),
        None => Ok(()),
    }
}
