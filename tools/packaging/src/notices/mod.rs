//! `cargo xtask notices`: THIRD-PARTY-NOTICES.txt, the licenses of everything that is linked into the library. It goes
//! wherever the library goes: into each package, and into an installation.

mod licence;
mod linked;
mod lock;
mod rust;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use harness::{Result, project};
use linked::{Crate, Workspace};

pub const FILE: &str = "THIRD-PARTY-NOTICES.txt";
const HEAD: &str = "\
Third-party notices of libauthforge

libauthforge itself is under the MIT license, which is in LICENSE. Its libraries, shared and static, contain
code of others too. It is named here, with its licenses; hand this file out with every program that contains
libauthforge.

Made by `cargo xtask notices` from Cargo.lock and the sources that it names. Not to be edited.
";
const HEAD_OF_DEVSERVER: &str = "\
Third-party notices of authforge-devserver

The development server itself is under the MIT license, which is in LICENSE. Its program contains code of others
too, which is named here with its licenses.
";
const IN_IT: &str = "\n1. CRATES IN THE LIBRARY\n\n";
const NOT_IN_IT: &str =
    "\n2. CRATES THAT ARE IN NO LIBRARY: of its build, and of platforms that none is made for\n\n";
const TEXTS: &str = "\n3. LICENSES OF THE CRATES IN THE LIBRARY\n";
/// Where the part begins that depends on the version of Rust and not on Cargo.lock.
const RUST: &str = "\n4. RUST'S STANDARD LIBRARY, ";
const RULE: &str = "\n--------------------------------------------------------------------------------\n";
const COMMAND: &str = "run `cargo xtask notices` and look at the difference";

/// Where the file is.
pub fn path() -> PathBuf {
    project::root().join(FILE)
}

/// Writes the notices anew. What is of Rust's standard library stays as it is where its sources are not: Cargo.lock
/// changes more often than that.
pub fn write() -> Result {
    let rust = match rust::made() {
        Ok(made) => made,
        Err(why) => {
            let Ok(before) = read() else { return Err(why) };
            println!("the part of Rust's standard library stays as it is: {why:#}");
            parts(&before)?.1.to_owned()
        }
    };
    fs::write(path(), of_crates()? + &rust).context(FILE)
}

/// That the notices name each crate of Cargo.lock that the library is made of.
pub fn name_every_crate() -> Result {
    lock::check(&read()?)
}

/// That the notices name no folder of this machine.
pub fn name_no_folder() -> Result {
    names_no_folder(&read()?)
}

/// That the notices are what is made of the crates' sources; otherwise why that cannot be tried here.
pub fn are_of_the_crates() -> Result<Option<String>> {
    let text = read()?;
    match ours().fetch() {
        Ok(()) => parts(&text).and_then(|(part, _)| same(part, &of_crates()?)).map(|()| None),
        Err(why) => Ok(Some(format!("the crates of other platforms are not here: {why:#}"))),
    }
}

/// That the notices name each crate of Rust's standard library.
pub fn name_rusts_crates() -> Result {
    rust::check(&read()?)
}

/// That the notices are what is made of the sources of Rust's standard library; otherwise why that cannot be tried here.
pub fn are_of_rusts_sources() -> Result<Option<String>> {
    let text = read()?;
    match rust::can_be_made(&text) {
        Ok(true) => parts(&text).and_then(|(_, part)| same(part, &rust::made()?)).map(|()| None),
        Ok(false) => Ok(Some(
            "this is another version of Rust, or without sources: its crates are looked for by name"
                .to_owned(),
        )),
        Err(why) => Ok(Some(format!("{why:#}"))),
    }
}

fn ours() -> Workspace<'static> {
    of_package("libauthforge")
}

fn of_package(package: &str) -> Workspace<'_> {
    Workspace { manifest: project::root().join("Cargo.toml"), package, features: "" }
}

/// A crate in a library for one target.
pub struct Linked {
    pub name: String,
    pub version: String,
    /// By SPDX, as the crate says it.
    pub licence: String,
    /// SHA-256 of its archive, as Cargo.lock has it.
    pub checksum: String,
}

/// What is linked into the library for a target, by Rust's name, in the order of the names.
pub fn linked_in(target: &str) -> Result<Vec<Linked>> {
    let checksums = lock::checksums()?;
    let mut all = Vec::new();
    for linked in ours().linked_on(target)? {
        // What has no checksum is of this project.
        if let Some(checksum) = checksums.get(&linked.named()) {
            let (name, version, licence) = (linked.name, linked.version, linked.licence);
            all.push(Linked { name, version, licence, checksum: checksum.clone() });
        }
    }
    Ok(all)
}

