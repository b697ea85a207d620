//! The game loop of `examples/csharp`, played while its license is changed and then revoked; and the example of the
//! page.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use harness::dotnet::Sdk;
use harness::server::{SECRET, Server};
use harness::{Result, build, command, page, project};
use programs::{Case, Kind};

use crate::proof::{server, set_library};
use crate::{assemblies, sdk};

pub const CONSOLE: &str = "examples/csharp/Console.cs";
const PAGE: &str = "docs/csharp.md";
/// Where the page's development server listens.
const ADDRESS: &str = "http://127.0.0.1:8787";
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
    vec![
        Case::new(format!("example::{CONSOLE} {sentence}"), play).of(Kind::Long),
        Case::new(
            format!(
                "example::the example of {PAGE} compiles as pasted, finds the library beside it and logs in"
            ),
            example_of_page,
        ),
    ]
}

fn example_of_page() -> Result {
    let server = server()?;
    let folder = project::scratch("csharp/page")?;
    assemblies::compile_page(&example_for(&server)?, &folder)?;
    run_page(Command::new("mono"), &folder.join("Page.exe"), &server)
}

/// The same by the .NET SDK.
pub fn example_of_page_by_sdk() -> Result {
    let server = server()?;
    let program = sdk::compile_page(&example_for(&server)?, &project::scratch("csharp/net-page")?)?;
    let mut dotnet = Sdk::find()?.dotnet()?;
    dotnet.arg("exec");
    run_page(dotnet, &program, &server)
}

fn example_for(server: &Server) -> Result<String> {
    let example = page::example(PAGE, "csharp")?;
    if !example.contains(ADDRESS) {
        bail!("the example does not name {ADDRESS}");
    }
    // The port that the page names may be taken here; nothing else is changed.
    Ok(example.replace(ADDRESS, server.get("url")))
}

fn run_page(mut runtime: Command, program: &Path, server: &Server) -> Result {
    let library = format!("{}authforge{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    fs::copy(build::library()?.join(&library), program.with_file_name(&library))
        .with_context(|| library.clone())?;
    runtime.env(SECRET, server.get("app_secret"));
    let said = command::output(runtime.current_dir(assemblies::scratch()?).arg(program))?;
    ensure!(said == "licensed, tier pro\n", "it printed {said:?}");
    Ok(())
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
