//! That what is handed out is what was promised: nothing more leaves the library, it asks for nothing new or foreign, is
//! small, and knows nothing of the machine that made it.

mod apple;
mod windows;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use harness::target::{OLDEST_GLIBC, System, Target};
use harness::{Result, binary, command, project};

use super::{files_in, shared_in};

/// Bytes that a shared library may have.
const MOST: u64 = 2_000_000;
const MOST_WINDOWS: u64 = 1_800_000;

/// Libraries that every such system has, by how their names begin.
fn known(target: &Target) -> &'static [&'static str] {
    match target.system {
        System::Linux if target.is_musl() => &["libc.so", "libc.musl-"],
        System::Linux => &[
            "libc.so.",
            "libgcc_s.so.",
            "ld-linux",
            "libpthread.so.",
            "libdl.so.",
            "libm.so.",
            "librt.so.",
            "libutil.so.",
        ],
        System::Windows => &windows::KNOWN,
        System::MacOs | System::Ios => &apple::KNOWN,
        System::Android => &["libc.so", "libdl.so", "libm.so", "liblog.so"],
    }
}

/// All that can be said of a folder that becomes an archive.
pub fn all(target: &Target, stage: &Path) -> Result {
    library(target, &stage.join(shared_in(target.system)))?;
    can_be_linked_beside_others(target, &stage.join("lib/libauthforge.a"))?;
    no_folders(stage)
}

/// No file below a folder names one of this machine's.
pub fn no_folders(stage: &Path) -> Result {
    files_in(stage)?.iter().try_for_each(|file| names_no_folder(&stage.join(file)))
}

/// All that can be said of a shared library.
pub fn library(target: &Target, shared: &Path) -> Result {
    binary::compare(&binary::exported(shared)?, &interface::generate::functions()?)?;
    needs_only_what_is_there(target, shared)?;
    is_small(target, shared)?;
    match target.system {
        System::Linux if !target.is_musl() => needs_no_newer_glibc(shared)?,
        System::Windows => windows::check(shared)?,
        System::MacOs => apple::check(shared)?,
        _ => {}
    }
    names_no_folder(shared)
}

/// What an archive defines for whoever links it is nothing that another archive with Rust in it has too.
fn can_be_linked_beside_others(target: &Target, archive: &Path) -> Result {
    let defined = binary::defined(archive)?;
    match target.system {
        System::Linux | System::Android => {
            let functions = interface::generate::functions()?;
            binary::compare(&defined, &functions).with_context(|| archive.display().to_string())
        }
        // GNU's linker makes no such object; there Rust's names are others than everywhere else.
        System::Windows => {
            let mut names = defined.iter().map(|name| name.trim_start_matches('_'));
            let clash = names.find(|name| ["rust_eh_personality", "rust_begin_unwind"].contains(name));
            ensure!(
                clash.is_none(),
                "{} defines {clash:?}, as others with Rust in them do",
                archive.display()
            );
            Ok(())
        }
        // Nothing here can change it: docs/building.md says that the shared library is the way there.
        System::MacOs | System::Ios => Ok(()),
    }
}

fn needs_only_what_is_there(target: &Target, library: &Path) -> Result {
    let known = known(target);
    let is_known =
        |name: &str| known.iter().any(|known| name.to_lowercase().starts_with(&known.to_lowercase()));
    let foreign: Vec<String> = binary::needed(library)?.into_iter().filter(|name| !is_known(name)).collect();
    ensure!(foreign.is_empty(), "{} needs {}", library.display(), foreign.join(", "));
    Ok(())
}

fn is_small(target: &Target, library: &Path) -> Result {
    let most = if target.is_windows() { MOST_WINDOWS } else { MOST };
    let bytes = fs::metadata(library).with_context(|| library.display().to_string())?.len();
    ensure!(bytes <= most, "{} has {bytes} bytes, at most {most}", library.display());
    Ok(())
}

fn needs_no_newer_glibc(library: &Path) -> Result {
    for version in binary::needed_versions(library)? {
        let Some(number) = version.strip_prefix("GLIBC_") else { continue };
        ensure!(
            parts(number) <= parts(OLDEST_GLIBC),
            "{} needs {version}, and may need glibc {OLDEST_GLIBC} at most",
            library.display()
        );
    }
    Ok(())
}

/// `2.3.4` as numbers, which are in order where their texts are not.
fn parts(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// In a file is no path of this machine. What a link leads to is looked at by its own name.
fn names_no_folder(path: &Path) -> Result {
    if path.is_symlink() {
        return Ok(());
    }
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    for folder in folders() {
        if let Some(at) = find(&bytes, folder.as_bytes()) {
            let end = (at + 120).min(bytes.len());
            let found = String::from_utf8_lossy(&bytes[at..end]);
            bail!("{} names a folder of this machine: {found:?}", path.display());
        }
    }
    Ok(())
}

/// What no file may name.
fn folders() -> Vec<String> {
    let home = std::env::var("HOME").unwrap_or_default();
    let cargo = std::env::var("CARGO_HOME").unwrap_or_default();
    let folders = [project::root(), project::target(), PathBuf::from(home), PathBuf::from(cargo)];
    let texts = folders.iter().map(|folder| format!("{}/", folder.display())).filter(|text| text.len() > 2);
    // As symbols are named after a folder, where it is long enough not to be a word of its own.
    let as_symbol = |text: &String| text.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
    let texts: Vec<String> = texts.collect();
    let symbols = texts.iter().filter(|text| text.matches('/').count() > 2).map(as_symbol);
    symbols.chain(texts.iter().cloned()).collect()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

/// That the source is right for a target that nothing here links for.
pub fn source(target: &Target) -> Result {
    let mut cargo = target.cargo("check")?;
    command::output(cargo.args(["--quiet", "--package", "libauthforge", "--lib"])).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(parts("2.4") < parts(OLDEST_GLIBC));
        assert!(parts("2.17") <= parts(OLDEST_GLIBC));
        assert!(parts("2.18") > parts(OLDEST_GLIBC));
        assert!(parts("2.2.5") < parts(OLDEST_GLIBC));
        assert!(parts("PRIVATE") > parts(OLDEST_GLIBC));
    }

    #[test]
    fn a_file_that_names_a_folder_of_this_machine_is_found() {
        let folder = project::empty("packaging folders").unwrap();
        let (clean, told) = (folder.join("clean"), folder.join("told"));
        fs::write(&clean, b"\0/crates/ring\0").unwrap();
        names_no_folder(&clean).unwrap();
        fs::write(&told, format!("\0{}/src/lib.rs\0", project::root().display())).unwrap();
        let as_symbol = project::root().display().to_string().replace('/', "_");
        fs::write(folder.join("symbol"), format!("\0_{as_symbol}_target_x\0")).unwrap();
        assert!(names_no_folder(&folder.join("symbol")).is_err());
        let why = names_no_folder(&told).unwrap_err().to_string();
        assert!(why.contains("told names a folder of this machine"), "{why}");
    }
}
