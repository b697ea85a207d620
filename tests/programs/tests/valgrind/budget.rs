//! Instructions of a call, as callgrind counts them: the same on every machine, whatever else it does.
//!
//! Each call is made so and so often, and twice as often: what a program does besides drops out. The library is the one that is
//! handed out. The numbers may grow by the tenth that another version of Rust is forgiven; what needs more says why in the
//! commit that raises one.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, ensure};
use harness::once::once;
use harness::server::Server;
use harness::{Result, build, command, project};
use programs::Case;
use serde_json::{Map, Value, json};

const FLAGS: [&str; 7] = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread"];
/// What a license of a game may have.
const VARIABLES: usize = 50;
const FORGIVEN: f64 = 1.1;

/// A call, how often it is made, and its instructions.
const BUDGETS: [(&str, u32, f64); 9] = [
    ("af_is_authenticated", 20_000, 90.0),
    ("af_client_session and af_session_free", 10_000, 640.0),
    ("af_session_variable_int", 20_000, 385.0),
    ("af_session_variable_string", 20_000, 425.0),
    ("af_session_variable_int of a missing name", 20_000, 340.0),
    ("af_session_expires_at", 20_000, 170.0),
    ("af_client_poll of nothing", 20_000, 235.0),
    ("af_client_pump of nothing", 20_000, 270.0),
    ("af_client_new and af_client_free", 1_000, 65_000.0),
];

/// A call, and how often it may take memory: in a game's frame each time may be one too many.
const ALLOCATIONS: [(&str, u32); 2] = [("af_login_start", 10), ("af_validate_start", 10)];

pub fn cases() -> Vec<Case> {
    let case = |(call, times, most): &'static (&str, u32, f64)| {
        let sentence = format!("budget::{call} take no more instructions than they are allowed");
        Case::new(sentence, move || holds(call, *times, most * FORGIVEN))
    };
    let allocations = |(call, most): &'static (&str, u32)| {
        let sentence = format!("budget::{call} takes memory no more than {most} times");
        Case::new(sentence, move || takes_memory(call, *most))
    };
    BUDGETS.iter().map(case).chain(ALLOCATIONS.iter().map(allocations)).collect()
}

fn holds(call: &str, times: u32, most: f64) -> Result {
    let program = program("calls")?;
    let server = Server::start(&["--no-limits"])?;
    let mut variables: Map<String, Value> =
        (2..VARIABLES).map(|number| (format!("v{number}"), json!(number))).collect();
    variables.extend([("seats".to_owned(), json!(3)), ("tier".to_owned(), json!("pro"))]);
    server.set_variables(&Value::from(variables).to_string())?;
    let counted = |times: u32| instructions(&program, &server, call, times);
    let each = (counted(2 * times)? - counted(times)?) / f64::from(times);
    println!("{call}: {each:.1} instructions, at most {most:.0}");
    ensure!(each > 10.0, "{call} takes {each:.1} instructions: it was not called");
    ensure!(each <= most, "{call} takes {each:.1} instructions, at most {most:.0}");
    Ok(())
}

fn takes_memory(call: &str, most: u32) -> Result {
    let program = program("allocations")?;
    let server = Server::start(&["--no-limits"])?;
    let said = command::output(Command::new(&program).arg(call).envs(server.environment()))?;
    let taken: u32 = said.trim().parse().with_context(|| format!("the program said {said}"))?;
    println!("{call}: {taken} times, at most {most}");
    ensure!(taken > 0, "{call} takes no memory: it was not counted");
    ensure!(taken <= most, "{call} takes memory {taken} times, at most {most}");
    Ok(())
}

/// Once in a run.
fn program(name: &str) -> Result<PathBuf> {
    let program = project::scratch("budget")?.join(name);
    once(&format!("budget {name}"), || {
        let mut compiler = Command::new("cc");
        compiler.args(FLAGS).arg(project::root().join("tests/budget").join(name).with_extension("c"));
        build::link(&mut compiler, &build::shipped_library()?, &program)
    })?;
    Ok(program)
}

fn instructions(program: &PathBuf, server: &Server, call: &str, times: u32) -> Result<f64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-fd=1"]).arg(program);
    let said = command::output(valgrind.arg(call).arg(times.to_string()).envs(server.environment()))?;
    let counted = said.lines().find_map(|line| line.split("Collected : ").nth(1));
    counted.and_then(|number| number.trim().parse().ok()).with_context(|| format!("callgrind said {said}"))
}
