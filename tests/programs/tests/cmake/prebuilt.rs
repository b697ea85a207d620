//! Natives that were built before: packed, and had by programs on machines without Rust.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::installation::Installation;
use super::steps::{asking, build, cmake, configure, flat, fresh, source};
use super::{VERSION, installed};
use anyhow::{Context, bail, ensure};
use harness::target::{self, Target};
use harness::{Result, build as library, command, project, tool};
use programs::Case;
use programs::case::Outcome;

use super::ways::{check, run};

/// Files of one word under the names that cargo and other tools give them, since it is not their inside that decides.
const WINDOWS: [&str; 5] = [
    "bin/authforge.dll",
    "lib/libauthforge.a",
    "lib/libauthforge.dll.a",
    "lib/authforge.lib",
    "lib/authforge.dll.lib",
];
const LINUX: [&str; 2] = ["lib/libauthforge.so", "lib/libauthforge.a"];
const MACOS: [&str; 2] = ["libauthforge.dylib", "libauthforge.a"];
/// System, platforms, natives, and where the libraries are after an installation.
type Platform = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);
const PLATFORMS: [Platform; 3] = [
    ("Windows", "x86_64-pc-windows-gnu", &WINDOWS, &WINDOWS),
    (
        "Linux",
        "aarch64-unknown-linux-gnu",
        &LINUX,
        &["lib/libauthforge.a", "lib/libauthforge.so", "lib/libauthforge.so.0"],
    ),
    (
        "Darwin",
        "aarch64-apple-darwin;x86_64-apple-darwin",
        &MACOS,
        &["lib/libauthforge.a", "lib/libauthforge.dylib", "lib/libauthforge.0.dylib"],
    ),
];
/// What every package has besides.
const PACKAGE: [&str; 9] = [
    "include/authforge.h",
    "include/authforge.hpp",
    "lib/cmake/AuthForge/AuthForgeConfig.cmake",
    "lib/cmake/AuthForge/AuthForgeConfigVersion.cmake",
    "lib/cmake/AuthForge/AuthForgePackage.cmake",
    "lib/pkgconfig/authforge.pc",
    "lib/pkgconfig/authforge-static.pc",
    "share/licenses/authforge/LICENSE",
    "share/licenses/authforge/THIRD-PARTY-NOTICES.txt",
];
/// Tells of targets and of the import library.
const TELL: &str = "foreach(kind shared static)
  if(TARGET AuthForge::${kind})
    get_target_property(place AuthForge::${kind} IMPORTED_LOCATION)
    message(STATUS \"${kind}: ${place}\")
  endif()
endforeach()
if(TARGET AuthForge::shared)
  get_target_property(place AuthForge::shared IMPORTED_IMPLIB)
  message(STATUS \"import: ${place}\")
endif()";
/// As CMake knows MinGW's compilers and Microsoft's, without having either.
const MINGW: &[&str] = &["-DCMAKE_SYSTEM_NAME=Windows", "-DCMAKE_SYSTEM_PROCESSOR=x86_64", "-DMINGW=1"];
const MICROSOFT: &[&str] = &["-DCMAKE_SYSTEM_NAME=Windows", "-DCMAKE_SYSTEM_PROCESSOR=AMD64", "-DMSVC=1"];

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("prebuilt::natives of each system are packed without a compiler for it", packed),
        Case::new("prebuilt::each compiler for Windows finds its own import library", import_libraries),
        Case::new("prebuilt::Microsoft's compilers hear that MinGW's archive is not for them", archives),
        Case::new("prebuilt::natives for another platform are refused and both are named", other_platform),
        Case::new("prebuilt::natives of another version are refused", other_version),
        Case::new("prebuilt::a library's own head says for which processors it is", heads),
        Case::new(
            "prebuilt::what cargo makes for Microsoft's tools gets names that are not each other's",
            microsoft,
        ),
        Case::new("prebuilt::what has no natives in it is told", nothing),
        installed("prebuilt::what is packed is what an installation has", same),
        installed("prebuilt::an archive and a folder serve programs without Rust", native),
    ];
    for name in ["windows-x64", "linux-arm64"] {
        for kind in ["shared", "static"] {
            let sentence = format!("prebuilt::{name} has programs with the {kind} library");
            cases.push(Case::skippable(sentence, move || crossed(target::named(name)?, kind)));
        }
    }
    cases
}

/// A folder of the test's own.
fn scratch(name: &str) -> Result<PathBuf> {
    fresh(&project::scratch("cmake-prebuilt")?.join(name))
}

