//! Plays every scene with every client and prints one table: what each did, and which difference that is.
//!
//! `authforge-peers RUST PYTHON LIBRARY [--brief] [--only WORD]`: the three drivers' programs, Python's being its
//! interpreter. `cargo xtask peers` builds them and calls this. `--brief` leaves out what is the same; with `--only` only
//! those scenes are played that have the word in their name.

#![forbid(unsafe_code)]

mod differences;
mod documentation;
mod driver;
mod reply;
mod run;
mod scenes;
mod stage;
mod table;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use driver::Programs;
use table::Table;

pub type Result<T = ()> = anyhow::Result<T>;

fn main() -> ExitCode {
    match compare() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("peers: {why:#}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<bool> {
    let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let wanted = take(&mut arguments, "--only", 2).map(|words| words[1].to_string_lossy().into_owned());
    let brief = take(&mut arguments, "--brief", 1).is_some();
    let Ok([rust, python, library]) = <[OsString; 3]>::try_from(arguments) else {
        bail!("usage: authforge-peers RUST PYTHON LIBRARY [--brief] [--only WORD]");
    };
    let [rust, python, library] = [rust, python, library].map(PathBuf::from);
    let mut scenes = scenes::all();
    scenes.retain(|scene| wanted.as_ref().is_none_or(|word| scene.name.contains(word)));
    let table = Table::new(run::all(&Programs { rust, python, library }, &scenes)?)?;
    let mut complaints = table.complaints(wanted.is_none());
    complaints.extend(documentation::complaints()?);
    println!("{}", if brief { table.summary() } else { table.to_string() });
    for complaint in &complaints {
        println!("FAILED  {complaint}");
    }
    Ok(complaints.is_empty())
}

/// Takes a flag out of the arguments, with what belongs to it: so many words in all.
fn take(arguments: &mut Vec<OsString>, flag: &str, words: usize) -> Option<Vec<OsString>> {
    let at = arguments.iter().position(|word| word == flag)?;
    (at + words <= arguments.len()).then(|| arguments.drain(at..at + words).collect())
}
