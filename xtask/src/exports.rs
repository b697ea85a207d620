//! What leaves the shared library, what it needs, and how large it is.

use std::path::Path;
use std::process::Command;

use crate::generate;
use crate::shell::{self, Result};
use crate::tally::Tally;

const NEEDED: [&str; 3] = ["libc.so.", "libgcc_s.so.", "ld-linux"];
const MOST_BYTES: u64 = 2_000_000;

pub fn run(tally: &mut Tally, library: &Path) -> Result {
    let object = library.join("libauthforge.so");
    tally
        .note("the functions of the header leave the shared library, and nothing else does", listed(&object));
    tally.note("the shared library needs nothing but libc, libgcc_s and the loader", needs_little(&object));
    tally.note("the stripped shared library has at most 2.0 MB", is_small(&object));
    Ok(())
}

fn compare(found: &[String], expected: &[String]) -> Result {
    let extra: Vec<_> = found.iter().filter(|name| !expected.contains(name)).collect();
    let missing: Vec<_> = expected.iter().filter(|name| !found.contains(name)).collect();
    if extra.is_empty() && missing.is_empty() {
        return Ok(());
    }
    Err(format!("exported and not in the header: {extra:?}; in the header and not exported: {missing:?}"))
}

fn listed(object: &Path) -> Result {
    let symbols = shell::output(Command::new("nm").args(["-D", "--defined-only"]).arg(object))?;
    let mut names: Vec<String> =
        symbols.lines().filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect();
    names.sort();
    compare(&names, &generate::functions()?)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_that_is_exported_or_declared_alone_is_named() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(compare(&names(&["af_a", "af_b"]), &names(&["af_a", "af_b"])), Ok(()));
        let told = "exported and not in the header: [\"leak\"]; in the header and not exported: [\"af_b\"]";
        assert_eq!(compare(&names(&["af_a", "leak"]), &names(&["af_a", "af_b"])), Err(told.to_owned()));
    }
}
