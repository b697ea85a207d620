//! `cargo xtask test`: all tests, or the parts that are named, run by `cargo nextest` where that is, else by `cargo test`.

mod lint;
mod report;
mod targets;

use std::process::Command;
use std::time::Instant;

use harness::part::Part;
use harness::{Result, build, command, target};

use crate::setup::{self, Setup};
use report::Report;
pub use targets::there;

/// The part that is no test binary: it looks at the sources.
const LINT: &str = "lint";
/// The part of the tests that Rust's own harness runs.
const RUST: &str = "rust";
const PROGRAMS: &str = "programs";

pub fn run(names: &[String], setup: Setup) -> Result {
    let began = Instant::now();
    let parts = setup::chosen(names);
    setup.parts(&parts)?;
    let mut report = Report::default();
    let parts = targets::that_can_be_had(parts, setup, &mut report);
    if parts.iter().any(|part| part.name == LINT) {
        title("format, lints, and what is generated", began);
        lint::run(&mut report);
    }
    let tests: Vec<&Part> = parts.iter().copied().filter(|part| part.name != LINT).collect();
    if tests.iter().any(|part| part.name != RUST) {
        title("building the library as it is handed out, and the development server", began);
        // Here, where it is seen, and no test waits for it.
        let built =
            targets::beside(&parts, || build::shipped_library().and_then(|_| build::devserver()).map(drop));
        report.note("the library and the development server can be built", built);
    }
    if !tests.is_empty() {
        let titles: Vec<&str> = tests.iter().map(|part| part.title).collect();
        title(&titles.join(", "), began);
        // Whatever cannot begin keeps nothing behind it from being run.
        if has_nextest() {
            report.nextest(&mut nextest(&tests));
            if tests.iter().any(|part| part.name == RUST) {
                // Examples in comments, which nextest leaves to cargo.
                let words = ["test", "--doc", "--workspace", "--features", "testing"];
                report.plain(command::cargo().args(words));
            }
        } else {
            plain(&tests).iter_mut().for_each(|command| report.plain(command));
        }
    }
    target::end_wine()?;
    title("done", began);
    report.close()
}

fn title(text: &str, began: Instant) {
    println!("\n== {text} ({} s)", began.elapsed().as_secs());
}

fn has_nextest() -> bool {
    command::output(command::cargo().args(["nextest", "--version"])).is_ok()
}

/// One run of all that is wanted.
fn nextest(parts: &[&Part]) -> Command {
    let mut cargo = command::cargo();
    cargo.args(["nextest", "run", "--profile", "ci", "--no-fail-fast"]);
    let (rust, programs): (Vec<&&Part>, Vec<&&Part>) = parts.iter().partition(|part| part.name == RUST);
    if rust.is_empty() {
        cargo.args(["--package", PROGRAMS]);
        cargo.args(programs.iter().flat_map(|part| ["--test", part.name]));
        return cargo;
    }
    cargo.args(["--workspace", "--features", "testing"]);
    let mut filter = format!("not package({PROGRAMS}) | (package({PROGRAMS}) & kind(lib))");
    filter.extend(programs.iter().map(|part| format!(" | (package({PROGRAMS}) & binary(={}))", part.name)));
    cargo.args(["--filterset", &filter]);
    cargo
}

/// The same without nextest.
fn plain(parts: &[&Part]) -> Vec<Command> {
    let mut commands = Vec::new();
    if parts.iter().any(|part| part.name == RUST) {
        let mut cargo = command::cargo();
        cargo.args(["test", "--no-fail-fast", "--workspace", "--exclude", PROGRAMS, "--features", "testing"]);
        commands.push(cargo);
        let mut cargo = command::cargo();
        cargo.args(["test", "--no-fail-fast", "--package", PROGRAMS, "--lib"]);
        commands.push(cargo);
    }
    let programs: Vec<&str> = parts.iter().map(|part| part.name).filter(|name| *name != RUST).collect();
    if !programs.is_empty() {
        let mut cargo = command::cargo();
        cargo.args(["test", "--no-fail-fast", "--package", PROGRAMS]).env(build::LIBRARY, build::SHIPPED);
        cargo.args(programs.iter().flat_map(|name| ["--test", name]));
        commands.push(cargo);
    }
    commands
}
