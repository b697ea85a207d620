//! What is compiled of the C# sources, by Mono's compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use harness::once::{in_turn, once};
use harness::{Result, command, project};
use programs::mono;

use crate::examples;

/// Against the reference assemblies of .NET Framework 4.6.1, the smallest of those that implement .NET Standard 2.0,
/// so that nothing of Mono's own gets in. (The reference assembly of .NET Standard itself is in none of the
/// registries that we use; proofs hold what the library refers to against its list of types, and against .NET Core.)
const FLAGS: &[&str] =
    &["-langversion:7.2", "-sdk:4.6.1-api", "-warnaserror", "-warn:4", "-nologo", "-debug"];
/// Processors whose C layouts differ in what matters here: the size of a pointer, and how 64 bits are aligned.
const PROCESSORS: [&str; 4] =
    ["x86_64-linux-gnu", "i686-linux-gnu", "armv7-linux-gnueabihf", "aarch64-linux-gnu"];

/// Where programs run, and Mono leaves a report when it crashes.
pub fn scratch() -> Result<PathBuf> {
    project::scratch("csharp")
}

/// Where the assemblies are.
pub fn built() -> Result<PathBuf> {
    project::scratch("csharp/built")
}

/// Where they are with their machine code.
pub fn ahead() -> Result<PathBuf> {
    project::scratch("csharp/ahead")
}

/// What .NET Core is told of the programs.
pub fn runtime_config() -> Result<PathBuf> {
    Ok(built()?.join("programs.runtimeconfig.json"))
}

/// The library, the proofs and the example, compiled once in a run.
pub fn compile() -> Result {
    once("assemblies of C#", || {
        let built = built()?;
        let library = sources("bindings/csharp/LibAuthForge")?;
        let documented = format!("-doc:{}", built.join("LibAuthForge.xml").display());
        mcs(&["-target:library", &documented], &library, &built.join("LibAuthForge.dll"))?;
        let reference = format!("-r:{}", built.join("LibAuthForge.dll").display());
        mcs(&[&reference], &sources("tests/csharp")?, &built.join("tests.exe"))?;
        mcs(&[&reference], &[project::root().join(examples::CONSOLE)], &built.join("Console.exe"))?;
        let config = "{\"runtimeOptions\":{\"framework\":{\"name\":\"Microsoft.NETCore.App\",\"version\":\"3.1.0\"},\
                      \"configProperties\":{\"System.Globalization.Invariant\":true}}}";
        project::write(&runtime_config()?, config)
    })
}

/// The example of a page, in a folder of its own.
pub fn compile_page(text: &str, folder: &Path) -> Result {
    compile()?;
    let (page, library) = (folder.join("Page.cs"), folder.join("LibAuthForge.dll"));
    project::write(&page, text)?;
    copy(&built()?.join("LibAuthForge.dll"), &library)?;
    mcs(&[&format!("-r:{}", library.display())], &[page], &folder.join("Page.exe"))
}

/// Compiles everything to machine code, once in a run.
pub fn ahead_of_time() -> Result {
    compile()?;
    let system = mono::system()?;
    once("machine code of C#", || {
        for name in ["LibAuthForge.dll", "tests.exe", "Console.exe"] {
            let assembly = ahead()?.join(name);
            copy(&built()?.join(name), &assembly)?;
            mono::machine_code(&assembly, &system)?;
        }
        Ok(())
    })
}

/// Compiles what the proofs wrote of sizes and offsets, for machines of all kinds.
pub fn check_layout(written: &Path) -> Result {
    for processor in PROCESSORS {
        let mut clang = Command::new("clang");
        clang.args(["-target", processor, "-std=c11", "-ffreestanding", "-fsyntax-only", "-Werror"]);
        clang.arg("-I").arg(project::root().join("include")).arg(written);
        command::output(&mut clang)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).with_context(|| from.display().to_string())
}

fn mcs(flags: &[&str], sources: &[PathBuf], to: &Path) -> Result {
    let mut mcs = Command::new("mcs");
    mcs.args(FLAGS).args(flags).arg(format!("-out:{}", to.display())).args(sources);
    in_turn(|| command::output(&mut mcs)).map(drop)
}

fn sources(folder: &str) -> Result<Vec<PathBuf>> {
    project::files(&project::root().join(folder), "cs")
}
