//! The library installed by CMake, and what strangers make of it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail, ensure};
use harness::once::once;
use harness::{Result, build as library, command, project};
use programs::case::as_name;

use super::steps::{build, cargo_target, cmake, configure, copy, find, fresh};
use super::ways::{Compiler, SHARED, check};
use super::{SONAME, VERSION};

/// Below the scratch folder.
const MOVED_TO: &str = "moved to/another place";
const ARCHIVE_ONLY: &str = "archive";

/// What the cases share: made once, by whichever comes first.
pub struct Installation {
    pub scratch: PathBuf,
    /// Moved away from where it was installed to.
    pub prefix: PathBuf,
    /// The same without the shared library.
    pub archive_only: PathBuf,
    /// The shared library as the other tests have it.
    pub tested: Vec<u8>,
}

impl Installation {
    /// Makes one, unless it was made in this run.
    pub fn get() -> Result<Installation> {
        let library = library::shipped_library()?.join("libauthforge.so");
        once("installation by CMake", Installation::make)?;
        let scratch = project::scratch("cmake")?;
        let tested = fs::read(&library).with_context(|| library.display().to_string())?;
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
        fs::rename(&first, &prefix).with_context(|| prefix.display().to_string())?;
        let archive_only = scratch.join(ARCHIVE_ONLY);
        copy(&prefix, &archive_only)?;
        for name in ["libauthforge.so", SONAME, &format!("libauthforge.so.{VERSION}")] {
            fs::remove_file(archive_only.join("lib").join(name)).with_context(|| name.to_owned())?;
        }
        Ok(())
    }

    pub fn is_complete(&self) -> Result {
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
                bail!("{file} is missing");
            }
        }
        for file in [
            "lib/cmake/AuthForge/AuthForgeConfig.cmake",
            "lib/cmake/AuthForge/AuthForgeTargets.cmake",
            "lib/pkgconfig/authforge.pc",
            "lib/pkgconfig/authforge-static.pc",
        ] {
            let text = fs::read_to_string(self.prefix.join(file)).with_context(|| file.to_owned())?;
            for folder in [&project::root(), &self.scratch] {
                if text.contains(&folder.display().to_string()) {
                    bail!("{file} names {}", folder.display());
                }
            }
        }
        Ok(())
    }

    pub fn is_tested(&self) -> Result {
        let file = self.prefix.join("lib/libauthforge.so");
        let installed = fs::read(&file).with_context(|| file.display().to_string())?;
        let (is, need) = (installed.len(), self.tested.len());
        ensure!(installed == self.tested, "{is} bytes, need the {need}");
        Ok(())
    }

    pub fn refuses_another_version(&self) -> Result {
        ["99.0", "0.0", "0.2"].iter().try_for_each(|version| {
            match find(&self.prefix, version, &self.scratch.join("another version")) {
                Ok(()) => bail!("{version} was accepted"),
                Err(why) if why.to_string().contains(&format!("requested version \"{version}\"")) => Ok(()),
                Err(why) => Err(why),
            }
        })
    }

    /// Builds the stranger's project; gives the folder with its programs.
    pub fn consumer<S: AsRef<str>>(
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
                bail!("AuthForge added install rules to its parent");
            }
        }
        Ok(folder)
    }

    /// The same programs without CMake.
    pub fn by_hand(&self, name: &str, compiler: Compiler, words: &[&str]) -> Result {
        let config = |arguments: &[&str]| {
            let mut command = Command::new("pkg-config");
            command.env("PKG_CONFIG_PATH", self.prefix.join("lib/pkgconfig")).args(arguments).args(words);
            command::output(&mut command)
        };
        let version = config(&["--modversion"])?;
        if version.trim() != VERSION {
            bail!("the version is {version:?}, need {VERSION}");
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

    pub fn example(&self) -> Result {
        let place = format!("-DCMAKE_PREFIX_PATH={}", self.prefix.display());
        for (name, argument) in [("installed", place), ("in the repository", cargo_target())] {
            let folder = fresh(&self.scratch.join("example").join(name))?;
            configure(&project::root().join("examples/cpp"), &folder, &[&argument])?;
            build(&folder)?;
            let said = Command::new(folder.join("quickstart")).env_remove("LD_LIBRARY_PATH").output();
            let said = said.context("quickstart")?;
            if !String::from_utf8_lossy(&said.stderr).starts_with("usage:") {
                bail!("{name}: {said:?}");
            }
        }
        Ok(())
    }
}
