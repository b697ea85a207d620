//! A cargo that makes files of a word and writes down how it was called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::steps::{build, configure, fresh};
use anyhow::{Context, ensure};
use harness::{Result, command, project};

/// What the platforms' linkers make, under cargo's names.
const SCRIPT: &str = r#"#!/bin/sh
[ "$1" = -vV ] && exec cargo -vV
here=${0%/*}
# Without what this machine has set by itself: the folder is an argument.
env | grep -E '^(AR_|CC_|CFLAGS_|CARGO_ENCODED|CARGO_TARGET_|SDKROOT|WINDRES|[A-Z]*_DEPLOYMENT)' |
    grep -v '^CARGO_TARGET_DIR=' | sort >>"$here/environment"
echo "$@" >>"$here/calls"
profile=release
while [ $# -gt 0 ]; do
    case $1 in
    --target) target=$2 ;;
    --target-dir) folder=$2 ;;
    --profile) [ "$2" = dev ] && profile=debug ;;
    esac
    shift
done
folder=$folder/$target/$profile
mkdir -p "$folder"
for file in libauthforge.so libauthforge.dylib libauthforge.a authforge.dll libauthforge.dll.a authforge.dll.lib authforge.lib
do echo "$target $profile $file" >"$folder/$file"; done
"#;

/// What the build has for Linux.
pub const LINUX: [&str; 4] = [
    "libauthforge.a",
    "libauthforge.so",
    "libauthforge.so.0",
    concat!("libauthforge.so.", env!("CARGO_PKG_VERSION")),
];

pub struct FakeCargo {
    folder: PathBuf,
}

impl FakeCargo {
    /// In a folder that is there.
    pub fn new(folder: &Path) -> Result<FakeCargo> {
        let program = folder.join("cargo");
        project::write(&program, SCRIPT)?;
        command::output(Command::new("chmod").arg("+x").arg(&program))?;
        Ok(FakeCargo { folder: folder.to_owned() })
    }

    /// Tells a configuration to use it.
    pub fn options(&self) -> [String; 2] {
        let option = |name: &str, file: &str| format!("-D{name}={}", self.folder.join(file).display());
        [option("AUTHFORGE_CARGO", "cargo"), option("AUTHFORGE_CARGO_TARGET_DIR", "target")]
    }

    /// The arguments of each call.
    pub fn calls(&self) -> Result<Vec<String>> {
        self.lines("calls")
    }

    /// The variables about compilers and targets, of all calls.
    pub fn environment(&self) -> Result<Vec<String>> {
        self.lines("environment")
    }

    fn lines(&self, file: &str) -> Result<Vec<String>> {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok(text.lines().map(str::to_owned).collect())
    }
}

/// The project, configured with a cargo that only writes down how it was called.
pub struct Build {
    pub folder: PathBuf,
    pub cargo: FakeCargo,
}

impl Build {
    /// In folders whose names have blanks.
    pub fn new(name: &str) -> Result<Build> {
        let folder = fresh(&project::scratch("cmake-toolchains")?.join(format!("with {name}")))?;
        let cargo = FakeCargo::new(&folder)?;
        Ok(Build { folder, cargo })
    }

    pub fn configure(&self, arguments: &[&str]) -> Result {
        let options = self.cargo.options();
        let all = [arguments, &options.each_ref().map(String::as_str)].concat();
        configure(&project::root(), &self.folder.join("build"), &all)
    }

    pub fn build(&self) -> Result {
        build(&self.folder.join("build")).map(drop)
    }

    /// Cargo was told these variables, and no others about compilers.
    pub fn told(&self, wanted: &[&str]) -> Result {
        let told = self.cargo.environment()?;
        ensure!(told == wanted, "cargo was told {told:#?}, need {wanted:#?}");
        Ok(())
    }

    /// Each call of cargo had these words in it.
    pub fn called(&self, wanted: &[&str]) -> Result {
        let calls = self.cargo.calls()?;
        ensure!(calls.len() == wanted.len(), "cargo was called {} times", calls.len());
        for (call, words) in calls.iter().zip(wanted) {
            ensure!(format!("{call} ").contains(&format!(" {words} ")), "no {words} in {call}");
        }
        Ok(())
    }

    pub fn has(&self, wanted: &[&str]) -> Result {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.folder.join("build/lib"))? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort_unstable();
        ensure!(names == wanted, "there are {names:?}, need {wanted:?}");
        Ok(())
    }
}
