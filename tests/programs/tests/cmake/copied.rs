//! Copies of the sources, to change, with a cargo that only writes down how it was called.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use super::VERSION;
use super::fake_cargo::FakeCargo;
use super::steps::{build, cmake, configure, copy, find, fresh};
use anyhow::{Context, bail, ensure};
use harness::{Result, project};
use programs::Case;

/// What an installation is made of.
const PARTS: [&str; 10] = [
    "CMakeLists.txt",
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "THIRD-PARTY-NOTICES.txt",
    "build.rs",
    "cmake",
    "src",
    "include",
    "bindings",
];
/// A version that is installed, one that is asked for, and whether the one serves the other.
const VERSIONS: [(&str, &str, bool); 18] = [
    ("0.9.0", "0.1", false),
    ("0.9.0", "0.9", true),
    ("0.9.0", "0.9.1", false),
    ("0.9.0", "0.9 EXACT", true),
    ("0.9.0", "0.9.0 EXACT", true),
    ("0.9.3", "0.9.1", true),
    ("0.9.3", "0.9 EXACT", false),
    ("0.9.3", "0.9.2 EXACT", false),
    ("0.9.3", "0.1...0.10", true),
    ("0.9.3", "0.9...0.9.3", true),
    ("0.9.3", "0.9...<0.9.3", false),
    ("0.9.3", "0.1...0.8", false),
    ("0.9.3", "0.10...1", false),
    ("1.4.0", "1.1", true),
    ("1.4.0", "0.9", false),
    ("1.4.0", "1.5", false),
    ("1.4.0", "1.1...<2", true),
    ("1.4.0", "0.9...<1", false),
];

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("cmake::cargo runs when a source changed, and only then", rebuilds),
        Case::new(
            "cmake::before 1.0 another minor version is another interface, and after it none",
            versions,
        ),
        Case::new("cmake::cargo is told --locked once, whatever else it is told", locked),
        Case::new("cmake::a Cargo.lock that does not fit is an error and is not changed", stale_lock),
    ]
}

struct Copied {
    folder: PathBuf,
    cargo: FakeCargo,
}

impl Copied {
    fn new(name: &str) -> Result<Copied> {
        let folder = fresh(&project::scratch("cmake-copied")?.join(name))?;
        for name in PARTS {
            copy(&project::root().join(name), &folder)?;
        }
        let cargo = FakeCargo::new(&folder)?;
        Ok(Copied { folder, cargo })
    }

    fn configure(&self, arguments: &[&str]) -> Result {
        let options = self.cargo.options();
        let all = [arguments, &options.each_ref().map(String::as_str)].concat();
        configure(&self.folder, &self.folder.join("build"), &all)
    }

    /// Builds; gives a line for each time that cargo has run.
    fn build(&self) -> Result<Vec<String>> {
        build(&self.folder.join("build"))?;
        self.cargo.calls()
    }

    /// One of another version, installed below it.
    fn install(version: &str) -> Result<Copied> {
        let copied = Copied::new("of another version")?;
        let line = |version: &str| format!("version = \"{version}\"");
        copied.replace("Cargo.toml", &line(VERSION), &line(version))?;
        copied.configure(&[])?;
        copied.build()?;
        let (build, prefix) = (copied.folder.join("build"), copied.folder.join("prefix"));
        cmake(["--install".as_ref(), build.as_os_str(), "--prefix".as_ref(), prefix.as_os_str()])?;
        Ok(copied)
    }

    /// Takes the rest of the workspace out of its manifest: this package alone was copied.
    fn leave_alone(&self) -> Result {
        let path = self.folder.join("Cargo.toml");
        let mut manifest: toml::Table = project::read(&path)?.parse().context("Cargo.toml")?;
        manifest.remove("dev-dependencies");
        let workspace = manifest.get_mut("workspace").and_then(toml::Value::as_table_mut);
        workspace.context("Cargo.toml has no workspace")?.remove("members");
        project::write(&path, &manifest.to_string())
    }

    fn replace(&self, name: &str, old: &str, new: &str) -> Result {
        let path = self.folder.join(name);
        let text = fs::read_to_string(&path).with_context(|| name.to_owned())?;
        if !text.contains(old) {
            bail!("{name} has no {old:?}");
        }
        fs::write(&path, text.replacen(old, new, 1)).with_context(|| name.to_owned())
    }
}

fn rebuilds() -> Result {
    let copied = Copied::new("changing")?;
    copied.configure(&[])?;
    let ran = |times: usize, when: &str| -> Result {
        let lines = copied.build()?.len();
        ensure!(lines == times, "{when} cargo has run {lines} times, need {times}");
        Ok(())
    };
    let change = |name: &str| -> Result {
        let file = fs::File::options().append(true).create(true).open(copied.folder.join(name));
        file.and_then(|file| file.set_modified(SystemTime::now())).with_context(|| name.to_owned())
    };
    ran(1, "at first")?;
    ran(1, "with nothing changed")?;
    change("src/lib.rs")?;
    ran(2, "after a change")?;
    change("src/another.rs")?;
    ran(3, "after a new file")?;
    change("include/authforge.h")?;
    ran(3, "after a change of the header, which cargo does not read")
}

fn versions() -> Result {
    let mut installed: Option<(&str, Copied)> = None;
    for (version, wanted, fits) in VERSIONS {
        let made = installed
            .take()
            .filter(|(made, _)| *made == version)
            .map_or_else(|| Copied::install(version), |(_, copied)| Ok(copied))?;
        match (find(&made.folder.join("prefix"), wanted, &made.folder.join("asking")), fits) {
            (Ok(()), true) => {}
            (Err(why), false) if why.to_string().contains("requested version") => {}
            (result, _) => bail!("{version} for one that asks for {wanted}: {result:?}"),
        }
        installed = Some((version, made));
    }
    Ok(())
}

fn locked() -> Result {
    for (flags, more) in
        [("", ""), ("--locked", ""), ("--offline;--locked;--config;a=1", " --offline --config a=1")]
    {
        let copied = Copied::new("locked")?;
        copied.configure(&[&format!("-DAUTHFORGE_CARGO_FLAGS={flags}")])?;
        let line = copied.build()?.concat();
        if !line.ends_with(&format!(" --locked{more}")) {
            bail!("with {flags:?} cargo was called with {line}");
        }
    }
    Ok(())
}

/// With the real cargo, which says so before it builds or fetches anything.
fn stale_lock() -> Result {
    let copied = Copied::new("stale")?;
    copied.leave_alone()?;
    let lock = fs::read(copied.folder.join("Cargo.lock"))?;
    let build_folder = copied.folder.join("build");
    configure(&copied.folder, &build_folder, &["-DAUTHFORGE_CARGO_FLAGS=--offline"])?;
    match build(&build_folder) {
        Err(why) if why.to_string().contains("--locked") => {}
        other => bail!("the build ended with {other:?}"),
    }
    let now = fs::read(copied.folder.join("Cargo.lock"))?;
    ensure!(now == lock, "Cargo.lock was changed");
    Ok(())
}
