//! What runs C#.

use std::path::PathBuf;
use std::process::Command;

use harness::python::DOTNET;
use harness::{Result, command};
use programs::mono;

use crate::assemblies;
use crate::proof::Proof;

#[derive(Clone, Copy)]
pub enum Runtime {
    /// The family of Unity's editor and of its Mono builds.
    Mono,
    /// Mono with nothing but machine code, as IL2CPP and iOS.
    AheadOfTime,
    Core,
}

impl Runtime {
    pub const ALL: [Runtime; 3] = [Runtime::Mono, Runtime::AheadOfTime, Runtime::Core];

    /// As the cases call it.
    pub fn name(self) -> &'static str {
        match self {
            Runtime::Mono => "mono",
            Runtime::AheadOfTime => "full_aot",
            Runtime::Core => "net_core",
        }
    }

    /// Whether it has what a proof needs.
    pub fn has(self, proof: &Proof) -> bool {
        proof.needs.iter().all(|need| match need.as_str() {
            "Mono" | "Domains" => matches!(self, Runtime::Mono),
            "Aot" => matches!(self, Runtime::AheadOfTime),
            "Jit" => !matches!(self, Runtime::AheadOfTime),
            _ => false,
        })
    }

    /// The program of .NET Core, which a package of PyPI carries.
    pub fn dotnet() -> Result<PathBuf> {
        let python = DOTNET.python()?;
        let question = "import dotnetcore2, os; print(os.path.join(os.path.dirname(dotnetcore2.__file__), 'bin', 'dotnet'))";
        let program = PathBuf::from(command::output(Command::new(python).args(["-c", question]))?.trim_end());
        command::output(Command::new(&program).arg("--list-runtimes")).map(|_| program)
    }

    /// A command that runs a program of those that were compiled.
    pub fn command(self, program: &str) -> Result<Command> {
        assemblies::compile()?;
        let path = assemblies::built()?.join(program);
        let mut command = match self {
            Runtime::Mono => {
                let mut command = Command::new("mono");
                command.arg("--debug").arg(path);
                command
            }
            Runtime::AheadOfTime => {
                assemblies::ahead_of_time()?;
                let mut command = Command::new("mono");
                command.env("MONO_PATH", mono::system()?).arg("--full-aot");
                command.arg(assemblies::ahead()?.join(program));
                command
            }
            Runtime::Core => {
                let mut command = Command::new(Runtime::dotnet()?);
                command.arg("exec").arg("--runtimeconfig").arg(assemblies::runtime_config()?).arg(path);
                command
            }
        };
        command.current_dir(assemblies::scratch()?);
        Ok(command)
    }
}
