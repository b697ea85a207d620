//! `cargo xtask test`: all tests, the cheap ones first; or only the parts that are named.

use std::time::Instant;

use crate::need::{self, BINUTILS, CC, CLANG, CMAKE, CXX, PKG_CONFIG, VALGRIND, VENV};
use crate::shell::{self, Result};
use crate::tally::Tally;
use crate::{
    c_tests, cmake, cpp, csharp, demo, examples, exports, frame, header_matrix, notices, peers, readme,
    unity, unreal,
};

type Part = fn(&mut Tally) -> Result;

const PARTS: [(&str, &str, Part); 14] = [
    ("lint", "format and lints", lint),
    ("rust", "Rust tests", rust),
    ("library", "the shared library and its header", library),
    ("c", "C programs", |tally| c_tests::run(tally, &shell::release_library()?, false)),
    ("valgrind", "C programs under valgrind", |tally| c_tests::run(tally, &shell::release_library()?, true)),
    ("cpp", "C++ programs", |tally| cpp::run(tally, &shell::release_library()?)),
    ("cmake", "CMake and pkg-config consumers", cmake::run),
    ("examples", "the examples", examples::run),
    ("frame", "the frame budget", |tally| frame::run(tally, &shell::release_library()?)),
    ("csharp", "the C# class library", |tally| csharp::run(tally, &shell::release_library()?)),
    ("unity", "the Unity package", |tally| unity::run(tally, &shell::release_library()?)),
    ("unreal", "the Unreal plugin", |tally| unreal::run(tally, &shell::release_library()?)),
    ("demo", "the demo", demonstration),
    ("peers", "the official clients beside the library", peers::test),
];

pub fn run(wanted: &[String]) -> Result {
    if let Some(unknown) = wanted.iter().find(|name| !PARTS.iter().any(|(known, ..)| known == name)) {
        let known = PARTS.map(|(name, ..)| name).join(", ");
        return Err(format!("there is no part {unknown:?} of the tests, only {known}"));
    }
    let began = Instant::now();
    need::tools(&[CC, CXX, CLANG, CMAKE, PKG_CONFIG, VALGRIND, BINUTILS, VENV])?;
    let mut tally = Tally::default();
    for (name, title, part) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            println!("\n== {title} ({} s)", began.elapsed().as_secs());
            part(&mut tally)?;
        }
    }
    println!("\n== done in {} s", began.elapsed().as_secs());
    tally.close()
}

fn lint(_: &mut Tally) -> Result {
    shell::run(shell::cargo().args(["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--features", "testing"];
    shell::run(shell::cargo().args(clippy).args(["--", "-D", "warnings"]))
}

fn rust(_: &mut Tally) -> Result {
    shell::run(shell::cargo().args(["test", "--quiet", "--workspace", "--features", "testing"]))
}

fn library(tally: &mut Tally) -> Result {
    let library = shell::release_library()?;
    exports::run(tally, &library)?;
    header_matrix::run(tally, &library)?;
    notices::run(tally);
    readme::run(tally, &library, &shell::devserver()?)
}

fn demonstration(tally: &mut Tally) -> Result {
    tally.note("the demo shows the main job from login to the revoked license", demo::run());
    Ok(())
}
