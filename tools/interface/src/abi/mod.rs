//! The guardian of the binary interface: the header against the baselines of `abi/`. What may change when stands in
//! docs/abi.md; that programs built with the earlier headers run with today's library is tried in `tests/programs`.

mod clang;
mod compare;
pub mod model;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use compare::{Change, Weight, changes};
use harness::tool::{self, ABIGAIL, CLANG};
use harness::{Result, binary, project};
use model::{Baseline, Interface};
use xshell::{Shell, cmd};

const HEADER: &str = "include/authforge.h";

/// Major and minor.
type Version = (u32, u32);

/// What is wrong with the header by a baseline, named by its version.
pub fn check(baseline: &str) -> Result {
    let version = version_of(baseline)?;
    let faults = faults(version, &read(&file(version))?, &today()?)?;
    let mut lines: Vec<String> = faults.iter().map(Change::to_string).collect();
    lines.push("docs/abi.md says what may change when".to_owned());
    ensure!(faults.is_empty(), lines.join("\n"));
    Ok(())
}

/// Prints all differences, additions too.
pub fn show() -> Result {
    tool::need(&[CLANG])?;
    let interface = today()?;
    let mut found = 0;
    for (version, baseline) in baselines()? {
        println!("{HEADER} against {} ({})", name(version), baseline.soname);
        changes(&baseline.interface, &interface).iter().for_each(|change| println!("{change}"));
        found += faults(version, &baseline, &interface)?.len();
    }
    has_baseline()?;
    ensure!(found == 0, "{found} changes that this version may not make; see docs/abi.md");
    Ok(())
}

/// What this version may not change of a baseline: programs that look for the same file have to run with it, and
/// sources have to compile with every version that CMake takes for the one that they ask for. What came after the
/// release of a minor version is in no baseline but the next one's, so it has to wait for that.
fn faults(version: Version, baseline: &Baseline, interface: &Interface) -> Result<Vec<Change>> {
    let this = current()?;
    let (same_file, same_series) = (baseline.soname == soname()?, series(version) == series(this));
    let matters = |change: &Change| match change.weight {
        Weight::Addition => baseline.released && version == this,
        Weight::Source => same_series,
        Weight::Binary => same_file || same_series,
    };
    Ok(changes(&baseline.interface, interface).into_iter().filter(matters).collect())
}

/// Versions of one series can take each other's place in a build.
fn series((major, minor): Version) -> Version {
    (major, if major == 0 { minor } else { 0 })
}

/// Makes the baseline of this minor version anew, unless it was handed out.
pub fn write() -> Result {
    tool::need(&[CLANG])?;
    let version = current()?;
    let path = file(version);
    if path.exists() && read(&path)?.released {
        let path = path.display();
        bail!("{path} was released and stays what it is; raise the version, and see docs/abi.md");
    }
    let header = text(&project::root().join(HEADER))?;
    let baseline = Baseline { interface: clang::read(&header)?, released: false, soname: soname()? };
    let folder = path.with_extension("");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for (path, text) in [(path, baseline.text()?), (folder.join("authforge.h"), header)] {
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        println!("{}", path.display());
    }
    Ok(())
}

/// libabigail's opinion of two libraries, which have to have debug information.
pub fn second_opinion(old: &Path, new: &Path) -> Result {
    tool::need(&[ABIGAIL])?;
    for library in [old, new] {
        if !binary::has_section(library, ".debug_info")? {
            let library = library.display();
            bail!("{library} has no debug information; docs/abi.md says how to build it");
        }
    }
    // Of Rust's own types nothing leaves the library.
    let shell = Shell::new()?;
    Ok(cmd!(shell, "abidiff --no-added-syms {old} {new}").quiet().run()?)
}

fn today() -> Result<Interface> {
    clang::read(&text(&project::root().join(HEADER))?)
}

/// That there is a baseline of this minor version.
pub fn has_baseline() -> Result {
    let version = current()?;
    let missing = || format!("abi/{}.json is missing; `cargo xtask abi --write` makes it", name(version));
    file(version).exists().then_some(()).with_context(missing)
}

/// The versions that have a baseline, by their names, the oldest first.
pub fn versions() -> Result<Vec<String>> {
    let paths = project::files(&project::root().join("abi"), "json")?;
    let mut versions =
        paths.iter().map(|path| version_of(&project::stem(path))).collect::<Result<Vec<_>>>()?;
    versions.sort_unstable();
    Ok(versions.into_iter().map(name).collect())
}

