//! A stranger's project, built in every way in which the library may be had, and the promises of the build
//! itself. The Rust library is built once, for all of them.

mod cargo_overrides;
mod copied;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::need::{self, BINUTILS, CC, CLANG, CMAKE, CXX, LLD, PKG_CONFIG};
use crate::notices;
use crate::shell::{self, Result};
use crate::tally::Tally;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const SONAME: &str = "libauthforge.so.0";

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

/// Where everything is.
struct Bench {
    scratch: PathBuf,
    /// An installation, moved away from where it was installed to.
    prefix: PathBuf,
    /// The same without the shared library.
    archive_only: PathBuf,
    /// The shared library as the other tests have it.
    tested: Vec<u8>,
}

pub fn run(tally: &mut Tally) -> Result {
    need::tools(&[CMAKE, PKG_CONFIG, CC, CXX, BINUTILS, CLANG, LLD])?;
    // Made here already, so that no build below has to.
    let library = shell::release_library()?.join("libauthforge.so");
    let bench = Bench::install(fs::read(&library).map_err(|e| format!("{}: {e}", library.display()))?)?;

    tally.note("CMake: an installation has every file and names no folder outside itself", bench.complete());
    let licenses = bench.prefix.join("share/licenses/authforge");
    let installed = notices::are_in(&licenses, "LICENSE", notices::FILE);
    tally.note("CMake: an installation has our license and everybody else's", installed);
    tally.note("CMake: what is installed is the very library that the other tests use", bench.is_tested());
    tally.note("CMake: another version is refused", bench.refuses_another_version());
    for (sentence, kind, prefix, shared) in [
        ("CMake: find_package of a moved installation, shared", "shared", &bench.prefix, true),
        ("CMake: find_package of a moved installation, static", "static", &bench.prefix, false),
        ("CMake: find_package without a choice is shared", "AuthForge", &bench.prefix, true),
        ("CMake: find_package where only the archive is", "AuthForge", &bench.archive_only, false),
    ] {
        let place = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
        let result = bench.consumer(sentence, &["-DCONSUMER_VIA=find_package", &place], kind, false);
        tally.note(sentence, result.and_then(|build| check(&build, shared)));
    }
    for via in ["add_subdirectory", "FetchContent"] {
        for (kind, use_static, shared) in
            [("shared", false, true), ("static", false, false), ("AuthForge", true, false)]
        {
            let how = if use_static { "AUTHFORGE_USE_STATIC" } else { kind };
            let sentence = format!("CMake: {via}, {how}");
            let arguments = [format!("-DCONSUMER_VIA={via}"), source(), cargo_target()];
            let result = bench.consumer(&sentence, &arguments, kind, use_static);
            tally.note(&sentence, result.and_then(|build| check(&build, shared)));
        }
    }
    let by_hand = |name: &str, compiler: Compiler, words: &[&str]| bench.by_hand(name, compiler, words);
    tally.note("pkg-config: shared", by_hand("shared", GCC, SHARED));
    tally.note("pkg-config: the archive, beside the shared library", by_hand("archive", GCC, ARCHIVE));
    for (name, words) in [("whole", ARCHIVE), ("whole, --static", STATIC)] {
        let sentence = format!("pkg-config: {}, in a program without shared libraries", words.join(" "));
        tally.note(&sentence, by_hand(name, GCC_STATIC, words));
    }
    tally
        .note("pkg-config: the archive, clang -flto with GNU ld", by_hand("lto bfd", CLANG_LTO_GNU, ARCHIVE));
    tally.note("pkg-config: the archive, clang -flto with lld", by_hand("lto lld", CLANG_LTO_LLD, ARCHIVE));
    let place = format!("-DCMAKE_PREFIX_PATH={}", bench.prefix.display());
    let arguments = ["-DCONSUMER_VIA=find_package", &place, "-DCMAKE_EXE_LINKER_FLAGS=-static"];
    let result = bench.consumer("a static program", &arguments, "static", false);
    tally.note("CMake: a program without shared libraries", result.and_then(|build| check(&build, false)));
    tally.note(
        "CMake: what the environment says to cargo changes nothing",
        cargo_overrides::environment(&bench),
    );
    tally.note(
        "CMake: what the folders around it say to cargo changes nothing",
        cargo_overrides::folders(&bench),
    );
    tally.note("cargo: a library that would end its host on a panic does not compile", aborting());
    tally.note("CMake: the example in C++ builds as a project of its own", bench.example());
    copied::run(tally, &bench.scratch);
    tally.note("CMake: without cargo it says so", bench.says_that_cargo_is_missing());
    tally.note("CMake: NativeLibs.cmake has what rustc says", native_libs());
    Ok(())
}

