//! One file of a folder: the same bytes whenever its files are the same. `.tar.gz`, and `.zip` for Windows.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use flate2::{Compression, GzBuilder};
use harness::{Result, project};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

use super::files_in;

/// What every file says of when it was made: the first day that both formats know. A real one would make other bytes
/// each day.
const TIME: u64 = 315_532_800;

/// Packs a folder under its own name beside the others, with its SHA-256 in a file of `sha256sum`'s format.
pub fn make(folder: &Path, is_zip: bool) -> Result<PathBuf> {
    let name = folder.file_name().context("a folder without a name")?.to_string_lossy().into_owned();
    let archive = super::folder()?.join(format!("{name}.{}", if is_zip { "zip" } else { "tar.gz" }));
    let made = if is_zip { zip(folder, &name, &archive) } else { tar(folder, &name, &archive) };
    made.with_context(|| archive.display().to_string())?;
    let sum = sha256(&archive)?;
    let file = archive.file_name().unwrap_or_default().to_string_lossy();
    project::write(&archive.with_file_name(format!("{file}.sha256")), &format!("{sum}  {file}\n"))?;
    Ok(archive)
}

/// In hexadecimal.
pub fn sha256(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    Ok(Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Programs and shared libraries of Unix are run; nothing else is.
fn mode(path: &Path) -> Result<u32> {
    let mode = fs::symlink_metadata(path).with_context(|| path.display().to_string())?.permissions().mode();
    Ok(if mode & 0o100 == 0 { 0o644 } else { 0o755 })
}

fn tar(folder: &Path, name: &str, archive: &Path) -> Result {
    let gzip = GzBuilder::new().mtime(0).write(File::create(archive)?, Compression::best());
    let mut tar = tar::Builder::new(gzip);
    for file in files_in(folder)? {
        let (from, to) = (folder.join(&file), Path::new(name).join(&file));
        let mut header = tar::Header::new_gnu();
        header.set_mtime(TIME);
        if from.is_symlink() {
            header.set_entry_type(tar::EntryType::Symlink);
            header.set_mode(0o777);
            header.set_size(0);
            tar.append_link(&mut header, &to, fs::read_link(&from)?)?;
        } else {
            let bytes = fs::read(&from)?;
            header.set_mode(mode(&from)?);
            header.set_size(bytes.len() as u64);
            tar.append_data(&mut header, &to, &bytes[..])?;
        }
    }
    tar.into_inner()?.finish()?.flush()?;
    Ok(())
}

fn zip(folder: &Path, name: &str, archive: &Path) -> Result {
    let mut zip = zip::ZipWriter::new(File::create(archive)?);
    for file in files_in(folder)? {
        let from = folder.join(&file);
        let options = SimpleFileOptions::default().unix_permissions(mode(&from)?);
        zip.start_file(format!("{name}/{}", file.display()), options)?;
        zip.write_all(&fs::read(&from)?)?;
    }
    zip.finish()?.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use harness::command;
    use std::process::Command;

    #[test]
    fn the_same_files_make_the_same_archives_whenever_they_were_written() {
        let folder = project::empty("packaging archive").unwrap();
        for is_zip in [false, true] {
            let mut sums = Vec::new();
            for when in ["1999-01-01", "2026-02-03"] {
                let stage = folder.join(format!("of a test {is_zip}"));
                let _ = fs::remove_dir_all(&stage);
                fs::create_dir_all(stage.join("bin")).unwrap();
                fs::write(stage.join("bin/tool"), when.len().to_string()).unwrap();
                fs::set_permissions(stage.join("bin/tool"), PermissionsExt::from_mode(0o700)).unwrap();
                fs::write(stage.join("a word"), "").unwrap();
                std::os::unix::fs::symlink("bin/tool", stage.join("link")).unwrap();
                if is_zip {
                    fs::remove_file(stage.join("link")).unwrap();
                }
                command::output(Command::new("touch").args(["-d", when]).arg(stage.join("bin/tool")))
                    .unwrap();
                let archive = make(&stage, is_zip).unwrap();
                sums.push(sha256(&archive).unwrap());
                fs::remove_file(
                    archive
                        .with_file_name(format!("{}.sha256", archive.file_name().unwrap().to_string_lossy())),
                )
                .unwrap();
                fs::remove_file(archive).unwrap();
            }
            assert_eq!(sums[0], sums[1]);
        }
    }
}
