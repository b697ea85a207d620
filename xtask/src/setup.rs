//! `cargo xtask setup`: installs what is needed of the system, by apt, and of PyPI, below `target/`.

use harness::part::{PARTS, Part};
use harness::python::Package;
use harness::target::{self, Target};
use harness::tool::{self, Tool};
use harness::{Result, command};
use xshell::cmd;

/// What may be done about something that is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Setup {
    /// Nothing but saying what to type.
    Forbidden,
    /// Packages of the system if we are root, and those of PyPI always.
    AsRoot,
    /// The same, and through sudo if we are not.
    WithSudo,
}

/// The command: for all parts of the tests, or those that are named.
pub fn run(names: &[String], setup: Setup) -> Result {
    let parts = chosen(names);
    setup.parts(&parts)?;
    for name in parts.iter().filter_map(|part| part.target) {
        if let Err(why) = target::named(name).and_then(|target| setup.target(target)) {
            eprintln!("setup: what is for {name} will be left out: {why:#}");
        }
    }
    println!("setup: everything is here");
    Ok(())
}

/// The parts of these names, or all, in their order.
pub fn chosen(names: &[String]) -> Vec<&'static Part> {
    const ALL: &[Part] = &PARTS;
    ALL.iter().filter(|part| names.is_empty() || names.iter().any(|name| name == part.name)).collect()
}

impl Setup {
    /// All that these parts of the tests need; what a part can do without is told when it cannot be had.
    pub fn parts(self, parts: &[&Part]) -> Result {
        let of = |tools: fn(&Part) -> &[Tool]| -> Vec<Tool> {
            parts.iter().flat_map(|part| tools(part)).copied().collect()
        };
        self.tools(&of(|part| part.tools))?;
        if let Err(why) = self.tools(&of(|part| part.optional)) {
            eprintln!("setup: some tests will be skipped: {why:#}");
        }
        let packages: Vec<Package> = parts.iter().flat_map(|part| part.packages).copied().collect();
        self.packages(&packages)
    }

    /// What making the library for a target and running programs there takes.
    pub fn target(self, target: &Target) -> Result {
        self.tools(&target.tools())?;
        self.tools(&target.test_tools()?)?;
        self.packages(target.packages())
    }

    /// Programs and libraries of the system.
    pub fn tools(self, wanted: &[Tool]) -> Result {
        let as_root: Option<&[&str]> = if is_root() {
            Some(&["env"])
        } else if self == Setup::WithSudo {
            Some(&["sudo", "env"])
        } else {
            None
        };
        let Some(as_root) = as_root.filter(|_| self != Setup::Forbidden) else {
            return tool::need(wanted);
        };
        let install = |line: &str| apt(as_root, line).is_ok();
        tool::have(wanted, Some(install))
    }

    /// Packages of PyPI.
    pub fn packages(self, wanted: &[Package]) -> Result {
        for package in wanted.iter().filter(|package| package.python().is_err()) {
            if self == Setup::Forbidden {
                return package.python().map(drop);
            }
            let (name, version, place) = (package.name, package.version, package.place());
            eprintln!("setup: installing {name} {version} of PyPI in {}", place.display());
            package.install()?;
        }
        Ok(())
    }
}

/// Has a line for apt run by root's shell.
fn apt(as_root: &[&str], line: &str) -> Result {
    let (shell, program, more) = (command::shell()?, as_root[0], &as_root[1..]);
    let apt = cmd!(shell, "{program} {more...} DEBIAN_FRONTEND=noninteractive sh -c {line}");
    eprintln!("setup: {apt}");
    Ok(apt.ignore_stdout().quiet().run()?)
}

fn is_root() -> bool {
    command::shell().is_ok_and(|shell| cmd!(shell, "id -u").read().is_ok_and(|id| id == "0"))
}
