//! What is in the package.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use harness::{Result, command, project};
use packaging::package::nuget::{NAME, Platform, VERSION};
use programs::{Case, Kind};

use super::{feed, pack, rids, scratch};

const FRAMEWORKS: [&str; 2] = ["net8.0", "netstandard2.0"];
/// What every package has of its own making.
const OPC: [&str; 3] = ["[Content_Types].xml", "_rels/", "package/"];
const METADATA: [&str; 6] = [
    "<id>LibAuthForge</id>",
    "<license type=\"expression\">MIT</license>",
    "<readme>README.md</readme>",
    "<projectUrl>https://authforge.cc/</projectUrl>",
    "<group targetFramework=\"net8.0\" />",
    "<group targetFramework=\".NETStandard2.0\" />",
];

pub fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "package::has the assemblies, a native library for each system, targets, licence and notices, and no path of \
             the machine that made it",
            is_complete,
        ),
        Case::new("package::of the same sources has the same assemblies each time", is_deterministic)
            .of(Kind::Long),
    ]
}

fn is_complete() -> Result {
    let feed = feed()?;
    let package = unpacked(&feed.join(format!("{NAME}.{VERSION}.nupkg")), "unpacked")?;
    let mut expected: Vec<String> = [
        "LICENSE",
        "LibAuthForge.nuspec",
        "README.md",
        "THIRD-PARTY-NOTICES.txt",
        "build/LibAuthForge.targets",
        "buildTransitive/LibAuthForge.targets",
    ]
    .map(str::to_owned)
    .into();
    for framework in FRAMEWORKS {
        expected.extend(["dll", "xml"].map(|kind| format!("lib/{framework}/LibAuthForge.{kind}")));
    }
    for rid in rids()? {
        let file = Platform::named(rid).context("no platform")?.file;
        expected.push(format!("runtimes/{rid}/native/{file}"));
    }
    expected.sort();
    let found: Vec<String> = package.keys().cloned().collect();
    if found != expected {
        bail!("it has {found:#?}, need {expected:#?}");
    }
    has_metadata(&package)?;
    let symbols = unpacked(&feed.join(format!("{NAME}.{VERSION}.snupkg")), "unpacked symbols")?;
    for framework in FRAMEWORKS {
        let name = format!("lib/{framework}/LibAuthForge.pdb");
        symbols.get(&name).with_context(|| format!("the symbols have no {name}"))?;
    }
    for (name, bytes) in package.iter().chain(&symbols).filter(|(name, _)| !name.starts_with("runtimes/")) {
        for place in [project::root(), project::target()] {
            let place = place.display().to_string();
            if bytes.windows(place.len()).any(|part| part == place.as_bytes()) {
                bail!("{name} has the path {place}");
            }
        }
    }
    Ok(())
}

fn has_metadata(package: &BTreeMap<String, Vec<u8>>) -> Result {
    let text =
        |name: &str| String::from_utf8_lossy(package.get(name).map_or(&[], Vec::as_slice)).into_owned();
    let nuspec = text("LibAuthForge.nuspec");
    let version = format!("<version>{VERSION}</version>");
    for line in METADATA.into_iter().chain([version.as_str()]) {
        if !nuspec.contains(line) {
            bail!("its description has no {line}\n{nuspec}");
        }
    }
    // The mark by which the linker takes out what is not used of an assembly.
    if !text("lib/net8.0/LibAuthForge.dll").contains("IsTrimmable") {
        bail!("the assembly of net8.0 does not say that it can be trimmed");
    }
    Ok(())
}

fn is_deterministic() -> Result {
    let other = scratch()?.join("other feed");
    pack(&other)?;
    for kind in ["nupkg", "snupkg"] {
        let file = format!("{NAME}.{VERSION}.{kind}");
        let one = unpacked(&feed()?.join(&file), &format!("one {kind}"))?;
        let two = unpacked(&other.join(&file), &format!("two {kind}"))?;
        let differ = one.iter().filter(|(name, bytes)| two.get(*name) != Some(bytes));
        let differ: Vec<&str> = differ.map(|(name, _)| name.as_str()).collect();
        if !differ.is_empty() || one.len() != two.len() {
            bail!("two packages of {kind} differ in {differ:?}");
        }
    }
    Ok(())
}

/// The files of a package, but for what the format adds.
fn unpacked(package: &Path, name: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    let folder = project::empty(&format!("csharp/nuget/{name}"))?;
    command::output(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(package).arg(&folder))?;
    let mut files = BTreeMap::new();
    collect(&folder, &folder, &mut files)?;
    files.retain(|name, _| !OPC.iter().any(|own| name.starts_with(own)));
    Ok(files)
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root)?.display().to_string();
            files.insert(name, fs::read(&path).with_context(|| path.display().to_string())?);
        }
    }
    Ok(())
}
