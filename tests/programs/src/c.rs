//! The C programs of `tests/c/<noun>`: each proves one sentence about the shared library, against a development
//! server of its own.
//!
//! A program begins with comments of one line each: the sentence, which is also its file name, and then
//! what its runner has to know, in any order:
//!
//! - `devserver: --tls` more arguments for its server
//! - `expect: status 1, stderr "words"` it must end with this status and this one line on stderr;
//!   otherwise status 0 and silence
//! - `takes: 12 s` begins before the quick ones
//! - `alone: reason` not beside others
//! - `loads: reason` is not linked with the library, and finds its path in `AF_TEST_LIBRARY`
//! - `shipped: reason` is true of the library as it is handed out, and left out where it is quickly built
//! - `valgrind: no, reason` is left out there
//!
//! A program that cannot try its sentence on this machine ends with status 77 and says why on stdout.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use harness::once::{in_turn, once};
use harness::server::Server;
use harness::{Result, build, command, project};

use crate::case::{Case, Kind, Outcome, as_name};

pub const FLAGS: &[&str] =
    &["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread", "-g"];
const VALGRIND: &[&str] = &[
    "--leak-check=full",
    "--show-leak-kinds=definite",
    "--errors-for-leak-kinds=definite",
    "--error-exitcode=99",
    "--child-silent-after-fork=yes",
    "--fair-sched=try",
    "--num-callers=30",
    "--quiet",
];
const SKIPPED: i32 = 77;
/// What has not ended by then hangs, also on a machine with other work.
const LIMIT: Duration = Duration::from_secs(150);
const LIMIT_VALGRIND: Duration = Duration::from_secs(170);
/// From so many seconds on a program is among those that begin first.
const LONG: u32 = 10;

/// A program and what its first comments say.
#[derive(Default)]
struct Program {
    noun: String,
    name: String,
    source: PathBuf,
    server: Vec<String>,
    status: i32,
    stderr: Option<String>,
    seconds: u32,
    alone: bool,
    loads: bool,
    shipped: bool,
    skips: bool,
    no_valgrind: bool,
}

/// A case of each program: as it is, or under valgrind.
pub fn cases(valgrind: bool) -> Result<Vec<Case>> {
    let mut programs = programs()?;
    programs.retain(|program| !(valgrind && program.no_valgrind));
    programs.sort_by_key(|program| std::cmp::Reverse(program.seconds));
    Ok(programs.into_iter().map(|program| case(program, valgrind)).collect())
}

fn case(program: Program, valgrind: bool) -> Case {
    let kind = program.kind();
    let name = format!("{}::{}", program.noun, program.name);
    Case::skippable(name, move || program.prove(valgrind)).of(kind)
}

fn programs() -> Result<Vec<Program>> {
    let mut programs = Vec::new();
    for folder in project::folders(&project::root().join("tests/c"))? {
        for source in project::files(&folder, "c")? {
            programs.push(read(&source).with_context(|| source.display().to_string())?);
        }
    }
    Ok(programs)
}

fn read(source: &Path) -> Result<Program> {
    let text = fs::read_to_string(source)?;
    let mut comments =
        text.lines().map_while(|line| Some(line.strip_prefix("/*")?.strip_suffix("*/")?.trim()));
    let sentence = comments.next().context("begins with no comment of one line")?;
    let noun = source.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    let mut program = Program {
        noun,
        name: project::stem(source),
        source: source.to_owned(),
        skips: text.contains("SKIP("),
        ..Program::default()
    };
    if as_name(sentence) != program.name {
        bail!("proves another sentence, need the name {}.c", as_name(sentence));
    }
    for comment in comments {
        let (word, rest) =
            comment.split_once(": ").with_context(|| format!("{comment:?} is not `word: rest`"))?;
        read_directive(&mut program, word, rest)?;
    }
    Ok(program)
}

