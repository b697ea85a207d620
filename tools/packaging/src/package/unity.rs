//! The Unity package as it is handed out: `bindings/unity`, the C# binding, and the libraries that exist. A
//! `.tgz` as npm makes them, for Unity's "Install package from tarball".

mod manual;
pub mod meta;

use std::fs;
use std::path::{Path, PathBuf};

use super::binary::{self, Cpu, Kind};
use super::{copy, copy_tree, here, natives};
use crate::notices;
use anyhow::{Context, bail};
use harness::tool::Tool;
use harness::{Result, build, command, project};
use meta::{Importer, MAC, Native};
use xshell::cmd;

pub const VERSION: &str = env!("CARGO_PKG_VERSION");
pub const NAME: &str = "cc.authforge.sdk";
pub const SOURCE: &str = "bindings/unity/cc.authforge.sdk";
pub const MANUAL: &str = "Documentation~/cc.authforge.sdk.md";
/// Under the name that Unity's own packages have.
pub const NOTICES: &str = "Third Party Notices.md";
/// macOS' own tar sorts nothing, so the archive would be another one each time.
pub const TAR: Tool = Tool { probe: &["tar", "--sort=name", "--version"], package: "tar" };
/// Files of one Mac processor, which become one file for both.
const MAC_PARTS: [&str; 2] = ["MacX64", "MacArm64"];

/// The command `cargo xtask package unity`.
pub fn run() -> Result {
    let own = here().map(|platform| natives().join(platform));
    let given = own.filter(|own| has_file(own));
    let library = match given {
        Some(given) => given,
        None => {
            super::say_built_here();
            build::shipped_library()?
        }
    };
    let stage = project::target().join("package").join(format!("{NAME}-{VERSION}"));
    let missing = assemble(&library, &natives(), &stage.join("package"))?;
    println!("{}", archive(&stage)?.display());
    super::say_missing(&missing);
    Ok(())
}

fn has_file(folder: &Path) -> bool {
    meta::NATIVES.iter().any(|native| folder.join(native.file()).is_file())
}

/// Puts the package into a new folder; gives the platforms whose libraries are missing. `library` is the folder
/// with this platform's, unless `natives`, where those of all platforms are, has one.
pub fn assemble(library: &Path, natives: &Path, package: &Path) -> Result<Vec<&'static str>> {
    let _ = fs::remove_dir_all(package);
    copy_tree(&project::root().join(SOURCE), package)?;
    copy(&project::root().join("LICENSE"), &package.join("LICENSE.md"))?;
    copy(&notices::path(), &package.join(NOTICES))?;
    manual::write(&package.join(MANUAL))?;
    for source in binding()? {
        let name = source.file_name().unwrap_or_default();
        copy(&source, &package.join("Runtime/AuthForge").join(name))?;
    }
    let mut missing = Vec::new();
    for native in &meta::NATIVES {
        let Some(bytes) = made(native, library, natives)? else {
            missing.push(native.platform);
            continue;
        };
        match native.cpu_of(&bytes) {
            None => bail!(wrong(native.platform)),
            Some("x86_64") if native.platform == MAC => missing.push(MAC_PARTS[1]),
            Some("ARM64") if native.platform == MAC => missing.push(MAC_PARTS[0]),
            Some(_) => {}
        }
        let path = package.join(native.path);
        let folder = path.parent().context("a library without a folder")?;
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    }
    describe(package, package)?;
    Ok(missing)
}

/// The library of a platform, if there is one.
fn made(native: &Native, library: &Path, natives: &Path) -> Result<Option<Vec<u8>>> {
    let given = read(&natives.join(native.platform).join(native.file()))?;
    if given.is_some() {
        return Ok(given);
    }
    let own = if here() == Some(native.platform) { read(&library.join(native.file()))? } else { None };
    if native.platform == MAC { universal_binary(own, native.file(), natives) } else { Ok(own) }
}

/// macOS' library of the parts that there are.
fn universal_binary(own: Option<Vec<u8>>, file: &str, natives: &Path) -> Result<Option<Vec<u8>>> {
    let mut parts = Vec::new();
    for (name, cpu) in MAC_PARTS.into_iter().zip([Cpu::X64, Cpu::Arm64]) {
        let is_wanted = |bytes: &Vec<u8>| binary::kind(bytes) == Some(Kind::Apple(cpu));
        match read(&natives.join(name).join(file))? {
            Some(given) if is_wanted(&given) => parts.push(given),
            Some(_) => bail!(wrong(name)),
            None => parts.extend(own.clone().filter(is_wanted)),
        }
    }
    match parts.len() {
        0 => Ok(own),
        1 => Ok(parts.pop()),
        _ => binary::universal(&parts).map(Some).context("macOS' libraries are too large"),
    }
}

fn wrong(platform: &str) -> String {
    format!("the library of {platform} was made for something else")
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    if !path.is_file() {
        return Ok(None);
    }
    fs::read(path).map(Some).with_context(|| path.display().to_string())
}

/// The sources of the C# binding.
pub fn binding() -> Result<Vec<PathBuf>> {
    project::files(&project::root().join("bindings/csharp/LibAuthForge"), "cs")
}

/// Packs `stage/package` beside `stage`, always in the same bytes.
pub fn archive(stage: &Path) -> Result<PathBuf> {
    let archive = stage.with_file_name(format!("{NAME}-{VERSION}.tgz"));
    let order = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@499162500"];
    let form = ["--mode=u=rwX,go=rX", "--format=ustar", "-I", "gzip -n9"];
    let shell = command::shell()?;
    command::said(cmd!(shell, "tar {order...} {form...} -cf {archive} -C {stage} package"))?;
    Ok(archive)
}

/// Gives every asset below `folder` that has none its `.meta`.
fn describe(package: &Path, folder: &Path) -> Result {
    for path in assets(folder)? {
        let beside = meta::beside(&path);
        let inside = path.strip_prefix(package)?;
        // Unity does not look into folders that end in ~; but a sample is copied with its metas.
        let hidden = inside.to_string_lossy().ends_with('~');
        let documentation = inside.starts_with("Documentation~");
        if !hidden && !documentation && !beside.is_file() {
            let text = meta::text(inside, Importer::of(&path, inside));
            fs::write(&beside, text).with_context(|| beside.display().to_string())?;
        }
        if path.is_dir() {
            describe(package, &path)?;
        }
    }
    Ok(())
}

/// What is in a folder, sorted, without metas.
pub fn assets(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut assets: Vec<_> = paths.filter(|path| path.extension().is_none_or(|e| e != "meta")).collect();
    assets.sort();
    Ok(assets)
}
