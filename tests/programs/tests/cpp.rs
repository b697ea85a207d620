//! The C++ face: its header under every compiler and language level, the programs of `tests/cpp`, each
//! against a development server of its own, and the example.
//!
//! A program's name is the sentence that it proves. A first line `// flags: ...` adds compiler flags, and a line `// where: not
//! windows, because ...` leaves it out there, as with the programs in C. What must not compile stands in `tests/cpp/lines`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::bail;
use harness::once::in_turn;
use harness::server::{SECRET, Server};
use harness::{Result, build, command, project};
use programs::case::as_name;
use programs::system::System;
use programs::{Case, c, lines};

const FLAGS: &[&str] =
    &["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror", "-pthread", "-g"];
/// What strict hosts ask of every compiler.
const STRICT: &[&str] = &[
    "-Wsign-conversion",
    "-Wold-style-cast",
    "-Wextra-semi",
    "-Wnon-virtual-dtor",
    "-Woverloaded-virtual",
    "-Wundef",
    "-Wcast-align",
    "-Wcast-qual",
    "-Wfloat-equal",
    "-Wformat=2",
    "-Wmissing-declarations",
    "-Wredundant-decls",
    "-Wswitch-enum",
    "-Wzero-as-null-pointer-constant",
    "-Wdeprecated-copy-dtor",
];
/// What only one of them knows. Not `-Weverything`: what that says changes with each Clang.
const STRICT_GCC: &[&str] = &[
    "-Weffc++",
    "-Wuseless-cast",
    "-Wduplicated-branches",
    "-Wduplicated-cond",
    "-Wlogical-op",
    "-Wnull-dereference",
    "-Wsuggest-override",
    "-O2",
];
const STRICT_CLANG: &[&str] = &[
    "-Wdocumentation",
    "-Wdocumentation-pedantic",
    "-Wdangling",
    "-Wshadow-all",
    "-Wimplicit-fallthrough",
    "-Wunreachable-code-aggressive",
    "-Wnewline-eof",
    "-Wrange-loop-analysis",
    "-Wweak-vtables",
    "-Wexit-time-destructors",
    "-Wglobal-constructors",
    "-Wundefined-reinterpret-cast",
    "-Wreserved-identifier",
    "-Wsuggest-destructor-override",
];
const COMPILERS: [&str; 2] = ["g++", "clang++"];
const BARE: &[&str] = &["-fno-exceptions", "-fno-rtti"];
/// The last is C++23 by the name that all of them know.
const LEVELS: [&str; 3] = ["-std=c++17", "-std=c++20", "-std=c++2b"];
const LIMIT: Duration = Duration::from_secs(60);
fn main() -> ExitCode {
    // Programs are compiled for longer than they run.
    programs::main("cpp", 2, cases)
}

fn cases() -> Result<Vec<Case>> {
    let system = System::current()?;
    let mut cases = Vec::new();
    if system.is_home() {
        // What compilers find needs no other system.
        cases.extend(header());
        cases.extend(lifetimes()?);
    }
    for source in programs()? {
        if is_left_out(&source, system)? {
            continue;
        }
        let name = format!("program::{}", project::stem(&source));
        cases.push(Case::new(name, move || prove(&source, system)));
    }
    let sentence = "example::the example logs in, asks again after a wrong key, and ends";
    cases.push(Case::new(sentence, move || example(system)));
    Ok(cases)
}

/// Two units that share the header, by compiler, language level and what they may use.
fn header() -> Vec<Case> {
    let mut cases = Vec::new();
    for compiler in COMPILERS {
        for level in LEVELS {
            for (flags, first, second) in [
                ("with exceptions", &[][..], &[][..]),
                ("without exceptions and RTTI", BARE, BARE),
                ("in units with and without exceptions", &[][..], &BARE[..1]),
            ] {
                let sentence = format!("header::authforge.hpp is clean for {compiler} {level} {flags}");
                let scratch = format!("cpp/{}", as_name(&sentence));
                cases.push(Case::new(sentence, move || units(&scratch, compiler, level, first, second)));
            }
        }
    }
    cases
}

/// What would keep a text, a view or a range of an owner that is gone.
fn lifetimes() -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for source in project::files(&project::root().join("tests/cpp/lines"), "cpp")? {
        for compiler in COMPILERS {
            for level in LEVELS {
                let sentence = format!(
                    "lines::{} that outlive their owner do not compile: {compiler} {level}",
                    project::stem(&source)
                );
                let (source, scratch) = (source.clone(), format!("cpp/{}", as_name(&sentence)));
                cases.push(Case::new(sentence, move || {
                    let made = || with_headers(compiler, level);
                    in_turn(|| {
                        lines::check(&source, &project::scratch(&scratch)?, compiler == "clang++", made)
                    })
                }));
            }
        }
    }
    Ok(cases)
}

