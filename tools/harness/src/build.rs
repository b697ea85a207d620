//! What is tested, and what it is tested against: the library, in one of two builds, and the development server.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use xshell::cmd;

use crate::command::{cargo_program, output, said, shell};
use crate::once::once;
use crate::{Result, project};

/// Set to [`SHIPPED`], it says that tests take the library as it is handed out; `cargo xtask test` sets it where there is
/// no nextest, which has its profile `ci` for it.
pub const LIBRARY: &str = "AUTHFORGE_TEST_LIBRARY";
pub const SHIPPED: &str = "shipped";

/// The platform that we run on, by Rust's name.
const PLATFORM: &str = env!("PLATFORM");

/// Whether tests take the library as it is handed out: when they are built with `--release`, or told so.
pub fn is_shipped() -> bool {
    let is = |variable: &str, word: &str| std::env::var(variable).is_ok_and(|found| found == word);
    is(LIBRARY, SHIPPED) || is("NEXTEST_PROFILE", "ci") || !cfg!(debug_assertions)
}

/// The folder with the library that tests take: quickly built, or as it is handed out.
pub fn library() -> Result<PathBuf> {
    if is_shipped() { shipped_library() } else { quick_library() }
}

/// The library as hosts get it: libauthforge.so and libauthforge.a.
pub fn shipped_library() -> Result<PathBuf> {
    // Without the Rust library among the kinds, since rustc then optimises over all crates, which saves a fifth.
    built("release", &["--release", "--crate-type", "cdylib,staticlib"])
}

/// For which platform that is, by Rust's name.
pub fn shipped_platform() -> &'static str {
    PLATFORM
}

/// The shared library alone, by cargo's dev profile.
fn quick_library() -> Result<PathBuf> {
    built("debug", &["--crate-type", "cdylib"])
}

fn built(profile: &str, words: &[&str]) -> Result<PathBuf> {
    let folder = project::target().join(PLATFORM).join(profile);
    once(&format!("library {profile}"), || {
        // Alone, so that no feature of another package of the workspace gets into it. The target is named as the CMake
        // build does: that makes the same bytes, in a folder that no other build writes to.
        let (shell, cargo) = (shell()?, cargo_program());
        cmd!(shell, "{cargo} rustc --quiet --package libauthforge --lib --target {PLATFORM} {words...}")
            .quiet()
            .run()?;
        link_soname(&folder)
    })?;
    Ok(folder)
}

/// Programs look for the name inside the library, which cargo does not make.
pub fn link_soname(folder: &Path) -> Result {
    let link = folder.join("libauthforge.so.0");
    if cfg!(target_os = "linux") && !link.exists() {
        #[cfg(unix)]
        std::os::unix::fs::symlink("libauthforge.so", &link)
            .with_context(|| format!("{} cannot be made", link.display()))?;
    }
    Ok(())
}

/// The development server's program.
pub fn devserver() -> Result<PathBuf> {
    let name = format!("authforge-devserver{}", std::env::consts::EXE_SUFFIX);
    once("devserver", || {
        let (shell, cargo) = (shell()?, cargo_program());
        Ok(cmd!(shell, "{cargo} build --quiet --package authforge-devserver").quiet().run()?)
    })?;
    Ok(project::target().join("debug").join(name))
}

/// The examples in C as a CMake project of their own; gives the folder with the programs.
pub fn examples() -> Result<PathBuf> {
    shipped_library()?;
    let build = project::scratch("examples-c")?;
    once("examples in C", || {
        // CMake refuses what it has configured in a folder that was moved since.
        let _ = std::fs::remove_file(build.join("CMakeCache.txt"));
        let (shell, target) = (shell()?, project::target());
        let options =
            ["-DCMAKE_BUILD_TYPE=Release", &format!("-DAUTHFORGE_CARGO_TARGET_DIR={}", target.display())];
        said(cmd!(shell, "cmake -S examples/c -B {build} {options...}"))?;
        said(cmd!(shell, "cmake --build {build}")).map(drop)
    })?;
    Ok(build)
}

/// A compiler of C or C++ that is told where the header and a library are; programs find the library there again.
pub fn link(compiler: &mut Command, library: &Path, program: &Path) -> Result {
    compiler.arg("-I").arg(project::root().join("include")).arg("-o").arg(program);
    compiler.arg("-L").arg(library).arg("-lauthforge");
    compiler.arg(format!("-Wl,-rpath,{}", library.display()));
    output(compiler).map(drop)
}
