//! The archive as an installation has it: what is to be seen of it, and beside whom it can be linked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::installation::Installation;
use super::{configure, fresh, installed};
use anyhow::{Context, ensure};
use harness::server::Server;
use harness::target;
use harness::tool::{LLD_19, LLVM_19, MINGW};
use harness::{Result, binary, build as library, command, project, tool};
use programs::Case;
use programs::case::Outcome;

/// How a linker is asked for what the archive needs on Linux.
const NEEDED: [&str; 4] = ["-lutil", "-lpthread", "-lm", "-ldl"];

pub fn cases() -> Vec<Case> {
    vec![
        installed("archive::nothing is global in it but the functions of the header", seen),
        installed("archive::another archive of Rust's is linked beside it, in both orders", beside),
        installed("archive::a program is no larger for it", no_larger),
        installed("archive::a plug-in that has it inside exports none of it", plugin),
        Case::skippable("archive::LLVM's tools make it too", llvm),
        Case::skippable("archive::for Windows Rust's symbols have names of their own", windows),
    ]
}

/// The symbols that an archive defines for others.
fn global(nm: &str, archive: &Path) -> Result<Vec<String>> {
    let said = command::output(Command::new(nm).args(["-g", "--defined-only"]).arg(archive))?;
    let names = said.lines().filter_map(|line| line.split_once(' ')?.1.split_once(' '));
    Ok(names.map(|(_, name)| name.to_owned()).collect())
}

fn only_ours(archive: &Path) -> Result {
    let names = global("nm", archive)?;
    let wanted = binary::exported(&library::shipped_library()?.join("libauthforge.so"))?;
    binary::compare(&names, &wanted)
}

fn seen(here: &Installation) -> Result {
    only_ours(&here.prefix.join("lib/libauthforge.a"))
}

/// Another static library of Rust's, by the compiler that has made ours.
fn other(folder: &Path) -> Result<PathBuf> {
    let archive = folder.join("libother.a");
    let mut rustc = Command::new("rustc");
    rustc.current_dir(project::root()).args(["--edition", "2024", "--crate-type", "staticlib", "-o"]);
    command::output(rustc.arg(&archive).arg(project::root().join("tests/consumer/other.rs")))?;
    Ok(archive)
}

fn beside(here: &Installation) -> Result {
    let folder = fresh(&here.scratch.join("beside"))?;
    let (ours, other) = (here.prefix.join("lib/libauthforge.a"), other(&folder)?);
    let server = Server::start(&["--no-rate-limits"])?;
    for (name, archives) in [("before", [&ours, &other]), ("behind", [&other, &ours])] {
        let program = folder.join(name);
        let mut cc = Command::new("cc");
        cc.arg(project::root().join("tests/consumer/beside.c")).arg("-o").arg(&program);
        cc.arg("-I").arg(here.prefix.join("include")).args(archives);
        command::output(cc.args(NEEDED))?;
        command::output(Command::new(&program).envs(server.environment()))
            .with_context(|| format!("ours {name} the other"))?;
    }
    Ok(())
}

/// Beside one that is linked with the archive as cargo made it.
fn no_larger(here: &Installation) -> Result {
    let folder = fresh(&here.scratch.join("size"))?;
    let size = |archive: &Path, words: &[&str]| -> Result<u64> {
        let program = folder.join("program");
        let mut cc = Command::new("cc");
        cc.arg(project::root().join("tests/consumer/main.c")).arg("-I").arg(here.prefix.join("include"));
        command::output(cc.arg("-s").args(words).arg("-o").arg(&program).arg(archive).args(NEEDED))?;
        Ok(fs::metadata(&program)?.len())
    };
    let (cargo, ours) =
        (library::shipped_library()?.join("libauthforge.a"), here.prefix.join("lib/libauthforge.a"));
    for words in [&[][..], &["-Wl,--gc-sections"]] {
        let (before, now) = (size(&cargo, words)?, size(&ours, words)?);
        // Not a thousandth: names are sorted otherwise.
        ensure!(now <= before + before / 1000, "with {words:?} it has {now} bytes, before {before}");
    }
    Ok(())
}

