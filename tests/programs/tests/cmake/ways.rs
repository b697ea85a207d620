//! The ways to have the library: by find_package, as a part of the stranger's own build, and without CMake.

use std::path::Path;
use std::process::Command;

use anyhow::{anyhow, bail};
use harness::{Result, binary, command};
use programs::Case;

use super::steps::{cargo_target, source};
use super::{SONAME, VERSION, installed};

/// How programs are compiled without CMake.
#[derive(Clone, Copy)]
pub struct Compiler {
    pub c: &'static str,
    pub cpp: &'static str,
}

/// What pkg-config is asked for.
pub const SHARED: &[&str] = &["authforge"];
const ARCHIVE: &[&str] = &["authforge-static"];
const STATIC: &[&str] = &["--static", "authforge"];

const GCC: Compiler = Compiler { c: "cc", cpp: "c++ -std=c++17" };
const GCC_STATIC: Compiler = Compiler { c: "cc -static", cpp: "c++ -std=c++17 -static" };
const CLANG_LTO_GNU: Compiler =
    Compiler { c: "clang -flto -fuse-ld=bfd", cpp: "clang++ -std=c++17 -flto -fuse-ld=bfd" };
const CLANG_LTO_LLD: Compiler =
    Compiler { c: "clang -flto -fuse-ld=lld", cpp: "clang++ -std=c++17 -flto -fuse-ld=lld" };

/// The stranger's programs.
const PROGRAMS: [&str; 2] = ["consumer_c", "consumer_cpp"];

pub fn cases() -> Vec<Case> {
    [found(), included(), by_hand()].into_iter().flatten().collect()
}

/// By find_package.
fn found() -> Vec<Case> {
    let ways = [
        ("find_package of a moved installation, shared", "shared", false, true),
        ("find_package of a moved installation, static", "static", false, false),
        ("find_package without a choice is shared", "AuthForge", false, true),
        ("find_package where only the archive is", "AuthForge", true, false),
    ];
    let case = |(sentence, kind, archive_only, shared)| {
        installed(format!("cmake::{sentence}"), move |here| {
            let prefix = if archive_only { &here.archive_only } else { &here.prefix };
            let place = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
            check(&here.consumer(sentence, &["-DCONSUMER_VIA=find_package", &place], kind, false)?, shared)
        })
    };
    ways.map(case).into()
}

/// As a part of the stranger's own build.
fn included() -> Vec<Case> {
    let mut cases = Vec::new();
    for via in ["add_subdirectory", "FetchContent"] {
        for (kind, use_static, shared) in
            [("shared", false, true), ("static", false, false), ("AuthForge", true, false)]
        {
            let how = if use_static { "AUTHFORGE_USE_STATIC" } else { kind };
            let sentence = format!("{via}, {how}");
            cases.push(installed(format!("cmake::{sentence}"), move |here| {
                let arguments = [format!("-DCONSUMER_VIA={via}"), source(), cargo_target()];
                check(&here.consumer(&sentence, &arguments, kind, use_static)?, shared)
            }));
        }
    }
    cases
}

/// Without CMake.
fn by_hand() -> Vec<Case> {
    let whole = |words: &[&str]| format!("{}, in a program without shared libraries", words.join(" "));
    let ways = [
        ("shared".to_owned(), GCC, SHARED),
        ("the archive, beside the shared library".to_owned(), GCC, ARCHIVE),
        (whole(ARCHIVE), GCC_STATIC, ARCHIVE),
        (whole(STATIC), GCC_STATIC, STATIC),
        ("the archive, clang -flto with GNU ld".to_owned(), CLANG_LTO_GNU, ARCHIVE),
        ("the archive, clang -flto with lld".to_owned(), CLANG_LTO_LLD, ARCHIVE),
    ];
    let case = |(sentence, compiler, words): (String, Compiler, &'static [&'static str])| {
        installed(format!("pkg-config::{sentence}"), move |here| here.by_hand(&sentence, compiler, words))
    };
    ways.map(case).into()
}

/// Runs both programs of a build, without the library folders that cargo adds for its own programs.
pub fn check(build: &Path, shared: bool) -> Result {
    run(|name| {
        let mut command = Command::new(build.join(name));
        command.env_remove("LD_LIBRARY_PATH");
        Ok(command)
    })?;
    for program in PROGRAMS.map(|name| build.join(name)) {
        if binary::needed(&program)?.iter().any(|name| name == SONAME) != shared {
            let not = if shared { "" } else { " not" };
            bail!("{} should{not} need {SONAME}", program.display());
        }
    }
    Ok(())
}

/// Runs both programs of the stranger's project as these commands. They wait for a retry, so they do it together.
pub fn run(command: impl Fn(&str) -> Result<Command>) -> Result {
    let commands = PROGRAMS.map(command);
    let results = std::thread::scope(|scope| {
        let runs = commands.map(|command| scope.spawn(move || command::output(command?.arg(VERSION))));
        runs.map(|run| run.join().unwrap_or_else(|_| Err(anyhow!("panicked"))))
    });
    results.into_iter().try_for_each(|result| result.map(drop))
}
