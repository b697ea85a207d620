//! Tools besides Rust: programs and libraries that the system's package manager has. `cargo xtask setup` installs them.

use std::process::{Command, Stdio};

use anyhow::bail;

use crate::Result;

/// A program, and the Debian package that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tool {
    /// Its presence is tried with this command.
    pub probe: &'static [&'static str],
    pub package: &'static str,
}

pub const CMAKE: Tool = Tool { probe: &["cmake", "--version"], package: "cmake" };
pub const NINJA: Tool = Tool { probe: &["ninja", "--version"], package: "ninja-build" };
pub const PKG_CONFIG: Tool = Tool { probe: &["pkg-config", "--version"], package: "pkg-config" };
pub const CC: Tool = Tool { probe: &["cc", "--version"], package: "build-essential" };
pub const CXX: Tool = Tool { probe: &["c++", "--version"], package: "build-essential" };
pub const CLANG: Tool = Tool { probe: &["clang", "--version"], package: "clang" };
/// The linker that clang's link-time optimisation is at home with, and its tools.
pub const LLD: Tool = Tool { probe: &["ld.lld", "--version"], package: "lld" };
/// What the machine code of .NET is linked with.
pub const ZLIB: Tool = Tool { probe: &["test", "-f", "/usr/include/zlib.h"], package: "zlib1g-dev" };
pub const VALGRIND: Tool = Tool { probe: &["valgrind", "--version"], package: "valgrind" };
/// Python with what makes virtual environments.
pub const VENV: Tool = Tool { probe: &["python3", "-c", "import venv, ensurepip"], package: "python3-venv" };
/// Runs C#: the runtime family that Unity uses.
pub const MONO: Tool = Tool { probe: &["mono", "--version"], package: "mono-runtime" };
/// Compiles C#, up to 7.2.
pub const MCS: Tool = Tool { probe: &["mcs", "--version"], package: "mono-mcs" };
/// All assemblies of Mono's, and reference assemblies: what .NET Framework 4.6.1 and .NET Standard 2.0 have.
pub const MONO_REFERENCES: Tool =
    Tool { probe: &["test", "-f", "/usr/lib/mono/4.7.1-api/Facades/netstandard.dll"], package: "mono-devel" };
pub const BINUTILS: Tool = Tool { probe: &["nm", "--version"], package: "binutils" };
/// Looks at what a program works at; many a machine does not let it.
pub const PERF: Tool = Tool {
    probe: &["perf", "record", "--quiet", "--event", "task-clock", "--output", "/dev/null", "true"],
    package: "linux-perf",
};
pub const DOXYGEN: Tool = Tool { probe: &["doxygen", "--version"], package: "doxygen" };
/// Compares libraries by their debug information.
pub const ABIGAIL: Tool = Tool { probe: &["abidiff", "--version"], package: "abigail-tools" };
pub const LIBCURL: Tool =
    Tool { probe: &["pkg-config", "--exists", "libcurl"], package: "libcurl4-openssl-dev" };
pub const LIBSODIUM: Tool =
    Tool { probe: &["pkg-config", "--exists", "libsodium"], package: "libsodium-dev" };
/// Event loops that the examples run in.
pub const GLIB: Tool = Tool { probe: &["pkg-config", "--exists", "glib-2.0"], package: "libglib2.0-dev" };
pub const UV: Tool = Tool { probe: &["pkg-config", "--exists", "libuv"], package: "libuv1-dev" };
pub const QT: Tool = Tool { probe: &["pkg-config", "--exists", "Qt5Core"], package: "qtbase5-dev" };
/// A window for C#, and an X server that needs no screen.
pub const GTK_SHARP: Tool =
    Tool { probe: &["test", "-f", "/usr/lib/cli/gtk-sharp-3.0/gtk-sharp.dll"], package: "libgtk3.0-cil" };
pub const XVFB: Tool = Tool { probe: &["which", "Xvfb"], package: "xvfb" };

/// For the scripts of the development server.
pub const BASH: Tool = Tool { probe: &["bash", "--version"], package: "bash" };
pub const CURL: Tool = Tool { probe: &["curl", "--version"], package: "curl" };

/// Shows a program another date.
pub const FAKETIME: Tool = Tool { probe: &["faketime", "--version"], package: "faketime" };

