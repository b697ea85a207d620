//! The game loops: played while the license is changed and then revoked; and the one of docs/game-loop.md.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::page;
use crate::server::{SECRET, Server};
use crate::shell::{self, Result};
use crate::tally::Tally;

/// Where the development server of docs/game-loop.md listens.
const ADDRESS: &str = "http://127.0.0.1:8787";

/// The license's variables, in mid-game.
const CHANGED: &str = r#"{"tier":"gold","seats":5,"beta":false}"#;

/// `programs` is the folder with the C examples.
pub fn run(tally: &mut Tally, programs: &Path, devserver: &Path) -> Result {
    let library = shell::release_library()?;
    let programs = [
        ("examples/c/game_loop.c", Ok(programs.join("game_loop"))),
        ("examples/cpp/game_loop.cpp", compile_cpp(&library)),
    ];
    let played: Vec<(&str, Result)> = thread::scope(|scope| {
        let runs = programs.map(|(name, program)| (name, scope.spawn(|| play(&program?, devserver))));
        let ended =
            |run: thread::ScopedJoinHandle<'_, Result>| run.join().unwrap_or(Err("panicked".to_owned()));
        runs.into_iter().map(|(name, run)| (name, ended(run))).collect()
    });
    for (name, result) in played {
        let sentence = "switches its features when the license is changed, and ends when it is revoked";
        tally.note(&format!("{name} {sentence}"), result);
    }
    tally.note(
        "the example of docs/game-loop.md compiles as pasted, logs in while frames go on, and plays",
        example_of_page(&library, devserver),
    );
    Ok(())
}

fn compile_cpp(library: &Path) -> Result<PathBuf> {
    let program = shell::scratch("examples-cpp")?.join("game_loop");
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
    compiler.arg("-pthread").arg("-I").arg(shell::root().join("bindings/cpp"));
    compiler.arg(shell::root().join("examples/cpp/game_loop.cpp"));
    link(&mut compiler, library, &program)?;
    Ok(program)
}

fn link(compiler: &mut Command, library: &Path, program: &Path) -> Result {
    compiler.arg("-I").arg(shell::root().join("include")).arg("-o").arg(program);
    compiler.arg("-L").arg(library).arg("-lauthforge");
    compiler.arg(format!("-Wl,-rpath,{}", library.display()));
    shell::output(compiler).map(drop)
}

/// A game of some twenty seconds: the first heartbeat brings other variables, the second the end.
fn play(program: &Path, devserver: &Path) -> Result {
    let server = Server::start(devserver, &[])?;
    let mut game = Command::new(program)
        .args(["url", "app_id", "public_key", "license_key"].map(|field| server.get(field)))
        .env(SECRET, server.get("app_secret"))
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{} cannot be run: {e}", program.display()))?;
    let stdout = game.stdout.take().ok_or("the game has no stdout")?;
    let mut said = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line.map_err(|e| e.to_string())?;
        if line.starts_with("game: licensed") {
            server.set_variables(CHANGED)?;
        } else if line.starts_with("game: the vendor") {
            server.revoke()?;
        }
        said.push(line);
    }
    let status = game.wait().map_err(|e| e.to_string())?;
    let (frames, told): (Vec<_>, Vec<_>) = said.iter().partition(|line| line.starts_with("frame: "));
    let expected = [
        "game: licensed: tier pro, 3 player(s), beta content on",
        "game: the vendor changed the license: tier gold, 5 player(s), beta content off",
        "failure: heartbeat_failed / revoked",
        "game: the license is gone: tier demo, 1 player(s), beta content off",
        "game: saved and closed",
    ];
    if told != expected || !status.success() {
        return Err(format!("it ended with {status} and said\n{}", said.join("\n")));
    }
    if frames.len() < 10 || !frames.iter().all(|line| line.contains("min") && line.contains("max")) {
        return Err(format!("it did not say each second what its frames took\n{}", said.join("\n")));
    }
    Ok(())
}

fn example_of_page(library: &Path, devserver: &Path) -> Result {
    let example = page::example("docs/game-loop.md", "c")?;
    if !example.contains(ADDRESS) {
        return Err(format!("the example does not name {ADDRESS}"));
    }
    let server = Server::start(devserver, &[])?;
    let scratch = shell::scratch("game-loop-page")?;
    let (source, program) = (scratch.join("game.c"), scratch.join("game"));
    // The port that the page names may be taken here; nothing else is changed.
    std::fs::write(&source, example.replace(ADDRESS, server.get("url"))).map_err(|e| e.to_string())?;
    let mut compiler = Command::new("cc");
    compiler.args(["-Wall", "-Wextra", "-Werror"]).arg(&source);
    link(&mut compiler, library, &program)?;
    let said = shell::output(Command::new(&program).env(SECRET, server.get("app_secret")))?;
    let expected = "licensed, tier pro\nclosed, still licensed\n";
    if said == expected { Ok(()) } else { Err(format!("it printed {said:?}")) }
}
