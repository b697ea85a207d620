//! Components of an installation, and packages by CPack.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::fake_cargo::FakeCargo;
use super::installation::Installation;
use super::steps::{build, cmake, configure, fresh};
use super::{SONAME, VERSION, installed, needing};
use anyhow::{Context, bail, ensure};
use harness::tool::Tool;
use harness::{Result, build as library, command, project};
use programs::Case;

/// Makes and reads Debian's packages.
const DPKG: Tool = Tool { probe: &["dpkg-deb", "--version"], package: "dpkg" };

pub fn cases() -> Vec<Case> {
    vec![
        installed("packages::what runs and what is developed with are two components", components),
        installed("packages::CPack's archive is what AUTHFORGE_PREBUILT takes", archive),
        needing("packages::Debian's are the library and the rest that wants it", &[DPKG], || {
            debian(&Installation::get()?)
        }),
        Case::new("packages::a parent's package is its own", parent),
    ]
}

/// The files below a folder, but those of a folder that only a name tells apart, such as headers.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut find = Command::new("find");
    find.current_dir(folder).args([".", "-name", "include", "-prune", "-o", "!", "-type", "d", "-print"]);
    let mut names: Vec<String> = command::output(&mut find)?.lines().map(str::to_owned).collect();
    names.sort_unstable();
    Ok(names)
}

fn components(here: &Installation) -> Result {
    let folder = fresh(&here.scratch.join("components"))?;
    let made = here.scratch.join("build");
    let install = |component: &str, prefix: &Path| {
        let start = ["--install".as_ref(), made.as_os_str(), "--prefix".as_ref(), prefix.as_os_str()];
        cmake(start.into_iter().chain(["--component".as_ref(), component.as_ref()])).map(drop)
    };
    let (runtime, development) = (folder.join("runtime"), folder.join("development"));
    install("AuthForge_Runtime", &runtime)?;
    install("AuthForge_Development", &development)?;
    let licenses =
        ["LICENSE", "THIRD-PARTY-NOTICES.txt"].map(|name| format!("./share/licenses/authforge/{name}"));
    let mut wanted = vec![format!("./lib/{SONAME}"), format!("./lib/libauthforge.so.{VERSION}")];
    wanted.extend(licenses);
    let found = files(&runtime)?;
    ensure!(found == wanted, "what runs is {found:?}, need {wanted:?}");
    let mut both = [found, files(&development)?].concat();
    both.sort_unstable();
    let all = files(&here.prefix)?;
    ensure!(both == all, "both are {both:?}, all are {all:?}");
    ensure!(development.join("include/authforge.h").is_file(), "the header is missing");
    Ok(())
}

/// Makes a package of a build in a folder; gives those that there are then.
fn pack(made: &Path, generator: &str, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut cpack = Command::new("cpack");
    cpack.current_dir(made).args(["-G", generator, "-B"]).arg(fresh(folder)?);
    command::output(&mut cpack)?;
    let extension = match generator {
        "TGZ" => "gz",
        "ZIP" => "zip",
        _ => "deb",
    };
    project::files(folder, extension)
}

fn archive(here: &Installation) -> Result {
    let folder = fresh(&here.scratch.join("packages"))?;
    for (generator, extension) in [("TGZ", "tar.gz"), ("ZIP", "zip")] {
        let made = pack(&here.scratch.join("build"), generator, &folder.join("made"))?;
        let name = format!("libauthforge-{VERSION}-{}.{extension}", library::shipped_platform());
        let archive = folder.join("made").join(name);
        ensure!(made == [archive.clone()], "{made:?} were made, need {}", archive.display());
        let (again, prefix) = (fresh(&folder.join("again"))?, folder.join("prefix"));
        let natives = format!("-DAUTHFORGE_PREBUILT={}", archive.display());
        configure(&project::root(), &again, &[natives.as_str(), "-DCMAKE_INSTALL_LIBDIR=lib"])?;
        cmake(["--install".as_ref(), again.as_os_str(), "--prefix".as_ref(), prefix.as_os_str()])?;
        let library = prefix.join("lib/libauthforge.so");
        ensure!(fs::read(&library)? == here.tested, "{} is another library", library.display());
        let (is, need) = (files(&prefix)?, files(&here.prefix)?);
        ensure!(is == need, "of {generator} it has {is:?}, need {need:?}");
    }
    Ok(())
}

fn debian(here: &Installation) -> Result {
    let folder = here.scratch.join("debian");
    let made = pack(&here.scratch.join("build"), "DEB", &folder)?;
    let field = |package: &str, name: &str| -> Result<String> {
        let file = made.iter().find(|file| {
            file.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&format!("{package}_")))
        });
        let mut dpkg = Command::new("dpkg-deb");
        command::output(dpkg.arg("--field").arg(file.context(package.to_owned())?).arg(name))
    };
    ensure!(made.len() == 2, "{made:?} were made");
    ensure!(field("libauthforge0", "Version")?.trim() == VERSION);
    let needs = field("libauthforge0", "Depends")?;
    ensure!(needs.contains("libc6") && needs.contains("libgcc-s1"), "it needs {needs}");
    let needs = field("libauthforge-dev", "Depends")?;
    ensure!(needs.trim() == format!("libauthforge0 (= {VERSION})"), "it needs {needs}");
    Ok(())
}

fn parent() -> Result {
    let folder = fresh(&project::scratch("cmake-parent")?)?;
    let cargo = FakeCargo::new(&folder)?;
    let text = format!(
        "cmake_minimum_required(VERSION 3.16)\nproject(parent VERSION 7.8 LANGUAGES C)\n\
         set(CPACK_PACKAGE_FILE_NAME parents)\nset(CPACK_GENERATOR TGZ)\nset(AUTHFORGE_INSTALL ON)\n\
         add_subdirectory(\"{}\" AuthForge)\nadd_custom_target(with ALL)\n\
         add_dependencies(with authforge_cargo)\ninclude(CPack)\n",
        project::root().display()
    );
    project::write(&folder.join("CMakeLists.txt"), &text)?;
    let made = folder.join("build");
    configure(&folder, &made, &cargo.options())?;
    build(&made)?;
    let packages = pack(&made, "TGZ", &folder.join("packages"))?;
    let [package] = packages.as_slice() else { bail!("{packages:?} were made") };
    ensure!(package.ends_with("parents.tar.gz"), "it is {}", package.display());
    let list = cmake(["-E".as_ref(), "tar".as_ref(), "tf".as_ref(), package.as_os_str()])?;
    ensure!(list.contains("include/authforge.h") && list.contains("libauthforge.so.0"), "it has {list}");
    Ok(())
}
