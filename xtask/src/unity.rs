//! The Unity package: assembled, unpacked, looked over, compiled by mcs against the stubs of `tests/engines/unity/stubs`,
//! and driven under Mono by the programs of `tests/engines/unity`, each against a development server of its own.
//!
//! A program's name is the sentence that it proves.

mod compile;
mod lint;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use crate::need::{self, MCS, MONO, MONO_REFERENCES};
use crate::server::Server;
use crate::shell::{self, Result};
use crate::tally::Tally;

const LIMIT: Duration = Duration::from_secs(60);
/// Programs that run at the same time; most of them wait.
const BESIDE: usize = 4;
/// Programs that are run (but for one, a second time) under full-aot, which refuses what IL2CPP refuses.
const AHEAD_OF_TIME: [&str; 9] = [
    "a_login_goes_on_on_the_main_thread_and_events_are_raised_in_update",
    "validate_files_and_activation_are_awaited_too",
    "a_component_may_be_destroyed_inside_its_own_event",
    "a_cancelled_login_is_called_off",
    "a_player_that_quits_frees_every_client",
    "mistakes_are_named",
    "the_gate_of_the_page_opens_and_shuts",
    "the_gate_of_the_page_is_right_on_every_visit_of_its_scene",
    ONLY_AHEAD_OF_TIME,
];
const ONLY_AHEAD_OF_TIME: &str = "what_il2cpp_refuses_is_refused_here_too";

/// `library` is the folder with the shared library.
pub fn run(tally: &mut Tally, library: &Path) -> Result {
    need::tools(&[MONO, MCS, MONO_REFERENCES])?;
    let library = library.canonicalize().map_err(|e| format!("{}: {e}", library.display()))?;
    let scratch = shell::scratch("unity")?.canonicalize().map_err(|e| e.to_string())?;
    let unpacked = lint::run(tally, &library, &scratch)?;
    let bench =
        Bench { library, scratch: scratch.join("built"), package: unpacked, devserver: shell::devserver()? };
    let built = compile::all(&bench.package, &bench.scratch);
    let compiled = built.is_ok();
    tally.note("Unity: what was unpacked compiles as C# 7.2 against the stubs, without a warning", built);
    if !compiled {
        return Ok(());
    }
    let sentence = "Unity: package, imported sample and the page's example compile for WebGL";
    tally.note(sentence, compile::for_webgl(&bench.package, &bench.scratch));
    let sentence =
        "Unity: the compiler says for WebGL that it is not supported and what to do, and nowhere else";
    tally.note(sentence, compile::tells_of_webgl(&bench.package, &bench.scratch));
    let mut names: Vec<_> = compile::programs()?.iter().map(|source| stem(source)).collect();
    names.retain(|name| name != ONLY_AHEAD_OF_TIME);
    for (name, result) in bench.prove_all(&names, None)? {
        tally.note(&format!("Unity: {}", name.replace('_', " ")), result);
    }
    let compiled = compile::ahead_of_time(&bench.scratch);
    let system = compiled.as_ref().ok().cloned();
    tally.note("Unity: everything compiles ahead of time, in full", compiled.map(drop));
    if system.is_none() {
        return Ok(());
    }
    for (name, result) in bench.prove_all(&AHEAD_OF_TIME.map(str::to_owned), system.as_deref())? {
        tally.note(&format!("Unity, full-aot: {}", name.replace('_', " ")), result);
    }
    Ok(())
}

fn stem(source: &Path) -> String {
    source.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}

/// The lock is held no longer than this.
fn take(left: &Mutex<Vec<String>>) -> Option<String> {
    locked(left).pop()
}

/// Where everything is.
struct Bench {
    library: PathBuf,
    scratch: PathBuf,
    /// The unpacked one.
    package: PathBuf,
    devserver: PathBuf,
}

impl Bench {
    /// Runs some programs at the same time, or, with the folder of Mono's own, their machine code; the results are in the order of the names.
    fn prove_all(&self, names: &[String], ahead_of_time: Option<&Path>) -> Result<Vec<(String, Result)>> {
        let left = Mutex::new(names.to_vec());
        let results = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..BESIDE {
                scope.spawn(|| {
                    while let Some(name) = take(&left) {
                        let result = self.prove(&name, ahead_of_time);
                        locked(&results).push((name, result));
                    }
                });
            }
        });
        let mut results = results.into_inner().map_err(|_| "a program's thread panicked")?;
        results.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(results)
    }

    /// Runs a program; an error tells how it ended and what it said.
    fn prove(&self, name: &str, ahead_of_time: Option<&Path>) -> Result {
        let server = Server::start(&self.devserver, &["--no-rate-limits".to_owned()])?;
        let said =
            self.scratch.join(name).with_extension(if ahead_of_time.is_some() { "aot.said" } else { "said" });
        let file = File::create(&said).map_err(|e| format!("{}: {e}", said.display()))?;
        let copy = file.try_clone().map_err(|e| e.to_string())?;
        let mut command = Command::new("mono");
        command.arg(if ahead_of_time.is_some() { "--full-aot" } else { "--debug" });
        command.arg(compile::driver(&self.scratch)).arg(name);
        command.envs(server.environment()).env("LD_LIBRARY_PATH", &self.library);
        command.env("AF_TEST_PACKAGE", &self.package);
        command.envs(ahead_of_time.map(|system| ("MONO_PATH", system)));
        // Where Mono leaves a report when it crashes.
        command.current_dir(&self.scratch).stdin(Stdio::null()).stdout(file).stderr(copy);
        let mut child = command.spawn().map_err(|e| format!("{command:?}: {e}"))?;
        let status = shell::wait(&mut child, LIMIT)?;
        let said = fs::read(&said).map_err(|e| e.to_string())?;
        let said = String::from_utf8_lossy(&said);
        let said = said.trim_end();
        match status {
            None => Err(format!("did not end in {} s\n{said}", LIMIT.as_secs())),
            Some(status) if !status.success() => Err(format!("ended with {status}\n{said}")),
            Some(_) if !said.is_empty() => Err(format!("something was printed\n{said}")),
            Some(_) => Ok(()),
        }
    }
}
