//! A cargo that makes files of a word and writes down how it was called.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness::{Result, command, project};

/// What the platforms' linkers make, under cargo's names.
const SCRIPT: &str = r#"#!/bin/sh
[ "$1" = -vV ] && exec cargo -vV
here=${0%/*}
env | grep -E '^(AR|CC|CFLAGS|CARGO_ENCODED|CARGO_TARGET|SDKROOT|[A-Z]*_DEPLOYMENT)' | sort >>"$here/environment"
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
do echo "$target $profile" >"$folder/$file"; done
"#;

pub struct FakeCargo {
    folder: PathBuf,
}

impl FakeCargo {
    /// In a folder that is there.
    pub fn new(folder: &Path) -> Result<FakeCargo> {
        let program = folder.join("cargo");
        project::write(&program, SCRIPT)?;
        command::output(std::process::Command::new("chmod").arg("+x").arg(&program))?;
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
