//! Which libraries are built: one kind or both, for each configuration, by each preset.

use std::fs;
use std::process::Command;

use super::fake_cargo::{Build, LINUX};
use super::needing;
use super::steps::{configure, flat};
use anyhow::{Context, bail, ensure};
use harness::tool::{AARCH64_CC, MINGW, NINJA};
use harness::{Result, command, project};
use programs::Case;

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("kinds::one kind alone is built and the other is told as left out", kinds),
        Case::new("kinds::BUILD_SHARED_LIBS chooses where nothing else does", build_shared_libs),
        needing("kinds::with many configurations Debug alone is by the dev profile", &[NINJA], multi_config),
        needing("presets::each is built as it is", &[NINJA, MINGW, AARCH64_CC], presets),
    ]
}

fn kinds() -> Result {
    for (option, crate_type, files, reason) in [
        ("STATIC", "cdylib", &LINUX[1..], "AUTHFORGE_USE_STATIC=ON"),
        ("SHARED", "staticlib", &LINUX[..1], ""),
    ] {
        let made = Build::new("one kind")?;
        let off = format!("-DAUTHFORGE_BUILD_{option}=OFF");
        made.configure(&[&off])?;
        made.build()?;
        made.called(&[&format!("--crate-type {crate_type}")])?;
        made.has(files)?;
        if !reason.is_empty() {
            let Err(why) = made.configure(&[&off, &format!("-D{reason}")]) else {
                bail!("{reason} was configured with {off}");
            };
            ensure!(flat(&why).contains(&format!("AUTHFORGE_BUILD_{option} is off")), "{why}");
        }
    }
    let made = Build::new("no kind")?;
    match made.configure(&["-DAUTHFORGE_BUILD_STATIC=OFF", "-DAUTHFORGE_BUILD_SHARED=OFF"]) {
        Err(why) if flat(&why).contains("nothing is left to build") => Ok(()),
        other => bail!("with neither: {other:?}"),
    }
}

/// What AuthForge::AuthForge is, which a generated file tells.
fn build_shared_libs() -> Result {
    for (options, wanted) in [
        (&[][..], "shared"),
        (&["-DBUILD_SHARED_LIBS=ON"], "shared"),
        (&["-DBUILD_SHARED_LIBS=OFF"], "static"),
        (&["-DBUILD_SHARED_LIBS=OFF", "-DAUTHFORGE_USE_STATIC=OFF"], "shared"),
        (&["-DBUILD_SHARED_LIBS=ON", "-DAUTHFORGE_USE_STATIC=ON"], "static"),
        (&["-DBUILD_SHARED_LIBS=OFF", "-DAUTHFORGE_BUILD_STATIC=OFF"], "shared"),
        (&["-DAUTHFORGE_BUILD_SHARED=OFF"], "static"),
    ] {
        let made = Build::new("a choice")?;
        let text = format!(
            "cmake_minimum_required(VERSION 3.16)\nproject(parent LANGUAGES C)\nadd_subdirectory(\"{}\" AuthForge)\n\
             file(GENERATE OUTPUT choice CONTENT \"$<TARGET_PROPERTY:AuthForge::AuthForge,INTERFACE_LINK_LIBRARIES>\")\n",
            project::root().display()
        );
        project::write(&made.folder.join("CMakeLists.txt"), &text)?;
        let cargo = made.cargo.options();
        let all = [options, &cargo.each_ref().map(String::as_str)].concat();
        configure(&made.folder, &made.folder.join("build"), &all)?;
        let choice = project::read(&made.folder.join("build/choice"))?;
        ensure!(choice == format!("AuthForge::{wanted}"), "with {options:?} it is {choice}, need {wanted}");
    }
    Ok(())
}

fn multi_config() -> Result {
    let made = Build::new("many configurations")?;
    made.configure(&["-GNinja Multi-Config", "-DAUTHFORGE_DEV_PROFILE=ON"])?;
    let folder = made.folder.join("build");
    let of = |configuration: &str, library: &str| -> Result {
        let mut cmake = Command::new("cmake");
        command::output(cmake.arg("--build").arg(&folder).args(["--config", configuration]))?;
        let prefix = made.folder.join(configuration);
        let mut cmake = Command::new("cmake");
        cmake.arg("--install").arg(&folder).arg("--prefix").arg(&prefix);
        command::output(cmake.args(["--config", configuration]))?;
        let mut lib = fs::read_dir(&prefix)?.filter_map(|entry| Some(entry.ok()?.path()));
        let lib = lib.find(|path| path.ends_with("lib") || path.ends_with("lib64"));
        let text = project::read(&lib.context("no lib")?.join("libauthforge.so"))?;
        ensure!(text.ends_with(&format!(" {library} libauthforge.so\n")), "{configuration} has {text}");
        Ok(())
    };
    of("Debug", "debug")?;
    made.called(&["--profile dev"])?;
    of("Release", "release")?;
    of("RelWithDebInfo", "release")?;
    made.called(&["--profile dev", "--profile release"])
}

fn presets() -> Result {
    let presets = project::read(&project::root().join("CMakePresets.json"))?;
    let presets: serde_json::Value = serde_json::from_str(&presets).context("CMakePresets.json")?;
    let names = |kind: &str| -> Vec<String> {
        let all = presets[kind].as_array().into_iter().flatten();
        all.filter_map(|preset| preset["name"].as_str().map(str::to_owned)).collect()
    };
    let (configured, built) = (names("configurePresets"), names("buildPresets"));
    ensure!(configured.iter().all(|name| built.contains(name)), "{built:?} of {configured:?}");
    for name in &configured {
        let made = Build::new(&format!("preset {name}"))?;
        let mut cmake = Command::new("cmake");
        cmake.current_dir(project::root()).args(["--preset", name, "-B"]).arg(made.folder.join("build"));
        command::output(cmake.args(made.cargo.options()))?;
        made.build()?;
        let target = match name.as_str() {
            "windows-mingw" => "--target x86_64-pc-windows-gnu",
            "linux-arm64" => "--target aarch64-unknown-linux-gnu",
            _ => "--locked",
        };
        made.called(&[target])?;
    }
    Ok(())
}
