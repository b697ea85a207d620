//! The examples of C as programs of any system, and the first of them as the demo shows it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, bail};
use harness::once::{in_turn, once};
use harness::server::{SECRET, Server};
use harness::{Result, command, project};

use crate::case::Case;
use crate::system::System;

const FLAGS: &[&str] =
    &["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];
/// What a player sees, in any order.
const SAID: [&str; 7] = [
    "wrong key: invalid_key",
    "game: This license key is not valid for this program",
    "game: back to the field with the license key",
    "login: ok",
    "tier pro",
    "heartbeat: ok",
    "heartbeat_failed / revoked",
];

pub fn case(system: System) -> Case {
    let sentence = "quickstart::examples/c/quickstart.c logs in over TLS and hears of the revoked license";
    Case::new(sentence, move || play(system))
}

/// An example of C, compiled for a system; once in a run.
pub fn example(system: System, name: &str) -> Result<PathBuf> {
    system.need()?;
    let scratch = system.scratch("examples-there")?;
    let program = system.program(&project::scratch(&scratch)?, name);
    once(&format!("{scratch}/{name}"), || {
        in_turn(|| {
            let mut compiler = system.cc()?;
            compiler.args(FLAGS).arg(project::root().join("examples/c").join(name).with_extension("c"));
            system.link(&mut compiler, &program)
        })
    })?;
    Ok(program)
}

/// Plays until the license is revoked, which is after its first heartbeat.
fn play(system: System) -> Result {
    let program = example(system, "quickstart")?;
    let folder = system.folder("quickstart-tls")?;
    let server = Server::start(&["--tls", &folder.display().to_string()])?;
    let mut game = system.command(&program)?;
    game.args(["url", "app_id", "public_key", "license_key"].map(|field| server.get(field)));
    game.arg(system.path(Path::new(server.get("ca_file")))).env(SECRET, server.get("app_secret"));
    game.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut game = game.spawn().with_context(|| format!("{} cannot be run", program.display()))?;
    let stdout = game.stdout.take().context("the program has no stdout")?;
    let mut seen = String::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        if line.starts_with("heartbeat: ok") && !seen.contains("heartbeat: ok") {
            server.revoke()?;
        }
        seen.push_str(&line);
        seen.push('\n');
    }
    let status = command::wait(&mut game, crate::c::LIMIT)?;
    match SAID.iter().find(|text| !seen.contains(**text)) {
        Some(missing) => bail!("it did not say {missing:?}\n{seen}"),
        None if !status.is_some_and(|status| status.success()) => bail!("it ended with {status:?}\n{seen}"),
        None => Ok(()),
    }
}