/// Installs natives with no compiler for their platform; gives the folder.
fn pack(folder: &Path, system: &str, platforms: &str, natives: &Path) -> Result<PathBuf> {
    let packing = fresh(&folder.join("packing"))?;
    let options = [
        format!("-DCMAKE_SYSTEM_NAME={system}"),
        format!("-DAUTHFORGE_RUST_TARGET={platforms}"),
        format!("-DAUTHFORGE_PREBUILT={}", natives.display()),
        "-DCMAKE_INSTALL_LIBDIR=lib".to_owned(),
    ];
    configure(&project::root(), &packing, &options)?;
    let cache = project::read(&packing.join("CMakeCache.txt"))?;
    for word in ["AUTHFORGE_CARGO:", "CMAKE_C_COMPILER:"] {
        ensure!(!cache.contains(word), "{word} was looked for");
    }
    let prefix = folder.join(format!("libauthforge-{VERSION}"));
    cmake(["--install".as_ref(), packing.as_os_str(), "--prefix".as_ref(), prefix.as_os_str()])?;
    Ok(prefix)
}

/// Natives of words, packed.
fn pack_words(folder: &Path, (system, platforms, natives, _): &Platform) -> Result<PathBuf> {
    let from = folder.join("natives");
    for name in *natives {
        let file = from.join(name);
        fs::create_dir_all(file.parent().context("no folder")?)?;
        project::write(&file, name)?;
    }
    pack(folder, system, platforms, &from)
}

fn packed() -> Result {
    for platform in &PLATFORMS {
        let prefix = pack_words(&scratch("packed")?, platform)?;
        for name in platform.3.iter().chain(&PACKAGE) {
            ensure!(prefix.join(name).exists(), "{}: {name} is missing", platform.0);
        }
    }
    Ok(())
}

fn import_libraries() -> Result {
    let folder = scratch("import libraries")?;
    let prefix = pack_words(&folder, &PLATFORMS[0])?;
    let import = |options: &[&str], wanted: &str| -> Result {
        let said = asking(&prefix, "", TELL, &fresh(&folder.join("asking"))?, options)?;
        let wanted = format!("-- import: {}", prefix.join("lib").join(wanted).display());
        ensure!(said.lines().any(|line| line == wanted), "no {wanted} in {said}");
        Ok(())
    };
    import(MINGW, "libauthforge.dll.a")?;
    import(MICROSOFT, "authforge.lib")?;
    fs::remove_file(prefix.join("lib/libauthforge.dll.a"))?;
    // GNU's linker reads Microsoft's too.
    import(MINGW, "authforge.lib")?;
    fs::remove_file(prefix.join("lib/authforge.lib"))?;
    import(MICROSOFT, "authforge.dll.lib")?;
    fs::remove_file(prefix.join("lib/authforge.dll.lib"))?;
    match asking(&prefix, "COMPONENTS shared", "", &fresh(&folder.join("asking"))?, MICROSOFT) {
        Err(why) if flat(&why).contains("the import library for this compiler is not here") => Ok(()),
        other => bail!("without an import library: {other:?}"),
    }
}

fn archives() -> Result {
    let folder = scratch("archives")?;
    let prefix = pack_words(&folder, &PLATFORMS[0])?;
    let asks = |words: &str, options: &[&str]| {
        fresh(&folder.join("asking")).and_then(|folder| asking(&prefix, words, TELL, &folder, options))
    };
    ensure!(asks("COMPONENTS static", MINGW)?.contains("-- static: "));
    ensure!(!asks("", MICROSOFT)?.contains("-- static: "));
    let sentence = "the static library is MinGW's and serves no other compiler, so link AuthForge::shared";
    for (words, option) in [("COMPONENTS static", "-DX=1"), ("", "-DAUTHFORGE_USE_STATIC=ON")] {
        match asks(words, &[MICROSOFT, &[option]].concat()) {
            Err(why) if flat(&why).contains(sentence) => {}
            other => bail!("with {words} {option}: {other:?}"),
        }
    }
    Ok(())
}

fn other_platform() -> Result {
    let folder = scratch("other platform")?;
    let prefix = pack_words(&folder, &PLATFORMS[0])?;
    let this = library::shipped_platform();
    let words = format!("0.1.0 for x86_64-pc-windows-gnu, and not for {this}");
    for version in ["", "0.1"] {
        match asking(&prefix, version, "", &fresh(&folder.join("asking"))?, &[]) {
            Err(why) if flat(&why).contains(&words) => {}
            other => bail!("find_package: {other:?}"),
        }
    }
    let options = [format!("-DAUTHFORGE_PREBUILT={}", prefix.display())];
    let words = format!("is for x86_64-pc-windows-gnu, and this build is for {this}");
    match configure(&project::root(), &fresh(&folder.join("build"))?, &options) {
        Err(why) if flat(&why).contains(&words) => Ok(()),
        other => bail!("AUTHFORGE_PREBUILT: {other:?}"),
    }
}