/// The notices of the development server's program, which has more in it than the library.
pub fn of_devserver() -> Result<String> {
    let mut crates = of_package("authforge-devserver").linked()?;
    crates.retain(|linked| !["libauthforge", "authforge-devserver"].contains(&linked.name.as_str()));
    let head = HEAD_OF_DEVSERVER;
    let notices = read()?;
    let (_, rust) = parts(&notices)?;
    Ok(format!("{head}{IN_IT}{}{TEXTS}{}{rust}", list(&crates)?, texts(&crates)?))
}

/// That a folder that is handed out has our license and the notices, under these names.
pub fn are_in(folder: &Path, license: &str, notices: &str) -> Result {
    for (name, original) in [(license, project::root().join("LICENSE")), (notices, path())] {
        let read = |path: &Path| fs::read(path).with_context(|| path.display().to_string());
        if read(&folder.join(name))? != read(&original)? {
            bail!("{name} is not {}", original.display());
        }
    }
    Ok(())
}

fn read() -> Result<String> {
    fs::read_to_string(path()).with_context(|| format!("{FILE} cannot be read: {COMMAND}"))
}

fn same(ours: &str, made: &str) -> Result {
    let differs = made.lines().zip(ours.lines()).find(|(made, ours)| made != ours);
    match differs {
        _ if made == ours => Ok(()),
        Some((made, ours)) => bail!("{FILE} has {ours:?}, need {made:?}: {COMMAND}"),
        None => bail!("{FILE} is shorter or longer than it should be: {COMMAND}"),
    }
}

fn names_no_folder(text: &str) -> Result {
    let home = std::env::var("HOME").unwrap_or_default();
    for folder in [project::root().display().to_string(), home, "/rustlib/".into(), "/registry/".into()] {
        if folder.len() > 1 && text.contains(&folder) {
            bail!("{FILE} names {folder}");
        }
    }
    Ok(())
}

/// What is made of Cargo.lock, and what is made of Rust's version.
fn parts(text: &str) -> Result<(&str, &str)> {
    let middle = text.find(RUST).with_context(|| format!("{FILE} has no part for Rust: {COMMAND}"))?;
    Ok(text.split_at(middle))
}

fn of_crates() -> Result<String> {
    let mut crates = ours().linked()?;
    crates.retain(|linked| linked.name != "libauthforge");
    let linked: BTreeSet<_> = crates.iter().map(Crate::named).collect();
    let others: Vec<_> = lock::reachable()?.into_iter().filter(|name| !linked.contains(name)).collect();
    let list = list(&crates)?;
    Ok(format!("{HEAD}{IN_IT}{list}{NOT_IN_IT}{}{TEXTS}{}", wrapped(&others), texts(&crates)?))
}

/// A line for each crate: what it offers, what is taken, and where it is linked in.
fn list(crates: &[Crate]) -> Result<String> {
    let mut list = String::new();
    for linked in crates {
        let taken = licence::taken(linked)?.join(" AND ");
        let choice = if taken == linked.licence { String::new() } else { format!(", taken as {taken}") };
        let only = if linked.is_everywhere() {
            String::new()
        } else {
            let platforms: Vec<_> = linked.platforms.iter().copied().collect();
            format!(" [{}]", platforms.join(", "))
        };
        list += &format!("  {}: {}{choice}{only}\n", linked.named(), linked.licence);
    }
    Ok(list)
}

/// Each text once, under the names of all that are under it.
fn texts(crates: &[Crate]) -> Result<String> {
    // By its words, since some have other line ends; in the order of the first crate that has it.
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<(Vec<String>, String)> = Vec::new();
    for linked in crates {
        for text in licence::texts(linked)? {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let next = groups.len();
            let group = *known.entry(words).or_insert(next);
            if group == next {
                groups.push((Vec::new(), text));
            }
            let (names, _) = &mut groups[group];
            if names.last() != Some(&linked.named()) {
                names.push(linked.named());
            }
        }
    }
    let mut all = String::new();
    for (names, text) in groups {
        all += &format!("{RULE}{}\n{text}\n", wrapped(&names));
    }
    Ok(all)
}

/// Names in lines that are not too long.
fn wrapped(names: &[String]) -> String {
    let mut text = String::new();
    let mut line = String::new();
    for (index, name) in names.iter().enumerate() {
        let comma = if index + 1 < names.len() { "," } else { "" };
        if line.len() + name.len() > 100 {
            text += &format!(" {line}\n");
            line.clear();
        }
        line += &format!(" {name}{comma}");
    }
    if line.is_empty() { text } else { text + &format!(" {line}\n") }
}
