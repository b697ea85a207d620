//! The program: start, say where, wait for the end.

#![forbid(unsafe_code)]

mod cli;
mod ending;

use std::io::{self, Write};
use std::process::ExitCode;

use authforge_devserver::Server;
use cli::{Cli, Stop};
use ending::Ending;

/// For everything that is wrong with how the program was called or with what it was given.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(Stop::Told(text)) => {
            // Whoever closed standard output does not want to read it.
            let _ = io::stdout().write_all(text.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(Stop::Wrong(line)) => return fail(line),
    };
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => fail(line),
    }
}

fn run(cli: &Cli) -> Result<(), String> {
    // Before the ready line: who reads it may send a signal at once.
    let ending = Ending::listen(cli.exit_with_stdin).map_err(|error| format!("signals: {error}"))?;
    let server = Server::start(cli.options()).map_err(|error| error.to_string())?;
    let ready = serde_json::to_string(server.contact()).map_err(|error| format!("ready line: {error}"))?;
    let mut out = io::stdout();
    writeln!(out, "{ready}")
        .and_then(|()| out.flush())
        .map_err(|error| format!("standard output: {error}"))?;
    ending.wait();
    Ok(())
}

fn fail(line: String) -> ExitCode {
    eprintln!("authforge-devserver: {line}");
    ExitCode::from(USAGE)
}
