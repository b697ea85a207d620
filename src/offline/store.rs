//! Files that are whole or not there: read with a limit, written so that a process killed at any step
//! leaves the old file or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::random;
use crate::status::Status;

/// Reads a UTF-8 file of at most `longest` bytes. Pipes and devices are refused: they may never end.
pub fn read(path: &str, longest: usize) -> Result<String> {
    let failed = |why: String| Error::new(Status::ReadError, format!("cannot read {}: {why}", shown(path)));
    let file = open(Path::new(path)).map_err(|cause| failed(cause.to_string()))?;
    let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
    if !is_file {
        return Err(failed("it is no regular file".to_owned()));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    file.take(most).read_to_end(&mut bytes).map_err(|cause| failed(cause.to_string()))?;
    if bytes.len() > longest {
        return Err(failed(format!("it is longer than {longest} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| failed("it is not UTF-8".to_owned()))
}

/// Opening a pipe waits for its other end unless told not to.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

/// Refuses what `write` is sure to refuse. Changes nothing.
pub fn check(path: &str) -> Result<()> {
    let target = Path::new(path);
    check_target(target).and_then(|()| check_folder(target)).map_err(|cause| not_written(path, &cause))
}

fn not_written(path: &str, cause: &io::Error) -> Error {
    Error::new(Status::FileWriteFailed, format!("cannot write {}: {}", shown(path), explain(cause)))
}

/// Writes a file, readable by its owner only: a temporary file beside it, flushed, then renamed over it,
/// then the folder flushed. Folders that are missing are made. On failure nothing has changed.
pub fn write(path: &str, bytes: &[u8]) -> Result<()> {
    let failed = |cause: io::Error| not_written(path, &cause);
    let target = Path::new(path);
    check_target(target).map_err(failed)?;
    let folder = folder_of(target);
    let made = make_folders(folder).map_err(failed)?;
    replace(target, folder, bytes).map_err(|cause| {
        remove_folders(&made);
        failed(cause)
    })?;
    flush_folders(folder, &made);
    Ok(())
}

/// A path for a message, quoted: so much of its end that the reason still fits beside it, and without the
/// license key that the service names its files after.
fn shown(path: &str) -> String {
    const MOST: usize = 120;
    let path = format!("{:?}", without_keys(path));
    if path.len() <= MOST {
        return path;
    }
    let mut from = path.len() - MOST;
    while !path.is_char_boundary(from) {
        from += 1;
    }
    format!("\"...{}", &path[from..])
}

/// `XXXX-XXXX-XXXX-XXXX` becomes asterisks.
fn without_keys(path: &str) -> String {
    const FORM: &[u8] = b"xxxx-xxxx-xxxx-xxxx";
    let is_key = |bytes: &[u8]| {
        bytes.iter().zip(FORM).all(|(byte, form)| match form {
            b'-' => *byte == b'-',
            _ => byte.is_ascii_alphanumeric(),
        })
    };
    let mut bytes = path.as_bytes().to_vec();
    for from in 0..bytes.len().saturating_sub(FORM.len() - 1) {
        let window = &mut bytes[from..from + FORM.len()];
        if is_key(window) {
            window.fill(b'*');
        }
    }
    // Only whole ASCII characters were replaced.
    String::from_utf8(bytes).unwrap_or_default()
}

/// The system's own words for these make people look in the wrong place.
fn explain(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotADirectory => "a part of the path before the name is no folder".to_owned(),
        io::ErrorKind::AlreadyExists => "a link in the path leads nowhere".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "the user's disk quota is used up".to_owned(),
        _ => cause.to_string(),
    }
}

/// Renaming over a file asks nobody whether it may be replaced, so this does.
fn check_target(path: &Path) -> io::Result<()> {
    let refuse = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why.to_owned()));
    if path.file_name().is_none() {
        return refuse("the path names no file");
    }
    let there = match fs::symlink_metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    if there.is_symlink() {
        return refuse("it is a symbolic link; give the path of the file that it leads to");
    }
    if there.is_dir() {
        return refuse("it is a folder");
    }
    if !there.is_file() {
        return refuse("it is a device, pipe or socket");
    }
    if there.permissions().readonly() {
        return refuse("it is read-only");
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The first folder of a path that is there must be one.
fn check_folder(path: &Path) -> io::Result<()> {
    let there = folder_of(path).ancestors().find_map(|folder| fs::metadata(folder).ok());
    match there {
        Some(metadata) if !metadata.is_dir() => Err(io::ErrorKind::NotADirectory.into()),
        _ => Ok(()),
    }
}

/// Makes the folders that are missing; gives them, outermost first.
fn make_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && fs::metadata(folder).is_err())
        .collect();
    let mut made = Vec::new();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            // Somebody else made it in between.
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(cause) => {
                remove_folders(&made);
                return Err(cause);
            }
        }
    }
    Ok(made)
}