fn other_version() -> Result {
    let folder = scratch("other version")?;
    let prefix = pack_words(&folder, &PLATFORMS[1])?;
    let file = prefix.join("lib/cmake/AuthForge/AuthForgePackage.cmake");
    project::write(&file, &project::read(&file)?.replace(VERSION, "99.1.2"))?;
    match pack(&folder, PLATFORMS[1].0, PLATFORMS[1].1, &prefix) {
        Err(why) if flat(&why).contains("has version 99.1.2, and this source has") => Ok(()),
        other => bail!("it was packed: {other:?}"),
    }
}

/// Natives that begin like others, and for which processors those are.
fn heads() -> Result {
    let folder = scratch("heads")?;
    let elf =
        |machine: u8| [&b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0"[..], &[machine, 0], &[0; 60]].concat();
    let mut windows = vec![0; 160];
    windows[..2].copy_from_slice(b"MZ");
    windows[60] = 128;
    windows[128..134].copy_from_slice(b"PE\0\0\x64\xaa");
    let macos = [&b"\xcf\xfa\xed\xfe\x0c\0\0\x01"[..], &[0; 60]].concat();
    let mut both = b"\xca\xfe\xba\xbe\0\0\0\x02\x01\0\0\x07".to_vec();
    both.extend([&[0; 16][..], b"\x01\0\0\x0c", &[0; 60]].concat());
    for (name, bytes, fits, others) in [
        ("libauthforge.so", elf(62), "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"),
        ("libauthforge.so", elf(183), "aarch64-unknown-linux-musl", "i686-unknown-linux-musl"),
        ("authforge.dll", windows, "aarch64-pc-windows-msvc", "x86_64-pc-windows-msvc"),
        ("libauthforge.dylib", macos, "aarch64-apple-darwin", "aarch64-apple-darwin;x86_64-apple-darwin"),
        ("libauthforge.dylib", both, "aarch64-apple-darwin;x86_64-apple-darwin", "i686-apple-darwin"),
    ] {
        let natives = fresh(&folder.join("natives"))?;
        fs::write(natives.join(name), bytes)?;
        pack(&folder, "Linux", fits, &natives).with_context(|| fits.to_owned())?;
        match pack(&folder, "Linux", others, &natives) {
            Err(why) if flat(&why).contains("take the natives for that") => {}
            other => bail!("{name} for {fits} was taken for {others}: {other:?}"),
        }
    }
    Ok(())
}

fn microsoft() -> Result {
    let natives: &[&str] = &["authforge.dll", "authforge.dll.lib", "authforge.lib"];
    let folder = scratch("microsoft")?;
    let prefix = pack_words(&folder, &("Windows", "x86_64-pc-windows-msvc", natives, &[]))?;
    for (name, cargo) in [
        ("bin/authforge.dll", "authforge.dll"),
        ("lib/authforge.lib", "authforge.dll.lib"),
        ("lib/authforge.dll.lib", "authforge.dll.lib"),
        ("lib/authforge_static.lib", "authforge.lib"),
    ] {
        let text = project::read(&prefix.join(name))?;
        ensure!(text == cargo, "{name} is cargo's {text}, need {cargo}");
    }
    // Packed again it stays what it is.
    let again = pack(&fresh(&folder.join("again"))?, "Windows", "x86_64-pc-windows-msvc", &prefix)?;
    let text = project::read(&again.join("lib/authforge.lib"))?;
    ensure!(text == "authforge.dll.lib", "it became {text}");
    Ok(())
}

fn nothing() -> Result {
    let folder = scratch("nothing")?;
    let file = folder.join("natives.zip");
    project::write(&file, "no archive")?;
    for (natives, words) in [
        ("natives", "is not there: it takes the folder of an installation, or an archive"),
        ("natives.zip", "is no archive that can be unpacked"),
        (".", "has no library for"),
    ] {
        match pack(&folder, "Linux", "x86_64-unknown-linux-gnu", &folder.join(natives)) {
            Err(why) if flat(&why).contains(words) => {}
            other => bail!("{natives}: {other:?}"),
        }
    }
    Ok(())
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
    let compiler = |command: Command| command.get_program().to_string_lossy().into_owned();
    let mut options = vec![
        format!("-DCMAKE_SYSTEM_NAME={system}"),
        format!("-DCMAKE_C_COMPILER={}", compiler(target.cc()?)),
        format!("-DCMAKE_CXX_COMPILER={}", compiler(target.cxx()?)),
        format!("-DCMAKE_PREFIX_PATH={}", prefix.display()),
        format!("-DCONSUMER_KIND={kind}"),
        format!("-DCONSUMER_VERSION={VERSION}"),
    ];
    if target.is_windows() {
        // C++ runs without GCC's DLLs beside it.
        options.push("-DCMAKE_EXE_LINKER_FLAGS=-static".to_owned());
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