/// All baselines, the oldest first.
fn baselines() -> Result<Vec<(Version, Baseline)>> {
    let read = |version: &String| {
        let version = version_of(version)?;
        Ok((version, read(&file(version))?))
    };
    versions()?.iter().map(read).collect()
}

/// A baseline whose programs look for the file that the library is today: its folder, and what it has.
pub fn program(version: &str) -> Result<Option<(PathBuf, Interface)>> {
    let path = file(version_of(version)?);
    let baseline = read(&path)?;
    Ok((baseline.soname == soname()?).then(|| (path.with_extension(""), baseline.interface)))
}

fn file(version: Version) -> PathBuf {
    project::root().join("abi").join(format!("{}.json", name(version)))
}

fn read(path: &Path) -> Result<Baseline> {
    Baseline::parse(&text(path)?).with_context(|| path.display().to_string())
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn name((major, minor): Version) -> String {
    format!("{major}.{minor}")
}

fn current() -> Result<Version> {
    version_of(env!("CARGO_PKG_VERSION"))
}

fn version_of(text: &str) -> Result<Version> {
    let mut numbers = text.split('.').map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => Ok((major, minor)),
        _ => bail!("{text:?} is no version"),
    }
}

/// The name that programs on Linux look for the library by.
fn soname() -> Result<String> {
    let build = text(&project::root().join("build.rs"))?;
    let names = build.split("-soname,").filter_map(|rest| rest.split('"').next());
    let name = names.into_iter().find(|name| name.starts_with("libauthforge.so."));
    name.map(str::to_owned).context("build.rs has no soname")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_beside_a_baseline_is_the_one_that_it_was_made_of() {
        let all = baselines().unwrap();
        assert!(!all.is_empty());
        for (version, baseline) in all {
            let path = file(version);
            let header = text(&path.with_extension("").join("authforge.h")).unwrap();
            assert_eq!(clang::read(&header).unwrap(), baseline.interface, "{}", path.display());
            assert_eq!(baseline.text().unwrap(), text(&path).unwrap(), "written by hand: {}", path.display());
        }
    }

    #[test]
    fn the_page_about_ownership_has_the_first_size_of_every_struct_that_grows() {
        let page = text(&project::root().join("docs/ownership.md")).unwrap();
        let all = baselines().unwrap();
        for (_, baseline) in all.iter().rev() {
            for (name, layout) in baseline.interface.structs.iter().filter(|(_, layout)| layout.is_growable())
            {
                let first = all.iter().find_map(|(_, baseline)| baseline.interface.structs.get(name));
                let size = |target| first.unwrap_or(layout).size[target];
                let mut row = format!("| `{name}` | {}, {} bytes", size("x86-64"), size("i686"));
                if size("armv7") != size("i686") {
                    row += &format!(" (32-bit ARM: {})", size("armv7"));
                }
                assert!(page.contains(&format!("\n{row} |")), "need {row}");
            }
        }
    }

    #[test]
    fn a_break_is_a_fault_where_programs_or_sources_would_meet_it() {
        let (version, soname) = (current().unwrap(), soname().unwrap());
        let other = (version.0, version.1 + 1);
        let name = || ("af_name".to_owned(), "int32_t (void)".to_owned());
        let mut old = Interface::default();
        old.functions.extend([name()]);
        old.macros.extend([("AF_NAME".to_owned(), "1".to_owned())]);
        let count = |version, soname: &str, new: &Interface| {
            let baseline = Baseline { interface: old.clone(), released: true, soname: soname.to_owned() };
            faults(version, &baseline, new).unwrap().len()
        };
        let (mut less, none) = (Interface::default(), Interface::default());
        less.functions.extend([name()]);
        assert_eq!(count(version, &soname, &none), 2);
        assert_eq!(count(version, &soname, &less), 1, "the sources miss a macro");
        assert_eq!(count(version, &soname, &old), 0);
        assert_eq!(count(other, &soname, &none), 1, "the programs still find the library");
        assert_eq!(count(other, &soname, &less), 0, "before 1.0 sources ask for a minor version");
        assert_eq!(count(other, "libauthforge.so.x", &none), 0);
        let mut more = old.clone();
        more.functions.extend([("af_more".to_owned(), "void (void)".to_owned())]);
        assert_eq!(count(version, &soname, &more), 1, "it was released without it");
        assert_eq!(count(other, &soname, &more), 0);
        assert_eq!((series((0, 1)), series((1, 4))), ((0, 1), (1, 0)));
    }
}
