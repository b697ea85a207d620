//! What leaves the shared library, what it needs, and how large it is.

use std::path::Path;
use std::process::Command;

use crate::header;
use crate::shell::{self, Result};
use crate::tally::Tally;

/// The checked-in list of exported functions.
const LIST: &str = "tests/exports.txt";
const NEEDED: [&str; 3] = ["libc.so.", "libgcc_s.so.", "ld-linux"];
const MOST_BYTES: u64 = 2_000_000;

pub fn run(tally: &mut Tally, library: &Path) -> Result {
    let object = library.join("libauthforge.so");
    tally.note("only the functions of the checked-in list leave the shared library", listed(&object));
    tally.note("the checked-in list equals the functions of the header", equal_to_header());
    tally.note("the shared library needs nothing but libc, libgcc_s and the loader", needs_little(&object));
    tally.note("the stripped shared library has at most 2.0 MB", is_small(&object));
    Ok(())
}

fn list() -> Result<Vec<String>> {
    let text = std::fs::read_to_string(shell::root().join(LIST)).map_err(|e| format!("{LIST}: {e}"))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn compare(what: &str, found: &[String], expected: &[String]) -> Result {
    let extra: Vec<_> = found.iter().filter(|name| !expected.contains(name)).collect();
    let missing: Vec<_> = expected.iter().filter(|name| !found.contains(name)).collect();
    if extra.is_empty() && missing.is_empty() {
        return Ok(());
    }
    Err(format!("{what}: not in {LIST}: {extra:?}; only in {LIST}: {missing:?}"))
}

fn listed(object: &Path) -> Result {
    let symbols = shell::output(Command::new("nm").args(["-D", "--defined-only"]).arg(object))?;
    let mut names: Vec<String> =
        symbols.lines().filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect();
    names.sort();
    compare("exported", &names, &list()?)
}

fn equal_to_header() -> Result {
    compare("in the header", &header::functions()?, &list()?)
}

fn needs_little(object: &Path) -> Result {
    let text = shell::output(Command::new("readelf").arg("-d").arg(object))?;
    let needed = text.lines().filter(|line| line.contains("(NEEDED)"));
    let foreign: Vec<_> = needed.filter(|line| !NEEDED.iter().any(|known| line.contains(known))).collect();
    if foreign.is_empty() { Ok(()) } else { Err(foreign.join("\n")) }
}

fn is_small(object: &Path) -> Result {
    let bytes = std::fs::metadata(object).map_err(|e| e.to_string())?.len();
    if bytes <= MOST_BYTES { Ok(()) } else { Err(format!("{bytes} bytes, at most {MOST_BYTES}")) }
}