/// A Rust with the sources of its standard library, which it can build for other systems.
pub const RUST_RUSTC: Tool = Tool { probe: &["/usr/bin/rustc", "--version"], package: "rustc-web" };
pub const RUST_CARGO: Tool = Tool { probe: &["/usr/bin/cargo", "--version"], package: "cargo-web" };
pub const RUST_SOURCES: Tool =
    Tool { probe: &["test", "-d", "/usr/lib/rustlib/src/rust/library"], package: "rust-web-src" };
pub const MINGW: Tool =
    Tool { probe: &["x86_64-w64-mingw32-g++", "--version"], package: "g++-mingw-w64-x86-64" };
pub const MINGW_32: Tool =
    Tool { probe: &["i686-w64-mingw32-g++", "--version"], package: "g++-mingw-w64-i686" };
pub const WINE: Tool = Tool { probe: &["/usr/lib/wine/wine64", "--version"], package: "wine64" };
pub const AARCH64_CC: Tool =
    Tool { probe: &["aarch64-linux-gnu-gcc", "--version"], package: "gcc-aarch64-linux-gnu" };
pub const AARCH64_CXX: Tool =
    Tool { probe: &["aarch64-linux-gnu-g++", "--version"], package: "g++-aarch64-linux-gnu" };
pub const QEMU: Tool = Tool { probe: &["qemu-aarch64", "--version"], package: "qemu-user" };
/// The C library of programs of 32 bits.
pub const I386_LIBC: Tool = Tool { probe: &["test", "-e", "/lib/ld-linux.so.2"], package: "libc6-i386" };
/// What unwinds their stacks.
pub const I386_LIBGCC: Tool =
    Tool { probe: &["test", "-e", "/usr/lib32/libgcc_s.so.1"], package: "lib32gcc-s1" };
pub const MUSL: Tool = Tool { probe: &["test", "-e", "/lib/ld-musl-x86_64.so.1"], package: "musl" };
pub const MUSL_CC: Tool = Tool { probe: &["musl-gcc", "--version"], package: "musl-tools" };
pub const CLANG_19: Tool = Tool { probe: &["clang-19", "--version"], package: "clang-19" };
pub const LLD_19: Tool = Tool { probe: &["ld64.lld-19", "--version"], package: "lld-19" };
pub const LLVM_19: Tool = Tool { probe: &["llvm-objcopy-19", "--version"], package: "llvm-19" };

fn is_here(tool: &Tool) -> bool {
    let (program, arguments) = (tool.probe[0], &tool.probe[1..]);
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Fails where something is missing, with the line to type.
pub fn need(wanted: &[Tool]) -> Result {
    have(wanted, None::<fn(&str) -> bool>)
}

/// The packages of what is missing.
pub fn missing(wanted: &[Tool]) -> Vec<&'static str> {
    let mut missing: Vec<_> = wanted.iter().filter(|tool| !is_here(tool)).map(|tool| tool.package).collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// Has what is missing installed by `install`, which is given the line for a shell; where there is no such, or it did not
/// help, fails with the line to type.
pub fn have(wanted: &[Tool], install: Option<impl FnOnce(&str) -> bool>) -> Result {
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let line = format!("apt-get update && apt-get install -y {list}");
    if install.is_some_and(|install| install(&line)) && wanted.iter().all(is_here) {
        return Ok(());
    }
    bail!("needed but not here: {list}. On Debian or Ubuntu type: sudo sh -c '{line}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Tool = Tool { probe: &["true"], package: "here" };
    const ONE: Tool = Tool { probe: &["false"], package: "one" };
    const OTHER: Tool = Tool { probe: &["/no/such/program"], package: "other" };

    #[test]
    fn what_is_missing_is_one_line_to_type_where_nothing_may_be_installed() {
        need(&[HERE, HERE]).unwrap();
        let line = "sudo sh -c 'apt-get update && apt-get install -y one other'";
        let told = format!("needed but not here: one other. On Debian or Ubuntu type: {line}");
        assert_eq!(need(&[OTHER, ONE, HERE, ONE]).unwrap_err().to_string(), told);
    }

    #[test]
    fn what_was_installed_and_is_not_there_all_the_same_is_told_too() {
        let mut lines = Vec::new();
        let install = |line: &str| {
            lines.push(line.to_owned());
            true
        };
        let result = have(&[ONE, HERE], Some(install));
        assert!(result.is_err_and(|why| why.to_string().starts_with("needed but not here: one.")));
        assert_eq!(lines, ["apt-get update && apt-get install -y one"]);
    }
}
