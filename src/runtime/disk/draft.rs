//! A file that is written and not yet in its place: whoever has one can still step back.

#[cfg(not(windows))]
use std::fs::OpenOptions;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::in_use::{REPLACING, retry_while_in_use};
#[cfg(windows)]
use super::owner_only::create;
use super::target::{self, folder_of, not_written};
#[cfg(not(windows))]
use crate::runtime::descriptors;
use crate::runtime::epoch;
use crate::runtime::random;
use crate::runtime::sync::no_lock_held;
use crate::values::error::Result;
use crate::values::quoted::quoted_path;

/// As many bytes as a license file has, at the most: a full disk is to be noticed, too.
const TRIED: [u8; 4096] = [b'\n'; 4096];

/// For the owner alone.
#[cfg(unix)]
const MODE: u32 = 0o600;

/// No end to them would be a hang where folders cannot be made, as in /proc.
const TRIES: usize = 100;

/// A temporary file beside the target, readable by its owner only. Dropping it removes the file, and the
/// folders that were made for it as far as they are empty.
pub struct Draft {
    target: PathBuf,
    temporary: Option<PathBuf>,
    /// Outermost first.
    made: Vec<PathBuf>,
    epoch: u64,
}

/// Finds out whether a file can be put at a path, by doing all but the last step and taking it back.
pub fn try_write(path: &str) -> Result<()> {
    no_lock_held("writing a file");
    let try_write = || {
        let (mut draft, mut file) = Draft::open(path)?;
        file.write_all(&TRIED)?;
        // Windows removes no file that is open.
        drop(file);
        // What cannot be removed cannot be renamed either.
        draft.remove()
    };
    try_write().map_err(|cause| not_written(Path::new(path), &cause))
}

impl Draft {
    /// Writes and flushes. On failure nothing has changed.
    pub fn write(path: &str, bytes: &[u8]) -> Result<Draft> {
        no_lock_held("writing a file");
        let write = || {
            let (draft, mut file) = Draft::open(path)?;
            file.write_all(bytes)?;
            flush(&file)?;
            Ok(draft)
        };
        write().map_err(|cause| not_written(Path::new(path), &cause))
    }

    /// Renames over the target; there it is whole, or what was there is. On failure nothing has changed.
    pub fn put_in_place(mut self) -> Result<()> {
        no_lock_held("renaming a file");
        // A link or a device that came meanwhile is not to be renamed over, either.
        let renamed = target::check(&self.target).and_then(|()| match &self.temporary {
            Some(temporary) => retry_while_in_use(REPLACING, &mut || fs::rename(temporary, &self.target)),
            None => Ok(()),
        });
        renamed.map_err(|cause| not_written(&self.target, &cause))?;
        self.temporary = None;
        flush_folders(folder_of(&self.target), &std::mem::take(&mut self.made));
        Ok(())
    }

    /// The empty file. What a failure leaves behind is the draft's to remove.
    fn open(path: &str) -> io::Result<(Draft, File)> {
        let target = Path::new(path);
        target::check(target)?;
        let mut draft =
            Draft { target: target.to_owned(), temporary: None, made: Vec::new(), epoch: epoch::current() };
        // No random bytes are a shortage, too.
        let name =
            random::nonce().map_err(|error| io::Error::new(io::ErrorKind::OutOfMemory, error.message))?;
        let temporary = folder_of(target).join(format!(".authforge-{name}.tmp"));
        let file = create_in_folders(&temporary, &mut draft.made)?;
        draft.temporary = Some(temporary);
        #[cfg(unix)]
        check_mode(&file);
        target::check_replaceable(target, file.metadata().ok().as_ref())?;
        Ok((draft, file))
    }

