//! The crates that cargo links into a library, platform by platform.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;
use xshell::cmd;

use harness::{Result, command};

/// Every platform that a package or an installation may be of, by Rust's names.
const PLATFORMS: [(&str, &[&str]); 5] = [
    ("Linux", &["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"]),
    ("Windows", &["x86_64-pc-windows-msvc", "x86_64-pc-windows-gnu"]),
    ("macOS", &["x86_64-apple-darwin", "aarch64-apple-darwin"]),
    ("iOS", &["aarch64-apple-ios"]),
    ("Android", &["aarch64-linux-android", "armv7-linux-androideabi", "x86_64-linux-android"]),
];

/// A crate of which there is code in the library.
#[derive(Clone, Debug)]
pub struct Crate {
    pub name: String,
    pub version: String,
    /// As the crate says it, by SPDX.
    pub licence: String,
    pub authors: Vec<String>,
    pub folder: PathBuf,
    pub platforms: BTreeSet<&'static str>,
}

impl Crate {
    pub fn named(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    pub fn is_everywhere(&self) -> bool {
        self.platforms.len() == PLATFORMS.len()
    }
}

pub fn everywhere() -> BTreeSet<&'static str> {
    PLATFORMS.iter().map(|(platform, _)| *platform).collect()
}

/// What a library is made of.
pub struct Workspace<'a> {
    pub manifest: PathBuf,
    pub package: &'a str,
    /// Beside its usual ones, with commas.
    pub features: &'a str,
}

impl Workspace<'_> {
    /// In the order of their names. Macros run in the compiler, and are not linked.
    pub fn linked(&self) -> Result<Vec<Crate>> {
        let mut found: BTreeMap<(String, String), BTreeSet<&'static str>> = BTreeMap::new();
        for (platform, targets) in PLATFORMS {
            for target in targets {
                for key in self.tree(target)? {
                    found.entry(key).or_default().insert(platform);
                }
            }
        }
        self.described(found)
    }

    /// The same of one target, by Rust's name.
    pub fn linked_on(&self, target: &str) -> Result<Vec<Crate>> {
        self.described(self.tree(target)?.into_iter().map(|key| (key, BTreeSet::new())).collect())
    }

    /// Name and version of what is linked in on a target.
    fn tree(&self, target: &str) -> Result<Vec<(String, String)>> {
        let form = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
        let words = ["--target", target, "--package", self.package, "--features", self.features];
        let mut found = Vec::new();
        for line in self.cargo("tree", form.iter().chain(&words))?.lines() {
            let mut words = line.split_whitespace();
            let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
            found.push((name.to_owned(), version.trim_start_matches('v').to_owned()));
        }
        Ok(found)
    }

    fn described(&self, found: BTreeMap<(String, String), BTreeSet<&'static str>>) -> Result<Vec<Crate>> {
        let told = self.cargo("metadata", &["--format-version", "1", "--features", self.features])?;
        let told: Value = serde_json::from_str(&told).context("cargo metadata")?;
        let packages = told["packages"].as_array().context("cargo metadata names no packages")?;
        let mut crates = Vec::new();
        for ((name, version), platforms) in found {
            let package = packages
                .iter()
                .find(|package| package["name"] == name.as_str() && package["version"] == version.as_str());
            let package = package.with_context(|| format!("cargo metadata has no {name} {version}"))?;
            crates.push(described(package, name, version, platforms)?);
        }
        Ok(crates)
    }

    /// Gets the sources of all platforms; without a network only what cargo has, or what is vendored.
    pub fn fetch(&self) -> Result {
        self.cargo("fetch", &["--quiet"]).map(drop)
    }

    /// What a command of cargo's says.
    fn cargo<'a>(&self, word: &str, more: impl IntoIterator<Item = &'a &'a str>) -> Result<String> {
        let (shell, cargo, manifest) = (command::shell()?, command::cargo_program(), &self.manifest);
        // Rust's own library asks for what is promised to nobody else.
        shell.set_var("RUSTC_BOOTSTRAP", "1");
        command::said(cmd!(shell, "{cargo} {word} --locked --manifest-path {manifest}").args(more))
    }
}

fn described(
    package: &Value,
    name: String,
    version: String,
    platforms: BTreeSet<&'static str>,
) -> Result<Crate> {
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap_or_default());
    let folder = manifest.parent().with_context(|| format!("{name} has no folder"))?.to_owned();
    let texts = package["authors"].as_array().into_iter().flatten();
    // Nobody's address is spread any further.
    let authors = texts.filter_map(Value::as_str).map(|author| match author.split_once(" <") {
        Some((name, _)) => name.to_owned(),
        None => author.to_owned(),
    });
    let licence = package["license"].as_str().unwrap_or_default().to_owned();
    Ok(Crate { name, version, licence, authors: authors.collect(), folder, platforms })
}
