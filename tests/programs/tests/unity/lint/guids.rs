//! The `.meta` beside every asset, and the GUID in it, by which scenes of games refer to the asset.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use harness::{Result, project};
use packaging::package::unity::meta::{self, NATIVES};
use packaging::package::unity::{self as package};

/// The GUID of every asset, for ever.
const LIST: &str = "tests/engines/unity/guids.txt";

/// Every asset that Unity sees, by its path in the package, with its GUID.
pub fn pairs(package: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    gather(package, package, &mut found)?;
    Ok(found)
}

/// As Unity: nothing whose name begins with a dot, no folder whose name ends in ~; but samples are copied with their
/// metas.
fn gather(package: &Path, folder: &Path, found: &mut BTreeMap<String, String>) -> Result {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let inside = path.strip_prefix(package)?.to_string_lossy().into_owned();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.extension().is_some_and(|end| end == "meta") {
            if !path.with_extension("").exists() {
                bail!("{inside} has no file");
            }
            continue;
        }
        let hidden = name.ends_with('~');
        if hidden && meta::beside(&path).exists() {
            bail!("{inside} has a .meta, and Unity never sees it");
        }
        if !hidden {
            found.insert(inside.clone(), guid(&path).with_context(|| inside.clone())?);
        }
        if path.is_dir() && (!hidden || name == "Samples~") {
            gather(package, &path, found)?;
        }
    }
    Ok(())
}

fn guid(asset: &Path) -> Result<String> {
    let text = fs::read_to_string(meta::beside(asset)).context("no .meta")?;
    let is_folder = text.contains("folderAsset: yes\n");
    if is_folder != asset.is_dir() {
        bail!("its .meta takes a folder for a file, or the other way round");
    }
    let guid = text.lines().find_map(|line| line.strip_prefix("guid: ")).context("its .meta has no guid")?;
    let good = guid.len() == 32 && guid.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if good { Ok(guid.to_owned()) } else { bail!("its guid is {guid:?}") }
}

/// New assets are added to the list by hand; ones that are gone stay in it only as libraries that nobody built.
pub fn are_kept(package: &Path) -> Result {
    let list = fs::read_to_string(project::root().join(LIST)).context(LIST)?;
    let kept: BTreeMap<_, _> =
        list.lines().filter_map(|line| line.split_once(' ')).map(|(guid, path)| (path, guid)).collect();
    let found = pairs(package)?;
    let mut owners = BTreeMap::new();
    for (path, guid) in &found {
        if let Some(other) = owners.insert(guid, path) {
            bail!("{other} and {path} have the same guid");
        }
        match kept.get(path.as_str()) {
            None => bail!("new; add to {LIST}: {guid} {path}"),
            Some(known) if known != guid => {
                bail!("{path} had the guid {known} and has {guid}");
            }
            Some(_) => {}
        }
    }
    let may_miss = |path: &str| NATIVES.iter().any(|native| Path::new(native.path).starts_with(path));
    let gone = kept.keys().find(|path| !found.contains_key(**path) && !may_miss(path));
    gone.map_or(Ok(()), |path| Err(anyhow!("{path} was in {} and is not any more", package::NAME)))
}
