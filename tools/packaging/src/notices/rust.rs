//! Rust's standard library, which is linked into every library: its own code, what it has copied, and its crates.

use std::path::PathBuf;

use super::linked::{Crate, Workspace, everywhere};
use super::{COMMAND, FILE, RUST, list, texts};
use anyhow::{Context, bail};
use harness::{Result, command, project};
use xshell::cmd;

/// Where Rust says what it has copied.
const COPYRIGHT: &str = "share/doc/rust/COPYRIGHT-library.html";
/// Parts of platforms that no library is made for.
const ELSEWHERE: [&str; 1] = ["fuchsia"];
/// Beside the standard library and in no program that does not ask for them.
const NOT_LINKED: [&str; 4] = ["getopts", "profiler_builtins", "rustc_literal_escaper", "test"];
/// Its own, and under its own license.
const OWN: [&str; 10] = [
    "alloc",
    "core",
    "panic_abort",
    "panic_unwind",
    "proc_macro",
    "rustc_std_workspace_",
    "std",
    "std_detect",
    "sysroot",
    "unwind",
];
const HOLDERS: &str = "The Rust Project Developers (see https://thanks.rust-lang.org)";
const TOOLCHAIN: &str = "
  The compilers that link a program add start-up code of their own and of the C library (GCC, mingw-w64), whose
  licenses ask for no notice in what they compile.
";

/// The part of the notices, of the Rust that runs us.
pub fn made() -> Result<String> {
    if !has_sources()? {
        bail!("Rust's own sources are not here: `rustup component add rust-src`");
    }
    let version = version()?;
    let mut crates = workspace()?.linked()?;
    let compiler = crates.iter().find(|linked| linked.name == "compiler_builtins");
    let compiler = compiler.context("Rust's standard library has no compiler_builtins")?.licence.clone();
    let library = library()?;
    crates.retain(|linked| !linked.folder.starts_with(&library));
    let own = Crate {
        name: "std".to_owned(),
        version: version.clone(),
        licence: format!("(MIT OR Apache-2.0) AND {compiler}"),
        authors: vec![HOLDERS.to_owned()],
        folder: library,
        platforms: everywhere(),
    };
    let file = sysroot()?.join(COPYRIGHT);
    let copyright = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let mut all = vec![own];
    all.extend(copied(&copyright, &version));
    all.extend(crates);
    Ok(format!("{RUST}{version}\n\n{}{TOOLCHAIN}{}", list(&all)?, texts(&all)?))
}

/// That each crate of the standard library is named, whatever version runs us.
pub fn check(notices: &str) -> Result {
    let (_, part) = super::parts(notices)?;
    let named: Vec<_> = part.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let here = crates_here()?;
    match here.iter().find(|name| !named.iter().any(|named| named.replace('-', "_") == **name)) {
        None => Ok(()),
        Some(name) => bail!(
            "Rust's standard library has {name}, which is not in {FILE}: `rustup component add rust-src`, then {COMMAND}"
        ),
    }
}

/// Whether the notices are of the version that runs us, and its sources are here; an error if only its crates are not.
pub fn can_be_made(notices: &str) -> Result<bool> {
    let (_, part) = super::parts(notices)?;
    let can = part.starts_with(&format!("{RUST}{}\n", version()?)) && has_sources()?;
    if can { workspace()?.fetch().map(|()| true) } else { Ok(false) }
}

fn has_sources() -> Result<bool> {
    Ok(library()?.join("std/Cargo.toml").is_file())
}

fn library() -> Result<PathBuf> {
    Ok(sysroot()?.join("lib/rustlib/src/rust/library"))
}

fn workspace() -> Result<Workspace<'static>> {
    let manifest = library()?.join("std/Cargo.toml");
    Ok(Workspace { manifest, package: "std", features: "backtrace,panic-unwind" })
}

/// The crates that this Rust's standard library was compiled with.
fn crates_here() -> Result<Vec<String>> {
    let shell = command::shell()?;
    let folder = command::said(cmd!(shell, "rustc --print target-libdir"))?;
    let mut names = Vec::new();
    for path in project::files(PathBuf::from(folder.trim()).as_path(), "rlib")? {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = file.rsplit_once('-').map_or(&*file, |(name, _)| name).trim_start_matches("lib");
        // What begins with the prefix itself, such as libc.
        let name = if file.starts_with("liblib") { format!("lib{name}") } else { name.to_owned() };
        let own = OWN.iter().any(|own| name == *own || own.ends_with('_') && name.starts_with(own));
        if !own && !NOT_LINKED.contains(&&*name) && name != "compiler_builtins" {
            names.push(name);
        }
    }
    if names.is_empty() { bail!("no crates of Rust's are in {}", folder.trim()) } else { Ok(names) }
}

fn version() -> Result<String> {
    let shell = command::shell()?;
    let said = command::said(cmd!(shell, "rustc --version"))?;
    let version = said.split_whitespace().nth(1);
    version.map(str::to_owned).with_context(|| format!("rustc tells no version: {said}"))
}

fn sysroot() -> Result<PathBuf> {
    let shell = command::shell()?;
    let said = command::said(cmd!(shell, "rustc --print sysroot"))?;
    Ok(PathBuf::from(said.trim()))
}

/// Files of the standard library that others hold rights in, with their licenses.
fn copied(page: &str, version: &str) -> Vec<Crate> {
    let part = page.split("id=\"in-tree-files\"").nth(1).unwrap_or_default();
    let part = part.split("id=\"out-of-tree").next().unwrap_or_default();
    let mut found = Vec::new();
    for block in part.split("File/Directory:</b> <code>").skip(1) {
        let all = |start: &str| -> Vec<String> {
            let texts = block.split(start).skip(1).filter_map(|rest| rest.split('<').next());
            texts.map(|text| text.trim().to_owned()).collect()
        };
        let path = block.split('<').next().unwrap_or_default().to_owned();
        let licence = all("License:</b>").pop().unwrap_or_default();
        let path = if path == "." { "library".to_owned() } else { path };
        if !ELSEWHERE.iter().any(|word| path.contains(word)) {
            found.push(Crate {
                name: path,
                version: version.to_owned(),
                licence,
                authors: all("Copyright:</b>"),
                folder: PathBuf::new(),
                platforms: everywhere(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rust_has_copied_is_read_with_its_license_and_its_holders() {
        let page = "<h2 id=\"in-tree-files\">x <b>File/Directory:</b> <code>.</code> <p><b>License:</b> MIT</p> \
                    <b>File/Directory:</b> <code>library/a</code> <b>License:</b> ISC</p> <b>Copyright:</b> 2019 A</p> \
                    <b>Copyright:</b> B</p> <b>File/Directory:</b> <code>sys/fuchsia.rs</code> <b>License:</b> ISC</p> \
                    <h2 id=\"out-of-tree-dependencies\"> <b>File/Directory:</b> <code>no</code>";
        let found = copied(page, "1.0.0");
        let all: Vec<_> =
            found.iter().map(|one| (&*one.name, &*one.licence, one.authors.join(", "))).collect();
        assert_eq!(all, [("library", "MIT", String::new()), ("library/a", "ISC", "2019 A, B".to_owned())]);
    }
}