fn source() -> String {
    format!("-DCONSUMER_SOURCE={}", shell::root().display())
}

fn cargo_target() -> String {
    format!("-DAUTHFORGE_CARGO_TARGET_DIR={}", shell::target().display())
}

fn cmake<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Result<String> {
    shell::output(Command::new("cmake").args(arguments))
}

fn configure<S: AsRef<OsStr>>(source: &Path, build: &Path, arguments: &[S]) -> Result {
    let mut command = Command::new("cmake");
    command.arg("-S").arg(source).arg("-B").arg(build).args(arguments);
    shell::output(&mut command).map(drop)
}

fn build(folder: &Path) -> Result<String> {
    cmake([OsStr::new("--build"), folder.as_os_str()])
}

/// Configures a stranger's project that asks an installation for a version.
fn find(prefix: &Path, version: &str, scratch: &Path) -> Result {
    let place = format!("-DCMAKE_PREFIX_PATH={}", prefix.display());
    let folder = fresh(&scratch.join("another version"))?;
    let wanted = format!("-DCONSUMER_VERSION={version}");
    configure(&shell::root().join("tests/consumer"), &folder, &[&place, &wanted])
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
                shell::output(Command::new(program).arg(VERSION).env_remove("LD_LIBRARY_PATH"))
            })
        });
        runs.map(|run| run.join().unwrap_or_else(|_| Err("panicked".to_owned())))
    });
    for result in results {
        result?;
    }
    for program in &programs {
        let needs = shell::output(Command::new("readelf").arg("--dynamic").arg(program))?;
        if needs.contains(&format!("[{SONAME}]")) != shared {
            let not = if shared { "" } else { " not" };
            return Err(format!("{} should{not} need {SONAME}", program.display()));
        }
    }
    Ok(())
}

/// Copies a folder, symbolic links as links.
fn copy(from: &Path, to: &Path) -> Result {
    shell::output(Command::new("cp").arg("-a").arg(from).arg(to)).map(drop)
}

impl Bench {
    fn install(tested: Vec<u8>) -> Result<Bench> {
        let scratch = fresh(&shell::scratch("cmake")?)?;
        let (folder, first) = (scratch.join("build"), scratch.join("first"));
        configure(&shell::root(), &folder, &["-DCMAKE_BUILD_TYPE=Release", &cargo_target()])?;
        build(&folder)?;
        cmake(["--install".as_ref(), folder.as_os_str(), "--prefix".as_ref(), first.as_os_str()])?;
        let prefix = fresh(&scratch.join("moved to"))?.join("another place");
        fs::rename(&first, &prefix).map_err(|e| format!("{}: {e}", prefix.display()))?;
        let archive_only = scratch.join("archive");
        copy(&prefix, &archive_only)?;
        for name in ["libauthforge.so", SONAME, &format!("libauthforge.so.{VERSION}")] {
            fs::remove_file(archive_only.join("lib").join(name)).map_err(|e| format!("{name}: {e}"))?;
        }
        Ok(Bench { scratch, prefix, archive_only, tested })
    }

