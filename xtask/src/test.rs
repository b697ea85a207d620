//! `cargo xtask test`: all tests, the cheap ones first; or only the parts that are named.

use std::time::Instant;

use crate::need::{
    self, BASH, BINUTILS, CC, CLANG, CMAKE, CURL, CXX, DOXYGEN, FAKETIME, LLD, MCS, MONO, MONO_REFERENCES,
    PKG_CONFIG, Tool, VALGRIND, VENV,
};
use crate::shell::{self, Result};
use crate::tally::Tally;
use crate::{
    abi, c_tests, cmake, cpp, csharp, demo, doxygen, examples, exports, frame, generate, header_matrix,
    notices, peers, readme, unity, unreal,
};

type Run = fn(&mut Tally) -> Result;

struct Part {
    name: &'static str,
    title: &'static str,
    /// What is asked for before anything begins, so that it is one line to type; what only some of it needs, a
    /// part asks for itself.
    needs: &'static [Tool],
    run: Run,
}

const fn part(name: &'static str, title: &'static str, needs: &'static [Tool], run: Run) -> Part {
    Part { name, title, needs, run }
}

const PARTS: [Part; 15] = [
    part("lint", "format and lints", &[CC], lint),
    part("rust", "Rust tests", &[CC, CLANG, BASH, CURL], rust),
    part(
        "library",
        "the shared library, its header and the README",
        &[CC, CXX, CLANG, CMAKE, PKG_CONFIG, BINUTILS, DOXYGEN],
        library,
    ),
    part("abi", "the binary interface against its baselines", &[CC, CLANG], |tally| {
        abi::test(tally, &shell::release_library()?)
    }),
    part("c", "C programs", &[CC], |tally| c_tests::run(tally, &shell::release_library()?, false)),
    part("valgrind", "C programs under valgrind", &[CC, VALGRIND], |tally| {
        c_tests::run(tally, &shell::release_library()?, true)
    }),
    part("cpp", "C++ programs", &[CXX, CLANG], |tally| cpp::run(tally, &shell::release_library()?)),
    part(
        "cmake",
        "CMake and pkg-config consumers",
        &[CC, CXX, CLANG, LLD, CMAKE, PKG_CONFIG, BINUTILS],
        cmake::run,
    ),
    part("examples", "the examples", &[CC, CXX, CMAKE, VENV, BASH, CURL, FAKETIME], examples::run),
    part("frame", "the frame budget", &[CC], |tally| frame::run(tally, &shell::release_library()?)),
    part("csharp", "the C# class library", &[MONO, MCS, MONO_REFERENCES, CC, CLANG, VENV], |tally| {
        csharp::run(tally, &shell::release_library()?)
    }),
    part("unity", "the Unity package", &[MONO, MCS, MONO_REFERENCES, BINUTILS], |tally| {
        unity::run(tally, &shell::release_library()?)
    }),
    part("unreal", "the Unreal plugin", &[CXX, CLANG, MCS, MONO, BINUTILS], |tally| {
        unreal::run(tally, &shell::release_library()?)
    }),
    part("demo", "the demo", &[CC, CMAKE], demonstration),
    part("peers", "the official clients beside the library", &[CC, VENV], peers::test),
];

pub fn run(wanted: &[String]) -> Result {
    if let Some(unknown) = wanted.iter().find(|name| !PARTS.iter().any(|part| part.name == *name)) {
        let known = PARTS.map(|part| part.name).join(", ");
        return Err(format!("there is no part {unknown:?} of the tests, only {known}"));
    }
    let began = Instant::now();
    let parts: Vec<Part> = PARTS
        .into_iter()
        .filter(|part| wanted.is_empty() || wanted.iter().any(|word| word == part.name))
        .collect();
    need::tools(&parts.iter().flat_map(|part| part.needs).copied().collect::<Vec<_>>())?;
    let mut tally = Tally::default();
    for part in parts {
        println!("\n== {} ({} s)", part.title, began.elapsed().as_secs());
        (part.run)(&mut tally)?;
    }
    println!("\n== done in {} s", began.elapsed().as_secs());
    tally.close()
}

fn lint(tally: &mut Tally) -> Result {
    tally.note("what is made from the source of the C interface is what it makes", generate::check());
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
    doxygen::run(tally)?;
    notices::run(tally);
    readme::run(tally, &library, &shell::devserver()?)
}

fn demonstration(tally: &mut Tally) -> Result {
    tally.note("the demo shows the main job from login to the revoked license", demo::run());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_about_building_has_every_part_of_the_tests() {
        let page = std::fs::read_to_string(shell::root().join("docs/building.md")).unwrap();
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
        let told: Vec<&str> = rows.filter(|(_, rest)| rest.ends_with(" s |")).map(|(name, _)| name).collect();
        assert_eq!(told, PARTS.map(|part| part.name));
    }
}
