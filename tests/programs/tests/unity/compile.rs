//! The assemblies that Unity would make of the package, and the program that drives them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};
use harness::once::{in_turn, once};
use harness::{Result, command, page, project};
use packaging::package::unity::NAME;
use programs::mono;

use crate::lint;

const FLAGS: &[&str] = &["-langversion:7.2", "-warnaserror", "-warn:4", "-nologo", "-debug"];
/// What is never assigned is filled by the inspector; what is never used is there for the signature.
const OF_THE_INSPECTOR: &str = "-nowarn:649";
const OF_STUBS: &str = "-nowarn:67,169,649";
/// The runtime once more, as for players of these platforms. Only looked at.
const PLAYERS: [&str; 3] = ["android", "ios", "webgl"];
/// What the sources say to who builds for WebGL.
const SAID: &str = "-nowarn:1030";
const ON_WEBGL: &[&str] = &["-d:UNITY_WEBGL", OF_THE_INSPECTOR, SAID];
/// Below the scratch folder.
const BUILT: &str = "unity/built";
const PAGE: &str = "docs/unity.md";

/// An assembly: name, defines and flags, sources, assemblies that it refers to.
struct Assembly<'a>(&'static str, &'static [&'static str], Vec<PathBuf>, &'a [&'static str]);

/// Compiles what is in the unpacked package, the page's example and the programs, once in a run; gives their folder.
pub fn all() -> Result<PathBuf> {
    let package = lint::unpacked()?;
    once("assemblies of Unity", || {
        let to = project::empty(BUILT)?;
        let example = to.join("Example.cs");
        project::write(&example, &page::example(PAGE, "csharp")?)?;
        for assembly in stubs().into_iter().chain(package_of(&package)?).chain(users(&package, example)?) {
            assembly.compile(&to, "library", "dll")?;
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
        let programs = sources(&project::root().join("tests/engines/unity"))?;
        Assembly("driver", &[], programs, references).compile(&to, "exe", "exe")
    })?;
    project::scratch(BUILT)
}

fn stubs() -> [Assembly<'static>; 3] {
    let stub = |file: &str| project::root().join("tests/engines/unity/stubs").join(file);
    let engine = vec![stub("UnityEngine.cs"), stub("Objects.cs"), stub("Stage.cs")];
    [
        Assembly("UnityEngine", &[OF_STUBS], engine, &[]),
        Assembly("UnityEditor", &[OF_STUBS], vec![stub("UnityEditor.cs")], &["UnityEngine"]),
        Assembly("nunit.framework", &[], vec![stub("NUnit.cs")], &[]),
    ]
}

/// What Unity would make of the package in the editor, and the runtime for players.
fn package_of(package: &Path) -> Result<[Assembly<'static>; 5]> {
    let runtime = runtime(package)?;
    let editor = sources(&package.join("Editor"))?;
    let of_editor = &["UnityEngine", "UnityEditor", NAME];
    Ok([
        Assembly(NAME, &["-d:UNITY_EDITOR"], runtime.clone(), &["UnityEngine"]),
        Assembly(PLAYERS[0], &["-d:UNITY_ANDROID"], runtime.clone(), &["UnityEngine"]),
        Assembly(PLAYERS[1], &["-d:UNITY_IOS"], runtime.clone(), &["UnityEngine"]),
        Assembly(PLAYERS[2], ON_WEBGL, runtime, &["UnityEngine"]),
        Assembly("cc.authforge.sdk.editor", &["-d:UNITY_EDITOR"], editor, of_editor),
    ])
}

fn runtime(package: &Path) -> Result<Vec<PathBuf>> {
    let mut runtime = sources(&package.join("Runtime"))?;
    runtime.extend(sources(&package.join("Runtime/AuthForge"))?);
    Ok(runtime)
}

/// A build for WebGL: the runtime, if its assembly definition does not leave it out there; and what is in `Assets`, which
/// is compiled whatever the package does: an imported sample, and a script with the page's example.
pub fn for_webgl(package: &Path, built: &Path) -> Result {
    let to = built.join("WebGL");
    fs::create_dir_all(&to).with_context(|| to.display().to_string())?;
    for stub in stubs() {
        stub.compile(&to, "library", "dll")?;
    }
    let mut references = vec!["UnityEngine"];
    if is_for(&package.join(format!("Runtime/{NAME}.asmdef")), "WebGL")? {
        Assembly(NAME, ON_WEBGL, runtime(package)?, &["UnityEngine"]).compile(&to, "library", "dll")?;
        references.push(NAME);
    }
    for (name, script) in [
        ("Sample", sources(&package.join("Samples~/GameLoop"))?),
        ("Example", vec![built.join("Example.cs")]),
    ] {
        Assembly(name, ON_WEBGL, script, &references).compile(&to, "library", "dll")?;
    }
    Ok(())
}

/// Whether an assembly is compiled for a platform.
fn is_for(definition: &Path, platform: &str) -> Result<bool> {
    let text = fs::read_to_string(definition).with_context(|| definition.display().to_string())?;
    let definition: serde_json::Value = serde_json::from_str(&text)?;
    let named =
        |field: &str| definition[field].as_array().is_some_and(|all| all.iter().any(|one| one == platform));
    let any = definition["includePlatforms"].as_array().is_none_or(Vec::is_empty);
    Ok((any || named("includePlatforms")) && !named("excludePlatforms"))
}

/// What the compiler says in a build for WebGL, and that it says it there alone.
pub fn tells_of_webgl(package: &Path, built: &Path) -> Result {
    let said = |defines: &[&str]| -> Result<String> {
        let mut mcs = Command::new("mcs");
        mcs.args(["-langversion:7.2", "-nologo", "-target:library"]).args(defines);
        mcs.arg(format!("-out:{}", built.join("WebGL/said.dll").display()));
        mcs.arg(format!("-r:{}", built.join("UnityEngine.dll").display())).args(runtime(package)?);
        let output = mcs.output().context("mcs")?;
        Ok(String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout))
    };
    let there = said(&["-d:UNITY_WEBGL"])?;
    let words = ["warning CS1030", "no library for WebGL", "#if !UNITY_WEBGL || UNITY_EDITOR"];
    if let Some(missing) = words.iter().find(|word| !there.contains(**word)) {
        bail!("no {missing:?} in:\n{there}");
    }
    let elsewhere = said(&[])? + &said(&["-d:UNITY_WEBGL", "-d:UNITY_EDITOR"])?;
    ensure!(elsewhere.is_empty(), "it says elsewhere, too:\n{elsewhere}");
    Ok(())
}

