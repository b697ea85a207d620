//! `cargo xtask demo`: the main job, end to end.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::header;
use crate::need::{self, CC, CMAKE};
use crate::server::{SECRET, Server};
use crate::shell::{self, Result};

pub fn run() -> Result {
    need::tools(&[CC, CMAKE])?;
    say("building the library, holding its header against the source, building the development server");
    shell::release_library()?;
    header::check()?;
    let server = shell::devserver()?;
    say("compiling examples/c/quickstart.c with CMake");
    let program = build_examples()?.join("quickstart");
    say("starting the development server and the program; it logs in and waits for two heartbeats of 10 s");
    play(&program, &Server::start(&server, &[])?)?;
    say("done: the program logged in, checked in, heard of the revoked license and ended cleanly");
    Ok(())
}

fn say(text: &str) {
    println!("demo: {text}");
}

/// The examples as a CMake project of their own; gives the folder with the programs.
pub fn build_examples() -> Result<PathBuf> {
    let (source, build) = (shell::root().join("examples/c"), shell::scratch("examples-c")?);
    // CMake refuses what it has configured in a folder that was moved since.
    let _ = std::fs::remove_file(build.join("CMakeCache.txt"));
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(source).arg("-B").arg(&build).arg("-DCMAKE_BUILD_TYPE=Release");
    configure.arg(format!("-DAUTHFORGE_CARGO_TARGET_DIR={}", shell::target().display()));
    shell::output(&mut configure)?;
    shell::output(Command::new("cmake").arg("--build").arg(&build))?;
    Ok(build)
}

/// Runs the program, and revokes its license after the first heartbeat.
fn play(program: &Path, server: &Server) -> Result {
    let arguments = ["url", "app_id", "public_key", "license_key"].map(|field| server.get(field));
    let mut game = Command::new(program)
        .args(arguments)
        .env(SECRET, server.get("app_secret"))
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{} cannot be run: {e}", program.display()))?;
    let stdout = game.stdout.take().ok_or("the program has no stdout")?;
    let mut seen = String::new();
    for line in BufReader::new(stdout).lines() {
        let line = line.map_err(|e| e.to_string())?;
        println!("  {line}");
        if line.starts_with("heartbeat: ok") && !seen.contains("heartbeat: ok") {
            server.revoke()?;
            say("the license was revoked on the server");
        }
        seen.push_str(&line);
        seen.push('\n');
    }
    let status = game.wait().map_err(|e| e.to_string())?;
    let expected =
        ["wrong key: invalid_key", "login: ok", "tier pro", "heartbeat: ok", "heartbeat_failed / revoked"];
    match expected.iter().find(|text| !seen.contains(**text)) {
        Some(missing) => Err(format!("the program did not say {missing:?}")),
        None if !status.success() => Err(format!("the program ended with {status}")),
        None => Ok(()),
    }
}