fn read_directive(program: &mut Program, word: &str, rest: &str) -> Result {
    match word {
        "devserver" => program.server = rest.split_whitespace().map(str::to_owned).collect(),
        "expect" => {
            let (status, line) = rest.split_once(", stderr ").map_or((rest, None), |(a, b)| (a, Some(b)));
            let number = status.strip_prefix("status ").and_then(|number| number.parse().ok());
            program.status = number.with_context(|| format!("{rest:?} has no `status N`"))?;
            program.stderr = line.map(|line| line.trim_matches('"').to_owned());
        }
        "takes" => {
            let seconds = rest.strip_suffix(" s").and_then(|number| number.parse().ok());
            program.seconds = seconds.with_context(|| format!("{rest:?} is not `N s`"))?;
        }
        "alone" => program.alone = true,
        "loads" => program.loads = true,
        "shipped" => program.shipped = true,
        "valgrind" if rest.starts_with("no, ") => program.no_valgrind = true,
        _ => bail!("`{word}: {rest}` is not known"),
    }
    Ok(())
}

/// Where a program is, and what it leaves.
struct Place {
    /// Below that of all scratch; another for each build of the library.
    name: String,
    folder: PathBuf,
    library: PathBuf,
    valgrind: bool,
}

impl Place {
    fn of(program: &Program, valgrind: bool) -> Result<Place> {
        let library = build::library()?;
        let profile = library.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("c/{profile}/{}", program.noun);
        let folder = project::scratch(&name)?;
        Ok(Place { name, folder, library, valgrind })
    }

    /// What it leaves has another name under valgrind, where it may run at the same time.
    fn file(&self, program: &Program, extension: &str) -> PathBuf {
        let extension = if self.valgrind { format!("valgrind.{extension}") } else { extension.to_owned() };
        self.folder.join(&program.name).with_extension(extension)
    }

    fn binary(&self, program: &Program) -> PathBuf {
        self.folder.join(&program.name).with_extension("bin")
    }
}

impl Program {
    fn kind(&self) -> Kind {
        if self.alone {
            Kind::Alone
        } else if self.seconds >= LONG {
            Kind::Long
        } else if self.shipped || self.skips {
            Kind::Conditional
        } else {
            Kind::Usual
        }
    }

    /// An error tells how the program ended and what it said.
    fn prove(&self, valgrind: bool) -> Result<Outcome> {
        if self.shipped && !build::is_shipped() {
            let why =
                "this is true of the library as it is handed out: cargo nextest run -P ci, or --release";
            return Ok(Outcome::Skipped(why.to_owned()));
        }
        let place = Place::of(self, valgrind)?;
        // Both ways to run it have the same program.
        once(&format!("{}/{}", place.name, self.name), || in_turn(|| self.compile(&place)))?;
        let server = Server::start(&self.server_arguments(&place))?;
        let (out, err) = (place.file(self, "out"), place.file(self, "err"));
        let mut command = self.command(&place);
        command.envs(server.environment()).env("AF_TEST_LIBRARY", place.library.join("libauthforge.so"));
        command.env("AF_TEST_PATIENCE", if valgrind { "60" } else { "30" });
        command.stdin(Stdio::null()).stdout(create(&out)?).stderr(create(&err)?);
        let mut child = command.spawn().with_context(|| format!("{} cannot be run", self.name))?;
        let status = command::wait(&mut child, if valgrind { LIMIT_VALGRIND } else { LIMIT })?;
        let (out, err) = (contents(&out), contents(&err));
        if status.and_then(|status| status.code()) == Some(SKIPPED) {
            return Ok(Outcome::Skipped(out));
        }
        let wrong = match status {
            None => Some("did not end in time".to_owned()),
            Some(status) => verdict(self, status, &out, &err),
        };
        let report = if valgrind { contents(&place.file(self, "report")) } else { String::new() };
        wrong.map_or(Ok(Outcome::Proved), |why| Err(anyhow!("{why}\n{out}{err}{report}")))
    }

