//! docs/building.md: its lines, run in a copy of the repository, quickly rather than well optimised; and its table of
//! CMake's options.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::recipes::lines;
use anyhow::{Context, bail, ensure};
use harness::{Result, binary, command, page, project};
use programs::{Case, Kind};

const PAGE: &str = "docs/building.md";
/// The lines are the same, and take seconds.
const QUICK: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
];

pub fn cases() -> Vec<Case> {
    vec![
        Case::new(format!("pages::{PAGE} has every option of CMake, and no other"), options),
        Case::new(format!("pages::{PAGE}: its lines build offline, vendored, and with debug symbols"), build)
            .of(Kind::Long),
    ]
}

fn options() -> Result {
    let told = project::read(&project::root().join(PAGE))?;
    let told = told.lines().filter(|line| line.starts_with("| `AUTHFORGE_"));
    let told = told.filter_map(|line| line.split('|').nth(1)).flat_map(|names| names.split(','));
    let mut told: Vec<String> = told.map(|name| name.trim().trim_matches('`').to_owned()).collect();
    // Of no cache, so that it can be seen to be not set.
    let mut made = vec!["AUTHFORGE_USE_STATIC".to_owned()];
    let mut files = project::files(&project::root().join("cmake"), "cmake")?;
    files.push(project::root().join("CMakeLists.txt"));
    for file in files {
        for line in project::read(&file)?.lines().map(str::trim) {
            let (command, arguments) = line.split_once('(').unwrap_or_default();
            let option = command == "option" || command == "find_program" || line.contains(" CACHE ");
            let name = arguments.split(' ').next().unwrap_or_default();
            if option && name.starts_with("AUTHFORGE_") {
                made.push(name.to_owned());
            }
        }
    }
    told.sort();
    made.sort();
    ensure!(told == made, "the page has {told:?}, CMake {made:?}");
    Ok(())
}

fn build() -> Result {
    let scratch = project::scratch("building-page")?;
    let copied = repository(&scratch.join("copy"))?;
    let library = copied.join("target/release/libauthforge.so");
    let blocks = page::examples(PAGE, "sh")?;
    let [offline, vendored, symbols] = blocks.as_slice() else {
        bail!("{} blocks, need three: who tries the others?", blocks.len());
    };
    let run = |line: &str, home: Option<&Path>| {
        let mut shell = Command::new("sh");
        shell.args(["-eu", "-c", line]).current_dir(&copied).envs(QUICK).env_remove("CARGO_TARGET_DIR");
        if let Some(home) = home {
            shell.env("CARGO_HOME", home).env("CARGO_NET_OFFLINE", "true");
        }
        command::output(&mut shell).map(drop)
    };
    // CMake refuses what it has configured in a folder that was moved since.
    let _ = fs::remove_dir_all(copied.join("build"));
    lines(offline).iter().try_for_each(|line| run(line, None))?;
    let empty = scratch.join("cargo-home");
    let _ = fs::remove_dir_all(&empty);
    // The machine that has a network, and then the one that never had.
    let vendored = lines(vendored);
    let (fetching, building) = vendored.split_at(2);
    fetching.iter().try_for_each(|line| run(line, None))?;
    fs::remove_dir_all(copied.join("build")).context("build")?;
    building.iter().try_for_each(|line| run(line, Some(&empty)))?;
    // CMake has been configured with the same flags, and would build for a minute.
    if !library.exists() {
        bail!("{} is not there", library.display());
    }
    lines(symbols).iter().try_for_each(|line| run(line, None))?;
    for section in [".debug_info", ".symtab"] {
        if !binary::has_section(&library, section)? {
            bail!("with debug symbols {section} is missing");
        }
    }
    Ok(())
}

/// Without what was built, and with the times of the files, so that a second run builds little.
fn repository(copy: &Path) -> Result<PathBuf> {
    fs::create_dir_all(copy).with_context(|| copy.display().to_string())?;
    for entry in fs::read_dir(project::root())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_owned();
        if ["target", "build", ".git"].iter().any(|other| name == *other) {
            continue;
        }
        let to = copy.join(&name);
        let _ = if to.is_dir() { fs::remove_dir_all(&to) } else { fs::remove_file(&to) };
        command::output(Command::new("cp").arg("-a").arg(&path).arg(copy))?;
    }
    Ok(copy.to_owned())
}