    /// What fails is left for another try.
    fn remove(&mut self) -> io::Result<()> {
        if let Some(temporary) = &self.temporary {
            retry_while_in_use(REPLACING, &mut || fs::remove_file(temporary))?;
            self.temporary = None;
        }
        while let Some(folder) = self.made.pop() {
            match fs::remove_dir(folder) {
                // Somebody else has put something into it, or the system keeps it: so do those around it stay.
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => self.made.clear(),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // A child that was forked meanwhile has a copy of this, and no file.
        if self.epoch != epoch::current() {
            return;
        }
        if self.temporary.is_some() || !self.made.is_empty() {
            no_lock_held("removing a file");
        }
        let _ = self.remove();
    }
}

/// A folder that was there a moment ago is gone when somebody else takes back what an attempt had made.
fn create_in_folders(temporary: &Path, made: &mut Vec<PathBuf>) -> io::Result<File> {
    let folder = folder_of(temporary);
    let mut tries = 0..TRIES;
    loop {
        let created = make_folders(folder, made).and_then(|()| create(temporary));
        let gone = |cause: &io::Error| cause.kind() == io::ErrorKind::NotFound;
        if !created.as_ref().is_err_and(gone) || tries.next().is_none() {
            return created;
        }
    }
}

/// The file is new, so nobody else has it open and no link leads elsewhere.
#[cfg(not(windows))]
fn create(temporary: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, MODE);
    descriptors::open(&options, temporary)
}

/// Makes the folders that are missing, and notes them.
fn make_folders(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let around = || folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    let missing: Vec<&Path> = around().take_while(|folder| fs::metadata(folder).is_err()).collect();
    let there = around().nth(missing.len()).and_then(|folder| fs::metadata(folder).ok());
    if there.is_some_and(|there| !there.is_dir()) {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            // Somebody else made it in between, unless it is a link that leads nowhere.
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => check_folder(folder, cause)?,
            Err(cause) => return Err(cause),
        }
    }
    Ok(())
}

fn check_folder(folder: &Path, cause: io::Error) -> io::Result<()> {
    match fs::metadata(folder) {
        Ok(there) if there.is_dir() => Ok(()),
        Ok(_) => Err(io::ErrorKind::NotADirectory.into()),
        Err(_) if folder.is_symlink() => Err(cause),
        Err(gone) => Err(gone),
    }
}

/// The mode is right from the start, unless the umask has taken bits away: so many, it may be, that its owner
/// could not read the file. Drives of Windows and of the web have one mode for all their files, which nobody
/// may change: that is no reason to be without a file.
#[cfg(unix)]
fn check_mode(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    let is_right = |metadata: fs::Metadata| metadata.permissions().mode() & 0o777 == MODE;
    if file.metadata().is_ok_and(is_right) {
        return;
    }
    if let Err(cause) = file.set_permissions(PermissionsExt::from_mode(MODE)) {
        crate::runtime::log::warn(|| {
            format!("a file that is being written cannot be made its owner's alone: {cause}")
        });
    }
}

/// Some file systems cannot, or do not let a program.
fn flush(file: &File) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, PermissionDenied, ReadOnlyFilesystem, Unsupported};
    match file.sync_all() {
        Err(cause)
            if [InvalidInput, PermissionDenied, ReadOnlyFilesystem, Unsupported].contains(&cause.kind()) =>
        {
            crate::runtime::log::warn(|| {
                format!("a file that is being written cannot be flushed to the disk: {cause}")
            });
            Ok(())
        }
        done => done,
    }
}

/// The new file is in place, whatever this says: some file systems cannot flush a folder.
fn flush_folders(folder: &Path, made: &[PathBuf]) {
    for folder in made.iter().map(|folder| folder_of(folder)).chain([folder]) {
        if let Err(cause) = flush_folder(folder) {
            let folder = || quoted_path(&folder.to_string_lossy());
            crate::runtime::log::warn(|| format!("the folder {} could not be flushed: {cause}", folder()));
        }
    }
}

#[cfg(unix)]
fn flush_folder(folder: &Path) -> io::Result<()> {
    descriptors::open(OpenOptions::new().read(true), folder)?.sync_all()
}

/// Windows keeps a rename in the file system's journal, and offers no such call.
#[cfg(not(unix))]
fn flush_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
