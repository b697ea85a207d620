//! The systems that the library is made for: how cargo makes it, what compiles programs for one, and what runs them here.

mod apple;
mod cargo;
mod compiler;
mod made;
mod mingw;
mod run;

use anyhow::{Context, bail};

use crate::Result;
use crate::python::{Package, ZIGBUILD};
use crate::tool::{
    self, AARCH64_CC, AARCH64_CXX, CC, CLANG_19, I386_LIBC, I386_LIBGCC, LLD_19, LLVM_19, MINGW, MINGW_32,
    MUSL, MUSL_CC, QEMU, RUST_CARGO, RUST_RUSTC, RUST_SOURCES, Tool, VENV, WINE,
};

pub use cargo::{Place, rust_version};
pub use made::Made;
pub use run::end_wine;

/// The target that the tests are run for, by its name here; without it they are for the system that they run on.
pub const VARIABLE: &str = "AUTHFORGE_TEST_TARGET";

/// The oldest glibc that a library for Linux may ask for.
pub const OLDEST_GLIBC: &str = "2.17";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    Linux,
    Windows,
    MacOs,
    Android,
    Ios,
}

/// What links a library for a target, and compiles the C in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Linker {
    /// cargo-zigbuild; what its word for the target has behind Rust's name.
    Zig(&'static str),
    /// GCC for Windows, by the beginning of its programs' names.
    Mingw(&'static str),
    /// clang and LLVM's linker, with Apple's libraries as stubs.
    Apple,
    /// None: it can be checked and not linked here.
    None,
}

/// One system with its processor and C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// As users know it: `linux-x64`.
    pub name: &'static str,
    /// As Rust knows it.
    pub rust: &'static str,
    pub system: System,
    linker: Linker,
}

const fn target(name: &'static str, rust: &'static str, system: System, linker: Linker) -> Target {
    Target { name, rust, system, linker }
}

const LINUX_X64: Target =
    target("linux-x64", "x86_64-unknown-linux-gnu", System::Linux, Linker::Zig(".2.17"));
const LINUX_ARM64: Target =
    target("linux-arm64", "aarch64-unknown-linux-gnu", System::Linux, Linker::Zig(".2.17"));
const LINUX_X86: Target = target("linux-x86", "i686-unknown-linux-gnu", System::Linux, Linker::Zig(".2.17"));
const LINUX_X64_MUSL: Target =
    target("linux-x64-musl", "x86_64-unknown-linux-musl", System::Linux, Linker::Zig(""));
const LINUX_ARM64_MUSL: Target =
    target("linux-arm64-musl", "aarch64-unknown-linux-musl", System::Linux, Linker::Zig(""));
const WINDOWS_X64: Target =
    target("windows-x64", "x86_64-pc-windows-gnu", System::Windows, Linker::Mingw("x86_64-w64-mingw32"));
const WINDOWS_X86: Target =
    target("windows-x86", "i686-pc-windows-gnu", System::Windows, Linker::Mingw("i686-w64-mingw32"));
pub const MACOS_ARM64: Target = target("macos-arm64", "aarch64-apple-darwin", System::MacOs, Linker::Apple);
pub const MACOS_X64: Target = target("macos-x64", "x86_64-apple-darwin", System::MacOs, Linker::Apple);
const ANDROID_ARM64: Target = target("android-arm64", "aarch64-linux-android", System::Android, Linker::None);
const IOS_ARM64: Target = target("ios-arm64", "aarch64-apple-ios", System::Ios, Linker::None);

/// All, in the order in which they are made and told.
pub const TARGETS: [Target; 11] = [
    LINUX_X64,
    LINUX_ARM64,
    LINUX_X64_MUSL,
    LINUX_ARM64_MUSL,
    LINUX_X86,
    WINDOWS_X64,
    WINDOWS_X86,
    MACOS_ARM64,
    MACOS_X64,
    ANDROID_ARM64,
    IOS_ARM64,
];

/// The target of this name; `windows` is the usual one.
pub fn named(name: &str) -> Result<&'static Target> {
    const ALL: &[Target] = &TARGETS;
    let wanted = if name == "windows" { WINDOWS_X64.name } else { name };
    ALL.iter().find(|target| target.name == wanted).with_context(|| {
        let names: Vec<&str> = ALL.iter().map(|target| target.name).collect();
        format!("there is no target {name}, but {}", names.join(", "))
    })
}

/// The target that the tests are run for; `None` is the system that they run on.
pub fn current() -> Result<Option<&'static Target>> {
    match std::env::var(VARIABLE) {
        Ok(name) if !name.is_empty() => named(&name).map(Some),
        _ => Ok(None),
    }
}

impl Target {
    pub fn is_windows(&self) -> bool {
        self.system == System::Windows
    }

    pub fn is_musl(&self) -> bool {
        self.rust.ends_with("-musl")
    }

    /// Whether a library can be linked here; otherwise its source can be checked.
    pub fn is_linked(&self) -> bool {
        self.linker != Linker::None
    }

    /// Programs that making the library takes.
    pub fn tools(&self) -> Vec<Tool> {
        let mut tools = vec![CC, RUST_RUSTC, RUST_CARGO, RUST_SOURCES, LLVM_19, LLD_19];
        // What has the unwinder of systems with glibc; that of this one's is here.
        match *self {
            LINUX_ARM64 => tools.push(AARCH64_CC),
            LINUX_X86 => tools.push(I386_LIBGCC),
            _ => {}
        }
        match self.linker {
            Linker::Zig(_) => tools.push(VENV),
            Linker::Mingw(_) if *self == WINDOWS_X86 => tools.push(MINGW_32),
            Linker::Mingw(_) => tools.push(MINGW),
            Linker::Apple => tools.extend([VENV, CLANG_19]),
            Linker::None => tools.extend([VENV, CLANG_19, AARCH64_CC]),
        }
        tools
    }

    /// Programs of PyPI that making it takes.
    pub fn packages(&self) -> &'static [Package] {
        match self.linker {
            Linker::Zig(_) => &[ZIGBUILD],
            // Of that one what it has of Apple's libraries.
            Linker::Apple | Linker::None => &[ZIGBUILD],
            _ => &[],
        }
    }

    /// Programs that compiling and running something for it takes besides.
    pub fn test_tools(&self) -> Result<Vec<Tool>> {
        Ok(match *self {
            LINUX_X64 => vec![],
            LINUX_ARM64 => vec![AARCH64_CC, AARCH64_CXX, QEMU],
            LINUX_X64_MUSL => vec![MUSL, MUSL_CC],
            LINUX_X86 => vec![I386_LIBC],
            WINDOWS_X64 => vec![WINE],
            _ => bail!("nothing here runs programs for {}", self.name),
        })
    }

    /// An error says in one line what is missing to make the library, and what to type.
    pub fn need(&self) -> Result {
        tool::need(&self.tools())?;
        self.packages().iter().try_for_each(|package| package.python().map(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_known_by_its_name_and_an_unknown_one_is_answered_with_those_there_are() {
        for target in &TARGETS {
            assert_eq!(named(target.name).unwrap(), target);
        }
        assert_eq!(named("windows").unwrap().name, "windows-x64");
        let told = named("beos").unwrap_err().to_string();
        assert!(told.starts_with("there is no target beos, but linux-x64, linux-arm64, "), "{told}");
    }

    #[test]
    fn what_can_be_linked_here_says_what_that_takes_and_what_cannot_runs_nothing() {
        for target in &TARGETS {
            assert!(target.tools().contains(&CC), "{}", target.name);
            assert!(target.is_linked() || target.test_tools().is_err(), "{}", target.name);
        }
    }
}
