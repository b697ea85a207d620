//! Programs of a stranger with natives that were built before: here, and for other systems.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::archive::plugins_export_their_own;
use super::installation::Installation;
use super::prebuilt::{pack, scratch};
use super::steps::{build, cmake, configure, fresh, source};
use super::ways::{check, run};
use super::{VERSION, installed};
use anyhow::{Context, ensure};
use harness::target::{self, Target};
use harness::{Result, build as library, command, project, tool};
use programs::Case;
use programs::case::Outcome;

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        installed("prebuilt::what is packed is what an installation has", same),
        installed("prebuilt::an archive and a folder serve programs without Rust", native),
    ];
    cases.extend(["windows-x64", "linux-arm64"].iter().flat_map(|name| on(name)));
    cases
}

/// Those of another system.
pub fn on(name: &'static str) -> Vec<Case> {
    let case = |kind| {
        let sentence = format!("prebuilt::{name} has programs with the {kind} library");
        Case::skippable(sentence, move || crossed(target::named(name)?, kind))
    };
    ["shared", "static"].map(case).into()
}

/// From cargo's own folder, which has the archive as cargo made it.
fn same(here: &Installation) -> Result {
    let folder = scratch("same")?;
    let prefix = pack(&folder, "Linux", library::shipped_platform(), &library::shipped_library()?)?;
    let list = |prefix: &Path| -> Result<Vec<String>> {
        let said = command::output(Command::new("find").current_dir(prefix).arg("."))?;
        let mut names: Vec<String> = said.lines().map(str::to_owned).collect();
        names.sort_unstable();
        Ok(names)
    };
    let (is, need) = (list(&prefix)?, list(&here.prefix)?);
    ensure!(is == need, "it has {is:?}, need {need:?}");
    let library = fs::read(prefix.join("lib/libauthforge.so"))?;
    ensure!(library == here.tested, "it is another library");
    Ok(())
}

fn native(here: &Installation) -> Result {
    let folder = scratch("native")?;
    let archive = folder.join("natives.tar.gz");
    let around = here.prefix.parent().context("no folder")?;
    let name = here.prefix.file_name().context("no name")?;
    let mut tar = Command::new("tar");
    command::output(tar.arg("-czf").arg(&archive).arg("-C").arg(around).arg(name))?;
    for (natives, via, kind) in [
        (&archive, "add_subdirectory", "shared"),
        (&archive, "FetchContent", "static"),
        (&here.prefix, "FetchContent", "AuthForge"),
    ] {
        let options = [
            format!("-DCONSUMER_VIA={via}"),
            source(),
            format!("-DAUTHFORGE_PREBUILT={}", natives.display()),
        ];
        let built = here.consumer(&format!("prebuilt {via} {kind}"), &options, kind, false)?;
        let cache = project::read(&built.join("CMakeCache.txt"))?;
        ensure!(!cache.contains("AUTHFORGE_CARGO:"), "cargo was looked for");
        check(&built, kind != "static")?;
    }
    Ok(())
}

/// The programs of a stranger for another system, which run under wine or qemu; installed, with the library beside them.
fn crossed(target: &Target, kind: &str) -> Result<Outcome> {
    if let Err(why) = target.need().and_then(|()| tool::need(&target.test_tools()?)) {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    let folder = scratch(&format!("{} {kind}", target.name))?;
    let system = if target.is_windows() { "Windows" } else { "Linux" };
    let natives = target.library()?.folder;
    let prefix = pack(&folder, system, target.rust, &natives)?;
    let compiler = |command: Command| {
        let words = [command.get_program()].into_iter().chain(command.get_args());
        words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(";")
    };
    let mut options = vec![
        format!("-DCMAKE_SYSTEM_NAME={system}"),
        format!("-DCMAKE_C_COMPILER={}", compiler(target.cc()?)),
        format!("-DCMAKE_PREFIX_PATH={}", prefix.display()),
    ];
    // Zig's linker knows no way to keep a library's functions to a plug-in.
    if kind == "static" && !options[1].contains("ziglang") {
        let extension = if target.is_windows() { "dll" } else { "so" };
        plugins_export_their_own(&fresh(&folder.join("plug in"))?, &options, extension)?;
    }
    let cc = if kind == "static" { target.cc_of_archives()? } else { target.cc()? };
    options[1] = format!("-DCMAKE_C_COMPILER={}", compiler(cc));
    options.extend([
        format!("-DCMAKE_CXX_COMPILER={}", compiler(target.cxx()?)),
        format!("-DCONSUMER_KIND={kind}"),
        format!("-DCONSUMER_VERSION={VERSION}"),
    ]);
    if target.is_windows() {
        // C++ runs without GCC's DLLs beside it.
        options.push("-DCMAKE_EXE_LINKER_FLAGS=-static".to_owned());
    }
    if let Some(object) = target.beside()? {
        options.push(format!("-DCMAKE_CXX_STANDARD_LIBRARIES={}", object.display()));
    }
    let made = folder.join("made");
    configure(&project::root().join("tests/consumer"), &made, &options)?;
    build(&made)?;
    let installed = folder.join("installed");
    cmake(["--install".as_ref(), made.as_os_str(), "--prefix".as_ref(), installed.as_os_str()])?;
    run(|program| {
        let mut command = target.command(&target.program_in(&installed.join("bin"), program))?;
        command.env("LD_LIBRARY_PATH", installed.join("lib"));
        Ok(command)
    })?;
    Ok(Outcome::Proved)
}
