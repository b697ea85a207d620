//! The C programs of `tests/c/<noun>`: each proves one sentence about the shared library, against a development
//! server of its own. `C_TESTS=word` runs only those with `word` in their name.
//!
//! A program begins with comments of one line each: the sentence, which is also its file name, and then
//! what the runner has to know, in any order:
//!
//! - `devserver: --tls` more arguments for its server
//! - `expect: status 1, stderr "words"` it must end with this status and this one line on stderr;
//!   otherwise status 0 and silence
//! - `takes: 12 s` begins before the quick ones
//! - `alone: reason` not beside others
//! - `loads: reason` is not linked with the library, and finds its path in `AF_TEST_LIBRARY`
//! - `valgrind: no, reason` is left out there
//!
//! A program that cannot try its sentence on this machine ends with status 77 and says why on stdout.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::server::Server;
use crate::shell::{self, Result};
use crate::tally::Tally;

const FLAGS: &[&str] =
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
const COMPILERS: usize = 2;
/// Most programs wait for a heartbeat, which comes after ten seconds at the earliest.
const PROGRAMS: usize = 16;
const PROGRAMS_VALGRIND: usize = 8;
const SKIPPED: i32 = 77;
/// What has not ended by then hangs, also on a machine with other work.
const LIMIT: Duration = Duration::from_secs(150);
const LIMIT_VALGRIND: Duration = Duration::from_secs(170);

/// A program and what its first comments say.
#[derive(Default)]
struct Program {
    name: String,
    source: PathBuf,
    sentence: String,
    server: Vec<String>,
    status: i32,
    stderr: Option<String>,
    seconds: u32,
    alone: bool,
    loads: bool,
    no_valgrind: bool,
}

/// What all programs of a run have in common.
struct Bench<'a> {
    library: &'a Path,
    scratch: PathBuf,
    devserver: PathBuf,
    valgrind: bool,
}

/// Compiles and runs all programs. `library` is the folder with the shared library.
pub fn run(tally: &mut Tally, library: &Path, valgrind: bool) -> Result {
    let library = library.canonicalize().map_err(|e| format!("{}: {e}", library.display()))?;
    let scratch = shell::scratch(if valgrind { "c-tests-valgrind" } else { "c-tests" })?;
    let bench = Bench { library: &library, scratch, devserver: shell::devserver()?, valgrind };
    let mut programs = programs()?;
    programs.retain(|program| !(valgrind && program.no_valgrind));
    programs.sort_by_key(|program| std::cmp::Reverse(program.seconds));
    let compiled = side_by_side(COMPILERS, programs, |program| bench.compile(program));
    let mut ready = Vec::new();
    for (program, result) in compiled {
        match result {
            Ok(()) => ready.push(program),
            Err(why) => tally.note(&program.sentence, Err(why)),
        }
    }
    let (alone, together): (Vec<_>, Vec<_>) = ready.into_iter().partition(|program| program.alone);
    let threads = if valgrind { PROGRAMS_VALGRIND } else { PROGRAMS };
    let mut results = side_by_side(threads, together, |program| bench.prove(program));
    results.extend(side_by_side(1, alone, |program| bench.prove(program)));
    results.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    for (program, result) in results {
        match result {
            Ok(Some(why)) => tally.skip(&program.sentence, &why),
            other => tally.note(&program.sentence, other.map(drop)),
        }
    }
    Ok(())
}

