//! What the package's files say of each other and of themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use serde_json::Value;

use super::guids;
use harness::Result;
use packaging::package::unity::{MANUAL, NAME, VERSION};

/// What an asmdef may name beside the package's own.
const OF_UNITY: [&str; 2] = ["UnityEngine.TestRunner", "UnityEditor.TestRunner"];
const PLATFORMS: [&str; 2] = ["Editor", "WebGL"];
const TEXTS: [&str; 4] = ["displayName", "description", "license", "unity"];
const FILES: [&str; 3] = ["README.md", "CHANGELOG.md", "Runtime/link.xml"];

pub fn manifest(package: &Path) -> Result {
    let manifest = json(&package.join("package.json"))?;
    if manifest["name"] != NAME || manifest["version"] != VERSION {
        bail!("it is of {} {}, need {NAME} {VERSION}", manifest["name"], manifest["version"]);
    }
    if let Some(field) = TEXTS.iter().find(|field| manifest[**field].as_str().is_none_or(str::is_empty)) {
        bail!("it has no {field}");
    }
    let unity = manifest["unity"].as_str().and_then(|text| text.split_once('.'));
    if !unity.is_some_and(|(year, minor)| year.len() == 4 && minor.parse::<u8>().is_ok()) {
        bail!("it is for Unity {}", manifest["unity"]);
    }
    if manifest["dependencies"] != serde_json::json!({}) {
        bail!("it depends on {}", manifest["dependencies"]);
    }
    samples(package, &manifest)?;
    let changes = text(&package.join("CHANGELOG.md"))?;
    if !changes.contains(&format!("\n## [{VERSION}]\n")) {
        bail!("CHANGELOG.md has no {VERSION}");
    }
    let gone = FILES.iter().find(|file| !package.join(file).is_file());
    gone.map_or(Ok(()), |file| Err(anyhow!("{file} is not there")))
}

/// The manual is there, and what it links to.
pub fn manual(package: &Path) -> Result {
    let manual = text(&package.join(MANUAL))?;
    let folder = package.join(MANUAL);
    let folder = folder.parent().context("a manual without a folder")?;
    let targets = manual.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    match targets.into_iter().find(|target| !target.starts_with("https://") && !folder.join(target).is_file())
    {
        Some(target) => bail!("{MANUAL} links to {target}, which is not there"),
        None => Ok(()),
    }
}

/// Each sample is a folder, and each folder a sample.
fn samples(package: &Path, manifest: &Value) -> Result {
    let mut told = BTreeSet::new();
    for sample in manifest["samples"].as_array().context("it has no samples")? {
        let path = sample["path"].as_str().context("a sample has no path")?;
        if sample["displayName"].as_str().is_none_or(str::is_empty) || !package.join(path).is_dir() {
            bail!("the sample {path} has no name or is not there");
        }
        told.insert(path.to_owned());
    }
    for entry in fs::read_dir(package.join("Samples~")).context("Samples~")? {
        let entry = entry?;
        let path = format!("Samples~/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() && !told.contains(&path) {
            bail!("it does not tell of {path}");
        }
    }
    Ok(())
}

pub fn assemblies(package: &Path) -> Result {
    let paths: Vec<_> = guids::pairs(package)?.into_keys().collect();
    let definitions: Vec<_> = paths.iter().filter(|path| path.ends_with(".asmdef")).collect();
    let names: Vec<_> = definitions.iter().map(|path| stem(path)).collect();
    for path in &definitions {
        definition(&json(&package.join(path))?, &stem(path), &names).with_context(|| path.to_string())?;
    }
    for script in paths.iter().filter(|path| path.ends_with(".cs") && !path.starts_with("Samples~/")) {
        let owners = definitions.iter().filter(|path| {
            let folder = Path::new(path.as_str()).parent();
            folder.is_some_and(|folder| Path::new(script.as_str()).starts_with(folder))
        });
        if owners.count() != 1 {
            bail!("{script} is not in one assembly");
        }
    }
    let link = text(&package.join("Runtime/link.xml"))?;
    let kept: Vec<_> = link.split("fullname=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    match kept.iter().find(|kept| !names.iter().any(|name| name == *kept)) {
        Some(kept) => bail!("link.xml keeps {kept}, which is not there"),
        None if kept.contains(&NAME) => Ok(()),
        None => bail!("link.xml does not keep {NAME}"),
    }
}

fn definition(definition: &Value, stem: &str, names: &[String]) -> Result {
    if definition["name"] != stem {
        bail!("calls itself {}", definition["name"]);
    }
    let listed = |field: &str| -> Result<Vec<String>> {
        let list = definition[field].as_array().with_context(|| format!("has no {field}"))?;
        Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    };
    for name in listed("references")? {
        if !OF_UNITY.contains(&name.as_str()) && !names.contains(&name) {
            bail!("refers to {name}, which is not there");
        }
    }
    let platforms = [listed("includePlatforms")?, listed("excludePlatforms")?];
    if platforms.iter().all(|list| !list.is_empty()) {
        bail!("includes and excludes platforms");
    }
    match platforms.iter().flatten().find(|name| !PLATFORMS.contains(&name.as_str())) {
        Some(name) => bail!("names the platform {name}"),
        None => Ok(()),
    }
}

fn stem(path: &str) -> String {
    Path::new(path).file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn json(path: &Path) -> Result<Value> {
    serde_json::from_str(&text(path)?).with_context(|| path.display().to_string())
}
