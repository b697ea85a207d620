//! A stranger's project, built in every way in which the library may be had, and the promises of the build
//! itself. The Rust library is built once, for all of them.

mod cargo_overrides;
mod copied;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use handout::notices;
use programs::case::as_name;
use programs::{Case, Kind};
use workshop::once::{in_turn, once};
use workshop::{Result, binary, build, command, project};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const SONAME: &str = "libauthforge.so.0";
/// Below the scratch folder.
const MOVED_TO: &str = "moved to/another place";
const ARCHIVE_ONLY: &str = "archive";

/// How programs are compiled without CMake.
#[derive(Clone, Copy)]
struct Compiler {
    c: &'static str,
    cpp: &'static str,
}

/// What pkg-config is asked for.
const SHARED: &[&str] = &["authforge"];
const ARCHIVE: &[&str] = &["authforge-static"];
const STATIC: &[&str] = &["--static", "authforge"];

const GCC: Compiler = Compiler { c: "cc", cpp: "c++ -std=c++17" };
const GCC_STATIC: Compiler = Compiler { c: "cc -static", cpp: "c++ -std=c++17 -static" };
const CLANG_LTO_GNU: Compiler =
    Compiler { c: "clang -flto -fuse-ld=bfd", cpp: "clang++ -std=c++17 -flto -fuse-ld=bfd" };
const CLANG_LTO_LLD: Compiler =
    Compiler { c: "clang -flto -fuse-ld=lld", cpp: "clang++ -std=c++17 -flto -fuse-ld=lld" };

/// What the cases share: made once, by whichever comes first.
struct Installation {
    scratch: PathBuf,
    /// Moved away from where it was installed to.
    prefix: PathBuf,
    /// The same without the shared library.
    archive_only: PathBuf,
    /// The shared library as the other tests have it.
    tested: Vec<u8>,
}

fn main() -> ExitCode {
    programs::main("cmake", 2, || Ok(cases()))
}

