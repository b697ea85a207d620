//! The place that a file is to go to: what it must be, and why it cannot be written in words that say what
//! to do.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, is_separator};

#[cfg(windows)]
use super::in_use::{REPLACING, retry_while_in_use};
#[cfg(windows)]
use super::windows_name::{self, Wrong};
#[cfg(unix)]
use crate::runtime::descriptors;
use crate::runtime::resources;
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::limits::MAX_PATH;
use crate::values::quoted::quoted_path;

/// What every failed writing is reported as.
pub fn not_written(path: &Path, cause: &io::Error) -> Error {
    let path = quoted_path(&path.to_string_lossy());
    let status = if resources::exhausted(cause) { Status::OutOfResources } else { Status::FileWriteFailed };
    Error::new(status, format!("cannot write {path}: {}", explain(cause)))
}

/// How Windows says that a name or a path is too long, which is no other error in Rust than one that cannot be a name.
const EXCEEDS_RANGE: i32 = 206;

/// The system's own words for these make people look in the wrong place, or say nothing.
fn explain(cause: &io::Error) -> String {
    const NOWHERE: &str = "a link in the path leads nowhere; choose another path";
    #[cfg(unix)]
    if cause.raw_os_error() == Some(libc::ELOOP) {
        return NOWHERE.to_owned();
    }
    let words = match cause.kind() {
        // Ours; also the system's for a name that it cannot hold, which says enough.
        io::ErrorKind::InvalidInput => return cause.to_string(),
        io::ErrorKind::PermissionDenied => "permission denied; choose a folder that this user may write to",
        // Nothing is opened that has to be there: what is missing is the way to make it, as in /proc.
        io::ErrorKind::NotFound => "no file can be made in that folder; choose another",
        io::ErrorKind::NotADirectory => "a part of the path before the name is no folder",
        io::ErrorKind::AlreadyExists => NOWHERE,
        io::ErrorKind::InvalidFilename if cfg!(windows) && cause.raw_os_error() != Some(EXCEEDS_RANGE) => {
            "a name in the path cannot be one; choose another"
        }
        io::ErrorKind::InvalidFilename => "the path or a name in it is too long; choose a shorter one",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only; choose another folder",
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "the user's disk quota is used up",
        _ => return cause.to_string(),
    };
    words.to_owned()
}

fn refuse(why: &str) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::InvalidInput, why))
}

/// Renaming over a file asks nobody whether it may be replaced, so this does.
pub fn check(path: &Path) -> io::Result<()> {
    check_form(path)?;
    let there = match fs::symlink_metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    if there.is_symlink() {
        return refuse("it is a symbolic link; give the path of the file that it leads to");
    }
    if there.is_dir() {
        return refuse("it is a folder; add the name of a file");
    }
    if !there.is_file() {
        return refuse("it is a device, pipe or socket");
    }
    if there.permissions().readonly() {
        return refuse("it is read-only");
    }
    Ok(())
}

/// What the text of a path alone can say. Touches no disk.
pub fn check_name(path: &str) -> Result<()> {
    let path = Path::new(path);
    check_form(path).map_err(|cause| not_written(path, &cause))
}

/// From the root, as far as a text can say it and the system can take it. Keeps a relative path otherwise.
pub fn absolute(path: String) -> String {
    let whole = std::path::absolute(&path).ok().and_then(|whole| whole.into_os_string().into_string().ok());
    whole.filter(|whole| !path.is_empty() && whole.len() < MAX_PATH).unwrap_or(path)
}

/// `folder/` and `folder/.` name a folder, whether there is one or not. `Path` takes them for `folder`.
fn check_form(path: &Path) -> io::Result<()> {
    let text = path.to_string_lossy();
    let name = text.rsplit(is_separator).next().unwrap_or_default();
    if matches!(name, "" | "." | "..") || path.file_name().is_none() {
        return refuse("the path names no file; add the name of one");
    }
    #[cfg(windows)]
    check_for_windows(&text)?;
    Ok(())
}

#[cfg(windows)]
fn check_for_windows(path: &str) -> io::Result<()> {
    match windows_name::check(path) {
        Ok(()) => Ok(()),
        Err(Wrong::Name) => Err(io::ErrorKind::InvalidFilename.into()),
        Err(Wrong::Long) => Err(io::Error::from_raw_os_error(EXCEEDS_RANGE)),
        Err(Wrong::Device) => refuse("the path or a name in it is that of a device; choose another"),
        Err(Wrong::Drive) => refuse(r"the path has a drive without its root; begin it with C:\ or the like"),
    }
}

pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Where files can be made they cannot always be renamed over one that is there. `own` is of a file that this
/// process has just made beside it: whose files those are is what the system will ask.
pub fn check_replaceable(path: &Path, own: Option<&Metadata>) -> io::Result<()> {
    let there = match fs::symlink_metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    if own.is_some_and(|own| belongs_to_another(folder_of(path), &there, own)) {
        return refuse("it belongs to another user, and only that one may replace it here");
    }
    if is_mounted(path) {
        return refuse("it is mounted as a single file; mount the folder that it is to lie in");
    }
    check_unprotected(path)
}

