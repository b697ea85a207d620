//! The package for NuGet: what is in it, and strangers' programs (`tests/nuget`) that have it from a feed.
//!
//! The feed's package has the library of this machine and stand-ins of three other systems, so that a build for those, and for
//! all that it has nothing for, can be tried here.

mod consumers;
mod contents;
mod sentences;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness::dotnet::Sdk;
use harness::once::once;
use harness::{Result, build, project};
use packaging::package::binary;
use packaging::package::nuget::{self, Given, Platform, VERSION};
use programs::Case;

/// Systems whose library is a stand-in, besides this machine's.
const STAND_INS: [&str; 4] = ["win-x64", "win-x86", "linux-x64", "linux-arm64"];

pub fn cases() -> Vec<Case> {
    let mut cases = contents::cases();
    cases.extend(sentences::cases());
    cases.extend(consumers::cases());
    cases
}

/// The platform of this machine.
fn here() -> Result<&'static Platform> {
    Platform::here().context("no package has a library for this machine")
}

/// The systems that the package is for.
fn rids() -> Result<Vec<&'static str>> {
    let mut rids = STAND_INS.to_vec();
    rids.push(here()?.rid);
    rids.sort_unstable();
    rids.dedup();
    Ok(rids)
}

/// The library that a program of this machine is to have.
fn library() -> Result<PathBuf> {
    Ok(build::library()?.join(here()?.file))
}

fn scratch() -> Result<PathBuf> {
    project::scratch("csharp/nuget")
}

/// A folder with the package, made once in a run.
fn feed() -> Result<PathBuf> {
    let feed = scratch()?.join("feed");
    once("package of C#", || {
        // NuGet keeps what it has once seen of a version.
        let _ = fs::remove_dir_all(project::scratch("dotnet/packages")?.join("libauthforge"));
        pack(&feed)
    })?;
    Ok(feed)
}

fn pack(feed: &Path) -> Result {
    let stage = feed.with_extension("stage");
    let natives = feed.with_extension("natives");
    let mut given = Vec::new();
    for rid in rids()? {
        let platform = Platform::named(rid).with_context(|| format!("{rid} is no platform"))?;
        let file = if rid == here()?.rid { library()? } else { natives.join(rid).join(platform.file) };
        if rid != here()?.rid {
            fs::create_dir_all(natives.join(rid)).with_context(|| natives.display().to_string())?;
            fs::write(&file, binary::stand_in(platform.kind()))
                .with_context(|| file.display().to_string())?;
        }
        given.push(Given { rid: rid.to_owned(), file });
    }
    nuget::assemble(&given, Path::new("/nowhere"), &stage)?;
    fs::create_dir_all(feed).with_context(|| feed.display().to_string())?;
    nuget::pack(Sdk::find()?, &stage, feed).map(drop)
}

/// Builds or publishes a program of `tests/nuget` that has the package, in a folder of its own.
fn make(verb: &str, program: &str, to: &str, words: &[&str]) -> Result<String> {
    let sources = format!("-p:RestoreAdditionalProjectSources={}", feed()?.display());
    let version = format!("-p:LibAuthForgeVersion={VERSION}");
    let mut all = vec![sources.as_str(), version.as_str()];
    all.extend(words);
    let project = project::root().join("tests/nuget").join(program).join(format!("{program}.csproj"));
    Sdk::find()?.make(verb, &project, &scratch()?.join(to), &all)
}
