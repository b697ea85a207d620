//! `cargo xtask test --target`: the tests on other systems, and the slice of them that is part of every run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

use anyhow::{Context, anyhow, bail};
use harness::part::{self, Part};
use harness::target::{self, TARGETS, Target};
use harness::tested::{self, Counts, Tested};
use harness::{Result, build, command};

use serde_json::Value;

use super::report::Report;
use super::{PROGRAMS, RUST, title};
use crate::setup::Setup;

/// What is run on another system, besides Rust's own tests: test binaries that ask which one it is.
const PARTS: [&str; 4] = ["c", "cpp", "examples", "cmake"];
/// Packages whose own tests say something about a system.
const PACKAGES: [&str; 2] = ["libauthforge", "authforge-devserver"];
const ALL: &str = "all";

/// The parts of an ordinary run without those for other systems whose tools cannot be had.
pub fn that_can_be_had(parts: Vec<&'static Part>, setup: Setup, report: &mut Report) -> Vec<&'static Part> {
    let is_here = |part: &&Part| {
        let Some(target) = part.target else { return true };
        let here = target::named(target).and_then(|target| setup.target(target));
        here.inspect_err(|why| report.skip(part.title, &format!("{why:#}"))).is_ok()
    };
    parts.into_iter().filter(is_here).collect()
}

/// Has the libraries of the parts for other systems built while `work` is done: most of it takes one processor.
pub fn beside(parts: &[&Part], work: impl FnOnce() -> Result) -> Result {
    let targets: Vec<&str> = parts.iter().filter_map(|part| part.target).collect();
    thread::scope(|scope| {
        let others =
            scope.spawn(|| targets.iter().try_for_each(|name| target::named(name)?.library().map(drop)));
        let done = work();
        let others = others.join().unwrap_or_else(|_| Err(anyhow!("the thread that builds them panicked")));
        done.and(others)
    })
}

/// Runs the tests for a target, or for all whose programs can be run here.
pub fn there(name: &str, parts: &[String], setup: Setup) -> Result {
    let targets: Vec<&Target> = match name {
        ALL => TARGETS.iter().filter(|target| target.test_tools().is_ok()).collect(),
        _ => vec![target::named(name)?],
    };
    let mut failed = Vec::new();
    for target in targets {
        if let Err(why) = on(target, parts, setup) {
            println!("{}: {why:#}", target.name);
            failed.push(target.name);
        }
    }
    target::end_wine()?;
    if failed.is_empty() { Ok(()) } else { bail!("not everything passed for {}", failed.join(", ")) }
}

fn on(target: &Target, parts: &[String], setup: Setup) -> Result {
    let began = Instant::now();
    let wanted = |name: &str| parts.is_empty() || parts.iter().any(|part| part == name);
    if let Some(part) = parts.iter().find(|part| *part != RUST && !PARTS.contains(&part.as_str())) {
        bail!("{part} is not run for other systems, only {RUST}, {}", PARTS.join(", "));
    }
    setup.target(target)?;
    let programs: Vec<&str> = PARTS.into_iter().filter(|name| wanted(name)).collect();
    setup.parts(&programs.iter().filter_map(|name| part::named(name)).collect::<Vec<_>>())?;
    title(&format!("building the library for {}, and the development server", target.name), began);
    target.library()?;
    build::devserver()?;
    let mut counts = BTreeMap::new();
    let mut whole = Report::default();
    for name in programs {
        title(&format!("{name}, {}", target.name), began);
        let mut report = Report::default();
        report.nextest(&mut nextest(name, target));
        counts.insert(name.to_owned(), report.counts());
        whole.add(report);
    }
    if wanted(RUST) {
        title(&format!("{RUST}, {}", target.name), began);
        let mut report = Report::default();
        report.plain(&mut rust(target)?);
        counts.insert(RUST.to_owned(), report.counts());
        whole.add(report);
    }
    title(&format!("done, {}", target.name), began);
    keep(target, counts)?;
    whole.close()
}

fn nextest(name: &str, target: &Target) -> Command {
    let mut cargo = command::cargo();
    cargo.args([
        "nextest",
        "run",
        "--profile",
        "ci",
        "--no-fail-fast",
        "--package",
        PROGRAMS,
        "--test",
        name,
    ]);
    cargo.env(target::VARIABLE, target.name);
    cargo
}

/// Rust's own tests, which cargo runs by the program that runs others.
fn rust(target: &Target) -> Result<Command> {
    let mut cargo = target.cargo("test")?;
    // Without the examples of pages, which say nothing of a system.
    cargo.args(["--no-fail-fast", "--features", "libauthforge/testing", "--lib", "--bins", "--tests"]);
    cargo.args(PACKAGES.iter().flat_map(|package| ["--package", package]));
    target.tell_runner(&mut cargo)?;
    if target.is_windows() {
        cargo.env("AUTHFORGE_VECTORS", target.path(&official(target)?));
    }
    if target.emulator() == Some("qemu") {
        // What two clients say of the same answers is the same on each system; a tenth of them takes a minute there.
        cargo.env("AF_FUZZ_COUNT", "800");
    }
    Ok(cargo)
}

/// Where cargo has the official client's package, whose vectors are among the tests: it does not run where they do.
fn official(target: &Target) -> Result<PathBuf> {
    let mut cargo = command::cargo();
    cargo.args([
        "metadata",
        "--format-version",
        "1",
        "--offline",
        "--locked",
        "--filter-platform",
        target.rust,
    ]);
    let said = command::output(&mut cargo)?;
    let metadata: Value = serde_json::from_str(&said)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|package| package["name"] == "authforge")
        .find_map(|package| package["manifest_path"].as_str());
    let folder =
        manifest.and_then(|path| Path::new(path).parent()).context("cargo knows no package authforge")?;
    Ok(folder.to_owned())
}

/// For the table of systems: what was run, how and when. What this run has not done stays as an earlier one has found it.
fn keep(target: &Target, counts: BTreeMap<String, Counts>) -> Result {
    let before = tested::all()?.remove(target.name);
    let mut parts = before.map(|tested| tested.parts).unwrap_or_default();
    parts.extend(counts);
    let today = command::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let (target, how) = (target.name.to_owned(), target.runner()?);
    Tested { target, how, date: today.trim().to_owned(), parts }.keep()
}
