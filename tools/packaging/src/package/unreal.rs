//! The Unreal plugin as it is handed out: `bindings/unreal`, the headers, and the libraries that exist.

use std::fs;
use std::path::{Path, PathBuf};

pub use super::here;
use super::{copy, copy_tree};
use crate::notices;
use harness::tool::Tool;
use harness::{Result, build, command, project};
use xshell::cmd;

pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// In the plugin, for everything that is not Unreal's.
pub const NATIVES: &str = "Source/ThirdParty/AuthForgeLibrary";
pub const ZIP: Tool = Tool { probe: &["zip", "-v"], package: "zip" };

/// Unreal's name of a platform, and each file as the plugin has it and as cargo makes it.
pub const PLATFORMS: [(&str, &[(&str, &str)]); 4] = [
    ("Win64", &[("authforge.dll", "authforge.dll"), ("authforge.dll.lib", "authforge.dll.lib")]),
    ("Linux", ELF),
    ("LinuxArm64", ELF),
    ("Mac", &[("libauthforge.0.dylib", "libauthforge.dylib")]),
];
/// For the linker, and under the name that is looked for at run time. No link: archives and Windows lose it.
const ELF: &[(&str, &str)] =
    &[("libauthforge.so", "libauthforge.so"), ("libauthforge.so.0", "libauthforge.so")];

/// The command `cargo xtask package unreal`.
pub fn run() -> Result {
    let given = here().map(|platform| (platform, super::natives().join(platform)));
    let library = match given {
        Some((platform, given)) if complete(platform, &given) => given,
        _ => {
            super::say_built_here();
            build::shipped_library()?
        }
    };
    let packages = project::target().join("package");
    let name = format!("AuthForge-{VERSION}-unreal");
    let missing = assemble(&library, &packages.join(&name).join("AuthForge"))?;
    let archive = archive(&packages.join(&name), &packages.join(format!("{name}.zip")))?;
    println!("{}", archive.display());
    super::say_missing(&missing);
    Ok(())
}

/// Puts the plugin into a new `plugin`; gives the platforms whose libraries are missing.
pub fn assemble(library: &Path, plugin: &Path) -> Result<Vec<&'static str>> {
    let _ = fs::remove_dir_all(plugin);
    copy_tree(&project::root().join("bindings/unreal/AuthForge"), plugin)?;
    copy(&project::root().join("LICENSE"), &plugin.join("LICENSE"))?;
    copy(&notices::path(), &plugin.join(notices::FILE))?;
    let include = plugin.join(NATIVES).join("include");
    copy_tree(&project::root().join("include"), &include)?;
    copy_tree(&project::root().join("bindings/cpp"), &include)?;
    let mut missing = Vec::new();
    for (platform, files) in PLATFORMS {
        let from =
            if Some(platform) == here() { library.to_owned() } else { super::natives().join(platform) };
        if !complete(platform, &from) {
            missing.push(platform);
            continue;
        }
        for (name, made) in files {
            copy(&from.join(made), &plugin.join(NATIVES).join(platform).join(name))?;
        }
    }
    Ok(missing)
}

/// Whether everything that a platform needs is in a folder, as cargo made it.
fn complete(platform: &str, folder: &Path) -> bool {
    let files = PLATFORMS.iter().find(|(name, _)| *name == platform).map_or(&[][..], |(_, files)| files);
    files.iter().all(|(_, made)| folder.join(made).is_file())
}

/// Packs what is in `folder`.
pub fn archive(folder: &Path, archive: &Path) -> Result<PathBuf> {
    let _ = fs::remove_file(archive);
    let shell = command::shell()?;
    shell.change_dir(folder);
    command::said(cmd!(shell, "zip -q -r -X {archive} ."))?;
    Ok(archive.to_owned())
}
