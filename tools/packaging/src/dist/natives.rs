//! The files that are compiled, as the CMake build takes them from a folder (`AUTHFORGE_PREBUILT`): `lib`, and `bin` for
//! Windows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use harness::target::{System, Target};
use harness::{Result, command, project};
use xshell::cmd;

use crate::package;

/// LLVM's, which is the same for every processor.
const DLLTOOL: &str = "llvm-dlltool-19";

/// Where each target's library is put for the packages of Unity, Unreal and .NET.
const FOLDERS: [(&str, &str); 9] = [
    ("linux-x64", "Linux"),
    ("linux-arm64", "LinuxArm64"),
    ("linux-x64-musl", "linux-musl-x64"),
    ("linux-arm64-musl", "linux-musl-arm64"),
    ("linux-x86", "LinuxX86"),
    ("windows-x64", "Win64"),
    ("windows-x86", "Win32"),
    ("macos-arm64", "MacArm64"),
    ("macos-x64", "MacX64"),
];

/// Builds the library, and puts its files into a folder.
pub fn make(target: &Target) -> Result<PathBuf> {
    let folder = super::folder()?.join("natives").join(target.name);
    let _ = fs::remove_dir_all(&folder);
    put(target, &target.library()?.folder, &folder)?;
    Ok(folder)
}

/// Puts what cargo has made in one folder into another as it is handed out.
pub fn put(target: &Target, made: &Path, folder: &Path) -> Result {
    let lib = folder.join("lib");
    let copy = |name: &str, to: &str| package::copy(&made.join(name), &folder.join(to));
    match target.system {
        System::Linux | System::Android => copy("libauthforge.so", "lib/libauthforge.so")?,
        System::MacOs | System::Ios => copy("libauthforge.dylib", "lib/libauthforge.dylib")?,
        System::Windows => {
            copy("authforge.dll", "bin/authforge.dll")?;
            copy("libauthforge.dll.a", "lib/libauthforge.dll.a")?;
            import(target, &lib)?;
        }
    }
    copy("libauthforge.a", "lib/libauthforge.a")?;
    localise(target, &lib.join("libauthforge.a"))
}

/// What Microsoft's linker takes, under the name that its users type, and under Unreal's, which is also cargo's.
fn import(target: &Target, lib: &Path) -> Result {
    let machine = if target.rust.starts_with("x86_64") { "i386:x86-64" } else { "i386" };
    let list = lib.join("authforge.def");
    let names = interface::generate::functions()?;
    project::write(&list, &format!("LIBRARY authforge.dll\nEXPORTS\n{}\n", names.join("\n")))?;
    let mut dlltool = Command::new(DLLTOOL);
    dlltool.args(["-m", machine, "-d"]).arg(&list).arg("-l").arg(lib.join("authforge.lib"));
    command::output(&mut dlltool)?;
    fs::remove_file(&list).with_context(|| list.display().to_string())?;
    package::copy(&lib.join("authforge.lib"), &lib.join("authforge.dll.lib"))
}

/// Has Rust's symbols kept inside an archive, by the script of the CMake build: a second archive with Rust in it could not be
/// linked beside it.
fn localise(target: &Target, archive: &Path) -> Result {
    let shell = command::shell()?;
    if matches!(target.system, System::MacOs | System::Ios) {
        // Nothing here makes such an archive of Apple's; but what is for debuggers names folders of this machine.
        return command::said(cmd!(shell, "llvm-strip-19 --strip-debug {archive}")).map(drop);
    }
    let tools = ["NM=llvm-nm-19", "LD=ld.lld-19", "OBJCOPY=llvm-objcopy-19", "AR=llvm-ar-19"];
    let tools = tools.map(|tool| format!("-D{tool}"));
    let words = [format!("-DARCHIVE={}", archive.display()), format!("-DRUST_TARGET={}", target.rust)];
    command::said(cmd!(shell, "cmake {words...} {tools...} -P cmake/Archive.cmake")).map(drop)
}

/// Hands the library on to the packages.
pub fn offer(target: &Target, folder: &Path) -> Result {
    let Some((_, name)) = FOLDERS.iter().find(|(known, _)| *known == target.name) else {
        bail!("no package knows {}", target.name);
    };
    let to = package::natives().join(name);
    let files: &[&str] = match target.system {
        System::Windows => &["bin/authforge.dll", "lib/authforge.dll.lib"],
        System::MacOs | System::Ios => &["lib/libauthforge.dylib"],
        System::Linux | System::Android => &["lib/libauthforge.so"],
    };
    files.iter().try_for_each(|file| {
        let from = folder.join(file);
        package::copy(&from, &to.join(from.file_name().unwrap_or_default()))
    })
}
