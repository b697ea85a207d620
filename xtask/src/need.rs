//! Tools besides Rust and a C compiler: installed by the system's package manager, or asked for.

use std::process::{Command, Stdio};

use crate::shell::Result;

/// A program, and the Debian package that has it.
#[derive(Clone, Copy)]
pub struct Tool {
    /// Its presence is tried with this command.
    pub probe: &'static [&'static str],
    pub package: &'static str,
}

pub const CMAKE: Tool = Tool { probe: &["cmake", "--version"], package: "cmake" };
pub const PKG_CONFIG: Tool = Tool { probe: &["pkg-config", "--version"], package: "pkg-config" };
pub const CC: Tool = Tool { probe: &["cc", "--version"], package: "build-essential" };
pub const CXX: Tool = Tool { probe: &["c++", "--version"], package: "build-essential" };
pub const CLANG: Tool = Tool { probe: &["clang", "--version"], package: "clang" };
/// The linker that clang's link-time optimisation is at home with, and its tools.
pub const LLD: Tool = Tool { probe: &["ld.lld", "--version"], package: "lld" };
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
pub const LIBCURL: Tool =
    Tool { probe: &["pkg-config", "--exists", "libcurl"], package: "libcurl4-openssl-dev" };
pub const LIBSODIUM: Tool =
    Tool { probe: &["pkg-config", "--exists", "libsodium"], package: "libsodium-dev" };

fn is_here(tool: &Tool) -> bool {
    let (program, arguments) = (tool.probe[0], &tool.probe[1..]);
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Installs what is missing, saying so; where that cannot be, stops with the line to type.
pub fn tools(wanted: &[Tool]) -> Result {
    let mut missing: Vec<&str> =
        wanted.iter().filter(|tool| !is_here(tool)).map(|tool| tool.package).collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let line = format!("apt-get update && apt-get install -y {list}");
    let by_hand = || format!("needed but not here: {list}. On Debian or Ubuntu type: sudo sh -c '{line}'");
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if !root {
        return Err(by_hand());
    }
    eprintln!("xtask: installing {list}");
    let status = Command::new("sh")
        .args(["-c", &line])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    let installed = status.is_ok_and(|status| status.success()) && wanted.iter().all(is_here);
    if installed { Ok(()) } else { Err(by_hand()) }
}
