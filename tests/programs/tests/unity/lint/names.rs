//! What the package's files say of each other and of themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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
        return Err(format!("it is of {} {}, need {NAME} {VERSION}", manifest["name"], manifest["version"]));
    }
    if let Some(field) = TEXTS.iter().find(|field| manifest[**field].as_str().is_none_or(str::is_empty)) {
        return Err(format!("it has no {field}"));
    }
    let unity = manifest["unity"].as_str().and_then(|text| text.split_once('.'));
    if !unity.is_some_and(|(year, minor)| year.len() == 4 && minor.parse::<u8>().is_ok()) {
        return Err(format!("it is for Unity {}", manifest["unity"]));
    }
    if manifest["dependencies"] != serde_json::json!({}) {
        return Err(format!("it depends on {}", manifest["dependencies"]));
    }
    samples(package, &manifest)?;
    let changes = text(&package.join("CHANGELOG.md"))?;
    if !changes.contains(&format!("\n## [{VERSION}]\n")) {
        return Err(format!("CHANGELOG.md has no {VERSION}"));
    }
    let gone = FILES.iter().find(|file| !package.join(file).is_file());
    gone.map_or(Ok(()), |file| Err(format!("{file} is not there")))
}

/// The manual is there, and what it links to.
pub fn manual(package: &Path) -> Result {
    let manual = text(&package.join(MANUAL))?;
    let folder = package.join(MANUAL);
    let folder = folder.parent().ok_or("a manual without a folder")?;
    let targets = manual.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    match targets.into_iter().find(|target| !target.starts_with("https://") && !folder.join(target).is_file())
    {
        Some(target) => Err(format!("{MANUAL} links to {target}, which is not there")),
        None => Ok(()),
    }
}

/// Each sample is a folder, and each folder a sample.
fn samples(package: &Path, manifest: &Value) -> Result {
    let mut told = BTreeSet::new();
    for sample in manifest["samples"].as_array().ok_or("it has no samples")? {
        let path = sample["path"].as_str().ok_or("a sample has no path")?;
        if sample["displayName"].as_str().is_none_or(str::is_empty) || !package.join(path).is_dir() {
            return Err(format!("the sample {path} has no name or is not there"));
        }
        told.insert(path.to_owned());
    }
    for entry in fs::read_dir(package.join("Samples~")).map_err(|e| format!("Samples~: {e}"))? {
        let entry = entry.map_err(|e| e.to_string())?;
        let path = format!("Samples~/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() && !told.contains(&path) {
            return Err(format!("it does not tell of {path}"));
        }
    }
    Ok(())
}

pub fn assemblies(package: &Path) -> Result {
    let paths: Vec<_> = guids::pairs(package)?.into_keys().collect();
    let definitions: Vec<_> = paths.iter().filter(|path| path.ends_with(".asmdef")).collect();
    let names: Vec<_> = definitions.iter().map(|path| stem(path)).collect();
    for path in &definitions {
        definition(&json(&package.join(path))?, &stem(path), &names)
            .map_err(|why| format!("{path}: {why}"))?;
    }
    for script in paths.iter().filter(|path| path.ends_with(".cs") && !path.starts_with("Samples~/")) {
        let owners = definitions.iter().filter(|path| {
            let folder = Path::new(path.as_str()).parent();
            folder.is_some_and(|folder| Path::new(script.as_str()).starts_with(folder))
        });
        if owners.count() != 1 {
            return Err(format!("{script} is not in one assembly"));
        }
    }
    let link = text(&package.join("Runtime/link.xml"))?;
    let kept: Vec<_> = link.split("fullname=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    match kept.iter().find(|kept| !names.iter().any(|name| name == *kept)) {
        Some(kept) => Err(format!("link.xml keeps {kept}, which is not there")),
        None if kept.contains(&NAME) => Ok(()),
        None => Err(format!("link.xml does not keep {NAME}")),
    }
}

fn definition(definition: &Value, stem: &str, names: &[String]) -> Result {
    if definition["name"] != stem {
        return Err(format!("calls itself {}", definition["name"]));
    }
    let listed = |field: &str| -> Result<Vec<String>> {
        let list = definition[field].as_array().ok_or_else(|| format!("has no {field}"))?;
        Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    };
    for name in listed("references")? {
        if !OF_UNITY.contains(&name.as_str()) && !names.contains(&name) {
            return Err(format!("refers to {name}, which is not there"));
        }
    }
    let platforms = [listed("includePlatforms")?, listed("excludePlatforms")?];
    if platforms.iter().all(|list| !list.is_empty()) {
        return Err("includes and excludes platforms".to_owned());
    }
    match platforms.iter().flatten().find(|name| !PLATFORMS.contains(&name.as_str())) {
        Some(name) => Err(format!("names the platform {name}")),
        None => Ok(()),
    }
}

fn stem(path: &str) -> String {
    Path::new(path).file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn json(path: &Path) -> Result<Value> {
    serde_json::from_str(&text(path)?).map_err(|e| format!("{}: {e}", path.display()))
}
