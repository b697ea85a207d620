//! What compiles C and C++ for a target: the C inside the library, and programs that try it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::bail;

use super::{LINUX_ARM64, LINUX_X64, LINUX_X64_MUSL, LINUX_X86, Linker, System, Target, apple, mingw};
use crate::once::once;
use crate::python::ZIGBUILD;
use crate::{Result, command, project};

/// Tells cargo, and the build scripts that it runs, of the compiler of C and the linker, where they would not find them.
pub(super) fn tell(target: &Target, cargo: &mut Command) -> Result {
    match target.linker {
        Linker::Zig(_) | Linker::Mingw(_) => Ok(()),
        Linker::Apple => apple::tell(target, cargo),
        Linker::None => {
            let name = target.rust.replace('-', "_");
            cargo.env(format!("CC_{name}"), "clang-19").env(format!("AR_{name}"), "llvm-ar-19");
            // Headers of C's library, of that system or one like it: nothing is linked.
            let headers = if target.system == System::Ios {
                // Asked for by what compiles C for Apple's systems, and not looked into.
                cargo.env("SDKROOT", project::scratch("ios-sdk")?);
                apple::headers()?
            } else {
                PathBuf::from("/usr/aarch64-linux-gnu/include")
            };
            cargo.env(format!("CFLAGS_{name}"), format!("-isystem {}", headers.display()));
            Ok(())
        }
    }
}

/// What rustc hands on to the linker.
pub(super) fn rustflags(target: &Target) -> Result<Vec<String>> {
    match target.linker {
        Linker::Apple => apple::rustflags(target),
        Linker::Mingw(_) => mingw::rustflags(target),
        Linker::Zig(_) => Ok(unwinder(target).map_or_else(Vec::new, |path| {
            // What it needs itself of a newer glibc than programs may is that machine's to have.
            [path, "-Wl,--allow-shlib-undefined"].map(|argument| format!("-Clink-arg={argument}")).into()
        })),
        _ => Ok(Vec::new()),
    }
}

const STATX: &str = "#include <sys/syscall.h>
long syscall(long number, ...);
__attribute__((weak)) int statx(int folder, const char *path, int flags, unsigned mask, void *out)
{
    return (int)syscall(SYS_statx, folder, path, flags, mask, out);
}
";

/// The unwinder of systems with glibc, which ends threads by it: with Zig's own inside, a callback that ends its thread
/// crashes, since the two do not know each other's stacks.
fn unwinder(target: &Target) -> Option<&'static str> {
    match *target {
        LINUX_X64 => Some("/lib/x86_64-linux-gnu/libgcc_s.so.1"),
        LINUX_ARM64 => Some("/usr/aarch64-linux-gnu/lib/libgcc_s.so.1"),
        LINUX_X86 => Some("/usr/lib32/libgcc_s.so.1"),
        _ => None,
    }
}

impl Target {
    /// Compiles programs in C for it.
    pub fn cc(&self) -> Result<Command> {
        Ok(match *self {
            LINUX_X64 => Command::new("cc"),
            LINUX_ARM64 => Command::new("aarch64-linux-gnu-gcc"),
            LINUX_X64_MUSL => Command::new("musl-gcc"),
            LINUX_X86 => {
                let mut zig = self.x86("cc")?;
                // Files are as long as those of the library. Its headers of glibc are newer than the C of the tests.
                zig.args(["-D_FILE_OFFSET_BITS=64", "-Wno-error=c11-extensions"]);
                zig.arg("-Wno-error=deprecated-declarations");
                zig
            }
            _ => self.mingw("gcc")?,
        })
    }

    /// Compiles programs in C that have the archive inside. Debian's compiler for musl has an unwinder of glibc's, which asks
    /// for what musl has not.
    pub fn cc_of_archives(&self) -> Result<Command> {
        if *self == LINUX_X64_MUSL { self.zig("cc", "x86_64-linux-musl") } else { self.cc() }
    }

    /// Compiles programs in C++ for it.
    pub fn cxx(&self) -> Result<Command> {
        Ok(match *self {
            LINUX_X64 => Command::new("c++"),
            LINUX_ARM64 => Command::new("aarch64-linux-gnu-g++"),
            // Debian's compiler for musl has no C++.
            LINUX_X64_MUSL => self.zig("c++", "x86_64-linux-musl")?,
            LINUX_X86 => self.x86("c++")?,
            // With the threads of C++: the other of the two has none.
            _ => self.mingw("g++-posix")?,
        })
    }

    /// What programs for it are linked with besides: Zig's C++ asks musl for a function that Debian's older one has not.
    pub fn beside(&self) -> Result<Option<PathBuf>> {
        if *self != LINUX_X64_MUSL {
            return Ok(None);
        }
        let folder = project::scratch("musl")?;
        let object = folder.join("statx.o");
        once("musl's statx", || {
            let source = folder.join("statx.c");
            project::write(&source, STATX)?;
            command::output(Command::new("musl-gcc").args(["-O2", "-c", "-o"]).arg(&object).arg(source))
                .map(drop)
        })?;
        Ok(Some(object))
    }

    fn mingw(&self, program: &str) -> Result<Command> {
        match self.linker {
            Linker::Mingw(prefix) => Ok(Command::new(format!("{prefix}-{program}"))),
            _ => bail!("nothing here compiles programs for {}", self.name),
        }
    }

    /// Without Zig's sanitizer, of which each thread would have 256 KiB on its stack.
    fn x86(&self, word: &str) -> Result<Command> {
        let mut zig = self.zig(word, "x86-linux-gnu.2.17")?;
        zig.arg("-fno-sanitize=undefined");
        Ok(zig)
    }

    fn zig(&self, word: &str, name: &str) -> Result<Command> {
        let mut zig = Command::new(ZIGBUILD.python()?);
        zig.args(["-m", "ziglang", word, "-target", name]);
        Ok(zig)
    }
}