/// A case about an installation.
fn installed(
    sentence: impl AsRef<str>,
    proof: impl FnOnce(&Installation) -> Result + Send + 'static,
) -> Case {
    Case::new(sentence, || proof(&Installation::get()?))
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
    cases.extend(found());
    cases.extend(included());
    cases.extend(by_hand());
    cases.extend([
        installed("cmake::a program without shared libraries", |here| {
            let place = format!("-DCMAKE_PREFIX_PATH={}", here.prefix.display());
            let arguments = ["-DCONSUMER_VIA=find_package", &place, "-DCMAKE_EXE_LINKER_FLAGS=-static"];
            check(&here.consumer("a static program", &arguments, "static", false)?, false)
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
    cases
}

/// By find_package.
fn found() -> Vec<Case> {
    let ways = [
        ("find_package of a moved installation, shared", "shared", false, true),
        ("find_package of a moved installation, static", "static", false, false),
        ("find_package without a choice is shared", "AuthForge", false, true),
        ("find_package where only the archive is", "AuthForge", true, false),
    ];
    let case = |(sentence, kind, archive_only, shared)| {
        installed(format!("cmake::{sentence}"), move |here| {
            let prefix = if archive_only { &here.archive_only } else { &here.prefix };
            let place = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
            check(&here.consumer(sentence, &["-DCONSUMER_VIA=find_package", &place], kind, false)?, shared)
        })
    };
    ways.map(case).into()
}

/// As a part of the stranger's own build.
fn included() -> Vec<Case> {
    let mut cases = Vec::new();
    for via in ["add_subdirectory", "FetchContent"] {
        for (kind, use_static, shared) in
            [("shared", false, true), ("static", false, false), ("AuthForge", true, false)]
        {
            let how = if use_static { "AUTHFORGE_USE_STATIC" } else { kind };
            let sentence = format!("{via}, {how}");
            cases.push(installed(format!("cmake::{sentence}"), move |here| {
                let arguments = [format!("-DCONSUMER_VIA={via}"), source(), cargo_target()];
                check(&here.consumer(&sentence, &arguments, kind, use_static)?, shared)
            }));
        }
    }
    cases
}

/// Without CMake.
fn by_hand() -> Vec<Case> {
    let whole = |words: &[&str]| format!("{}, in a program without shared libraries", words.join(" "));
    let ways = [
        ("shared".to_owned(), GCC, SHARED),
        ("the archive, beside the shared library".to_owned(), GCC, ARCHIVE),
        (whole(ARCHIVE), GCC_STATIC, ARCHIVE),
        (whole(STATIC), GCC_STATIC, STATIC),
        ("the archive, clang -flto with GNU ld".to_owned(), CLANG_LTO_GNU, ARCHIVE),
        ("the archive, clang -flto with lld".to_owned(), CLANG_LTO_LLD, ARCHIVE),
    ];
    let case = |(sentence, compiler, words): (String, Compiler, &'static [&'static str])| {
        installed(format!("pkg-config::{sentence}"), move |here| here.by_hand(&sentence, compiler, words))
    };
    ways.map(case).into()
}

fn source() -> String {
    format!("-DCONSUMER_SOURCE={}", project::root().display())
}

fn cargo_target() -> String {
    format!("-DAUTHFORGE_CARGO_TARGET_DIR={}", project::target().display())
}

fn cmake<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Result<String> {
    command::output(Command::new("cmake").args(arguments))
}

fn configure<S: AsRef<OsStr>>(source: &Path, build: &Path, arguments: &[S]) -> Result {
    let mut command = Command::new("cmake");
    command.arg("-S").arg(source).arg("-B").arg(build).args(arguments);
    command::output(&mut command).map(drop)
}

fn build(folder: &Path) -> Result<String> {
    in_turn(|| cmake([OsStr::new("--build"), folder.as_os_str()]))
}

/// Configures a stranger's project, in `folder`, that asks an installation for a version.
fn find(prefix: &Path, version: &str, folder: &Path) -> Result {
    let place = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
    let folder = fresh(folder)?;
    let wanted = format!("-DCONSUMER_VERSION={version}");
    configure(&project::root().join("tests/consumer"), &folder, &[&place, &wanted])
}

/// A folder that is new and empty.
fn fresh(folder: &Path) -> Result<PathBuf> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(format!("{}: {error}", folder.display()));
        }
        _ => {}
    }
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(folder.to_owned())
}

/// Runs both programs of a build, without the library folders that cargo adds for its own programs.
fn check(build: &Path, shared: bool) -> Result {
    // They wait for a retry, so they do it together.
    let programs = ["consumer_c", "consumer_cpp"].map(|name| build.join(name));
    let results = std::thread::scope(|scope| {
        let runs = programs.each_ref().map(|program| {
            scope.spawn(move || {
                command::output(Command::new(program).arg(VERSION).env_remove("LD_LIBRARY_PATH"))
            })
        });
        runs.map(|run| run.join().unwrap_or_else(|_| Err("panicked".to_owned())))
    });
    for result in results {
        result?;
    }
    for program in &programs {
        if binary::needed(program)?.iter().any(|name| name == SONAME) != shared {
            let not = if shared { "" } else { " not" };
            return Err(format!("{} should{not} need {SONAME}", program.display()));
        }
    }
    Ok(())
}

/// Copies a folder, symbolic links as links.
fn copy(from: &Path, to: &Path) -> Result {
    command::output(Command::new("cp").arg("-a").arg(from).arg(to)).map(drop)
}

impl Installation {
    /// Makes one, unless it was made in this run.
    fn get() -> Result<Installation> {
        let library = build::shipped_library()?.join("libauthforge.so");
        once("installation by CMake", Installation::make)?;
        let scratch = project::scratch("cmake")?;
        let tested = fs::read(&library).map_err(|e| format!("{}: {e}", library.display()))?;
        Ok(Installation {
            prefix: scratch.join(MOVED_TO),
            archive_only: scratch.join(ARCHIVE_ONLY),
            scratch,
            tested,
        })
    }

