//! The Unity package: assembled, unpacked, looked over, compiled by mcs against the stubs of `tests/engines/unity/stubs`,
//! and driven under Mono by the programs of `tests/engines/unity`, each against a development server of its own.
//!
//! A program's name is the sentence that it proves.

mod compile;
mod lint;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::bail;
use harness::server::Server;
use harness::{Result, build, command, project};
use programs::{Case, mono};

const LIMIT: Duration = Duration::from_secs(60);
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

fn main() -> ExitCode {
    // Most of them wait.
    programs::main("unity", 4, cases)
}

fn cases() -> Result<Vec<Case>> {
    let mut cases = lint::cases();
    cases.extend([
        Case::new(
            "compiled::what was unpacked compiles as C# 7.2 against the stubs, without a warning",
            || compile::all().map(drop),
        ),
        Case::new("compiled::package, imported sample and the page's example compile for WebGL", || {
            compile::all().and_then(|built| compile::for_webgl(&lint::unpacked()?, &built))
        }),
        Case::new(
            "compiled::the compiler says for WebGL that it is not supported and what to do, and nowhere else",
            || compile::all().and_then(|built| compile::tells_of_webgl(&lint::unpacked()?, &built)),
        ),
        Case::new("compiled::everything compiles ahead of time, in full", || {
            compile::ahead_of_time().map(drop)
        }),
    ]);
    let mut names: Vec<_> = compile::programs()?.iter().map(|source| project::stem(source)).collect();
    if let Some(gone) = AHEAD_OF_TIME.iter().find(|name| !names.iter().any(|other| other == *name)) {
        bail!("{gone}.cs is not there");
    }
    names.retain(|name| name != ONLY_AHEAD_OF_TIME);
    cases.extend(
        names.into_iter().map(|name| Case::new(format!("mono::{name}"), move || prove(&name, false))),
    );
    cases.extend(AHEAD_OF_TIME.map(|name| Case::new(format!("full aot::{name}"), || prove(name, true))));
    Ok(cases)
}

/// Runs a program, or its machine code; an error tells how it ended and what it said.
fn prove(name: &str, ahead_of_time: bool) -> Result {
    let built: PathBuf = if ahead_of_time { compile::ahead_of_time()? } else { compile::all()? };
    let server = Server::start(&["--no-rate-limits"])?;
    let mut command = Command::new("mono");
    command.arg(if ahead_of_time { "--full-aot" } else { "--debug" }).arg(compile::driver(&built)).arg(name);
    command.envs(server.environment()).env("LD_LIBRARY_PATH", build::library()?);
    command.env("AF_TEST_PACKAGE", lint::unpacked()?);
    if ahead_of_time {
        command.env("MONO_PATH", mono::system()?);
    }
    // Where Mono leaves a report when it crashes.
    command.current_dir(&built);
    let said = built.join(name).with_extension(if ahead_of_time { "aot.said" } else { "said" });
    command::silent(&mut command, &said, LIMIT)
}
