//! What a build says that the package has nothing for, and what it gets where it has.

use anyhow::{Context, bail, ensure};
use harness::Result;
use programs::Case;

use super::{make, rids, scratch};

/// Builds of .NET for one system: what they are to say.
const REFUSED: [(&str, &str); 5] = [
    (
        "linux-musl-x64",
        "error LIBAUTHFORGE003: LibAuthForge has no native library for linux-musl-x64, whose C library is musl",
    ),
    ("linux-bionic-x64", "error LIBAUTHFORGE003: LibAuthForge has no native library for linux-bionic-x64"),
    ("osx-arm64", "error LIBAUTHFORGE002: LibAuthForge has no native library for osx-arm64."),
    ("freebsd-x64", "error LIBAUTHFORGE002: LibAuthForge has no native library for freebsd-x64."),
    ("browser-wasm", "error LIBAUTHFORGE001: LibAuthForge cannot run as WebAssembly (browser-wasm)"),
];

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("package::a build for a system that it has no library for says so and what to do", refuses),
        Case::new("package::a program for Windows has both, the assembly and the library", on_windows),
        Case::new(
            "package::a program for .NET Framework says its processor and gets that library",
            on_framework,
        ),
    ]
}

fn refuses() -> Result {
    let has = format!("The package has: {}.", rids()?.join(", "));
    for (rid, sentence) in REFUSED {
        let has = if rid.ends_with("-wasm") { "" } else { has.as_str() };
        is_refused(resolve(rid, &[]), &[sentence, has]).context(rid)?;
    }
    resolve("osx-arm64", &["-p:LibAuthForgeNativeCheck=false"])?;
    resolve("linux-arm64", &[]).map(drop)
}

/// As much of a build as it takes to know what it gets of packages.
fn resolve(rid: &str, words: &[&str]) -> Result<String> {
    let rid = format!("-p:RuntimeIdentifier={rid}");
    // The SDK would ask for its tools for browsers before anything is looked at.
    let mut all = vec![
        "-p:MSBuildEnableWorkloadResolver=false",
        "-t:ResolvePackageAssets",
        &rid,
        "-p:SelfContained=false",
        "-p:UseAppHost=false",
    ];
    all.extend(words);
    make("build", "Consumer", "resolved", &all)
}

fn on_windows() -> Result {
    let out = scratch()?.join("windows").join("out");
    let output = format!("-p:PublishDir={}/", out.display());
    let words = ["-r", "win-x64", "--self-contained", "false", "-p:UseAppHost=false", &output];
    make("publish", "Consumer", "windows", &words)?;
    for name in ["LibAuthForge.dll", "authforge.dll"] {
        if !out.join(name).is_file() {
            bail!("{name} is not there");
        }
    }
    Ok(())
}

fn on_framework() -> Result {
    let refused = |words: &[&str], sentence: &str| {
        is_refused(make("build", "Framework", "framework", words), &[sentence])
            .with_context(|| format!("{words:?}"))
    };
    refused(&[], "error LIBAUTHFORGE004: LibAuthForge has native code, and AnyCPU does not say")?;
    refused(
        &["-p:PlatformTarget=arm64"],
        "error LIBAUTHFORGE005: LibAuthForge has no native library for Windows on arm64",
    )?;
    for (platform, machine) in [("x64", [0x64, 0x86]), ("x86", [0x4c, 0x01])] {
        let to = format!("framework {platform}");
        make("build", "Framework", &to, &[&format!("-p:PlatformTarget={platform}")])?;
        let file = harness::dotnet::built(&scratch()?.join(&to), "Framework").join("authforge.dll");
        let bytes = std::fs::read(&file).with_context(|| file.display().to_string())?;
        if bytes.get(68..70) != Some(&machine[..]) {
            bail!("the library beside a program for {platform} is another one's");
        }
    }
    Ok(())
}

/// With all of these sentences.
fn is_refused(built: Result<String>, sentences: &[&str]) -> Result {
    let Err(why) = built else { bail!("is not refused") };
    let said = format!("{why:#}");
    for sentence in sentences {
        ensure!(said.contains(sentence), "{sentence:?} is not in what was said: {said}");
    }
    Ok(())
}
