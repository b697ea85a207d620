//! That the same source makes the same bytes, in another folder and at another time.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use harness::target::{Place, Target};
use harness::{Result, project};

use super::{files_in, natives};

/// Of the project what the library is built from.
const SOURCES: [&str; 8] =
    ["Cargo.toml", "Cargo.lock", "build.rs", "src", "devserver", "tests", "tools", "xtask"];

/// Builds the library once more from a copy of the source, and compares what is handed out of it.
pub fn same(target: &Target, first: &Path) -> Result {
    let there = there()?;
    let place = Place { root: there.join("source"), target: there.join("built").join(target.name) };
    let _ = fs::remove_dir_all(&there);
    copy_source(&place.root)?;
    let again = there.join("natives");
    natives::put(target, &target.library_at(&place)?.folder, &again)?;
    for file in files_in(first)? {
        let read = |folder: &Path| fs::read(folder.join(&file)).with_context(|| file.display().to_string());
        ensure!(
            read(first)? == read(&again)?,
            "{} has other bytes when it is built in {}",
            first.join(&file).display(),
            place.root.display()
        );
    }
    fs::remove_dir_all(&there).with_context(|| there.display().to_string())
}

/// A folder whose name has another length.
fn there() -> Result<PathBuf> {
    Ok(super::folder()?.join("once more, in a folder of another name"))
}

fn copy_source(to: &Path) -> Result {
    for name in SOURCES {
        let from = project::root().join(name);
        let to = to.join(name);
        if from.is_dir() { crate::package::copy_tree(&from, &to)? } else { crate::package::copy(&from, &to)? }
    }
    Ok(())
}
