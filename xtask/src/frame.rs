//! The frame budget: the programs of `tests/frame` play a game and measure each call; here it is judged.
//!
//! Time by the wall, a wait for a lock whose holder has lost the core, and on a virtual machine even time on the
//! processor, is also the doing of whoever else runs here. So each frame does some work without the library, and what the
//! machine does to that is forgiven the library; a game that was over nevertheless gets two more attempts.

mod calls;

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::server::Server;
use crate::shell::{self, Result};
use crate::tally::Tally;
use calls::{Game, LIMIT_NS};

const FLAGS: &[&str] = &["-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread", "-g"];
const FRAMES: &str = "no_call_of_a_frame_waits_allocates_for_nothing_or_takes_long";
const CHASE: &str = "a_pump_right_behind_the_news_waits_for_nothing_of_the_library";
const SERVERS: [&str; 4] = ["healthy", "slow", "hanging", "dead"];
const ATTEMPTS: usize = 3;
const LIMIT: Duration = Duration::from_secs(60);

/// Where everything is.
struct Bench<'a> {
    library: &'a Path,
    scratch: PathBuf,
    devserver: PathBuf,
}

/// `library` is the folder with the shared library.
pub fn run(tally: &mut Tally, library: &Path) -> Result {
    if !cfg!(target_os = "linux") {
        println!("left out: the programs count with what only Linux has");
        return Ok(());
    }
    let library = library.canonicalize().map_err(|e| format!("{}: {e}", library.display()))?;
    let bench =
        Bench { library: &library, scratch: shell::scratch("frame")?, devserver: shell::devserver()? };
    let (frames, chase) = (bench.compile(FRAMES)?, bench.compile(CHASE)?);
    for (name, game) in SERVERS.iter().zip(bench.games(&frames, &SERVERS)) {
        judge(tally, &format!("{name} server"), game);
    }
    judge_chase(tally, bench.games(&chase, &["chase"]).remove(0));
    Ok(())
}

/// A loop of 1000 frames a second against one server.
fn judge(tally: &mut Tally, game_is: &str, game: Result<Game>) {
    let heard = format!("{game_is}: events come on the pumping thread, in order, none after free");
    let game = match game {
        Ok(game) => game,
        Err(why) => return tally.note(&heard, Err(why)),
    };
    tally.note(&heard, Ok(()));
    let limit = LIMIT_NS / 1000;
    let sentence = format!("{game_is}: no call of a frame takes over {limit} us of the processor");
    tally.note(&sentence, none(&game.slow_on_the_processor()));
    let sentence = format!("{game_is}: no call of a frame takes over {limit} us by the wall");
    tally.note(&sentence, none(&game.slow_by_the_wall()));
    let sentence =
        format!("{game_is}: no call of a frame waits for the library, or at all with nothing queued");
    tally.note(&sentence, none(&game.waiting()));
    let sentence = format!("{game_is}: no call of a frame allocates with nothing queued");
    tally.note(&sentence, none(&game.allocating()));
}

/// A loop that never sleeps, to be there while events are being posted.
fn judge_chase(tally: &mut Tally, game: Result<Game>) {
    let sentence =
        "a pump right behind the news, and the session asked for at once, wait for nothing of the library";
    let game = match game {
        Ok(game) => game,
        Err(why) => return tally.note(sentence, Err(why)),
    };
    tally.note(sentence, none(&game.waiting()));
    let sentence = "a pump right behind the news: no call allocates with nothing queued";
    tally.note(sentence, none(&game.allocating()));
}

impl Bench<'_> {
    fn compile(&self, name: &str) -> Result<PathBuf> {
        let program = self.scratch.join(name);
        let mut compiler = Command::new("cc");
        compiler
            .args(FLAGS)
            .arg(format!("-DLIMIT_NS={LIMIT_NS}"))
            .arg("-I")
            .arg(shell::root().join("include"))
            .arg("-o")
            .arg(&program);
        compiler.arg(shell::root().join("tests/frame").join(name).with_extension("c"));
        compiler.arg("-L").arg(self.library).arg("-lauthforge");
        compiler.arg(format!("-Wl,-rpath,{}", self.library.display()));
        shell::output(&mut compiler)?;
        Ok(program)
    }

    /// Plays games side by side, and those that were disturbed again.
    fn games(&self, program: &Path, names: &[&str]) -> Vec<Result<Game>> {
        let mut games: Vec<Option<Result<Game>>> = names.iter().map(|_| None).collect();
        for attempt in 1..=ATTEMPTS {
            thread::scope(|scope| {
                for (name, game) in names.iter().zip(&mut games) {
                    if game.as_ref().is_none_or(|game| game.as_ref().is_ok_and(Game::was_disturbed)) {
                        scope.spawn(move || *game = Some(self.shown(program, name, attempt)));
                    }
                }
            });
        }
        games.into_iter().map(|game| game.unwrap_or_else(|| Err("panicked".to_owned()))).collect()
    }

    fn shown(&self, program: &Path, name: &str, attempt: usize) -> Result<Game> {
        let game = self.play(program, name)?;
        println!("\n{name}, attempt {attempt}\n{game}");
        if game.was_disturbed() && attempt < ATTEMPTS {
            let what = [game.slow_on_the_processor(), game.slow_by_the_wall(), game.waiting()].concat();
            println!("over, or waited: {}; once more", what.join(", "));
        }
        Ok(game)
    }

    /// Plays one game; an error is what the program found wrong.
    fn play(&self, program: &Path, name: &str) -> Result<Game> {
        let mut server = Some(Server::start(&self.devserver, &["--no-rate-limits".to_owned()])?);
        let complaints = self.scratch.join(name).with_extension("err");
        let file = File::create(&complaints).map_err(|e| format!("{}: {e}", complaints.display()))?;
        let mut command = Command::new(program);
        command.arg(name).envs(server.iter().flat_map(Server::environment)).env("AF_TEST_PATIENCE", "30");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file);
        let mut child = command.spawn().map_err(|e| format!("{command:?} cannot be run: {e}"))?;
        let stdout = child.stdout.take().ok_or("the program has no stdout")?;
        let mut said = Vec::new();
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(|e| e.to_string())?;
            if line == "kill the server" {
                drop(server.take());
            } else {
                said.push(line);
            }
        }
        let status = shell::wait(&mut child, LIMIT)?;
        if status.is_some_and(|status| status.success()) {
            return Game::read(&said);
        }
        let complaints = fs::read_to_string(&complaints).unwrap_or_default();
        Err(format!("{name}: ended with {status:?}\n{}\n{complaints}", said.join("\n")))
    }
}

fn none(found: &[&str]) -> Result {
    if found.is_empty() { Ok(()) } else { Err(format!("these do: {}", found.join(", "))) }
}
