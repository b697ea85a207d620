//! The assemblies that Unity would make of the package, and the program that drives them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package::unity::NAME;
use crate::shell::{self, Result};
use crate::{mono, page};

const FLAGS: &[&str] = &["-langversion:7.2", "-warnaserror", "-warn:4", "-nologo", "-debug"];
/// What is never assigned is filled by the inspector; what is never used is there for the signature.
const OF_THE_INSPECTOR: &str = "-nowarn:649";
const OF_STUBS: &str = "-nowarn:67,169,649";
/// The runtime once more, as for players of these platforms. Only looked at.
const PHONES: [&str; 2] = ["android", "ios"];
const PAGE: &str = "docs/unity.md";

/// An assembly: name, defines and flags, sources, assemblies that it refers to.
struct Assembly(&'static str, &'static [&'static str], Vec<PathBuf>, &'static [&'static str]);

/// Compiles what is in an unpacked package, the page's example and the programs.
pub fn all(package: &Path, to: &Path) -> Result {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).map_err(|e| format!("{}: {e}", to.display()))?;
    let example = to.join("Example.cs");
    fs::write(&example, page::example(PAGE, "csharp")?).map_err(|e| e.to_string())?;
    for assembly in stubs().into_iter().chain(package_of(package)?).chain(users(package, example)?) {
        assembly.compile(to, "library", "dll")?;
    }
    let references = &[
        "UnityEngine",
        "UnityEditor",
        "nunit.framework",
        "cc.authforge.sdk",
        "cc.authforge.sdk.tests",
        "Sample",
        "Example",
    ];
    let programs = sources(&shell::root().join("tests/unity"))?;
    Assembly("driver", &[], programs, references).compile(to, "exe", "exe")
}

fn stubs() -> [Assembly; 3] {
    let stub = |file: &str| shell::root().join("tests/unity/stubs").join(file);
    let engine = vec![stub("UnityEngine.cs"), stub("Objects.cs"), stub("Stage.cs")];
    [
        Assembly("UnityEngine", &[OF_STUBS], engine, &[]),
        Assembly("UnityEditor", &[OF_STUBS], vec![stub("UnityEditor.cs")], &["UnityEngine"]),
        Assembly("nunit.framework", &[], vec![stub("NUnit.cs")], &[]),
    ]
}

/// What Unity would make of the package in the editor, and the runtime for players.
fn package_of(package: &Path) -> Result<[Assembly; 4]> {
    let mut runtime = sources(&package.join("Runtime"))?;
    runtime.extend(sources(&package.join("Runtime/AuthForge"))?);
    let editor = sources(&package.join("Editor"))?;
    let of_editor = &["UnityEngine", "UnityEditor", NAME];
    Ok([
        Assembly(NAME, &["-d:UNITY_EDITOR"], runtime.clone(), &["UnityEngine"]),
        Assembly(PHONES[0], &["-d:UNITY_ANDROID"], runtime.clone(), &["UnityEngine"]),
        Assembly(PHONES[1], &["-d:UNITY_IOS"], runtime, &["UnityEngine"]),
        Assembly("cc.authforge.sdk.editor", &["-d:UNITY_EDITOR"], editor, of_editor),
    ])
}

/// What refers to the package: the sample, the page's example, its own tests.
fn users(package: &Path, example: PathBuf) -> Result<[Assembly; 3]> {
    let sample = sources(&package.join("Samples~/GameLoop"))?;
    let tests = sources(&package.join("Tests/Runtime"))?;
    Ok([
        Assembly("Sample", &[OF_THE_INSPECTOR], sample, &["UnityEngine", NAME]),
        Assembly("Example", &[OF_THE_INSPECTOR], vec![example], &["UnityEngine", NAME]),
        Assembly("cc.authforge.sdk.tests", &[], tests, &["UnityEngine", NAME, "nunit.framework"]),
    ])
}

/// The sources of the programs, without what they share.
pub fn programs() -> Result<Vec<PathBuf>> {
    let mut programs = sources(&shell::root().join("tests/unity"))?;
    programs.retain(|path| path.file_stem().is_none_or(|name| name != "Harness"));
    Ok(programs)
}

pub fn driver(built: &Path) -> PathBuf {
    built.join("driver.exe")
}

/// Compiles everything to machine code; gives the folder with Mono's own.
pub fn ahead_of_time(built: &Path) -> Result<PathBuf> {
    let system = mono::system()?;
    for entry in fs::read_dir(built).map_err(|e| e.to_string())? {
        let path = entry.map_err(|e| e.to_string())?.path();
        let wanted = path.extension().is_some_and(|end| end == "dll" || end == "exe");
        let phone = path.file_stem().is_some_and(|name| PHONES.iter().any(|phone| name == *phone));
        if wanted && !phone {
            mono::machine_code(&path, &system)?;
        }
    }
    Ok(system)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    shell::files(folder, "cs")
}

impl Assembly {
    fn compile(&self, to: &Path, kind: &str, extension: &str) -> Result {
        let Assembly(name, flags, sources, references) = self;
        let mut mcs = Command::new("mcs");
        mcs.args(FLAGS).args(*flags).arg(format!("-target:{kind}"));
        mcs.arg(format!("-out:{}", to.join(format!("{name}.{extension}")).display()));
        for reference in *references {
            mcs.arg(format!("-r:{}.dll", to.join(reference).display()));
        }
        shell::output(mcs.args(sources)).map(drop)
    }
}
