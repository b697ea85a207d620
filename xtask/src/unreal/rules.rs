//! The package checked: `AuthForge.Build.cs` is compiled against a stub of UnrealBuildTool and run for every
//! platform, and each file that it, the `.uplugin` and `FilterPlugin.ini` name must be there.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::notices;
use crate::package::unreal::{NATIVES, PLATFORMS, VERSION};
use crate::shell::{self, Result};
use crate::tally::Tally;

/// `plugin` is an assembled one that lacks `missing`.
pub fn check(tally: &mut Tally, plugin: &Path, missing: &[&str], scratch: &Path) {
    tally.note(
        "Unreal: every module and file that .uplugin and FilterPlugin.ini name is there",
        named(plugin),
    );
    tally.note(
        "Unreal: our license and everybody else's are in the plugin, and a built plugin keeps them",
        kept(plugin),
    );
    let program = match compile(plugin, scratch) {
        Ok(program) => program,
        Err(error) => return tally.note("Unreal: Build.cs compiles", Err(error)),
    };
    for (platform, files) in PLATFORMS {
        let lacks = missing.contains(&platform);
        let says =
            if lacks { "refuses a build without its library for" } else { "names only what is there for" };
        let sentence = format!("Unreal: Build.cs {says} {platform}");
        let said = ask(&program, platform, plugin);
        tally
            .note(&sentence, said.and_then(|said| if lacks { refused(&said) } else { there(&said, plugin) }));
        // And again in a plugin that has it, so that the names are checked wherever this runs.
        let whole = scratch.join("whole").join(platform);
        let result = dummy(&whole, platform, files).and_then(|()| ask(&program, platform, &whole));
        let result = result.and_then(|said| complete(&said, &whole, platform, files));
        tally.note(&format!("Unreal: Build.cs stages what a program needs on {platform}"), result);
    }
    let said = ask(&program, "Android", plugin).and_then(|said| refused(&said));
    tally.note("Unreal: Build.cs refuses a platform that there is no library for", said);
}

fn named(plugin: &Path) -> Result {
    let text = read(&plugin.join("AuthForge.uplugin"))?;
    let described: serde_json::Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    if described["VersionName"] != VERSION {
        return Err(format!("VersionName is {}, need {VERSION}", described["VersionName"]));
    }
    let platforms = serde_json::json!(PLATFORMS.map(|(name, _)| name));
    if described["SupportedTargetPlatforms"] != platforms {
        return Err(format!("SupportedTargetPlatforms is not {platforms}"));
    }
    let modules = described["Modules"].as_array().ok_or("no Modules")?;
    for module in modules {
        let name = module["Name"].as_str().ok_or("a module without a name")?;
        let folder = plugin.join("Source").join(name);
        let rules = read(&folder.join(format!("{name}.Build.cs")))?;
        if !rules.contains(&format!("public class {name} : ModuleRules")) {
            return Err(format!("{name}.Build.cs has no class {name}"));
        }
        let source = read(&folder.join(format!("Private/{name}Module.cpp")))?;
        if !source.contains(&format!(", {name})")) || module["PlatformAllowList"] != platforms {
            return Err(format!("module {name} is not implemented, or not for {platforms}"));
        }
    }
    let filter = read(&plugin.join("Config/FilterPlugin.ini"))?;
    for file in filter.lines().filter_map(|line| line.strip_prefix('/')) {
        read(&plugin.join(file))?;
    }
    if modules.is_empty() { Err("no modules".to_owned()) } else { Ok(()) }
}

/// Beside the usual folders BuildPlugin copies only what FilterPlugin.ini names.
fn kept(plugin: &Path) -> Result {
    notices::are_in(plugin, "LICENSE", notices::FILE)?;
    let filter = read(&plugin.join("Config/FilterPlugin.ini"))?;
    let lost = ["LICENSE", notices::FILE]
        .into_iter()
        .find(|file| !filter.lines().any(|line| line[..].strip_prefix('/') == Some(file)));
    lost.map_or(Ok(()), |file| Err(format!("FilterPlugin.ini does not name {file}")))
}

fn compile(plugin: &Path, scratch: &Path) -> Result<std::path::PathBuf> {
    let program = scratch.join("rules.exe");
    let mut compile = Command::new("mcs");
    compile.args(["-warn:4", "-warnaserror", "-langversion:7.2"]).arg(format!("-out:{}", program.display()));
    compile.arg(plugin.join("Source/AuthForge/AuthForge.Build.cs"));
    compile.arg(shell::root().join("tests/engines/unreal/rules/UnrealBuildTool.cs"));
    shell::output(&mut compile)?;
    Ok(program)
}

/// What the rules say, line by line.
fn ask(program: &Path, platform: &str, plugin: &Path) -> Result<String> {
    shell::output(Command::new("mono").arg(program).arg(platform).arg(plugin))
}

fn refused(said: &str) -> Result {
    match said.strip_prefix("refused AuthForge: ") {
        Some(_) => Ok(()),
        None => Err(format!("it said\n{said}")),
    }
}

/// Paths after these words.
fn there(said: &str, plugin: &Path) -> Result {
    let mut count = 0;
    for line in said.lines() {
        let Some((word, path)) = line.split_once(' ') else { continue };
        if ["include", "link", "stage", "rpath"].contains(&word) {
            count += 1;
            if !Path::new(path).exists() || !Path::new(path).starts_with(plugin) {
                return Err(format!("{line}: not in the package"));
            }
        }
    }
    if count >= 3 { Ok(()) } else { Err(format!("it said only\n{said}")) }
}

/// Everything is named, and the module is told of the file that is staged.
fn complete(said: &str, plugin: &Path, platform: &str, files: &[(&str, &str)]) -> Result {
    there(said, plugin)?;
    for (name, _) in files {
        if !said.lines().any(|line| line.ends_with(&format!("/{platform}/{name}"))) {
            return Err(format!("{name} is not named in\n{said}"));
        }
    }
    let staged = said.lines().find_map(|line| line.strip_prefix("stage "));
    let told = said.lines().find_map(|line| line.strip_prefix("define AUTHFORGE_LIBRARY="));
    let told = told.map(|text| plugin.join(text.trim_matches('"')));
    match (staged, told) {
        (Some(staged), Some(told)) if told == Path::new(staged) => Ok(()),
        found => Err(format!("staged and loaded: {found:?}")),
    }
}

fn dummy(plugin: &Path, platform: &str, files: &[(&str, &str)]) -> Result {
    let natives = plugin.join(NATIVES);
    for folder in [natives.join(platform), natives.join("include")] {
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    for (name, _) in files {
        fs::write(natives.join(platform).join(name), "").map_err(|e| e.to_string())?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