/// Does `work` with every program on so many threads.
fn side_by_side<T: Send>(
    threads: usize,
    programs: Vec<Program>,
    work: impl Fn(&Program) -> Result<T> + Sync,
) -> Vec<(Program, Result<T>)> {
    let queue = Mutex::new(VecDeque::from(programs));
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let done = Mutex::new(Vec::new());
    let turn = || {
        while let Some(program) = next() {
            let result = work(&program);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((program, result));
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(turn);
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn programs() -> Result<Vec<Program>> {
    let folder = shell::root().join("tests").join("c");
    let wanted = std::env::var("C_TESTS").unwrap_or_default();
    let nouns = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut sources = Vec::new();
    for noun in nouns.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(|path| path.is_dir()) {
        sources.extend(shell::files(&noun, "c")?);
    }
    sources
        .into_iter()
        .filter(|path| name_of(path).contains(&wanted))
        .map(|path| read(&path).map_err(|why| format!("{}: {why}", path.display())))
        .collect()
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(source: &Path) -> Result<Program> {
    let text = fs::read_to_string(source).map_err(|e| e.to_string())?;
    let mut comments =
        text.lines().map_while(|line| Some(line.strip_prefix("/*")?.strip_suffix("*/")?.trim()));
    let sentence = comments.next().ok_or("begins with no comment of one line")?.trim_end_matches('.');
    let mut program = Program {
        name: name_of(source),
        source: source.to_owned(),
        sentence: sentence.to_owned(),
        ..Program::default()
    };
    if as_name(sentence) != program.name {
        return Err(format!("proves another sentence, need the name {}.c", as_name(sentence)));
    }
    for comment in comments {
        let (word, rest) = comment.split_once(": ").ok_or(format!("{comment:?} is not `word: rest`"))?;
        read_directive(&mut program, word, rest)?;
    }
    Ok(program)
}

fn as_name(sentence: &str) -> String {
    let words = sentence.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '\'');
    let words: Vec<String> =
        words.filter(|word| !word.is_empty()).map(|word| word.replace('\'', "").to_lowercase()).collect();
    words.join("_")
}

fn read_directive(program: &mut Program, word: &str, rest: &str) -> Result {
    match word {
        "devserver" => program.server = rest.split_whitespace().map(str::to_owned).collect(),
        "expect" => {
            let (status, line) = rest.split_once(", stderr ").map_or((rest, None), |(a, b)| (a, Some(b)));
            let number = status.strip_prefix("status ").and_then(|number| number.parse().ok());
            program.status = number.ok_or(format!("{rest:?} has no `status N`"))?;
            program.stderr = line.map(|line| line.trim_matches('"').to_owned());
        }
        "takes" => {
            let seconds = rest.strip_suffix(" s").and_then(|number| number.parse().ok());
            program.seconds = seconds.ok_or(format!("{rest:?} is not `N s`"))?;
        }
        "alone" => program.alone = true,
        "loads" => program.loads = true,
        "valgrind" if rest.starts_with("no, ") => program.no_valgrind = true,
        _ => return Err(format!("`{word}: {rest}` is not known")),
    }
    Ok(())
}

impl Bench<'_> {
    fn file(&self, program: &Program, extension: &str) -> PathBuf {
        self.scratch.join(&program.name).with_extension(extension)
    }

    fn compile(&self, program: &Program) -> Result {
        let mut compiler = Command::new("cc");
        compiler.args(FLAGS).arg("-I").arg(shell::root().join("include"));
        compiler.arg("-o").arg(self.file(program, "bin")).arg(&program.source);
        if program.loads {
            compiler.arg("-ldl");
        } else {
            compiler.arg("-L").arg(self.library).arg("-lauthforge");
            compiler.arg(format!("-Wl,-rpath,{}", self.library.display()));
        }
        shell::output(&mut compiler).map(drop)
    }

    /// Runs a program; an error tells how it ended and what it said. Gives why it was skipped, if it was.
    fn prove(&self, program: &Program) -> Result<Option<String>> {
        let server = Server::start(&self.devserver, &self.server_arguments(program))?;
        let (out, err) = (self.file(program, "out"), self.file(program, "err"));
        let mut command = self.command(program);
        command.envs(server.environment()).env("AF_TEST_LIBRARY", self.library.join("libauthforge.so"));
        command.env("AF_TEST_PATIENCE", if self.valgrind { "60" } else { "30" });
        command.stdin(std::process::Stdio::null()).stdout(create(&out)?).stderr(create(&err)?);
        let mut child = command.spawn().map_err(|e| format!("{} cannot be run: {e}", program.name))?;
        let status = shell::wait(&mut child, if self.valgrind { LIMIT_VALGRIND } else { LIMIT })?;
        let (out, err) = (contents(&out), contents(&err));
        if status.and_then(|status| status.code()) == Some(SKIPPED) {
            return Ok(Some(out));
        }
        let wrong = match status {
            None => Some("did not end in time".to_owned()),
            Some(status) => verdict(program, status, &out, &err),
        };
        let report = if self.valgrind { contents(&self.file(program, "valgrind")) } else { String::new() };
        wrong.map_or(Ok(None), |why| Err(format!("{why}\n{out}{err}{report}")))
    }

    fn server_arguments(&self, program: &Program) -> Vec<String> {
        // Programs log in more often than a person would.
        let mut arguments = vec!["--no-rate-limits".to_owned()];
        arguments.extend(program.server.iter().cloned());
        if program.server.iter().any(|argument| argument == "--tls") {
            arguments.push(self.file(program, "tls").display().to_string());
        }
        arguments
    }

    fn command(&self, program: &Program) -> Command {
        let binary = self.file(program, "bin");
        if !self.valgrind {
            return Command::new(binary);
        }
        let mut command = Command::new("valgrind");
        // Its own file, so that what the program says on stderr can be checked.
        let report = format!("--log-file={}", self.file(program, "valgrind").display());
        command.args(VALGRIND).arg(report).arg(binary);
        command
    }
}

fn create(path: &Path) -> Result<File> {
    File::create(path).map_err(|e| format!("{}: {e}", path.display()))
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
