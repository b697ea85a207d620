//! The libraries in the package: each of the platform that its `.meta` names.

use std::fs;
use std::path::Path;

use super::guids;
use anyhow::{Context, bail, ensure};
use harness::Result;
use packaging::package::binary::{self, Cpu, Kind};
use packaging::package::unity as package;
use packaging::package::unity::meta::{self, NATIVES, Native};

const MAC: &str = "Plugins/macOS/libauthforge.dylib";

pub fn are_told(package: &Path) -> Result {
    let mut libraries = 0;
    for path in guids::pairs(package)?.into_keys().filter(|path| path.starts_with("Plugins/")) {
        if package.join(&path).is_dir() {
            continue;
        }
        let native = NATIVES.iter().find(|native| native.path == path);
        let native = native.with_context(|| format!("{path} is of no platform"))?;
        is_told(native, &package.join(&path)).with_context(|| path.to_owned())?;
        libraries += 1;
    }
    if libraries == 0 { bail!("there is no library at all") } else { Ok(()) }
}

fn is_told(native: &Native, library: &Path) -> Result {
    let bytes = fs::read(library)?;
    let cpu = native.cpu_of(&bytes).with_context(|| format!("is not for {}", native.platform))?;
    let text = fs::read_to_string(meta::beside(library))?;
    let blocks: Vec<_> = text.split("  - first:\n").skip(1).collect();
    let (group, target) = native.player;
    let player = format!("      {group}: {target}\n");
    let [all, any, places @ ..] = &blocks[..] else { bail!("has a .meta without platforms") };
    if !any.starts_with("      Any: \n    second:\n      enabled: 0\n") {
        bail!("is for any platform");
    }
    if places.len() != 1 + usize::from(native.editor.is_some()) {
        bail!("is for {} places", places.len());
    }
    for block in places {
        let place = match native.editor {
            Some(system) if block.starts_with("      Editor: Editor\n") => {
                block.contains(&format!("        OS: {system}\n"))
            }
            _ => block.starts_with(&player),
        };
        let lines = ["      enabled: 1\n".to_owned(), format!("        CPU: {cpu}\n")];
        if !place || !lines.iter().all(|line| block.contains(line)) {
            bail!("its .meta has\n{block}");
        }
    }
    for line in all.lines().filter_map(|line| line.trim().strip_prefix("Exclude ")) {
        let wanted = line == format!("{target}: 0") || line == "Editor: 0" && native.editor.is_some();
        if line.ends_with(": 0") != wanted {
            bail!("its .meta has Exclude {line}");
        }
    }
    let excluded = all.matches("Exclude ").count();
    ensure!(excluded == 8, "its .meta excludes or not {excluded} places, need 8");
    Ok(())
}

/// Something that begins as a library of each platform does; macOS' in two parts.
pub fn write_stand_ins(natives: &Path) -> Result {
    for native in &NATIVES {
        let parts = match native.kind {
            Kind::Apple(_) => vec![("MacX64", Kind::Apple(Cpu::X64)), ("MacArm64", Kind::Apple(Cpu::Arm64))],
            kind => vec![(native.platform, kind)],
        };
        for (platform, kind) in parts {
            put(&natives.join(platform), native.file(), &binary::stand_in(kind))?;
        }
    }
    Ok(())
}

fn put(folder: &Path, file: &str, bytes: &[u8]) -> Result {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(folder.join(file), bytes).with_context(|| folder.display().to_string())
}

/// Each part is where the file's head says, on a page of its own.
pub fn is_universal_binary(natives: &Path, package: &Path) -> Result {
    let file = fs::read(package.join(MAC)).context(MAC)?;
    if binary::kind(&file) != Some(Kind::Apple(Cpu::Universal)) {
        bail!("{MAC} is {:?}", binary::kind(&file));
    }
    for (index, part) in ["MacX64", "MacArm64"].into_iter().enumerate() {
        let wanted = fs::read(natives.join(part).join("libauthforge.dylib"))?;
        let number = |field: usize| {
            let at = 8 + 20 * index + 4 * field;
            file.get(at..at + 4)
                .map_or(0, |bytes| bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
        };
        let (start, length) = (number(2), number(3));
        if start == 0 || start % (1 << 14) != 0 || file.get(start..start + length) != Some(&wanted[..]) {
            bail!("{part} is not at {start}");
        }
    }
    Ok(())
}

pub fn refuses(scratch: &Path) -> Result {
    let natives = scratch.join("mixed-up");
    let refused = |platform: &str, file: &str, kind: Kind| {
        let _ = fs::remove_dir_all(&natives);
        put(&natives.join(platform), file, &binary::stand_in(kind))?;
        match package::assemble(&scratch.join("nothing"), &natives, &scratch.join("mixed-up-package")) {
            Err(why) if why.to_string().contains(platform) => Ok(()),
            other => bail!("{platform}: {other:?}"),
        }
    };
    refused("Win64", "authforge.dll", Kind::Elf(Cpu::X64))?;
    refused("Linux", "libauthforge.so", Kind::Elf(Cpu::Arm64))?;
    refused("Android/arm64-v8a", "libauthforge.so", Kind::Elf(Cpu::X64))?;
    refused("MacArm64", "libauthforge.dylib", Kind::Apple(Cpu::X64))?;
    refused("IOS", "libauthforge.a", Kind::Apple(Cpu::Arm64))
}