/// What refers to the package: the sample, the page's example, its own tests.
fn users(package: &Path, example: PathBuf) -> Result<[Assembly<'static>; 3]> {
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
    let mut programs = sources(&project::root().join("tests/engines/unity"))?;
    programs.retain(|path| path.file_stem().is_none_or(|name| name != "Harness"));
    Ok(programs)
}

pub fn driver(built: &Path) -> PathBuf {
    built.join("driver.exe")
}

/// Compiles everything to machine code, once in a run; gives the folder.
pub fn ahead_of_time() -> Result<PathBuf> {
    let (built, system) = (all()?, mono::system()?);
    once("machine code of Unity", || {
        for entry in fs::read_dir(&built)? {
            let path = entry?.path();
            let wanted = path.extension().is_some_and(|end| end == "dll" || end == "exe");
            let player = path.file_stem().is_some_and(|name| PLAYERS.iter().any(|player| name == *player));
            if wanted && !player {
                mono::machine_code(&path, &system)?;
            }
        }
        Ok(())
    })?;
    Ok(built)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    project::files(folder, "cs")
}

impl Assembly<'_> {
    fn compile(&self, to: &Path, kind: &str, extension: &str) -> Result {
        let Assembly(name, flags, sources, references) = self;
        let mut mcs = Command::new("mcs");
        mcs.args(FLAGS).args(*flags).arg(format!("-target:{kind}"));
        mcs.arg(format!("-out:{}", to.join(format!("{name}.{extension}")).display()));
        for reference in *references {
            mcs.arg(format!("-r:{}.dll", to.join(reference).display()));
        }
        in_turn(|| command::output(mcs.args(sources))).map(drop)
    }
}
