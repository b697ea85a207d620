//! The game loop of `examples/csharp`, played while its license is changed and then revoked.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use harness::server::{SECRET, Server};
use harness::{Result, command};
use programs::{Case, Kind};

use crate::assemblies;
use crate::proof::{server, set_library};

pub const CONSOLE: &str = "examples/csharp/Console.cs";
const LIMIT: Duration = Duration::from_secs(90);
/// The license's variables, in mid-game.
const CHANGED: &str = r#"{"tier":"gold","seats":5,"beta":false}"#;
const EXPECTED: [&str; 6] = [
    "game: licensed: tier pro, 3 player(s), beta content on",
    "game: the vendor changed the license: tier gold, 5 player(s), beta content off",
    "failure: heartbeat_failed / revoked",
    "game: Your license has been withdrawn; please contact the maker of this program.",
    "game: the license is gone: tier demo, 1 player(s), beta content off",
    "game: saved and closed",
];

pub fn cases() -> Vec<Case> {
    let sentence = "switches its features when the license is changed, and ends when it is revoked";
    vec![Case::new(format!("example::{CONSOLE} {sentence}"), play).of(Kind::Long)]
}

/// A game of some twenty seconds: the first heartbeat brings other variables, the second the end.
fn play() -> Result {
    let server = server()?;
    assemblies::compile()?;
    let mut command = Command::new("mono");
    command.current_dir(assemblies::scratch()?).arg("--debug").arg(assemblies::built()?.join("Console.exe"));
    set_library(&mut command)?;
    command.args(["url", "app_id", "public_key", "license_key"].map(|field| server.get(field)));
    command.env(SECRET, server.get("app_secret"));
    let mut game = command.stdout(Stdio::piped()).spawn().with_context(|| format!("{command:?}"))?;
    let said = listen(&mut game, &server);
    let status = command::wait(&mut game, Duration::from_secs(if said.is_ok() { 10 } else { 0 }))?;
    let said = said?;
    let (frames, told): (Vec<_>, Vec<_>) = said.iter().partition(|line| line.starts_with("frame: "));
    if told != EXPECTED || !status.is_some_and(|status| status.success()) {
        bail!("it ended with {status:?} and said\n{}", said.join("\n"));
    }
    if frames.len() < 10 || !frames.iter().all(|line| line.contains("min") && line.contains("max")) {
        bail!("it did not say each second what its frames took\n{}", said.join("\n"));
    }
    Ok(())
}

/// Hears the game to its end, and changes its license meanwhile.
fn listen(game: &mut Child, server: &Server) -> Result<Vec<String>> {
    let stdout = game.stdout.take().context("the game has no stdout")?;
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(|l| l.ok()).try_for_each(|l| sender.send(l))
    });
    let deadline = Instant::now() + LIMIT;
    let mut said = Vec::new();
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Err(RecvTimeoutError::Disconnected) => return Ok(said),
            Err(RecvTimeoutError::Timeout) => {
                bail!("did not end in {} s\n{}", LIMIT.as_secs(), said.join("\n"));
            }
            Ok(line) => {
                if line.starts_with("game: licensed") {
                    server.set_variables(CHANGED)?;
                } else if line.starts_with("game: the vendor") {
                    server.revoke()?;
                }
                said.push(line);
            }
        }
    }
}