fn plugin(here: &Installation) -> Result {
    let folder = fresh(&here.scratch.join("plug in"))?;
    let text = format!(
        "cmake_minimum_required(VERSION 3.16)\nproject(plugin LANGUAGES C)\nfind_package(AuthForge REQUIRED)\n\
         add_library(plugin MODULE \"{0}\")\ntarget_link_libraries(plugin PRIVATE AuthForge::static)\n\
         add_library(part STATIC \"{0}\")\nset_target_properties(part PROPERTIES POSITION_INDEPENDENT_CODE ON)\n\
         target_link_libraries(part PRIVATE AuthForge::static)\nfile(WRITE empty.c \"\")\n\
         add_library(parted SHARED empty.c)\ntarget_link_options(parted PRIVATE -Wl,--undefined=plugin_version)\n\
         target_link_libraries(parted PRIVATE part)\n",
        project::root().join("tests/consumer/plugin.c").display()
    );
    project::write(&folder.join("CMakeLists.txt"), &text)?;
    let build = folder.join("build");
    configure(&folder, &build, &[format!("-DCMAKE_PREFIX_PATH={}", here.prefix.display())])?;
    super::build(&build)?;
    for name in ["libplugin.so", "libparted.so"] {
        let exported = binary::exported(&build.join(name))?;
        ensure!(exported == ["plugin_version"], "{name} exports {exported:?}");
    }
    Ok(())
}

/// Makes cargo's archive what it is to be, by tools that are named.
fn make(archive: &Path, target: &str, tools: &[(&str, &str)]) -> Result<String> {
    let mut cmake = Command::new("cmake");
    cmake.arg(format!("-DARCHIVE={}", archive.display())).arg(format!("-DRUST_TARGET={target}"));
    cmake.args(tools.iter().map(|(name, tool)| format!("-D{name}={tool}")));
    command::output(cmake.arg("-P").arg(project::root().join("cmake/Archive.cmake")))
}

fn llvm() -> Result<Outcome> {
    if let Err(why) = tool::need(&[LLD_19, LLVM_19]) {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    let archive = project::empty("cmake-archive-llvm")?.join("libauthforge.a");
    fs::copy(library::shipped_library()?.join("libauthforge.a"), &archive)?;
    let tools =
        [("NM", "llvm-nm-19"), ("LD", "ld.lld-19"), ("OBJCOPY", "llvm-objcopy-19"), ("AR", "llvm-ar-19")];
    make(&archive, library::shipped_platform(), &tools)?;
    only_ours(&archive).map(|()| Outcome::Proved)
}

fn windows() -> Result<Outcome> {
    let target = target::named("windows-x64")?;
    if let Err(why) = target.need().and_then(|()| tool::need(&[MINGW])) {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    let archive = project::empty("cmake-archive-windows")?.join("libauthforge.a");
    fs::copy(target.library()?.archive(), &archive)?;
    let prefix = "x86_64-w64-mingw32";
    let nm = format!("{prefix}-nm");
    make(&archive, target.rust, &[("NM", &nm), ("OBJCOPY", &format!("{prefix}-objcopy"))])?;
    let names = global(&nm, &archive)?;
    let renamed = names.iter().filter(|name| name.ends_with(".authforge")).count();
    let common = names.iter().find(|name| {
        let name = name.trim_start_matches(".refptr.");
        (name.starts_with("_R") || name.starts_with("rust_")) && !name.ends_with(".authforge")
    });
    ensure!(renamed > 0 && common.is_none(), "{renamed} are renamed, and {common:?} is not");
    ensure!(names.iter().any(|name| name == "af_login"), "af_login is missing");
    Ok(Outcome::Proved)
}
