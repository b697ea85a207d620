//! What runs C#.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::csharp::assemblies;
use crate::csharp::proof::Proof;

#[derive(Clone)]
pub enum Runtime {
    /// The family of Unity's editor and of its Mono builds.
    Mono,
    /// Mono with nothing but machine code, as IL2CPP and iOS; with the folder of Mono's own.
    AheadOfTime(PathBuf),
    /// .NET Core, with its program.
    Core(PathBuf),
}

impl Runtime {
    pub fn title(&self) -> &'static str {
        match self {
            Runtime::Mono => "Mono",
            Runtime::AheadOfTime(_) => "full-aot",
            Runtime::Core(_) => ".NET Core",
        }
    }

    /// Whether it has what a proof needs.
    pub fn has(&self, proof: &Proof) -> bool {
        proof.needs.iter().all(|need| match need.as_str() {
            "mono" | "domains" => matches!(self, Runtime::Mono),
            "aot" => matches!(self, Runtime::AheadOfTime(_)),
            "jit" => !matches!(self, Runtime::AheadOfTime(_)),
            _ => false,
        })
    }

    /// A command that runs a program of those that were compiled.
    pub fn command(&self, scratch: &Path, program: &str) -> Command {
        let path = assemblies::built(scratch).join(program);
        match self {
            Runtime::Mono => {
                let mut command = Command::new("mono");
                command.arg("--debug").arg(path);
                command
            }
            Runtime::AheadOfTime(system) => {
                let mut command = Command::new("mono");
                command.env("MONO_PATH", system).arg("--full-aot");
                command.arg(assemblies::ahead(scratch).join(program));
                command
            }
            Runtime::Core(dotnet) => {
                let mut command = Command::new(dotnet);
                command.arg("exec").arg("--runtimeconfig").arg(assemblies::runtime_config(scratch)).arg(path);
                command
            }
        }
    }
}
