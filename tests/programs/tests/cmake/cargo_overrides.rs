//! Overrides of cargo's settings, in the environment and in the folders around the project: they would make the library
//! for another platform, end the host on a panic, and put what cargo makes elsewhere.

use std::fs;
use std::process::Command;

use super::installation::Installation;
use super::steps::{build, cargo_target, configure, copy, fresh};
use anyhow::{bail, ensure};
use harness::{Result, command, project};

const CONFIG: &str = r#"
[build]
target = "wasm32-unknown-unknown"
target-dir = "elsewhere"
rustflags = ["-Cpanic=abort"]

[profile.release]
panic = "abort"
lto = "off"
opt-level = 0
debug-assertions = true
"#;

pub fn environment(here: &Installation) -> Result {
    let folder = here.scratch.join("cargo overrides");
    let overridden = |command: &mut Command| {
        command.env("CARGO_BUILD_TARGET", "wasm32-unknown-unknown");
        command.env("RUSTFLAGS", "-Cpanic=abort").env("CARGO_BUILD_RUSTFLAGS", "-Cpanic=abort");
        command.env("CARGO_PROFILE_RELEASE_PANIC", "abort").env("CARGO_PROFILE_RELEASE_LTO", "off");
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
        command::output(command)
    };
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(project::root()).arg("-B").arg(fresh(&folder)?).arg(cargo_target());
    overridden(&mut configure)?;
    overridden(Command::new("cmake").arg("--build").arg(&folder))?;
    let made = fs::read(folder.join("lib/libauthforge.so"))?;
    ensure!(made == here.tested, "it is another library");
    Ok(())
}

/// A copy of the project below a folder that has a `.cargo/config.toml` of its own. Paths make its library another,
/// but not by much.
pub fn folders(here: &Installation) -> Result {
    let around = fresh(&here.scratch.join("around"))?;
    fs::create_dir(around.join(".cargo"))?;
    fs::write(around.join(".cargo/config.toml"), CONFIG)?;
    let project = around.join("project");
    fs::create_dir(&project)?;
    for entry in fs::read_dir(project::root())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path != project::target() && name != "target" && !name.to_string_lossy().starts_with('.') {
            copy(&path, &project)?;
        }
    }
    let folder = project.join("build");
    configure(&project, &folder, &[cargo_target()])?;
    build(&folder)?;
    if project.join("elsewhere").exists() || around.join("elsewhere").exists() {
        bail!("cargo has made a folder that it was told to make elsewhere");
    }
    let made = fs::read(folder.join("lib/libauthforge.so"))?;
    let (is, need) = (made.len(), here.tested.len());
    ensure!(is.abs_diff(need) < need / 100, "it has {is} bytes, need about {need}");
    Ok(())
}
