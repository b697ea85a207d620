//! Files that are whole or not there: read with a limit, written so that a process killed at any step
//! leaves the old file or the new one.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

pub use super::draft::{Draft, try_write};
use super::in_use::{READING, retry_while_in_use};
pub use super::target::{absolute, check_name};
#[cfg(windows)]
use super::windows_name::{self, Wrong};
use crate::runtime::descriptors;
use crate::runtime::resources;
use crate::runtime::sync::no_lock_held;
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::quoted::quoted_path;

/// Reads a file of at most `longest` bytes.
pub fn read(path: &str, longest: usize) -> Result<Vec<u8>> {
    read_bytes(path, longest).map_err(|cause| {
        let status = if resources::exhausted(&cause) { Status::OutOfResources } else { Status::ReadError };
        Error::new(status, format!("cannot read {}: {cause}", quoted_path(path)))
    })
}

/// The same for those who report it as something else. Pipes and devices are refused: they may never end.
pub fn read_bytes(path: &str, longest: usize) -> io::Result<Vec<u8>> {
    no_lock_held("reading a file");
    let mut bytes = Vec::new();
    retry_while_in_use(READING, &mut || read_once(Path::new(path), longest, &mut bytes))?;
    if bytes.len() > longest {
        return Err(refused(&format!("it is longer than {longest} bytes")));
    }
    Ok(bytes)
}

fn read_once(path: &Path, longest: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
    let file = open(path)?;
    let there = file.metadata()?;
    if there.is_dir() {
        return Err(refused(FOLDER));
    }
    if !there.is_file() {
        return Err(refused("it is no regular file"));
    }
    bytes.clear();
    let most = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    file.take(most).read_to_end(bytes).map(drop)
}

const FOLDER: &str = "it is a folder, no regular file";

fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

/// Opening a pipe waits for its other end unless told not to, and a terminal may become ours.
#[cfg(not(windows))]
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY);
    descriptors::open(&options, path)
}

/// Devices are not even opened: whoever waits at the other end of a pipe may act for its opener. A folder is "denied".
#[cfg(windows)]
fn open(path: &Path) -> io::Result<File> {
    if windows_name::check(&path.to_string_lossy()) == Err(Wrong::Device) {
        return Err(refused("it is no regular file"));
    }
    descriptors::open(OpenOptions::new().read(true), path)
        .map_err(|cause| if path.is_dir() { refused(FOLDER) } else { cause })
}

/// Writes a file, readable by its owner only: a temporary file beside it, flushed, then renamed over it,
/// then the folder flushed. Folders that are missing are made. On failure nothing has changed.
#[cfg(test)]
pub fn write(path: &str, bytes: &[u8]) -> Result<()> {
    Draft::write(path, bytes)?.put_in_place()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::random;
    use std::fs;
    use std::path::PathBuf;

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
        assert_eq!(read(&path, 10).unwrap(), "n\u{eb}w".as_bytes());
        assert_eq!(folder.names(), ["a file"]);
    }

    #[test]
    fn missing_folders_are_made_and_unmade_when_the_writing_fails() {
        let folder = Folder::new();
        write(&folder.path("one/two/file"), b"x").unwrap();
        assert_eq!(read(&folder.path("one/two/file"), 10).unwrap(), b"x");
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
    fn long_files_are_not_read_and_no_byte_is_changed() {
        let folder = Folder::new();
        write(&folder.path("long"), b"12345678901").unwrap();
        assert!(read(&folder.path("long"), 10).unwrap_err().message.ends_with("longer than 10 bytes"));
        assert!(read(&folder.path("long"), 11).is_ok());
        write(&folder.path("utf16"), b"\xff\xfea\0").unwrap();
        assert_eq!(read(&folder.path("utf16"), 10).unwrap(), b"\xff\xfea\0");
    }

    #[test]
    fn what_cannot_be_written_is_known_before_and_nothing_is_left() {
        let folder = Folder::new();
        write(&folder.path("file"), b"x").unwrap();
        fs::create_dir(folder.path("folder")).unwrap();
        let too_long = format!("new/deep/{}", "n".repeat(300));
        let forms =
            ["file/below", "file/far/below", "..", "new/", "new/deep/", "new/.", "new/deep/.", "file/"];
        for path in forms.iter().copied().chain(["folder", "folder/", "folder/.", &too_long]) {
            let path = folder.path(path);
            let error = try_write(&path).unwrap_err();
            assert_eq!(error, write(&path, b"y").unwrap_err());
            assert_eq!((error.status, folder.names().len()), (Status::FileWriteFailed, 2), "{path}");
        }
        assert!(try_write("").is_err() && try_write("new/").is_err());
        for path in ["file", "new/file", "new/deep/file", "new/../file"] {
            assert_eq!(try_write(&folder.path(path)), Ok(()), "{path}");
        }
        assert_eq!(read(&folder.path("file"), 10).unwrap(), b"x");
        assert_eq!(folder.names(), ["file", "folder"]);
    }

    #[test]
    fn a_draft_that_is_dropped_leaves_nothing_but_what_others_have_put_there() {
        let folder = Folder::new();
        let (path, other) = (folder.path("one/two/file"), folder.path("one/other"));
        drop(Draft::write(&path, b"x").unwrap());
        assert!(folder.names().is_empty());
        let draft = Draft::write(&path, b"x").unwrap();
        fs::write(&other, "y").unwrap();
        drop(draft);
        assert_eq!((folder.names(), read(&other, 10).unwrap()), (vec!["one".to_owned()], b"y".to_vec()));
        assert!(!folder.0.join("one/two").exists());
    }

    #[test]
    fn folders_that_others_take_back_meanwhile_are_made_again() {
        let folder = Folder::new();
        let together = std::sync::Barrier::new(4);
        let attempts = || {
            let mut result = Ok(());
            for round in 0..300 {
                together.wait();
                // Whoever stopped at a failure would leave the others waiting.
                result = result.and(try_write(&folder.path(&format!("new-{round}/deep/file"))));
            }
            result
        };
        std::thread::scope(|scope| {
            let threads = [(); 4].map(|()| scope.spawn(attempts));
            assert_eq!(threads.map(|thread| thread.join().unwrap()), [const { Ok(()) }; 4]);
        });
    }

    #[test]
    fn what_came_meanwhile_is_not_renamed_over() {
        let folder = Folder::new();
        let path = folder.path("new/file");
        let draft = Draft::write(&path, b"draft").unwrap();
        fs::create_dir(&path).unwrap();
        let error = draft.put_in_place().unwrap_err();
        assert!(error.message.contains("it is a folder"), "{}", error.message);
        assert!(Path::new(&path).is_dir());
        assert_eq!(fs::read_dir(folder.path("new")).unwrap().count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_came_meanwhile_is_not_renamed_over_and_leads_where_it_did() {
        let folder = Folder::new();
        let path = folder.path("file");
        let draft = Draft::write(&path, b"draft").unwrap();
        std::os::unix::fs::symlink("elsewhere", &path).unwrap();
        let error = draft.put_in_place().unwrap_err();
        assert!(error.message.contains("symbolic link"), "{}", error.message);
        assert_eq!(fs::read_link(&path).unwrap(), Path::new("elsewhere"));
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
        assert_eq!((read(&path, 10).unwrap().as_slice(), folder.names().len()), (&b"old"[..], 1));
    }
}