fn is_left_out(source: &Path, system: System) -> Result<bool> {
    let text = project::read(source)?;
    let Some(rest) = text.lines().find_map(|line| line.strip_prefix("// where: ")) else { return Ok(false) };
    Ok(c::systems(rest)?.iter().any(|word| system.is(word)))
}

fn programs() -> Result<Vec<PathBuf>> {
    let folder = project::root().join("tests/cpp");
    let sources = project::files(&folder, "cpp")?;
    if sources.is_empty() { bail!("{} has no programs", folder.display()) } else { Ok(sources) }
}

/// A compiler that has been told of the headers and the warnings.
fn compiler(name: &str, level: &str) -> Command {
    let mut command = with_headers(name, level);
    command.args(FLAGS);
    command
}

/// A compiler that has been told of the headers.
fn with_headers(name: &str, level: &str) -> Command {
    tell_of_headers(Command::new(name), level)
}

fn tell_of_headers(mut command: Command, level: &str) -> Command {
    command.arg(level);
    command.arg("-I").arg(project::root().join("include"));
    command.arg("-I").arg(project::root().join("bindings/cpp"));
    command
}

fn units(scratch: &str, name: &str, level: &str, first: &[&str], second: &[&str]) -> Result {
    let (scratch, library) = (project::scratch(scratch)?, build::library()?);
    let mut objects = Vec::new();
    for (unit, flags) in [("first", first), ("second", second)] {
        let source = project::root().join("tests/cpp/units").join(unit).with_extension("cpp");
        let object = scratch.join(unit).with_extension("o");
        let mut command = compiler(name, level);
        command.args(STRICT).args(flags);
        command.args(if name == "clang++" { STRICT_CLANG } else { STRICT_GCC });
        in_turn(|| command::output(command.arg("-c").arg(source).arg("-o").arg(&object)))?;
        objects.push(object);
    }
    let program = scratch.join("units");
    build::link(compiler(name, level).args(objects), &library, &program)?;
    command::output(&mut Command::new(program)).map(drop)
}

/// Compiles a program and runs it; an error tells how it ended and what it said.
fn prove(source: &Path, system: System) -> Result {
    system.need()?;
    let program = system.program(&system.folder("cpp/programs")?, &project::stem(source));
    let text = project::read(source)?;
    let flags = text.lines().next().and_then(|line| line.strip_prefix("// flags: ")).unwrap_or_default();
    system.library()?;
    in_turn(|| {
        let mut compile = tell_of_headers(system.cxx()?, LEVELS[0]);
        compile.args(FLAGS).args(flags.split_whitespace()).arg(source);
        system.link(&mut compile, &program)
    })?;
    let server = Server::start::<&str>(&[])?;
    let mut command = system.command(&program)?;
    system.tell(&mut command, &server);
    command::silent(&mut command, &program.with_extension("said"), LIMIT)
}

/// The example, with a key that is wrong and one that is typed in.
fn example(system: System) -> Result {
    system.need()?;
    let scratch = system.folder("cpp/example")?;
    let program = system.program(&scratch, "quickstart");
    let source = project::root().join("examples/cpp/quickstart.cpp");
    let mut compile = tell_of_headers(system.cxx()?, LEVELS[0]);
    system.link(compile.args(FLAGS).arg(source), &program)?;

    let server = Server::start::<&str>(&[])?;
    let typed = scratch.join("quickstart.typed");
    project::write(&typed, &format!("{}\n", server.get("license_key")))?;
    let mut command = system.command(&program)?;
    command.args(["url", "app_id", "public_key"].map(|field| server.get(field)));
    command.env(SECRET, server.get("app_secret"));
    command.arg("WRNG-WRNG-WRNG-WRNG");
    command.stdin(File::open(&typed)?);
    let (status, said) = command::watch(&mut command, &program.with_extension("said"), LIMIT)?;
    // Not the failure callback: it runs on another thread, and the example may be over before it.
    let expected = [
        "login: invalid_key",
        "This license key is not valid for this program",
        "login: ok",
        "Ada Lovelace, tier pro",
        "closed with a license",
    ];
    match expected.iter().find(|text| !said.contains(**text)) {
        Some(missing) => bail!("it did not say {missing:?}\n{said}"),
        None if status.is_some_and(|status| status.success()) => Ok(()),
        None => bail!("it ended with {status:?}\n{said}"),
    }
}
