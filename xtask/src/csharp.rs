//! The C# class library: compiled as C# 7.2, and driven by the proofs of `tests/csharp` under three runtimes: Mono,
//! Mono with everything compiled ahead of time (which refuses what IL2CPP refuses), and .NET Core.
//!
//! A proof is a method whose name is the sentence that it proves. Each runs as a process of its own against a
//! development server of its own, and may print nothing.

mod assemblies;
mod dotnet;
mod examples;
mod proof;
mod runtime;

use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::thread;

use crate::csharp::proof::{Bench, Proof};
use crate::csharp::runtime::Runtime;
use crate::need::{self, CC, CLANG, MCS, MONO, MONO_REFERENCES, VENV};
use crate::shell::{self, Result};
use crate::tally::Tally;

/// Proofs that run at the same time; many of them mostly wait.
const BESIDE: usize = 5;

/// `library` is the folder with the shared library.
pub fn run(tally: &mut Tally, library: &Path) -> Result {
    need::tools(&[MONO, MCS, MONO_REFERENCES, CC, CLANG, VENV])?;
    let library = library.canonicalize().map_err(|e| format!("{}: {e}", library.display()))?;
    // Programs run inside of it.
    let scratch = shell::scratch("csharp")?.canonicalize().map_err(|e| e.to_string())?;
    let built = assemblies::compile(&scratch);
    let compiled = built.is_ok();
    tally.note(
        "C#: library, proofs and example compile as C# 7.2 against .NET Framework 4.6.1, without a warning",
        built,
    );
    if !compiled {
        return Ok(());
    }
    let bench = Bench::new(library, scratch)?;
    let jobs = jobs(tally, &bench)?;
    let played = thread::scope(|scope| {
        let examples = scope.spawn(|| examples::run(&bench));
        prove(tally, &bench, jobs);
        examples.join().map_err(|_| "the examples panicked".to_owned())
    })?;
    for (sentence, result) in played {
        tally.note(&sentence, result);
    }
    if bench.is_partial() {
        return Ok(());
    }
    let layout = assemblies::check_layout(&bench.layout());
    tally.note("C#: a C compiler finds the same sizes and places of fields, at 32 bits and at 64", layout);
    Ok(())
}

/// What is to be run, the longest first, and what cannot be, told.
fn jobs(tally: &mut Tally, bench: &Bench) -> Result<Vec<(Runtime, Proof)>> {
    let proofs = bench.proofs()?;
    let mut runtimes = vec![Runtime::Mono];
    let ahead = assemblies::ahead_of_time(&bench.scratch);
    if let Ok(system) = &ahead {
        runtimes.push(Runtime::AheadOfTime(system.clone()));
    }
    tally.note("C#: everything compiles ahead of time, in full", ahead.map(drop));
    let core = dotnet::install();
    if let Ok(program) = &core {
        runtimes.push(Runtime::Core(program.clone()));
    }
    tally.note(&format!("C#: {} is here", dotnet::TITLE), core.map(drop));
    let mut jobs = Vec::new();
    for runtime in runtimes {
        let mine = proofs.iter().filter(|proof| runtime.has(proof));
        jobs.extend(mine.map(|proof| (runtime.clone(), proof.clone())));
    }
    jobs.sort_by_key(|(_, proof)| !proof.takes_long);
    Ok(jobs)
}

fn prove(tally: &mut Tally, bench: &Bench, jobs: Vec<(Runtime, Proof)>) {
    let left = Mutex::new(jobs.into_iter());
    let (results, told) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..BESIDE {
            let results = results.clone();
            let left = &left;
            scope.spawn(move || {
                while let Some((runtime, proof)) = next(left) {
                    let result = bench.prove(&runtime, &proof);
                    let _ = results.send((runtime, proof, result));
                }
            });
        }
        drop(results);
        for (runtime, proof, result) in told {
            tally.note(&format!("C#, {}: {}", runtime.title(), proof.sentence()), result);
        }
    });
}

fn next<T>(left: &Mutex<std::vec::IntoIter<T>>) -> Option<T> {
    left.lock().unwrap_or_else(|e| e.into_inner()).next()
}