/// Those that somebody else has put something into stay.
fn remove_folders(made: &[PathBuf]) {
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

fn replace(path: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = random::nonce().map_err(|error| io::Error::other(error.message))?;
    let temporary = folder.join(format!(".authforge-{name}.tmp"));
    let written = fill(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// The file is new, so nobody else has it open and no link leads elsewhere.
fn fill(temporary: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(temporary)?;
    // The umask has taken bits away: so many, it may be, that its owner could not read the file.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The new file is in place, whatever this says: some file systems cannot flush a folder.
fn flush_folders(folder: &Path, made: &[PathBuf]) {
    let outer = made.iter().filter_map(|folder| folder.parent());
    for folder in outer.chain([folder]) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if let Err(cause) = flush_folder(folder) {
            crate::log::warn(|| format!("{folder:?} could not be flushed: {cause}"));
        }
    }
}

#[cfg(unix)]
fn flush_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows keeps a rename in the file system's journal, and offers no such call.
#[cfg(not(unix))]
fn flush_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own, gone on drop.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Folder {
            let path = std::env::temp_dir().join(format!("authforge-test-{}", random::nonce().unwrap()));
            fs::create_dir(&path).unwrap();
            Folder(path)
        }

        fn path(&self, name: &str) -> String {
            self.0.join(name).to_str().unwrap().to_owned()
        }

        fn names(&self) -> Vec<String> {
            let names = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name());
            let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_is_written_replaced_and_read_and_nothing_else_is_left() {
        let folder = Folder::new();
        let path = folder.path("a file");
        write(&path, b"old").unwrap();
        write(&path, "n\u{eb}w".as_bytes()).unwrap();
        assert_eq!(read(&path, 10).unwrap(), "n\u{eb}w");
        assert_eq!(folder.names(), ["a file"]);
    }

    #[test]
    fn missing_folders_are_made_and_unmade_when_the_writing_fails() {
        let folder = Folder::new();
        write(&folder.path("one/two/file"), b"x").unwrap();
        assert_eq!(read(&folder.path("one/two/file"), 10).unwrap(), "x");
        let too_long = format!("three/four/{}", "n".repeat(300));
        assert_eq!(write(&folder.path(&too_long), b"x").unwrap_err().status, Status::FileWriteFailed);
        assert_eq!(folder.names(), ["one"]);
    }

    #[test]
    fn what_is_no_file_is_neither_written_nor_read() {
        let folder = Folder::new();
        fs::create_dir(folder.path("folder")).unwrap();
        write(&folder.path("file"), b"x").unwrap();
        for path in [folder.path("folder"), folder.path("file/below"), folder.path("folder/..")] {
            assert_eq!(write(&path, b"y").unwrap_err().status, Status::FileWriteFailed, "{path}");
        }
        for path in [folder.path("folder"), folder.path("none"), folder.path("file/below")] {
            assert_eq!(read(&path, 10).unwrap_err().status, Status::ReadError, "{path}");
        }
        assert_eq!(folder.names(), ["file", "folder"]);
    }

    #[test]
    fn long_files_and_files_that_are_not_utf_8_are_not_read() {
        let folder = Folder::new();
        write(&folder.path("long"), b"12345678901").unwrap();
        assert!(read(&folder.path("long"), 10).unwrap_err().message.ends_with("longer than 10 bytes"));
        assert!(read(&folder.path("long"), 11).is_ok());
        write(&folder.path("utf16"), b"\xff\xfea\0").unwrap();
        assert!(read(&folder.path("utf16"), 10).unwrap_err().message.ends_with("not UTF-8"));
    }

    #[test]
    fn a_message_has_the_end_of_the_path_and_no_license_key() {
        assert_eq!(shown("/a/ABCD-EFGH-2345-6789.authforge"), "\"/a/*******************.authforge\"");
        assert_eq!(shown("ABCD-EFGH-2345-678"), "\"ABCD-EFGH-2345-678\"");
        assert!(shown(&"\u{1}".repeat(100)).len() < 130);
        let long = shown(&format!("/{}/license.authforge", "\u{eb}".repeat(100)));
        assert!(
            long.starts_with("\"...\u{eb}") && long.ends_with("/license.authforge\"") && long.len() < 130
        );
    }

    #[test]
    fn what_cannot_be_written_is_known_before_and_nothing_is_made() {
        let folder = Folder::new();
        write(&folder.path("file"), b"x").unwrap();
        for path in
            [folder.path("file/below"), folder.path("file/far/below"), folder.path(".."), String::new()]
        {
            assert_eq!(check(&path).unwrap_err().status, Status::FileWriteFailed, "{path}");
        }
        assert!(check(&folder.path("file")).is_ok() && check(&folder.path("new/file")).is_ok());
        assert!(check("file").is_ok());
        assert_eq!(folder.names(), ["file"]);
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let folder = Folder::new();
        let path = folder.path("file");
        write(&path, b"old").unwrap();
        let permissions = fs::metadata(&path).unwrap().permissions();
        let mut read_only = permissions.clone();
        read_only.set_readonly(true);
        fs::set_permissions(&path, read_only).unwrap();
        let error = write(&path, b"new").unwrap_err();
        assert!(error.message.ends_with("it is read-only"), "{}", error.message);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!((read(&path, 10).unwrap().as_str(), folder.names().len()), ("old", 1));
    }
}
