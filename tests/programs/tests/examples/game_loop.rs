//! The game loops: played while the license is changed and then revoked; and the one of docs/game-loop.md.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use harness::server::{SECRET, Server};
use harness::{Result, build, command, page, project};
use programs::{Case, Kind};

/// Where the development server of docs/game-loop.md listens.
const ADDRESS: &str = "http://127.0.0.1:8787";

/// The license's variables, in mid-game.
const CHANGED: &str = r#"{"tier":"gold","seats":5,"beta":false}"#;

const PLAYED: &str = "switches its features when the license is changed, and ends when it is revoked";

pub fn cases() -> Vec<Case> {
    vec![
        Case::new(format!("game loop::examples/c/game_loop.c {PLAYED}"), || {
            play(&build::examples()?.join("game_loop"))
        })
        .of(Kind::Long),
        Case::new(format!("game loop::examples/cpp/game_loop.cpp {PLAYED}"), || play(&compile_cpp()?))
            .of(Kind::Long),
        Case::new(
            "game loop::the example of docs/game-loop.md compiles as pasted, logs in while frames go on, and plays",
            example_of_page,
        ),
    ]
}

fn compile_cpp() -> Result<PathBuf> {
    let program = project::scratch("examples-cpp")?.join("game_loop");
    let mut compiler = Command::new("c++");
    compiler.args([
        "-std=c++17",
        "-O2",
        "-Wall",
        "-Wextra",
        "-Wpedantic",
        "-Wconversion",
        "-Wshadow",
        "-Werror",
    ]);
    compiler.arg("-pthread").arg("-I").arg(project::root().join("bindings/cpp"));
    compiler.arg(project::root().join("examples/cpp/game_loop.cpp"));
    build::link(&mut compiler, &build::library()?, &program)?;
    Ok(program)
}

/// A game of some twenty seconds: the first heartbeat brings other variables, the second the end.
fn play(program: &Path) -> Result {
    let server = Server::start::<&str>(&[])?;
    let mut game = Command::new(program)
        .args(["url", "app_id", "public_key", "license_key"].map(|field| server.get(field)))
        .env(SECRET, server.get("app_secret"))
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be run", program.display()))?;
    let stdout = game.stdout.take().context("the game has no stdout")?;
    let mut said = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        if line.starts_with("game: licensed") {
            server.set_variables(CHANGED)?;
        } else if line.starts_with("game: the vendor") {
            server.revoke()?;
        }
        said.push(line);
    }
    let status = game.wait()?;
    let (frames, told): (Vec<_>, Vec<_>) = said.iter().partition(|line| line.starts_with("frame: "));
    let expected = [
        "game: licensed: tier pro, 3 player(s), beta content on",
        "game: the vendor changed the license: tier gold, 5 player(s), beta content off",
        "failure: heartbeat_failed / revoked",
        "game: the license is gone: tier demo, 1 player(s), beta content off",
        "game: saved and closed",
    ];
    if told != expected || !status.success() {
        bail!("it ended with {status} and said\n{}", said.join("\n"));
    }
    if frames.len() < 10 || !frames.iter().all(|line| line.contains("min") && line.contains("max")) {
        bail!("it did not say each second what its frames took\n{}", said.join("\n"));
    }
    Ok(())
}

fn example_of_page() -> Result {
    let example = page::example("docs/game-loop.md", "c")?;
    if !example.contains(ADDRESS) {
        bail!("the example does not name {ADDRESS}");
    }
    let server = Server::start::<&str>(&[])?;
    let scratch = project::scratch("game-loop-page")?;
    let (source, program) = (scratch.join("game.c"), scratch.join("game"));
    // The port that the page names may be taken here; nothing else is changed.
    project::write(&source, &example.replace(ADDRESS, server.get("url")))?;
    let mut compiler = Command::new("cc");
    compiler.args(["-Wall", "-Wextra", "-Werror"]).arg(&source);
    build::link(&mut compiler, &build::library()?, &program)?;
    let said = command::output(Command::new(&program).env(SECRET, server.get("app_secret")))?;
    let expected = "licensed, tier pro\nclosed, still licensed\n";
    ensure!(said == expected, "it printed {said:?}");
    Ok(())
}