    fn make() -> Result {
        let scratch = project::empty("cmake")?;
        let (folder, first) = (scratch.join("build"), scratch.join("first"));
        configure(&project::root(), &folder, &["-DCMAKE_BUILD_TYPE=Release", &cargo_target()])?;
        build(&folder)?;
        cmake(["--install".as_ref(), folder.as_os_str(), "--prefix".as_ref(), first.as_os_str()])?;
        let prefix = scratch.join(MOVED_TO);
        fresh(prefix.parent().unwrap_or(&scratch))?;
        fs::rename(&first, &prefix).map_err(|e| format!("{}: {e}", prefix.display()))?;
        let archive_only = scratch.join(ARCHIVE_ONLY);
        copy(&prefix, &archive_only)?;
        for name in ["libauthforge.so", SONAME, &format!("libauthforge.so.{VERSION}")] {
            fs::remove_file(archive_only.join("lib").join(name)).map_err(|e| format!("{name}: {e}"))?;
        }
        Ok(())
    }

    fn is_complete(&self) -> Result {
        let library = format!("lib/libauthforge.so.{VERSION}");
        for file in [
            &library,
            "lib/libauthforge.so.0",
            "lib/libauthforge.so",
            "lib/libauthforge.a",
            "include/authforge.h",
            "include/authforge.hpp",
            "include/authforge/client.hpp",
            "include/authforge/messages_de.h",
            "lib/cmake/AuthForge/AuthForgeConfigVersion.cmake",
        ] {
            if !self.prefix.join(file).exists() {
                return Err(format!("{file} is missing"));
            }
        }
        for file in [
            "lib/cmake/AuthForge/AuthForgeConfig.cmake",
            "lib/cmake/AuthForge/AuthForgeTargets.cmake",
            "lib/pkgconfig/authforge.pc",
            "lib/pkgconfig/authforge-static.pc",
        ] {
            let text = fs::read_to_string(self.prefix.join(file)).map_err(|e| format!("{file}: {e}"))?;
            for folder in [&project::root(), &self.scratch] {
                if text.contains(&folder.display().to_string()) {
                    return Err(format!("{file} names {}", folder.display()));
                }
            }
        }
        Ok(())
    }

    fn is_tested(&self) -> Result {
        let file = self.prefix.join("lib/libauthforge.so");
        let installed = fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let sizes = || format!("{} bytes, need the {}", installed.len(), self.tested.len());
        if installed == self.tested { Ok(()) } else { Err(sizes()) }
    }

    fn refuses_another_version(&self) -> Result {
        ["99.0", "0.0", "0.2"].iter().try_for_each(|version| {
            match find(&self.prefix, version, &self.scratch.join("another version")) {
                Ok(()) => Err(format!("{version} was accepted")),
                Err(why) if why.contains(&format!("requested version \"{version}\"")) => Ok(()),
                Err(why) => Err(why),
            }
        })
    }

    /// Builds the stranger's project; gives the folder with its programs.
    fn consumer<S: AsRef<str>>(
        &self,
        name: &str,
        arguments: &[S],
        kind: &str,
        use_static: bool,
    ) -> Result<PathBuf> {
        let folder = fresh(&self.scratch.join(as_name(name)))?;
        let mut all: Vec<String> = arguments.iter().map(|argument| argument.as_ref().to_owned()).collect();
        all.push(format!("-DCONSUMER_KIND={kind}"));
        all.push(format!("-DCONSUMER_VERSION={VERSION}"));
        if use_static {
            all.push("-DAUTHFORGE_USE_STATIC=ON".to_owned());
        }
        configure(&project::root().join("tests/consumer"), &folder, &all)?;
        build(&folder)?;
        for rules in ["AuthForge/cmake_install.cmake", "_deps/authforge-build/cmake_install.cmake"] {
            if fs::read_to_string(folder.join(rules)).is_ok_and(|rules| rules.contains("authforge.h")) {
                return Err("AuthForge added install rules to its parent".to_owned());
            }
        }
        Ok(folder)
    }

