//! What an archive has beside the libraries, and where: all of it put there by the rules of the CMake build.

use std::fs;
use std::path::Path;

use anyhow::Context;
use harness::target::{System, Target};
use harness::{Result, command, project};
use xshell::cmd;

use super::sbom;
use crate::{notices, package};

/// Installs these natives into `stage`; they are for one target, or for two of one system.
pub fn install(targets: &[&Target], natives: &Path, stage: &Path) -> Result {
    let target = targets.first().context("natives for nothing")?;
    let rust: Vec<&str> = targets.iter().map(|target| target.rust).collect();
    let build = project::empty(&format!("dist {}", target.name))?;
    let system = match target.system {
        System::Windows => "Windows",
        System::MacOs => "Darwin",
        System::Ios => "iOS",
        System::Android => "Android",
        System::Linux => "Linux",
    };
    let shell = command::shell()?;
    let options = [
        format!("-DCMAKE_SYSTEM_NAME={system}"),
        format!("-DCMAKE_SYSTEM_PROCESSOR={}", target.rust.split('-').next().unwrap_or_default()),
        format!("-DAUTHFORGE_RUST_TARGET={}", rust.join(";")),
        format!("-DAUTHFORGE_PREBUILT={}", natives.display()),
        "-DCMAKE_INSTALL_LIBDIR=lib".to_owned(),
    ];
    command::said(cmd!(shell, "cmake -S . -B {build} {options...}"))?;
    command::said(cmd!(shell, "cmake --install {build} --prefix {stage}"))?;
    complete(target, stage)
}

/// What is no part of an installation: the development server, and what is known of all that is inside.
fn complete(target: &Target, stage: &Path) -> Result {
    let server = target.devserver()?;
    package::copy(&server, &stage.join("bin").join(server.file_name().context("no name")?))?;
    write(
        &stage.join("share/licenses/authforge/authforge-devserver-NOTICES.txt"),
        &notices::of_devserver()?,
    )?;
    write(&stage.join("share/authforge/libauthforge.cdx.json"), &sbom::of(target)?)
}

fn write(path: &Path, text: &str) -> Result {
    let folder = path.parent().context("a file without a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    project::write(path, text)
}
