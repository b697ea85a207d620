//! The frame budget: the programs of `tests/frame` play a game and measure each call; here it is judged.
//!
//! Time by the wall, a wait for a lock whose holder has lost the core, and on a virtual machine even time on the
//! processor, is also the doing of whoever else runs here. So each frame does some work without the library, and what the
//! machine does to that is forgiven the library; a game that was over nevertheless gets two more attempts.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};
use harness::once::once;
use harness::server::Server;
use harness::{Result, build, command, project};
use programs::calls::{Game, LIMIT_NS};
use programs::case::Outcome;
use programs::{Case, Kind};

const FLAGS: &[&str] = &["-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread", "-g"];
const FRAMES: &str = "no_call_of_a_frame_waits_allocates_for_nothing_or_takes_long";
const CHASE: &str = "a_pump_right_behind_the_news_waits_for_nothing_of_the_library";
const SERVERS: [&str; 4] = ["healthy", "slow", "hanging", "dead"];
/// The name of the game of [`CHASE`].
const ONE_CHASE: &str = "chase";
/// Before what went wrong with a game, in the place of what it said.
const FAILED: &str = "failed\n";
const ATTEMPTS: usize = 3;
const LIMIT: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    programs::main("frame", 1, || Ok(cases()))
}

/// What is judged of a loop of 1000 frames a second, and what those are that break it.
type Judgement = (String, fn(&Game) -> Vec<&str>);

fn cases() -> Vec<Case> {
    let limit = LIMIT_NS / 1000;
    let mut cases = Vec::new();
    for server in SERVERS {
        let judgements: [Judgement; 5] = [
            ("events come on the pumping thread, in order, none after free".to_owned(), |_| Vec::new()),
            (
                format!("no call of a frame takes over {limit} us of the processor"),
                Game::slow_on_the_processor,
            ),
            (format!("no call of a frame takes over {limit} us by the wall"), Game::slow_by_the_wall),
            (
                "no call of a frame waits for the library, or at all with nothing queued".to_owned(),
                Game::waiting,
            ),
            ("no call of a frame allocates with nothing queued".to_owned(), Game::allocating),
        ];
        for (sentence, those) in judgements {
            cases.push(judged(format!("{server} server::{sentence}"), FRAMES, &SERVERS, server, those));
        }
    }
    // A loop that never sleeps, to be there while events are being posted.
    let sentence = "chase::a pump right behind the news, and the session asked for at once, wait for nothing of the library";
    cases.push(judged(sentence.to_owned(), CHASE, &[ONE_CHASE], ONE_CHASE, Game::waiting));
    let sentence = "chase::a pump right behind the news: no call allocates with nothing queued";
    cases.push(judged(sentence.to_owned(), CHASE, &[ONE_CHASE], ONE_CHASE, Game::allocating));
    cases
}

/// A case about one of the games that a program plays together with others; whichever case comes first has them played.
fn judged(
    sentence: String,
    program: &'static str,
    together: &'static [&'static str],
    name: &'static str,
    those: fn(&Game) -> Vec<&str>,
) -> Case {
    let proof = move || {
        if !cfg!(target_os = "linux") {
            return Ok(Outcome::Skipped("the programs count with what only Linux has".to_owned()));
        }
        let scratch = project::scratch("frame")?;
        once(&format!("games of {program}"), || play_all(program, together, &scratch))?;
        let said = project::read(&scratch.join(name).with_extension("said"))?;
        if let Some(why) = said.strip_prefix(FAILED) {
            bail!("{why}");
        }
        let game = Game::read(&said.lines().map(str::to_owned).collect::<Vec<_>>())?;
        println!("{game}");
        none(&those(&game)).map(|()| Outcome::Proved)
    };
    Case::skippable(sentence, proof).of(Kind::Alone)
}

/// Leaves what the last game of each name has said in a file.
fn play_all(program: &str, names: &[&str], scratch: &Path) -> Result {
    let games = Games { scratch: scratch.to_owned(), program: compile(program, scratch)? };
    for (name, game) in names.iter().zip(games.all(names)) {
        let said = game.map_or_else(|why| format!("{FAILED}{why:#}"), |(said, _)| said.join("\n"));
        project::write(&scratch.join(name).with_extension("said"), &said)?;
    }
    Ok(())
}

fn compile(name: &str, scratch: &Path) -> Result<PathBuf> {
    let program = scratch.join(name);
    let mut compiler = Command::new("cc");
    compiler.args(FLAGS).arg(format!("-DLIMIT_NS={LIMIT_NS}"));
    compiler.arg(project::root().join("tests/frame").join(name).with_extension("c"));
    // As it is handed out, also where others take one that is quickly built: what is measured is a promise about that.
    build::link(&mut compiler, &build::shipped_library()?, &program)?;
    Ok(program)
}

/// What a game has said, and what that means.
type Played = (Vec<String>, Game);

struct Games {
    scratch: PathBuf,
    program: PathBuf,
}

impl Games {
    /// Plays games side by side, and those that were disturbed again.
    fn all(&self, names: &[&str]) -> Vec<Result<Played>> {
        let mut games: Vec<Option<Result<Played>>> = names.iter().map(|_| None).collect();
        let again = |game: &Option<Result<Played>>| match game {
            None => true,
            Some(played) => played.as_ref().is_ok_and(|(_, game)| game.was_disturbed()),
        };
        for attempt in 1..=ATTEMPTS {
            thread::scope(|scope| {
                for (name, game) in names.iter().zip(&mut games).filter(|(_, game)| again(game)) {
                    scope.spawn(move || *game = Some(self.shown(name, attempt)));
                }
            });
        }
        games.into_iter().map(|game| game.unwrap_or_else(|| Err(anyhow!("panicked")))).collect()
    }

    fn shown(&self, name: &str, attempt: usize) -> Result<Played> {
        let said = self.play(name)?;
        let game = Game::read(&said)?;
        println!("\n{name}, attempt {attempt}\n{game}");
        if game.was_disturbed() && attempt < ATTEMPTS {
            let what = [game.slow_on_the_processor(), game.slow_by_the_wall(), game.waiting()].concat();
            println!("over, or waited: {}; once more", what.join(", "));
        }
        Ok((said, game))
    }

    /// Plays one game and gives what the program said; an error is what it found wrong.
    fn play(&self, name: &str) -> Result<Vec<String>> {
        let mut server = Some(Server::start(&["--no-rate-limits"])?);
        let complaints = self.scratch.join(name).with_extension("err");
        let file = File::create(&complaints).with_context(|| complaints.display().to_string())?;
        let mut command = Command::new(&self.program);
        command.arg(name).envs(server.iter().flat_map(Server::environment)).env("AF_TEST_PATIENCE", "30");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file);
        let mut child = command.spawn().with_context(|| format!("{command:?} cannot be run"))?;
        let stdout = child.stdout.take().context("the program has no stdout")?;
        let mut said = Vec::new();
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            if line == "kill the server" {
                drop(server.take());
            } else {
                said.push(line);
            }
        }
        let status = command::wait(&mut child, LIMIT)?;
        if status.is_some_and(|status| status.success()) {
            return Ok(said);
        }
        let complaints = fs::read_to_string(&complaints).unwrap_or_default();
        bail!("{name}: ended with {status:?}\n{}\n{complaints}", said.join("\n"))
    }
}

fn none(found: &[&str]) -> Result {
    ensure!(found.is_empty(), "these do: {}", found.join(", "));
    Ok(())
}
