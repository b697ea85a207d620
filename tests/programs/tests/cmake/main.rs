//! A stranger's project, built in every way in which the library may be had, and the promises of the build
//! itself. The Rust library is built once, for all of them.

mod archive;
mod cargo_overrides;
mod consumers;
mod copied;
mod fake_cargo;
mod installation;
mod kinds;
mod packages;
mod platform;
mod prebuilt;
mod steps;
mod toolchains;
mod ways;

use std::process::{Command, ExitCode};

use anyhow::{Context, bail, ensure};
use harness::tool::Tool;
use harness::{Result, command, project, target, tool};
use installation::Installation;
use packaging::notices;
use programs::case::Outcome;
use programs::{Case, Kind};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const SONAME: &str = "libauthforge.so.0";

fn main() -> ExitCode {
    programs::main("cmake", 2, || {
        Ok(target::current()?.map_or_else(cases, |target| consumers::on(target.name)))
    })
}

/// A case about an installation.
fn installed(
    sentence: impl AsRef<str>,
    proof: impl FnOnce(&Installation) -> Result + Send + 'static,
) -> Case {
    Case::new(sentence, || proof(&Installation::get()?))
}

/// A case that is skipped where one of these tools is missing.
fn needing(sentence: &str, tools: &'static [Tool], proof: fn() -> Result) -> Case {
    Case::skippable(sentence, move || match tool::need(tools) {
        Ok(()) => proof().map(|()| Outcome::Proved),
        Err(why) => Ok(Outcome::Skipped(why.to_string())),
    })
}

fn cases() -> Vec<Case> {
    let mut cases = vec![
        installed(
            "cmake::an installation has every file and names no folder outside itself",
            Installation::is_complete,
        ),
        installed("cmake::an installation has our license and everybody else's", |here| {
            notices::are_in(&here.prefix.join("share/licenses/authforge"), "LICENSE", notices::FILE)
        }),
        installed(
            "cmake::what is installed is the very library that the other tests use",
            Installation::is_tested,
        ),
        installed("cmake::another version is refused", Installation::refuses_another_version),
    ];
    cases.extend(ways::cases());
    cases.extend([
        installed("cmake::a program without shared libraries", |here| {
            let place = format!("-DCMAKE_PREFIX_PATH={}", here.prefix.display());
            let arguments = ["-DCONSUMER_VIA=find_package", &place, "-DCMAKE_EXE_LINKER_FLAGS=-static"];
            ways::check(&here.consumer("a static program", &arguments, "static", false)?, false)
        }),
        installed("cmake::a linker without --exclude-libs links the static library", |here| {
            as_zig(here, "no exclude-libs", "case \"$*\" in *--exclude-libs*) exit 1 ;; esac", "")
        }),
        installed("cmake::a compiler that brings no unwinder along links the static library", |here| {
            as_zig(here, "no unwinder", "", "-nodefaultlibs -Wl,--start-group -lgcc -lc -Wl,--end-group")
        }),
        installed("cmake::what the environment says to cargo changes nothing", cargo_overrides::environment),
        installed("cmake::what the folders around it say to cargo changes nothing", cargo_overrides::folders)
            .of(Kind::Long),
        Case::new("cargo::a library that would end its host on a panic does not compile", aborting),
        installed("cmake::the example in C++ builds as a project of its own", Installation::example),
        Case::new("cmake::without cargo it says so", says_that_cargo_is_missing),
        Case::new("cmake::NativeLibs.cmake has what rustc says", native_libs),
    ]);
    cases.extend(copied::cases());
    cases.extend(platform::cases());
    cases.extend(toolchains::cases());
    cases.extend(kinds::cases());
    cases.extend(packages::cases());
    cases.extend(prebuilt::cases());
    cases.extend(consumers::cases());
    cases.extend(archive::cases());
    cases
}

/// Compilers with a habit of Zig's: the one of C adds words of its own.
fn as_zig(here: &Installation, name: &str, first: &str, words_of_c: &str) -> Result {
    let folder = project::empty(&format!("cmake as zig/{name}"))?;
    let mut arguments = vec![
        "-DCONSUMER_VIA=find_package".to_owned(),
        format!("-DCMAKE_PREFIX_PATH={}", here.prefix.display()),
    ];
    for (language, compiler, words) in [("C", "cc", words_of_c), ("CXX", "c++", "")] {
        let script = folder.join(compiler);
        project::write(&script, &format!("#!/bin/sh\n{first}\nexec {compiler} \"$@\" {words}\n"))?;
        command::output(Command::new("chmod").arg("+x").arg(&script))?;
        arguments.push(format!("-DCMAKE_{language}_COMPILER={}", script.display()));
    }
    ways::check(&here.consumer(name, &arguments, "static", false)?, false)
}

fn says_that_cargo_is_missing() -> Result {
    // The part that looks for cargo, on its own, where neither PATH nor the home folder has one.
    let empty = project::empty("cmake-without-cargo")?;
    let part = project::root().join("cmake/Cargo.cmake");
    let mut command = Command::new("cmake");
    command.args(["-DCMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH=OFF", "-P"]).arg(part);
    command.env("HOME", &empty).env("CARGO_HOME", &empty).env("USERPROFILE", &empty);
    match command::output(&mut command) {
        Ok(_) => bail!("it was configured all the same"),
        Err(why) if why.to_string().contains("cargo is not here: install Rust") => Ok(()),
        Err(why) => Err(why),
    }
}

/// The crate's root alone: what it lacks without the others is said, too.
fn aborting() -> Result {
    let words = "would end the host";
    for (strategy, refused) in [("abort", true), ("unwind", false)] {
        let mut command = Command::new("rustc");
        command.current_dir(project::root()).args([
            "--edition",
            "2024",
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
        ]);
        command.args(["-o", "/dev/null", "-C", &format!("panic={strategy}"), "src/lib.rs"]);
        let output = command.output().context("rustc")?;
        if String::from_utf8_lossy(&output.stderr).contains(words) != refused {
            bail!("with panic={strategy} rustc says {:?}", output.status);
        }
    }
    Ok(())
}

/// The list differs by platform, so only that of this one can be compared.
fn native_libs() -> Result {
    let mut command = command::cargo();
    command.args(["rustc", "--package", "libauthforge", "--lib", "--crate-type", "staticlib"]);
    command.args(["--", "--print", "native-static-libs"]);
    let output = command.output().context("cargo")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let rustc = said.lines().find_map(|line| line.trim().strip_prefix("note: native-static-libs: "));
    let rustc = rustc.with_context(|| format!("rustc did not say\n{said}"))?;

    let script = project::scratch("cmake-native")?.join("native.cmake");
    let include = project::root().join("cmake/NativeLibs.cmake");
    let text = format!(
        "set(authforge_targets x86_64-unknown-linux-gnu)\ninclude(\"{}\")\nmessage(\"${{authforge_native_libs}}\")\n",
        include.display()
    );
    project::write(&script, &text)?;
    let output = Command::new("cmake").arg("-P").arg(&script).output()?;
    let ours = String::from_utf8_lossy(&output.stderr);
    let ours: Vec<String> = ours.trim().split(';').map(|name| format!("-l{name}")).collect();
    // What the compiler drivers bring along themselves, each its own.
    let rustc = rustc.replace("-lgcc_s ", "");
    ensure!(ours.join(" ") == rustc, "we have {ours:?}, rustc says {rustc}");
    Ok(())
}
