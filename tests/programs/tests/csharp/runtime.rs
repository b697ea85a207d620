//! What runs C#.

use std::path::PathBuf;
use std::process::Command;

use harness::dotnet::Sdk;
use harness::python::DOTNET;
use harness::{Result, command};
use programs::mono;

use crate::proof::{PROGRAM, Proof};
use crate::{assemblies, sdk};

#[derive(Clone, Copy)]
pub enum Runtime {
    /// The family of Unity's editor and of its Mono builds.
    Mono,
    /// Mono with nothing but machine code, as IL2CPP and iOS.
    AheadOfTime,
    /// .NET Core 3.1, with what Mono's compiler has made.
    Core,
    /// .NET of the SDK, with what that has made.
    Net,
}

impl Runtime {
    /// Those that are here: without an SDK all but its own.
    pub fn all() -> Vec<Runtime> {
        let mut all = vec![Runtime::Mono, Runtime::AheadOfTime, Runtime::Core];
        all.extend(Sdk::find().is_ok().then_some(Runtime::Net));
        all
    }

    /// As the cases call it.
    pub fn name(self) -> &'static str {
        match self {
            Runtime::Mono => "mono",
            Runtime::AheadOfTime => "full_aot",
            Runtime::Core => "net_core",
            Runtime::Net => "net",
        }
    }

    /// Whether it has what a proof needs.
    pub fn has(self, proof: &Proof) -> bool {
        proof.needs.iter().all(|need| match need.as_str() {
            "Mono" | "Domains" => matches!(self, Runtime::Mono),
            "Aot" => matches!(self, Runtime::AheadOfTime),
            "Jit" => !matches!(self, Runtime::AheadOfTime),
            "Net" => matches!(self, Runtime::Net),
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

    /// A command that runs the program of the proofs.
    pub fn proofs(self) -> Result<Command> {
        let mut command = match self {
            Runtime::Mono => {
                let mut command = Command::new("mono");
                command.arg("--debug").arg(compiled()?);
                command
            }
            Runtime::AheadOfTime => {
                assemblies::ahead_of_time()?;
                let mut command = Command::new("mono");
                command.env("MONO_PATH", mono::system()?).arg("--full-aot");
                command.arg(assemblies::ahead()?.join(PROGRAM));
                command
            }
            Runtime::Core => {
                let mut command = Command::new(Runtime::dotnet()?);
                command
                    .arg("exec")
                    .arg("--runtimeconfig")
                    .arg(assemblies::runtime_config()?)
                    .arg(compiled()?);
                command
            }
            Runtime::Net => {
                let proofs = sdk::proofs()?;
                let mut command = Sdk::find()?.dotnet()?;
                command.arg("exec").arg(proofs);
                command
            }
        };
        command.current_dir(assemblies::scratch()?);
        Ok(command)
    }
}

/// What Mono's compiler made of the proofs.
fn compiled() -> Result<PathBuf> {
    assemblies::compile()?;
    Ok(assemblies::built()?.join(PROGRAM))
}
