//! `cargo xtask dist <target>|all`: the library as it is handed out for each system, in one archive with all that a program
//! needs to be built with it and to be handed out itself, under target/dist.

mod archive;
pub mod check;
mod layout;
mod natives;
mod record;
mod sbom;
pub mod table;
mod twice;
mod universal;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use harness::target::{self, System, Target};
use harness::{Result, project};

pub use record::{Record, records};

pub const VERSION: &str = env!("CARGO_PKG_VERSION");
pub const ALL: &str = "all";
/// Of both processors of Macs; made of the two.
pub const UNIVERSAL: &str = "macos-universal";

/// What one word on the command line stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Target(&'static Target),
    Universal,
}

/// All names that may be asked for.
pub fn names() -> Vec<&'static str> {
    let targets = target::TARGETS.iter().map(|target| target.name);
    targets.chain([UNIVERSAL, "windows", ALL]).collect()
}

/// What is meant by the words of a command line, in the order in which it is made.
pub fn wanted(words: &[String]) -> Result<Vec<Wanted>> {
    ensure!(!words.is_empty(), "say what for: {}", names().join(", "));
    let mut wanted = Vec::new();
    for word in words {
        match word.as_str() {
            ALL => wanted.extend(target::TARGETS.iter().map(Wanted::Target).chain([Wanted::Universal])),
            UNIVERSAL => wanted.push(Wanted::Universal),
            name => wanted.push(Wanted::Target(target::named(name)?)),
        }
    }
    let mut once: Vec<Wanted> = Vec::new();
    wanted.retain(|one| {
        !once.contains(one) && {
            once.push(*one);
            true
        }
    });
    Ok(wanted)
}

impl Wanted {
    /// The targets whose tools it takes.
    pub fn targets(self) -> Vec<&'static Target> {
        match self {
            Wanted::Target(target) => vec![target],
            Wanted::Universal => universal::PARTS.to_vec(),
        }
    }
}

/// Makes one archive, and checks it; where nothing can be linked, its source is checked.
pub fn make(wanted: Wanted, twice: bool) -> Result<Record> {
    let Wanted::Target(target) = wanted else { return universal::make() };
    target.need()?;
    if !target.is_linked() {
        check::source(target)?;
        return Record::checked(target);
    }
    let stage = stage(target.name)?;
    let natives = natives::make(target)?;
    layout::install(&[target], &natives, &stage)?;
    check::all(target, &stage)?;
    if twice {
        twice::same(target, &natives)?;
    }
    natives::offer(target, &natives)?;
    let archive = archive::make(&stage, target.is_windows())?;
    Record::made(target.name, &stage.join(shared_in(target.system)), archive, twice)
}

/// The folder that becomes an archive, without what an earlier run left.
fn stage(target: &str) -> Result<PathBuf> {
    let name = format!("libauthforge-{VERSION}-{target}");
    let stage = folder()?.join("stage").join(&name);
    if stage.exists() {
        std::fs::remove_dir_all(&stage).with_context(|| stage.display().to_string())?;
    }
    std::fs::create_dir_all(&stage).with_context(|| stage.display().to_string())?;
    Ok(stage)
}

/// Where all is put that is handed out.
pub fn folder() -> Result<PathBuf> {
    let folder = project::target().join("dist");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

/// Where the shared library is, in a folder of natives.
fn shared_in(system: System) -> &'static str {
    match system {
        System::Windows => "bin/authforge.dll",
        System::MacOs | System::Ios => "lib/libauthforge.0.dylib",
        System::Linux | System::Android => "lib/libauthforge.so",
    }
}

/// Every file below a folder, by its path in it, sorted.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        let here = folder.join(&below);
        let entries = std::fs::read_dir(&here).with_context(|| here.display().to_string())?;
        for entry in entries {
            let entry = entry.with_context(|| here.display().to_string())?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("{} is empty", folder.display());
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_twice_is_made_once_and_all_has_every_target() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(wanted(&words(&["windows", "windows-x64"])).unwrap().len(), 1);
        let all = wanted(&words(&["macos-universal", ALL])).unwrap();
        assert_eq!(all.len(), target::TARGETS.len() + 1);
        assert!(wanted(&[]).is_err());
        let told = wanted(&words(&["beos"])).err().unwrap().to_string();
        assert!(told.contains("beos"), "{told}");
    }
}