    /// The same programs without CMake.
    fn by_hand(&self, name: &str, compiler: Compiler, words: &[&str]) -> Result {
        let config = |arguments: &[&str]| {
            let mut command = Command::new("pkg-config");
            command.env("PKG_CONFIG_PATH", self.prefix.join("lib/pkgconfig")).args(arguments).args(words);
            command::output(&mut command)
        };
        let version = config(&["--modversion"])?;
        if version.trim() != VERSION {
            return Err(format!("the version is {version:?}, need {VERSION}"));
        }
        let all = config(&["--cflags", "--libs"])?;
        let folder = fresh(&self.scratch.join(format!("by hand {}", as_name(name))))?;
        for (compiler, source, program) in
            [(compiler.c, "main.c", "consumer_c"), (compiler.cpp, "main.cpp", "consumer_cpp")]
        {
            // A shell, because pkg-config escapes for one.
            let source = project::root().join("tests/consumer").join(source);
            let line = format!(
                "{compiler} '{}' -o '{}' {} '-Wl,-rpath,{}'",
                source.display(),
                folder.join(program).display(),
                all.trim(),
                self.prefix.join("lib").display()
            );
            command::output(Command::new("sh").args(["-c", &line]))?;
        }
        check(&folder, words == SHARED)
    }

    fn example(&self) -> Result {
        let place = format!("-DCMAKE_PREFIX_PATH={}", self.prefix.display());
        for (name, argument) in [("installed", place), ("in the repository", cargo_target())] {
            let folder = fresh(&self.scratch.join("example").join(name))?;
            configure(&project::root().join("examples/cpp"), &folder, &[&argument])?;
            build(&folder)?;
            let said = Command::new(folder.join("quickstart")).env_remove("LD_LIBRARY_PATH").output();
            let said = said.map_err(|e| format!("quickstart: {e}"))?;
            if !String::from_utf8_lossy(&said.stderr).starts_with("usage:") {
                return Err(format!("{name}: {said:?}"));
            }
        }
        Ok(())
    }
}

fn says_that_cargo_is_missing() -> Result {
    // The part that looks for cargo, on its own, where neither PATH nor the home folder has one.
    let empty = project::empty("cmake-without-cargo")?;
    let part = project::root().join("cmake/Cargo.cmake");
    let mut command = Command::new("cmake");
    command.args(["-DCMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH=OFF", "-P"]).arg(part);
    command.env("HOME", &empty).env("CARGO_HOME", &empty).env("USERPROFILE", &empty);
    match command::output(&mut command) {
        Ok(_) => Err("it was configured all the same".to_owned()),
        Err(why) if why.contains("cargo is not here: install Rust") => Ok(()),
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
        let output = command.output().map_err(|e| format!("rustc: {e}"))?;
        if String::from_utf8_lossy(&output.stderr).contains(words) != refused {
            return Err(format!("with panic={strategy} rustc says {:?}", output.status));
        }
    }
    Ok(())
}

/// The list differs by platform, so only that of this one can be compared.
fn native_libs() -> Result {
    let mut command = command::cargo();
    command.args(["rustc", "--package", "libauthforge", "--lib", "--crate-type", "staticlib"]);
    command.args(["--", "--print", "native-static-libs"]);
    let output = command.output().map_err(|e| format!("cargo: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let rustc = said.lines().find_map(|line| line.trim().strip_prefix("note: native-static-libs: "));
    let rustc = rustc.ok_or_else(|| format!("rustc did not say\n{said}"))?;

    let script = project::scratch("cmake-native")?.join("native.cmake");
    let include = project::root().join("cmake/NativeLibs.cmake");
    let text = format!(
        "set(CMAKE_SYSTEM_NAME Linux)\ninclude(\"{}\")\nmessage(\"${{authforge_native_libs}}\")\n",
        include.display()
    );
    project::write(&script, &text)?;
    let output = Command::new("cmake").arg("-P").arg(&script).output().map_err(|e| e.to_string())?;
    let ours = String::from_utf8_lossy(&output.stderr);
    let ours: Vec<String> = ours.trim().split(';').map(|name| format!("-l{name}")).collect();
    // What the compiler drivers bring along themselves, each its own.
    let rustc = rustc.replace("-lgcc_s ", "");
    if ours.join(" ") == rustc { Ok(()) } else { Err(format!("we have {ours:?}, rustc says {rustc}")) }
}
