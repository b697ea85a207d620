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
//! - `where: not windows, not musl, because reason` is left out on these systems, by the words of [`System::is`]
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
use crate::system::System;

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
const LIMIT_EMULATED: Duration = Duration::from_secs(240);
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
    /// Systems that it is left out on.
    not_on: Vec<String>,
}

/// How a program is run.
#[derive(Clone, Copy)]
pub enum Way {
    On(System),
    /// Here, under valgrind.
    Valgrind,
}

impl Way {
    fn system(self) -> System {
        match self {
            Way::On(system) => system,
            Way::Valgrind => System::HOME,
        }
    }

    fn is_valgrind(self) -> bool {
        matches!(self, Way::Valgrind)
    }

    fn limit(self) -> Duration {
        match self {
            Way::Valgrind => LIMIT_VALGRIND,
            Way::On(system) if system.is_emulated() => LIMIT_EMULATED,
            Way::On(_) => LIMIT,
        }
    }

    /// Seconds, more than anything takes that is not broken.
    fn patience(self) -> &'static str {
        if self.is_valgrind() || self.system().is_emulated() { "60" } else { "30" }
    }
}

/// A case of each program that can be run so.
pub fn cases(way: Way) -> Result<Vec<Case>> {
    let mut programs = programs()?;
    programs.retain(|program| program.can_be_run(way));
    programs.sort_by_key(|program| std::cmp::Reverse(program.seconds));
    Ok(programs.into_iter().map(|program| case(program, way)).collect())
}

/// A tenth of them, which is the same one in each run.
pub fn tenth(way: Way) -> Result<Vec<Case>> {
    Ok(cases(way)?.into_iter().filter(|case| case.is_of_tenth()).collect())
}

fn case(program: Program, way: Way) -> Case {
    let kind = program.kind();
    let name = format!("{}::{}", program.noun, program.name);
    Case::skippable(name, move || program.prove(way)).of(kind)
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
        "where" => program.not_on = systems(rest)?,
        _ => bail!("`{word}: {rest}` is not known"),
    }
    Ok(())
}

/// Those that `not windows, not musl, because reason` names.
pub fn systems(rest: &str) -> Result<Vec<String>> {
    let known = rest.split_once(", because ").map(|(systems, _)| systems.split(", "));
    let words = known.and_then(|systems| systems.map(|system| system.strip_prefix("not ")).collect());
    let words: Vec<&str> = words.with_context(|| format!("{rest:?} is not `not SYSTEM, because ...`"))?;
    Ok(words.into_iter().map(str::to_owned).collect())
}

/// Where a program is, and what it leaves.
struct Place {
    /// Below that of all scratch; another for each build of the library.
    name: String,
    folder: PathBuf,
    way: Way,
}

impl Place {
    fn of(program: &Program, way: Way) -> Result<Place> {
        let name = way.system().scratch("c")?;
        let name = format!("{name}/{}", program.noun);
        let folder = project::scratch(&name)?;
        Ok(Place { name, folder, way })
    }

    /// What it leaves has another name under valgrind, where it may run at the same time.
    fn file(&self, program: &Program, extension: &str) -> PathBuf {
        let extension =
            if self.way.is_valgrind() { format!("valgrind.{extension}") } else { extension.to_owned() };
        self.folder.join(&program.name).with_extension(extension)
    }

    fn binary(&self, program: &Program) -> PathBuf {
        self.way.system().program(&self.folder, &program.name)
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

    fn can_be_run(&self, way: Way) -> bool {
        let elsewhere = self.not_on.iter().any(|word| way.system().is(word));
        !(elsewhere || way.is_valgrind() && self.no_valgrind)
    }

    /// An error tells how the program ended and what it said.
    fn prove(&self, way: Way) -> Result<Outcome> {
        let system = way.system();
        if self.shipped && system.is_home() && !build::is_shipped() {
            let why =
                "this is true of the library as it is handed out: cargo nextest run -P ci, or --release";
            return Ok(Outcome::Skipped(why.to_owned()));
        }
        system.need()?;
        let place = Place::of(self, way)?;
        let library = system.library()?;
        // All ways to run it on a system have the same program.
        once(&format!("{}/{}", place.name, self.name), || in_turn(|| self.compile(&place)))?;
        let server = Server::start(&self.server_arguments(&place))?;
        let (out, err) = (place.file(self, "out"), place.file(self, "err"));
        let mut command = self.command(&place)?;
        system.tell(&mut command, &server);
        command.env("AF_TEST_LIBRARY", library).env("AF_TEST_PATIENCE", way.patience());
        command.stdin(Stdio::null()).stdout(create(&out)?).stderr(create(&err)?);
        let mut child = command.spawn().with_context(|| format!("{} cannot be run", self.name))?;
        let status = command::wait(&mut child, way.limit())?;
        let (out, err) = (contents(&out), contents(&err));
        if status.and_then(|status| status.code()) == Some(SKIPPED) {
            return Ok(Outcome::Skipped(out));
        }
        let wrong = match status {
            None => Some("did not end in time".to_owned()),
            Some(status) => verdict(self, status, &out, &err),
        };
        let report = if way.is_valgrind() { contents(&place.file(self, "report")) } else { String::new() };
        wrong.map_or(Ok(Outcome::Proved), |why| Err(anyhow!("{why}\n{out}{err}{report}")))
    }

    fn compile(&self, place: &Place) -> Result {
        let system = place.way.system();
        let mut compiler = system.cc()?;
        compiler.args(FLAGS).arg(&self.source);
        if self.loads {
            return system.make(&mut compiler, &place.binary(self));
        }
        system.link(&mut compiler, &place.binary(self))
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

    fn command(&self, place: &Place) -> Result<Command> {
        if !place.way.is_valgrind() {
            return place.way.system().command(&place.binary(self));
        }
        let mut command = Command::new("valgrind");
        // Its own file, so that what the program says on stderr can be checked.
        let report = format!("--log-file={}", place.file(self, "report").display());
        command.args(VALGRIND).arg(report).arg(place.binary(self));
        Ok(command)
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
            ("where", "not windows, not musl, because reason"),
        ] {
            read_directive(&mut program, word, rest).unwrap();
        }
        assert_eq!(program.server, ["--tls", "--no-limits"]);
        assert_eq!((program.status, program.stderr.as_deref(), program.seconds), (3, Some("gone"), 12));
        assert!(program.loads && program.no_valgrind && program.kind() == Kind::Long);
        read_directive(&mut program, "alone", "reason").unwrap();
        assert!(program.kind() == Kind::Alone);
        assert_eq!(program.not_on, ["windows", "musl"]);
        let (windows, arm) = (System::named("windows").unwrap(), System::named("linux-arm64").unwrap());
        assert!(!program.can_be_run(Way::On(windows)) && program.can_be_run(Way::On(arm)));
        assert!(!program.can_be_run(Way::Valgrind));
        for (word, rest) in [
            ("takes", "long"),
            ("valgrind", "yes"),
            ("expect", "3"),
            ("where", "windows"),
            ("where", "not windows"),
            ("alnoe", "reason"),
        ] {
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
