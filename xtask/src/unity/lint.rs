//! What Unity would complain of, or do wrong without a word: looked for in the archive that is handed out.

mod guids;
mod names;
mod platforms;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::generate;
use crate::notices;
use crate::package::here;
use crate::package::unity::{self as package, NAME, SOURCE, VERSION};
use crate::shell::{self, Result};
use crate::tally::Tally;

/// Makes the archive and looks it over; gives the unpacked package.
pub fn run(tally: &mut Tally, library: &Path, scratch: &Path) -> Result<PathBuf> {
    let nothing = scratch.join("nothing");
    let archives =
        [pack(library, &nothing, &scratch.join("one"))?, pack(library, &nothing, &scratch.join("two"))?];
    let unpacked = unpack(&archives[0], &scratch.join("unpacked"))?;
    tally.note("Unity: the archive of the same files is the same, byte by byte", same(&archives));
    tally.note(
        "Unity: the archive has one folder, package, and no machine's names in it",
        plain(&archives[0]),
    );
    tally.note(
        "Unity: the package has the library that was built, with all its functions",
        own(&unpacked, library),
    );
    note_package(tally, "as it is here", &unpacked);
    tally.note("Unity: the package has the C# binding, and git no copy of it", binding_is_there(&unpacked));
    let source = shell::root().join(SOURCE);
    tally.note("Unity: in git, too, every file has its .meta", guids::pairs(&source).map(drop));

    let made = scratch.join("natives");
    platforms::write_stand_ins(&made)?;
    let every = scratch.join("every");
    let missing = package::assemble(&nothing, &made, &every)?;
    let none = if missing.is_empty() { Ok(()) } else { Err(format!("missing: {}", missing.join(", "))) };
    tally.note("Unity: the package takes a library of every platform", none);
    note_package(tally, "with every platform", &every);
    tally.note(
        "Unity: macOS' two libraries become one for both processors",
        platforms::is_universal_binary(&made, &every),
    );
    tally.note(
        "Unity: a library in another platform's folder is refused by name",
        platforms::refuses(scratch),
    );
    Ok(unpacked)
}

fn note_package(tally: &mut Tally, which: &str, package: &Path) {
    let mut note = |what: &str, result| tally.note(&format!("Unity, {which}: {what}"), result);
    note("every file has its .meta and every .meta its file", guids::pairs(package).map(drop));
    note("no GUID is there twice, and each is the one that it has always had", guids::are_kept(package));
    note(
        "every library is of the platform that its .meta names, and of no other",
        platforms::are_told(package),
    );
    note("package.json says what Unity wants to know, and the truth", names::manifest(package));
    note("the manual is there, and what it links to", names::manual(package));
    note(
        "our license and everybody else's are there",
        notices::are_in(package, "LICENSE.md", package::NOTICES),
    );
    note("every script belongs to an assembly, which refers to what exists", names::assemblies(package));
}

/// Assembles the package anew and packs it.
fn pack(library: &Path, natives: &Path, folder: &Path) -> Result<PathBuf> {
    let stage = folder.join(format!("{NAME}-{VERSION}"));
    package::assemble(library, natives, &stage.join("package"))?;
    package::archive(&stage)
}

fn unpack(archive: &Path, to: &Path) -> Result<PathBuf> {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).map_err(|e| format!("{}: {e}", to.display()))?;
    shell::output(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(to))?;
    Ok(to.join("package"))
}

fn same(archives: &[PathBuf; 2]) -> Result {
    let read = |path: &Path| fs::read(path).map_err(|e| format!("{}: {e}", path.display()));
    if read(&archives[0])? == read(&archives[1])? { Ok(()) } else { Err("they are different".to_owned()) }
}

fn plain(archive: &Path) -> Result {
    let list = shell::output(Command::new("tar").args(["--numeric-owner", "-tvzf"]).arg(archive))?;
    for line in list.lines() {
        let is_ours = line.starts_with("-rw-r--r-- 0/0 ") || line.starts_with("drwxr-xr-x 0/0 ");
        if !is_ours || !line.contains(" package/") {
            return Err(line.to_owned());
        }
    }
    let manifest = list.lines().any(|line| line.ends_with(" package/package.json"));
    if manifest { Ok(()) } else { Err("there is no package/package.json".to_owned()) }
}

fn own(package: &Path, library: &Path) -> Result {
    let platform = here().ok_or("Unity has no platform like this")?;
    let native = package::meta::NATIVES.iter().find(|native| native.platform == platform);
    let native = native.ok_or("Unity has no platform like this")?;
    let packed = package.join(native.path);
    let read = |path: &Path| fs::read(path).map_err(|e| format!("{}: {e}", path.display()));
    if read(&packed)? != read(&library.join(native.file()))? {
        return Err(format!("{} is another one", native.path));
    }
    let symbols = shell::output(Command::new("nm").args(["-D", "--defined-only"]).arg(&packed))?;
    let found: Vec<_> = symbols.lines().filter_map(|line| line.split_whitespace().last()).collect();
    let functions = generate::functions()?;
    match functions.iter().find(|name| !found.contains(&name.as_str())) {
        Some(name) => Err(format!("{} lacks {name}", native.path)),
        None if functions.is_empty() => Err("the library has no functions".to_owned()),
        None => Ok(()),
    }
}

fn binding_is_there(package: &Path) -> Result {
    for source in package::binding()? {
        let name = source.file_name().unwrap_or_default();
        let copy = package.join("Runtime/AuthForge").join(name);
        if fs::read(&source).ok() != fs::read(&copy).ok() {
            return Err(format!("{} is not as in the binding", copy.display()));
        }
    }
    let source = shell::root().join(SOURCE);
    let ours = ["Runtime/AuthForge", "Plugins", "LICENSE.md", package::NOTICES, "Documentation~"];
    match ours.iter().find(|path| source.join(path).exists()) {
        Some(path) => Err(format!("{SOURCE}/{path} is the packaging's to make")),
        None => Ok(()),
    }
}
