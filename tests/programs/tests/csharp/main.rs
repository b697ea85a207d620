//! The C# class library: compiled as C# 7.2, and driven by the proofs of `tests/csharp` under three runtimes: Mono,
//! Mono with everything compiled ahead of time (which refuses what IL2CPP refuses), and .NET Core.
//!
//! A proof is a method whose name is the sentence that it proves. Each runs as a process of its own against a
//! development server of its own, and may print nothing.

mod assemblies;
mod examples;
mod proof;
mod runtime;

use std::process::ExitCode;

use harness::Result;
use programs::{Case, Kind};

use crate::runtime::Runtime;

fn main() -> ExitCode {
    // Many of them mostly wait.
    programs::main("csharp", 5, cases)
}

fn cases() -> Result<Vec<Case>> {
    let mut cases = vec![
        Case::new(
            "compiled::library, proofs and example compile as C# 7.2 against .NET Framework 4.6.1, without a warning",
            assemblies::compile,
        ),
        Case::new("compiled::everything compiles ahead of time, in full", assemblies::ahead_of_time),
        Case::new("compiled::the .NET Core 3.1 runtime is here", || Runtime::dotnet().map(drop)),
        Case::new("compiled::the proofs of the sources are those of the program", proof::are_listed),
        Case::new(
            "compiled::a C compiler finds the same sizes and places of fields, at 32 bits and at 64",
            || assemblies::check_layout(&proof::layout()?),
        ),
    ];
    cases.extend(examples::cases());
    for proof in proof::all()? {
        for runtime in Runtime::ALL.into_iter().filter(|runtime| runtime.has(&proof)) {
            let long = proof.takes_long;
            let (name, proof) = (format!("{}::{}", runtime.name(), proof.name), proof.clone());
            let case = Case::new(name, move || proof.prove(runtime));
            cases.push(if long { case.of(Kind::Long) } else { case });
        }
    }
    Ok(cases)
}