/// In a folder like `/tmp` a file is replaced by its owner, that of the folder, or root.
#[cfg(unix)]
fn belongs_to_another(folder: &Path, there: &Metadata, own: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    const STICKY: u32 = 0o1000;
    let user = own.uid();
    fs::metadata(folder)
        .is_ok_and(|folder| folder.mode() & STICKY != 0 && ![0, folder.uid(), there.uid()].contains(&user))
}

#[cfg(not(unix))]
fn belongs_to_another(_: &Path, _: &Metadata, _: &Metadata) -> bool {
    false
}

/// As containers get theirs. Such a file can be written to and not be renamed over.
#[cfg(target_os = "linux")]
fn is_mounted(path: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt;
    let read = || fs::read("/proc/self/mountinfo");
    let (Ok(path), Ok(mounts)) = (fs::canonicalize(path), descriptors::away_from_standard(read)) else {
        return false;
    };
    let mut escaped = Vec::new();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b' ' | b'\t' | b'\n' | b'\\' => escaped.extend(format!("\\{byte:03o}").bytes()),
            _ => escaped.push(*byte),
        }
    }
    let mut points = mounts.split(|byte| *byte == b'\n').map(|line| line.split(|byte| *byte == b' ').nth(4));
    points.any(|point| point == Some(&escaped))
}

#[cfg(not(target_os = "linux"))]
fn is_mounted(_: &Path) -> bool {
    false
}

/// A file that nobody may change (`chattr +i`, `chflags uchg`) gives another error than one whose
/// permissions forbid writing: those say nothing about replacing it.
#[cfg(unix)]
fn check_unprotected(path: &Path) -> io::Result<()> {
    let opened = descriptors::open(fs::OpenOptions::new().write(true), path);
    match opened {
        Err(cause) if cause.raw_os_error() == Some(libc::EPERM) => refuse("it is protected from changes"),
        _ => Ok(()),
    }
}

/// A file that somebody has open may have to stay.
#[cfg(windows)]
fn check_unprotected(path: &Path) -> io::Result<()> {
    const DELETE: u32 = 0x0001_0000;
    let mut options = fs::OpenOptions::new();
    std::os::windows::fs::OpenOptionsExt::access_mode(&mut options, DELETE);
    retry_while_in_use(REPLACING, &mut || options.open(path).map(drop))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::limits::LONGEST_MESSAGE;

    fn why(path: &str) -> String {
        check(Path::new(path)).map_or_else(|cause| cause.to_string(), |()| String::new())
    }

    #[test]
    fn a_path_that_names_a_folder_by_its_form_names_no_file() {
        for path in ["", ".", "..", "/", "new/", "new//", "new/.", "new/..", "new/./", "./", "../", "new/./."]
        {
            assert!(why(path).starts_with("the path names no file"), "{path}: {}", why(path));
        }
        for path in ["new", "new/file", "./file", "new/../file", "..file", "...", "new.", ".file"] {
            assert_eq!(why(path).is_empty(), !(cfg!(windows) && path.ends_with('.')), "{path}");
        }
        let backslash = why("new\\");
        assert_eq!(backslash.starts_with("the path names no file"), cfg!(windows), "{backslash}");
    }

    #[test]
    fn a_path_is_made_absolute_unless_nothing_could_be_opened_by_it_then() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(Path::new(&absolute("new/file".to_owned())), here.join("new/file"));
        let whole = here.join("file").to_str().unwrap().to_owned();
        assert_eq!(absolute(whole.clone()), whole);
        for kept in [String::new(), "n".repeat(MAX_PATH)] {
            assert_eq!(absolute(kept.clone()), kept);
        }
    }

    #[test]
    fn path_reason_and_advice_fit_into_a_message() {
        let path = Path::new("/a/very/long/path").join("n".repeat(300));
        let cause = io::Error::other("r".repeat(110));
        let error = not_written(&path, &cause).with_advice("asking again brings the same file at no cost");
        assert!(error.message.len() <= LONGEST_MESSAGE);
        assert!(error.message.contains(&"r".repeat(110)) && error.message.ends_with("at no cost"));
    }

    #[test]
    fn a_reason_says_what_to_do_and_leaves_room_for_the_path() {
        use io::ErrorKind as K;
        for kind in
            [K::PermissionDenied, K::NotFound, K::NotADirectory, K::ReadOnlyFilesystem, K::InvalidFilename]
        {
            let error = not_written(Path::new("a"), &kind.into());
            assert_eq!(error.status, Status::FileWriteFailed);
            assert!(error.message.starts_with("cannot write \"a\": ") && error.message.len() < 110);
        }
    }
}
