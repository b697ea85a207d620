//! Plays every scene with every client and prints one table: what each did, and which difference that is.
//!
//! `authforge-peers RUST PYTHON LIBRARY [--brief]`: the three drivers' programs, Python's being its interpreter.
//! `cargo xtask peers` builds them and calls this. `--brief` leaves out what is the same. `PEERS=word` plays
//! only scenes with `word` in their name.

#![forbid(unsafe_code)]

mod differences;
mod documentation;
mod driver;
mod reply;
mod run;
mod scenes;
mod stage;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use driver::Programs;
use table::Table;

pub type Result<T = ()> = std::result::Result<T, String>;

fn main() -> ExitCode {
    match compare() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("peers: {why}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<bool> {
    let mut arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let brief = arguments.pop_if(|last| last.as_os_str() == "--brief").is_some();
    let Ok([rust, python, library]) = <[PathBuf; 3]>::try_from(arguments) else {
        return Err("usage: authforge-peers RUST PYTHON LIBRARY [--brief]".to_owned());
    };
    let wanted = std::env::var("PEERS").unwrap_or_default();
    let mut scenes = scenes::all();
    scenes.retain(|scene| scene.name.contains(&wanted));
    let table = Table::new(run::all(&Programs { rust, python, library }, &scenes)?)?;
    let mut complaints = table.complaints(wanted.is_empty());
    complaints.extend(documentation::complaints()?);
    println!("{}", if brief { table.summary() } else { table.to_string() });
    for complaint in &complaints {
        println!("FAILED  {complaint}");
    }
    Ok(complaints.is_empty())
}
