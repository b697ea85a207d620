//! What is compiled of the C# sources, by Mono's compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::csharp::examples;
use crate::mono;
use crate::shell::{self, Result};

/// Against the reference assemblies of .NET Framework 4.6.1, the smallest of those that implement .NET Standard 2.0,
/// so that nothing of Mono's own gets in. (The reference assembly of .NET Standard itself is in none of the
/// registries that we use; proofs hold what the library refers to against its list of types, and against .NET Core.)
const FLAGS: &[&str] =
    &["-langversion:7.2", "-sdk:4.6.1-api", "-warnaserror", "-warn:4", "-nologo", "-debug"];
/// Processors whose C layouts differ in what matters here: the size of a pointer, and how 64 bits are aligned.
const PROCESSORS: [&str; 4] =
    ["x86_64-linux-gnu", "i686-linux-gnu", "armv7-linux-gnueabihf", "aarch64-linux-gnu"];

/// Where the assemblies are.
pub fn built(scratch: &Path) -> PathBuf {
    scratch.join("built")
}

/// Where they are with their machine code.
pub fn ahead(scratch: &Path) -> PathBuf {
    scratch.join("ahead")
}

/// What .NET Core is told of the programs.
pub fn runtime_config(scratch: &Path) -> PathBuf {
    built(scratch).join("programs.runtimeconfig.json")
}

/// The library, the proofs and the example.
pub fn compile(scratch: &Path) -> Result {
    let built = built(scratch);
    fs::create_dir_all(&built).map_err(|e| format!("{}: {e}", built.display()))?;
    let library = sources("bindings/csharp/AuthForge")?;
    let documented = format!("-doc:{}", built.join("AuthForge.xml").display());
    mcs(&["-target:library", &documented], &library, &built.join("AuthForge.dll"))?;
    let reference = format!("-r:{}", built.join("AuthForge.dll").display());
    mcs(&[&reference], &sources("tests/csharp")?, &built.join("tests.exe"))?;
    mcs(&[&reference], &[shell::root().join(examples::CONSOLE)], &built.join("Console.exe"))?;
    let config = "{\"runtimeOptions\":{\"framework\":{\"name\":\"Microsoft.NETCore.App\",\"version\":\"3.1.0\"},\
                  \"configProperties\":{\"System.Globalization.Invariant\":true}}}";
    fs::write(runtime_config(scratch), config).map_err(|e| e.to_string())
}

/// The example of a page, in a folder of its own.
pub fn compile_page(scratch: &Path, text: &str, folder: &Path) -> Result {
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let (page, library) = (folder.join("Page.cs"), folder.join("AuthForge.dll"));
    fs::write(&page, text).map_err(|e| e.to_string())?;
    copy(&built(scratch).join("AuthForge.dll"), &library)?;
    mcs(&[&format!("-r:{}", library.display())], &[page], &folder.join("Page.exe"))
}

/// Compiles everything to machine code; gives the folder with Mono's own.
pub fn ahead_of_time(scratch: &Path) -> Result<PathBuf> {
    let (system, ahead) = (mono::system()?, ahead(scratch));
    fs::create_dir_all(&ahead).map_err(|e| format!("{}: {e}", ahead.display()))?;
    for name in ["AuthForge.dll", "tests.exe", "Console.exe"] {
        copy(&built(scratch).join(name), &ahead.join(name))?;
        mono::machine_code(&ahead.join(name), &system)?;
    }
    Ok(system)
}

/// Compiles what the proofs wrote of sizes and offsets, for machines of all kinds.
pub fn check_layout(written: &Path) -> Result {
    for processor in PROCESSORS {
        let mut clang = Command::new("clang");
        clang.args(["-target", processor, "-std=c11", "-ffreestanding", "-fsyntax-only", "-Werror"]);
        clang.arg("-I").arg(shell::root().join("include")).arg(written);
        shell::output(&mut clang)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}

fn mcs(flags: &[&str], sources: &[PathBuf], to: &Path) -> Result {
    let mut mcs = Command::new("mcs");
    mcs.args(FLAGS).args(flags).arg(format!("-out:{}", to.display())).args(sources);
    shell::output(&mut mcs).map(drop)
}

fn sources(folder: &str) -> Result<Vec<PathBuf>> {
    shell::files(&shell::root().join(folder), "cs")
}
