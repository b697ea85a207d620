//! Where the project's things are.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::Result;

/// The project's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.join("../..").canonicalize().unwrap_or_else(|_| here.to_owned())
}

/// Where cargo puts what it builds, by its whole path. Cargo marks that folder, and we are in it: so a
/// `CARGO_TARGET_DIR` is found that was relative to a folder that we do not know.
pub fn target() -> PathBuf {
    let program = std::env::current_exe().and_then(|path| path.canonicalize()).unwrap_or_default();
    let marked = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    marked.map_or_else(|| root().join("target"), Path::to_owned)
}

/// A folder below it for what the tests and tools make themselves.
pub fn scratch(name: &str) -> Result<PathBuf> {
    let path = target().join("programs").join(name);
    std::fs::create_dir_all(&path).with_context(|| format!("{} cannot be made", path.display()))?;
    Ok(path)
}

/// The same, without what an earlier run left.
pub fn empty(name: &str) -> Result<PathBuf> {
    let path = scratch(name)?;
    std::fs::remove_dir_all(&path).with_context(|| path.display().to_string())?;
    scratch(name)
}

/// The files of a folder whose names end so, in order.
pub fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut found: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    found.sort();
    Ok(found)
}

/// The folders of a folder, in order.
pub fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut found: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    found.sort();
    Ok(found)
}

/// A file's name without its extension.
pub fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The text of a file; an error names it.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Writes a file; an error names it.
pub fn write(path: &Path, text: &str) -> Result {
    std::fs::write(path, text).with_context(|| path.display().to_string())
}