    fn complete(&self) -> Result {
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
            for folder in [&shell::root(), &self.scratch] {
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
            match find(&self.prefix, version, &self.scratch) {
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
        let folder = fresh(&self.scratch.join(name.replace([':', ','], "")))?;
        let mut all: Vec<String> = arguments.iter().map(|argument| argument.as_ref().to_owned()).collect();
        all.push(format!("-DCONSUMER_KIND={kind}"));
        all.push(format!("-DCONSUMER_VERSION={VERSION}"));
        if use_static {
            all.push("-DAUTHFORGE_USE_STATIC=ON".to_owned());
        }
        configure(&shell::root().join("tests/consumer"), &folder, &all)?;
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
            shell::output(&mut command)
        };
        let version = config(&["--modversion"])?;
        if version.trim() != VERSION {
            return Err(format!("the version is {version:?}, need {VERSION}"));
        }
        let all = config(&["--cflags", "--libs"])?;
        let folder = fresh(&self.scratch.join(format!("by hand {name}")))?;
        for (compiler, source, program) in
            [(compiler.c, "main.c", "consumer_c"), (compiler.cpp, "main.cpp", "consumer_cpp")]
        {
            // A shell, because pkg-config escapes for one.
            let source = shell::root().join("tests/consumer").join(source);
            let line = format!(
                "{compiler} '{}' -o '{}' {} '-Wl,-rpath,{}'",
                source.display(),
                folder.join(program).display(),
                all.trim(),
                self.prefix.join("lib").display()
            );
            shell::output(Command::new("sh").args(["-c", &line]))?;
        }
        check(&folder, words == SHARED)
    }

    fn example(&self) -> Result {
        let place = format!("-DCMAKE_PREFIX_PATH={}", self.prefix.display());
        for (name, argument) in [("installed", place), ("in the repository", cargo_target())] {
            let folder = fresh(&self.scratch.join("example").join(name))?;
            configure(&shell::root().join("examples/cpp"), &folder, &[&argument])?;
            build(&folder)?;
            let said = Command::new(folder.join("quickstart")).env_remove("LD_LIBRARY_PATH").output();
            let said = said.map_err(|e| format!("quickstart: {e}"))?;
            if !String::from_utf8_lossy(&said.stderr).starts_with("usage:") {
                return Err(format!("{name}: {said:?}"));
            }
        }
        Ok(())
    }

    fn says_that_cargo_is_missing(&self) -> Result {
        // The part that looks for cargo, on its own, where neither PATH nor the home folder has one.
        let empty = fresh(&self.scratch.join("no cargo"))?;
        let part = shell::root().join("cmake/Cargo.cmake");
        let mut command = Command::new("cmake");
        command.args(["-DCMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH=OFF", "-P"]).arg(part);
        command.env("HOME", &empty).env("CARGO_HOME", &empty).env("USERPROFILE", &empty);
        match shell::output(&mut command) {
            Ok(_) => Err("it was configured all the same".to_owned()),
            Err(why) if why.contains("cargo is not here: install Rust") => Ok(()),
            Err(why) => Err(why),
        }
    }
}

/// The crate's root alone: what it lacks without the others is said, too.
fn aborting() -> Result {
    let words = "would end the host";
    for (strategy, refused) in [("abort", true), ("unwind", false)] {
        let mut command = Command::new("rustc");
        command.current_dir(shell::root()).args([
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
    let mut command = shell::cargo();
    command.args(["rustc", "--package", "libauthforge", "--lib", "--crate-type", "staticlib"]);
    command.args(["--", "--print", "native-static-libs"]);
    let output = command.output().map_err(|e| format!("cargo: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let rustc = said.lines().find_map(|line| line.trim().strip_prefix("note: native-static-libs: "));
    let rustc = rustc.ok_or_else(|| format!("rustc did not say\n{said}"))?;

    let script = shell::scratch("cmake")?.join("native.cmake");
    let include = shell::root().join("cmake/NativeLibs.cmake");
    let text = format!(
        "set(CMAKE_SYSTEM_NAME Linux)\ninclude(\"{}\")\nmessage(\"${{authforge_native_libs}}\")\n",
        include.display()
    );
    fs::write(&script, text).map_err(|e| e.to_string())?;
    let output = Command::new("cmake").arg("-P").arg(&script).output().map_err(|e| e.to_string())?;
    let ours = String::from_utf8_lossy(&output.stderr);
    let ours: Vec<String> = ours.trim().split(';').map(|name| format!("-l{name}")).collect();
    // What the compiler drivers bring along themselves, each its own.
    let rustc = rustc.replace("-lgcc_s ", "");
    if ours.join(" ") == rustc { Ok(()) } else { Err(format!("we have {ours:?}, rustc says {rustc}")) }
}
