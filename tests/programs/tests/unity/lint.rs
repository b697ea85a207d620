//! What Unity would complain of, or do wrong without a word: looked for in the archive that is handed out.

mod guids;
mod names;
mod platforms;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};
use harness::once::once;
use harness::{Result, binary, build, command, project};
use interface::generate;
use packaging::notices;
use packaging::package::unity::{self as package, NAME, SOURCE, VERSION};
use packaging::package::{here, natives};
use programs::Case;
use programs::case::Outcome;

/// Folders below the scratch folder.
const ONE: &str = "unity/one";
const TWO: &str = "unity/two";
const UNPACKED: &str = "unity/unpacked";
/// Stand-ins for a library of every platform, and a package with them.
const NATIVES: &str = "unity/natives";
const EVERY: &str = "unity/every";
/// The package with what `cargo xtask dist` has left, where it has been run.
const MADE: &str = "unity/made";
/// Where no library is.
const NOTHING: &str = "unity/nothing";

/// What is looked for in a package.
type Look = (&'static str, fn(&Path) -> Result);

const LOOKS: [Look; 7] = [
    ("every file has its .meta and every .meta its file", |package| guids::pairs(package).map(drop)),
    ("no GUID is there twice, and each is the one that it has always had", guids::are_kept),
    ("every library is of the platform that its .meta names, and of no other", platforms::are_told),
    ("package.json says what Unity wants to know, and the truth", names::manifest),
    ("the manual is there, and what it links to", names::manual),
    ("our license and everybody else's are there", |package| {
        notices::are_in(package, "LICENSE.md", package::NOTICES)
    }),
    ("every script belongs to an assembly, which refers to what exists", names::assemblies),
];

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("package::the archive of the same files is the same, byte by byte", || {
            same(&[pack(ONE)?, pack(TWO)?])
        }),
        Case::new("package::the archive has one folder, package, and no machine's names in it", || {
            plain(&pack(ONE)?)
        }),
        Case::new("package::the package has the library that was built, with all its functions", || {
            own(&unpacked()?, &build::library()?)
        }),
        Case::new("package::the package has the C# binding, and git no copy of it", || {
            binding_is_there(&unpacked()?)
        }),
        Case::new("package::in git, too, every file has its .meta", || {
            guids::pairs(&project::root().join(SOURCE)).map(drop)
        }),
        Case::new("package::the package takes a library of every platform", || every().map(drop)),
        Case::new("package::macOS' two libraries become one for both processors", || {
            platforms::is_universal_binary(&project::scratch(NATIVES)?, &every()?)
        }),
        Case::new("package::a library in another platform's folder is refused by name", || {
            platforms::refuses(&project::scratch("unity")?)
        }),
    ];
    for (what, look) in LOOKS {
        cases.push(Case::new(format!("package as it is here::{what}"), move || look(&unpacked()?)));
        cases.push(Case::new(format!("package with every platform::{what}"), move || look(&every()?)));
        cases.push(Case::skippable(
            format!("package with what was made for other systems::{what}"),
            move || {
                if !natives().is_dir() {
                    return Ok(Outcome::Skipped("`cargo xtask dist` has made nothing here".to_owned()));
                }
                look(&made()?).map(|()| Outcome::Proved)
            },
        ));
    }
    cases
}

/// The package as somebody has it who got the archive.
pub fn unpacked() -> Result<PathBuf> {
    let archive = pack(ONE)?;
    once(UNPACKED, || {
        let to = project::empty(UNPACKED)?;
        command::output(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(to)).map(drop)
    })?;
    Ok(project::scratch(UNPACKED)?.join("package"))
}

/// A package with a library of every platform.
fn every() -> Result<PathBuf> {
    once(EVERY, || {
        let natives = project::empty(NATIVES)?;
        platforms::write_stand_ins(&natives)?;
        let missing = package::assemble(&project::scratch(NOTHING)?, &natives, &project::scratch(EVERY)?)?;
        ensure!(missing.is_empty(), "missing: {}", missing.join(", "));
        Ok(())
    })?;
    project::scratch(EVERY)
}

fn made() -> Result<PathBuf> {
    once(MADE, || package::assemble(&build::library()?, &natives(), &project::empty(MADE)?).map(drop))?;
    project::scratch(MADE)
}

/// Assembles the package anew, once in a run, and packs it.
fn pack(folder: &str) -> Result<PathBuf> {
    let stage = project::scratch(folder)?.join(format!("{NAME}-{VERSION}"));
    once(folder, || {
        package::assemble(&build::library()?, &project::scratch(NOTHING)?, &stage.join("package"))?;
        package::archive(&stage).map(drop)
    })?;
    Ok(stage.with_file_name(format!("{NAME}-{VERSION}.tgz")))
}

fn same(archives: &[PathBuf; 2]) -> Result {
    let read = |path: &Path| fs::read(path).with_context(|| path.display().to_string());
    ensure!(read(&archives[0])? == read(&archives[1])?, "they are different");
    Ok(())
}

fn plain(archive: &Path) -> Result {
    let list = command::output(Command::new("tar").args(["--numeric-owner", "-tvzf"]).arg(archive))?;
    for line in list.lines() {
        let is_ours = line.starts_with("-rw-r--r-- 0/0 ") || line.starts_with("drwxr-xr-x 0/0 ");
        ensure!(is_ours && line.contains(" package/"), "{line}");
    }
    let manifest = list.lines().any(|line| line.ends_with(" package/package.json"));
    ensure!(manifest, "there is no package/package.json");
    Ok(())
}

fn own(package: &Path, library: &Path) -> Result {
    let platform = here().context("Unity has no platform like this")?;
    let native = package::meta::NATIVES.iter().find(|native| native.platform == platform);
    let native = native.context("Unity has no platform like this")?;
    let packed = package.join(native.path);
    let read = |path: &Path| fs::read(path).with_context(|| path.display().to_string());
    if read(&packed)? != read(&library.join(native.file()))? {
        bail!("{} is another one", native.path);
    }
    let found = binary::exported(&packed)?;
    let functions = generate::functions()?;
    match functions.iter().find(|name| !found.contains(name)) {
        Some(name) => bail!("{} lacks {name}", native.path),
        None if functions.is_empty() => bail!("the library has no functions"),
        None => Ok(()),
    }
}

fn binding_is_there(package: &Path) -> Result {
    for source in package::binding()? {
        let name = source.file_name().unwrap_or_default();
        let copy = package.join("Runtime/AuthForge").join(name);
        if fs::read(&source).ok() != fs::read(&copy).ok() {
            bail!("{} is not as in the binding", copy.display());
        }
    }
    let source = project::root().join(SOURCE);
    let ours = ["Runtime/AuthForge", "Plugins", "LICENSE.md", package::NOTICES, "Documentation~"];
    match ours.iter().find(|path| source.join(path).exists()) {
        Some(path) => bail!("{SOURCE}/{path} is the packaging's to make"),
        None => Ok(()),
    }
}
