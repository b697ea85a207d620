//! The system that programs are tried on: the one that we run on, or a target whose programs something here runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use harness::once::once;
use harness::server::Server;
use harness::target::{self, Target};
use harness::{Result, build, command, project, tool};

/// What programs are told of a file's place.
const PATHS: [&str; 1] = ["AF_TEST_CA_FILE"];
/// Threads that an emulator has in the process of a program.
const EMULATORS_THREADS: &str = "AF_TEST_EMULATORS_THREADS";

#[derive(Clone, Copy)]
pub struct System(Option<&'static Target>);

impl System {
    pub const HOME: System = System(None);

    /// The one that this run is for.
    pub fn current() -> Result<System> {
        Ok(System(target::current()?))
    }

    pub fn named(name: &str) -> Result<System> {
        Ok(System(Some(target::named(name)?)))
    }

    pub fn is_home(self) -> bool {
        self.0.is_none()
    }

    pub fn is_windows(self) -> bool {
        self.0.map_or(cfg!(windows), Target::is_windows)
    }

    /// Is one of the words of its name, or what runs programs for it here: `windows`, `x86`, `musl`, `qemu`.
    pub fn is(self, word: &str) -> bool {
        match self.0 {
            None => std::env::consts::OS == word,
            Some(target) => {
                target.name.split('-').any(|part| part == word) || target.emulator() == Some(word)
            }
        }
    }

    /// Its programs are slower than those that run as they are.
    pub fn is_emulated(self) -> bool {
        self.0.is_some_and(|target| target.emulator().is_some())
    }

    /// What is put into a folder for it, apart from what others put there.
    pub fn folder(self, name: &str) -> Result<PathBuf> {
        project::scratch(&self.scratch(name)?)
    }

    /// The name of that folder.
    pub fn scratch(self, name: &str) -> Result<String> {
        let of = match self.0 {
            Some(target) => target.name.to_owned(),
            None => project::stem(&build::library()?),
        };
        Ok(format!("{name}/{of}"))
    }

    /// Where everything is that running something there takes; once in a run.
    pub fn need(self) -> Result {
        let Some(target) = self.0 else { return Ok(()) };
        once(&format!("tools for {}", target.name), || tool::need(&target.test_tools()?))
    }

    /// The shared library, as programs there are told of it.
    pub fn library(self) -> Result<String> {
        Ok(match self.0 {
            Some(target) => target.path(&target.library()?.shared()),
            None => build::library()?.join("libauthforge.so").display().to_string(),
        })
    }

    /// A path of this machine as programs there write it.
    pub fn path(self, path: &Path) -> String {
        self.0.map_or_else(|| path.display().to_string(), |target| target.path(path))
    }

    /// A compiler of C.
    pub fn cc(self) -> Result<Command> {
        self.0.map_or_else(|| Ok(Command::new("cc")), Target::cc)
    }

    /// A compiler of C++.
    pub fn cxx(self) -> Result<Command> {
        self.0.map_or_else(|| Ok(Command::new("c++")), Target::cxx)
    }

    /// Where a program of this name is in a folder.
    pub fn program(self, folder: &Path, name: &str) -> PathBuf {
        let suffix = if self.is_windows() { "exe" } else { "bin" };
        folder.join(name).with_extension(suffix)
    }

    /// Has a compiler make a program that is linked with the library.
    pub fn link(self, compiler: &mut Command, program: &Path) -> Result {
        let Some(target) = self.0 else {
            return build::link(compiler, &build::library()?, program);
        };
        let made = target.library()?;
        compiler.args(target.beside()?);
        let Some(import) = made.import() else {
            return build::link(compiler, &made.folder, program);
        };
        compiler.arg(import);
        self.make(compiler, program)
    }

    /// The same without the library.
    pub fn make(self, compiler: &mut Command, program: &Path) -> Result {
        compiler.arg("-I").arg(project::root().join("include")).arg("-o").arg(program);
        if self.is_windows() {
            // What is GCC's own comes along, since nobody on Windows has it.
            compiler.args(["-static", "-lws2_32", "-ladvapi32"]);
        } else {
            compiler.arg("-ldl");
        }
        command::output(compiler).map(drop)
    }

    /// A program that finds the library where it was made.
    pub fn command(self, program: &Path) -> Result<Command> {
        let Some(target) = self.0 else { return Ok(Command::new(program)) };
        let mut command = target.command(program)?;
        if target.is_windows() {
            command.env("WINEPATH", target.path(&target.library()?.folder));
        }
        if target.emulator() == Some("qemu") {
            command.env(EMULATORS_THREADS, "1");
        }
        Ok(command)
    }

    /// Tells a program of its server.
    pub fn tell(self, command: &mut Command, server: &Server) {
        for (name, value) in server.environment() {
            let is_path = PATHS.contains(&name);
            let value = if is_path { self.path(Path::new(value)) } else { value.to_owned() };
            command.env(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_goes_by_the_words_of_its_name_and_by_what_runs_its_programs() {
        let windows = System::named("windows").unwrap();
        assert!(windows.is("windows") && windows.is("x64") && windows.is("wine") && !windows.is("linux"));
        let arm = System::named("linux-arm64").unwrap();
        assert!(arm.is("linux") && arm.is("qemu") && !arm.is("x64") && arm.is_emulated());
        let musl = System::named("linux-x64-musl").unwrap();
        assert!(musl.is("musl") && !musl.is_emulated() && !System::HOME.is("musl"));
    }

    #[test]
    fn programs_on_windows_have_another_ending() {
        let windows = System::named("windows").unwrap();
        assert_eq!(windows.program(Path::new("a"), "b"), Path::new("a/b.exe"));
        assert_eq!(System::named("linux-x86").unwrap().program(Path::new("a"), "b"), Path::new("a/b.bin"));
    }
}
