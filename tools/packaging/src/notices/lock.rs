//! What Cargo.lock says that the library is made with, told without a network and without the crates' sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, bail};
use serde_json::Value;
use xshell::cmd;

use super::{COMMAND, FILE, IN_IT, NOT_IN_IT, TEXTS};
use harness::{Result, command, project};

/// `name version` of everything that the library is built with; of every platform, linked in or not.
pub fn reachable() -> Result<BTreeSet<String>> {
    let lock = project::root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).with_context(|| lock.display().to_string())?;
    reached(&lock, "libauthforge", &of_tests()?)
}

/// SHA-256 of the archive of each crate, by `name version`.
pub fn checksums() -> Result<BTreeMap<String, String>> {
    let lock = project::read(&project::root().join("Cargo.lock"))?;
    let lock: Value = toml::from_str(&lock).context("Cargo.lock")?;
    let packages = lock["package"].as_array().into_iter().flatten();
    Ok(packages
        .filter_map(|package| {
            let name = format!("{} {}", package["name"].as_str()?, package["version"].as_str()?);
            Some((name, package["checksum"].as_str()?.to_owned()))
        })
        .collect())
}

/// That the notices name all of it, and nothing else.
pub fn check(notices: &str) -> Result {
    compare(&reachable()?, &named(notices)?)
}

fn compare(locked: &BTreeSet<String>, named: &BTreeSet<String>) -> Result {
    if let Some(new) = locked.difference(named).next() {
        bail!("Cargo.lock has {new}, which is not in {FILE}: {COMMAND}");
    }
    match named.difference(locked).next() {
        Some(gone) => bail!("{FILE} names {gone}, which is not in Cargo.lock: {COMMAND}"),
        None => Ok(()),
    }
}

/// What the notices name: in the library, and not.
fn named(notices: &str) -> Result<BTreeSet<String>> {
    let between = |start: &str, end: &str| {
        let rest = notices.split_once(start).map(|(_, rest)| rest);
        let part = rest.and_then(|rest| rest.split_once(end)).map(|(part, _)| part);
        part.with_context(|| format!("{FILE} has not its parts: {COMMAND}"))
    };
    let inside = between(IN_IT, NOT_IN_IT)?.lines().filter_map(|line| line.split_once(':'));
    let outside = between(NOT_IN_IT, TEXTS)?.split([',', '\n']);
    let names = inside.map(|(name, _)| name).chain(outside).map(str::trim);
    Ok(names.filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// The crates that the library's tests alone use. Needs Cargo.toml and nothing else.
fn of_tests() -> Result<BTreeSet<String>> {
    let (shell, cargo) = (command::shell()?, command::cargo_program());
    let told = command::said(cmd!(shell, "{cargo} metadata --no-deps --offline --format-version 1"))?;
    let told: Value = serde_json::from_str(&told)?;
    let packages = told["packages"].as_array().into_iter().flatten();
    let library = packages.into_iter().find(|package| package["name"] == "libauthforge");
    let dependencies = library.and_then(|library| library["dependencies"].as_array());
    let dependencies = dependencies.context("cargo metadata names no dependencies of libauthforge")?;
    let names = |of_tests: bool| {
        let kind = dependencies.iter().filter(move |one| (one["kind"] == "dev") == of_tests);
        kind.filter_map(|one| one["name"].as_str()).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    Ok(names(true).difference(&names(false)).cloned().collect())
}

/// Everything that leads from `root`, but by way of its own `without`.
fn reached(lock: &str, root: &str, without: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let packages = packages(lock)?;
    let resolve = |wanted: &str| {
        // A version is named only where there are several.
        let (name, version) = wanted.split_once(' ').unwrap_or((wanted, ""));
        let version = version.split(' ').next().unwrap_or_default();
        packages.keys().find(|(known, of)| known == name && (version.is_empty() || of == version)).cloned()
    };
    let mut found = BTreeSet::new();
    let mut open: Vec<_> = resolve(root).into_iter().collect();
    while let Some(package) = open.pop() {
        for wanted in packages.get(&package).into_iter().flatten() {
            let Some(next) = resolve(wanted) else { continue };
            let of_tests = package.0 == root && without.contains(&next.0);
            if !of_tests && found.insert(format!("{} {}", next.0, next.1)) {
                open.push(next);
            }
        }
    }
    Ok(found)
}

/// Name and version of each package, with its dependencies as they are written.
fn packages(lock: &str) -> Result<BTreeMap<(String, String), Vec<String>>> {
    let lock: Value = toml::from_str(lock).context("Cargo.lock")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = lock["package"].as_array().into_iter().flatten();
    Ok(packages
        .map(|package| {
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            ((text(&package["name"]), text(&package["version"])), dependencies.map(text).collect())
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"us\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n \
                        \"b 2.0.0\",\n \"t\",\n]\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\n \
                        \"b 1.0.0\",\n]\n\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \
                        \"b\"\nversion = \"2.0.0\"\n\n[[package]]\nname = \"t\"\nversion = \"3.0.0\"\ndependencies = \
                        [\n \"u\",\n]\n\n[[package]]\nname = \"u\"\nversion = \"1.0.0\"\n";

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_is_locked_is_followed_by_version_and_without_what_tests_use() {
        assert_eq!(reached(LOCK, "us", &set(&["t"])).unwrap(), set(&["a 1.0.0", "b 1.0.0", "b 2.0.0"]));
        assert!(reached(LOCK, "us", &set(&[])).is_ok_and(|all| all.contains("u 1.0.0")));
        assert!(reached("no lock", "us", &set(&[])).is_err());
    }

    #[test]
    fn the_notices_name_what_is_in_the_lock_file() {
        super::super::read().and_then(|notices| check(&notices)).unwrap();
    }

    #[test]
    fn a_crate_that_is_new_or_gone_or_of_another_version_is_told_with_the_command() {
        let notices = format!("{IN_IT}  a 1.0.0: MIT\n{NOT_IN_IT}  b 1.0.0, b 2.0.0\n{TEXTS}");
        let named = named(&notices).expect("it has its parts");
        compare(&set(&["a 1.0.0", "b 1.0.0", "b 2.0.0"]), &named).unwrap();
        for (locked, told) in [
            (&["a 1.0.1", "b 1.0.0", "b 2.0.0"][..], "Cargo.lock has a 1.0.1,"),
            (&["a 1.0.0", "b 1.0.0"][..], "names b 2.0.0,"),
        ] {
            let why = compare(&set(locked), &named).expect_err("it is stale").to_string();
            assert!(why.contains(told) && why.contains("cargo xtask notices"), "{why}");
        }
    }
}