    fn compile(&self, place: &Place) -> Result {
        let mut compiler = Command::new("cc");
        compiler.args(FLAGS).arg(&self.source);
        if self.loads {
            compiler.arg("-I").arg(project::root().join("include"));
            compiler.arg("-o").arg(place.binary(self)).arg("-ldl");
            return command::output(&mut compiler).map(drop);
        }
        build::link(&mut compiler, &place.library, &place.binary(self))
    }

    fn server_arguments(&self, place: &Place) -> Vec<String> {
        // Programs log in more often than a person would.
        let mut arguments = vec!["--no-rate-limits".to_owned()];
        arguments.extend(self.server.iter().cloned());
        if self.server.iter().any(|argument| argument == "--tls") {
            arguments.push(place.file(self, "tls").display().to_string());
        }
        arguments
    }

    fn command(&self, place: &Place) -> Command {
        if !place.valgrind {
            return Command::new(place.binary(self));
        }
        let mut command = Command::new("valgrind");
        // Its own file, so that what the program says on stderr can be checked.
        let report = format!("--log-file={}", place.file(self, "report").display());
        command.args(VALGRIND).arg(report).arg(place.binary(self));
        command
    }
}

fn create(path: &Path) -> Result<File> {
    File::create(path).with_context(|| path.display().to_string())
}

fn contents(path: &Path) -> String {
    fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// What is wrong with how a program ended.
fn verdict(program: &Program, status: ExitStatus, out: &str, err: &str) -> Option<String> {
    if status.code() != Some(program.status) {
        return Some(format!("ended with {status}, need exit status {}", program.status));
    }
    if !out.is_empty() {
        return Some("something was printed on stdout".to_owned());
    }
    match &program.stderr {
        None if err.is_empty() => None,
        None => Some("something was printed on stderr".to_owned()),
        Some(words) if err.contains(words.as_str()) && err.lines().count() == 1 => None,
        Some(words) => Some(format!("stderr is not one line with {words:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_program_says_what_it_needs_and_nothing_that_nobody_knows() {
        let mut program = Program::default();
        for (word, rest) in [
            ("devserver", "--tls --no-limits"),
            ("expect", "status 3, stderr \"gone\""),
            ("takes", "12 s"),
            ("loads", "reason"),
            ("valgrind", "no, reason"),
        ] {
            read_directive(&mut program, word, rest).unwrap();
        }
        assert_eq!(program.server, ["--tls", "--no-limits"]);
        assert_eq!((program.status, program.stderr.as_deref(), program.seconds), (3, Some("gone"), 12));
        assert!(program.loads && program.no_valgrind && program.kind() == Kind::Long);
        read_directive(&mut program, "alone", "reason").unwrap();
        assert!(program.kind() == Kind::Alone);
        for (word, rest) in [("takes", "long"), ("valgrind", "yes"), ("expect", "3"), ("alnoe", "reason")] {
            assert!(read_directive(&mut program, word, rest).is_err(), "{word}: {rest}");
        }
    }

    #[test]
    fn a_program_is_judged_by_its_status_and_what_it_says() {
        use std::os::unix::process::ExitStatusExt;
        let ended = |status: i32| ExitStatus::from_raw(status << 8);
        let silent = Program::default();
        assert_eq!(verdict(&silent, ended(0), "", ""), None);
        assert!(verdict(&silent, ended(1), "", "").is_some_and(|why| why.contains("need exit status 0")));
        assert!(verdict(&silent, ended(0), "a word", "").is_some());
        assert!(verdict(&silent, ended(0), "", "a word").is_some());
        let last_words = Program { status: 1, stderr: Some("gone".to_owned()), ..Program::default() };
        assert_eq!(verdict(&last_words, ended(1), "", "it is gone\n"), None);
        assert!(verdict(&last_words, ended(1), "", "it is gone\nreally\n").is_some());
        assert!(verdict(&last_words, ended(1), "", "").is_some());
    }
}
