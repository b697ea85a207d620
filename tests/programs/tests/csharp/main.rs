//! The C# class library: compiled as C# 7.2, and driven by the proofs of `tests/csharp` under four runtimes: Mono,
//! Mono with everything compiled ahead of time (which refuses what IL2CPP refuses), .NET Core 3.1, and, where there is an SDK,
//! .NET as that compiles and runs it.
//!
//! A proof is a method whose name is the sentence that it proves. Each runs as a process of its own against a
//! development server of its own, and may print nothing.

mod assemblies;
mod examples;
mod habits;
mod package;
mod pages;
mod proof;
mod runtime;
mod sdk;

use std::process::ExitCode;

use harness::Result;
use harness::dotnet::Sdk;
use programs::case::Outcome;
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
        Case::new("compiled::the proofs of the sources are those of the program", || {
            proof::are_listed(Runtime::Mono)
        }),
        Case::new(
            "compiled::a C compiler finds the same sizes and places of fields, at 32 bits and at 64",
            || assemblies::check_layout(&proof::layout()?),
        ),
    ];
    cases.extend(by_sdk());
    cases.extend(examples::cases());
    cases.extend(pages::cases());
    let runtimes = Runtime::all();
    for proof in proof::all()? {
        for runtime in runtimes.iter().copied().filter(|runtime| runtime.has(&proof)) {
            let long = proof.takes_long;
            let (name, proof) = (format!("{}::{}", runtime.name(), proof.name), proof.clone());
            let case = Case::new(name, move || proof.prove(runtime));
            cases.push(if long { case.of(Kind::Long) } else { case });
        }
    }
    Ok(cases)
}

/// What takes a .NET SDK, or one case that says that there is none.
fn by_sdk() -> Vec<Case> {
    if let Err(why) = Sdk::find() {
        let left_out = format!(
            "{why:#}: nothing is compiled by it, no proof is run on .NET 8 or later, and no package is made"
        );
        return vec![Case::skippable("compiled::the .NET SDK is here", || Ok(Outcome::Skipped(left_out)))];
    }
    let mut cases = vec![
        Case::new(
            "compiled::the .NET SDK and its analyzers find nothing in the library, the proofs and the public interface",
            sdk::compile,
        ),
        Case::new("compiled::the .NET SDK compiles the examples", sdk::compile_examples),
        Case::new("compiled::the proofs of the sources are those of the .NET program", || {
            proof::are_listed(Runtime::Net)
        }),
    ];
    cases.extend(habits::cases());
    cases.extend(pages::cases_by_sdk());
    cases.extend(package::cases());
    cases
}
