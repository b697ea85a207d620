//! The archive as an installation has it: what is to be seen of it, and beside whom it can be linked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::installation::Installation;
use super::steps::{build, configure, fresh};
use super::{VERSION, installed, needing};
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
        needing("archive::LLVM's tools make it too", &[LLD_19, LLVM_19], llvm),
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
        binary::size(&program)
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
    plugins_export_their_own(&folder, &[format!("-DCMAKE_PREFIX_PATH={}", here.prefix.display())], "so")
}

/// Builds plug-ins that have the static library of an installation inside, one of them by way of another archive.
pub fn plugins_export_their_own(folder: &Path, options: &[String], extension: &str) -> Result {
    let text = format!(
        "cmake_minimum_required(VERSION 3.16)\nproject(plugin LANGUAGES C)\nfind_package(AuthForge REQUIRED)\n\
         add_library(plugin MODULE \"{0}\")\ntarget_link_libraries(plugin PRIVATE AuthForge::static)\n\
         add_library(part STATIC \"{0}\")\nset_target_properties(part PROPERTIES POSITION_INDEPENDENT_CODE ON)\n\
         target_link_libraries(part PRIVATE AuthForge::static)\nfile(WRITE empty.c \"\")\n\
         add_library(parted SHARED empty.c)\ntarget_link_options(parted PRIVATE -Wl,--undefined=plugin_version)\n\
         target_link_libraries(parted PRIVATE part)\n",
        project::root().join("tests/consumer/plugin.c").display()
    );
    let sources = folder.join("sources");
    fs::create_dir(&sources)?;
    project::write(&sources.join("CMakeLists.txt"), &text)?;
    configure(&sources, folder, options)?;
    build(folder)?;
    for name in ["libplugin", "libparted"] {
        let mut exported = binary::exported(&folder.join(format!("{name}.{extension}")))?;
        // Of musl's start files.
        exported.retain(|name| !["_init", "_fini"].contains(&name.as_str()));
        ensure!(exported == ["plugin_version"], "{name} exports {exported:?}");
    }
    Ok(())
}

/// What Archive.cmake is told of tools: those of LLVM, or of binutils for Windows.
type Tools = [(&'static str, &'static str)];
const LLVM: &Tools =
    &[("NM", "llvm-nm-19"), ("LD", "ld.lld-19"), ("OBJCOPY", "llvm-objcopy-19"), ("AR", "llvm-ar-19")];
const BINUTILS: &Tools = &[("NM", "x86_64-w64-mingw32-nm"), ("OBJCOPY", "x86_64-w64-mingw32-objcopy")];
/// What a program for Windows links besides.
const WINDOWS: [&str; 9] = [
    "-ladvapi32",
    "-lbcrypt",
    "-lcrypt32",
    "-ldbghelp",
    "-liphlpapi",
    "-lkernel32",
    "-lntdll",
    "-luserenv",
    "-lws2_32",
];

/// Copies an archive into a folder, and makes of it what it is to be.
fn make(archive: &Path, folder: &Path, platform: &str, tools: &Tools) -> Result<PathBuf> {
    let made = folder.join("libauthforge.a");
    fs::copy(archive, &made)?;
    let mut cmake = Command::new("cmake");
    cmake.arg(format!("-DARCHIVE={}", made.display())).arg(format!("-DRUST_TARGET={platform}"));
    cmake.args(tools.iter().map(|(name, tool)| format!("-D{name}={tool}")));
    command::output(cmake.arg("-P").arg(project::root().join("cmake/Archive.cmake")))?;
    Ok(made)
}

/// Compiles the stranger's program with an archive; gives it.
fn consumer(mut cc: Command, archive: &Path, needed: &[&str]) -> Result<PathBuf> {
    let program = archive.with_file_name("consumer");
    cc.arg(project::root().join("tests/consumer/main.c")).arg("-I").arg(project::root().join("include"));
    command::output(cc.arg("-o").arg(&program).arg(archive).args(needed))?;
    Ok(program)
}

fn llvm() -> Result {
    let (from, folder) = (library::shipped_library()?, project::empty("cmake-archive-llvm")?);
    let archive = make(&from.join("libauthforge.a"), &folder, library::shipped_platform(), LLVM)?;
    only_ours(&archive)?;
    let program = consumer(Command::new("cc"), &archive, &NEEDED)?;
    command::output(Command::new(program).arg(VERSION)).map(drop)
}

fn windows() -> Result<Outcome> {
    let target = target::named("windows-x64")?;
    let tools = target.need().and_then(|()| tool::need(&[MINGW, LLVM_19]));
    if let Err(why) = tools.and_then(|()| tool::need(&target.test_tools()?)) {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    let from = target.library()?.archive();
    for tools in [BINUTILS, LLVM] {
        let folder = project::empty("cmake-archive-windows")?;
        let archive = make(&from, &folder, target.rust, tools)?;
        has_own_names(&archive)?;
        // MinGW's compiler puts the ending there.
        let program = consumer(target.cc()?, &archive, &WINDOWS)?.with_extension("exe");
        command::output(target.command(&program)?.arg(VERSION))?;
    }
    Ok(Outcome::Proved)
}

fn has_own_names(archive: &Path) -> Result {
    let names = global(BINUTILS[0].1, archive)?;
    let renamed = names.iter().filter(|name| name.ends_with(".authforge")).count();
    let common = names.iter().find(|name| {
        let name = name.trim_start_matches(".refptr.");
        (name.starts_with("_R") || name.starts_with("rust_")) && !name.ends_with(".authforge")
    });
    ensure!(renamed > 0 && common.is_none(), "{renamed} are renamed, and {common:?} is not");
    ensure!(names.iter().any(|name| name == "af_login"), "af_login is missing");
    Ok(())
}
