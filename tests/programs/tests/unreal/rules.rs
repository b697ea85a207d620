//! The package checked: `AuthForge.Build.cs` is compiled against a stub of UnrealBuildTool and run for every
//! platform, and each file that it, the `.uplugin` and `FilterPlugin.ini` name must be there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, anyhow, bail, ensure};
use harness::once::once;
use harness::{Result, command, project};
use packaging::notices;
use packaging::package::unreal::{NATIVES, PLATFORMS, VERSION};
use programs::Case;

use crate::Plugin;

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("package::every module and file that .uplugin and FilterPlugin.ini name is there", || {
            named(&Plugin::assembled()?.folder)
        }),
        Case::new(
            "package::our license and everybody else's are in the plugin, and a built plugin keeps them",
            || kept(&Plugin::assembled()?.folder),
        ),
    ];
    for (platform, files) in PLATFORMS {
        cases.push(Case::new(
            format!("rules::Build.cs names only what is there for {platform}, or refuses a build without its library"),
            move || {
                let plugin = Plugin::assembled()?;
                let said = ask(&compile(&plugin)?, platform, &plugin.folder)?;
                if plugin.missing()?.iter().any(|other| other == platform) {
                    refused(&said)
                } else {
                    there(&said, &plugin.folder)
                }
            },
        ));
        // And again in a plugin that has it, so that the names are checked wherever this runs.
        cases.push(Case::new(
            format!("rules::Build.cs stages what a program needs on {platform}"),
            move || {
                let plugin = Plugin::assembled()?;
                let whole = plugin.scratch.join("whole").join(platform);
                dummy(&whole, platform, files)?;
                complete(&ask(&compile(&plugin)?, platform, &whole)?, &whole, platform, files)
            },
        ));
    }
    cases.push(Case::new("rules::Build.cs refuses a platform that there is no library for", || {
        let plugin = Plugin::assembled()?;
        refused(&ask(&compile(&plugin)?, "Android", &plugin.folder)?)
    }));
    cases
}

fn named(plugin: &Path) -> Result {
    let text = project::read(&plugin.join("AuthForge.uplugin"))?;
    let described: serde_json::Value = serde_json::from_str(&text)?;
    if described["VersionName"] != VERSION {
        bail!("VersionName is {}, need {VERSION}", described["VersionName"]);
    }
    let platforms = serde_json::json!(PLATFORMS.map(|(name, _)| name));
    if described["SupportedTargetPlatforms"] != platforms {
        bail!("SupportedTargetPlatforms is not {platforms}");
    }
    let modules = described["Modules"].as_array().context("no Modules")?;
    for module in modules {
        let name = module["Name"].as_str().context("a module without a name")?;
        let folder = plugin.join("Source").join(name);
        let rules = project::read(&folder.join(format!("{name}.Build.cs")))?;
        if !rules.contains(&format!("public class {name} : ModuleRules")) {
            bail!("{name}.Build.cs has no class {name}");
        }
        let source = project::read(&folder.join(format!("Private/{name}Module.cpp")))?;
        if !source.contains(&format!(", {name})")) || module["PlatformAllowList"] != platforms {
            bail!("module {name} is not implemented, or not for {platforms}");
        }
    }
    let filter = project::read(&plugin.join("Config/FilterPlugin.ini"))?;
    for file in filter.lines().filter_map(|line| line.strip_prefix('/')) {
        project::read(&plugin.join(file))?;
    }
    if modules.is_empty() { bail!("no modules") } else { Ok(()) }
}

/// Beside the usual folders BuildPlugin copies only what FilterPlugin.ini names.
fn kept(plugin: &Path) -> Result {
    notices::are_in(plugin, "LICENSE", notices::FILE)?;
    let filter = project::read(&plugin.join("Config/FilterPlugin.ini"))?;
    let lost = ["LICENSE", notices::FILE]
        .into_iter()
        .find(|file| !filter.lines().any(|line| line[..].strip_prefix('/') == Some(file)));
    lost.map_or(Ok(()), |file| Err(anyhow!("FilterPlugin.ini does not name {file}")))
}

/// The rules as a program, compiled once in a run.
fn compile(plugin: &Plugin) -> Result<PathBuf> {
    let program = plugin.scratch.join("rules.exe");
    once("rules of Unreal", || {
        let mut compile = Command::new("mcs");
        compile.args(["-warn:4", "-warnaserror", "-langversion:7.2"]);
        compile.arg(format!("-out:{}", program.display()));
        compile.arg(plugin.folder.join("Source/AuthForge/AuthForge.Build.cs"));
        compile.arg(project::root().join("tests/engines/unreal/rules/UnrealBuildTool.cs"));
        command::output(&mut compile).map(drop)
    })?;
    Ok(program)
}

/// What the rules say, line by line.
fn ask(program: &Path, platform: &str, plugin: &Path) -> Result<String> {
    command::output(Command::new("mono").arg(program).arg(platform).arg(plugin))
}

fn refused(said: &str) -> Result {
    match said.strip_prefix("refused AuthForge: ") {
        Some(_) => Ok(()),
        None => bail!("it said\n{said}"),
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
                bail!("{line}: not in the package");
            }
        }
    }
    ensure!(count >= 3, "it said only\n{said}");
    Ok(())
}

/// Everything is named, and the module is told of the file that is staged.
fn complete(said: &str, plugin: &Path, platform: &str, files: &[(&str, &str)]) -> Result {
    there(said, plugin)?;
    for (name, _) in files {
        if !said.lines().any(|line| line.ends_with(&format!("/{platform}/{name}"))) {
            bail!("{name} is not named in\n{said}");
        }
    }
    let staged = said.lines().find_map(|line| line.strip_prefix("stage "));
    let told = said.lines().find_map(|line| line.strip_prefix("define AUTHFORGE_LIBRARY="));
    let told = told.map(|text| plugin.join(text.trim_matches('"')));
    match (staged, told) {
        (Some(staged), Some(told)) if told == Path::new(staged) => Ok(()),
        found => bail!("staged and loaded: {found:?}"),
    }
}

fn dummy(plugin: &Path, platform: &str, files: &[(&str, &str)]) -> Result {
    let natives = plugin.join(NATIVES);
    for folder in [natives.join(platform), natives.join("include")] {
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    for (name, _) in files {
        fs::write(natives.join(platform).join(name), "")?;
    }
    Ok(())
}
