//! Whose code the shared library is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use harness::{Result, command};

use super::table::{Table, Unit};

/// So many are named.
const NAMED: usize = 12;
/// The whole library as it is handed out.
const MOST: f64 = 1.85e6;

/// `library` has the names of its functions, `stripped` is the one that hosts get.
pub fn measure(library: &Path, stripped: &Path, table: &mut Table) -> Result {
    let mut nm = Command::new("nm");
    let said = command::output(nm.args(["--demangle", "--print-size", "--defined-only"]).arg(library))?;
    let mut crates: Vec<(String, u64)> = by_crate(&said).into_iter().collect();
    crates.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let all = fs::metadata(stripped).with_context(|| stripped.display().to_string())?.len() as f64;
    table.section("shared library, by the crate that code and tables are of");
    let mut named = 0.0;
    for (name, bytes) in crates.iter().take(NAMED) {
        table.value(name, *bytes as f64, Unit::Bytes, None);
        named += *bytes as f64;
    }
    let others: u64 = crates.iter().skip(NAMED).map(|(_, bytes)| bytes).sum();
    table.value("all others", others as f64, Unit::Bytes, None);
    let rest = all - named - others as f64;
    table.value("texts, relocations, and how functions are unwound", rest, Unit::Bytes, None);
    table.value("all, as built here", all, Unit::Bytes, Some(MOST));
    Ok(())
}

fn by_crate(said: &str) -> BTreeMap<String, u64> {
    let mut crates = BTreeMap::new();
    for line in said.lines() {
        let mut words = line.splitn(4, ' ');
        let (Some(_), Some(bytes), Some(_), Some(name)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let Ok(bytes) = u64::from_str_radix(bytes, 16) else { continue };
        *crates.entry(crate_of(name)).or_default() += bytes;
    }
    crates
}

/// Of a name such as `<a::B as c::D>::e`, the first crate. What has no path is C's and the assembler's: of ring, but for the
/// functions of the header.
fn crate_of(name: &str) -> String {
    let from = name.find(|letter: char| letter.is_ascii_alphabetic() || letter == '_').unwrap_or(0);
    let word: String =
        name[from..].chars().take_while(|&letter| letter.is_ascii_alphanumeric() || letter == '_').collect();
    match word.as_str() {
        _ if name.starts_with("af_") => "authforge".to_owned(),
        "ecp_nistz256_precomputed" => "ring: table of the curve P-256".to_owned(),
        // Of any type.
        _ if word.len() == 1 => name.split_once(" as ").map_or(word, |(_, of)| crate_of(of)),
        "mut" | "dyn" | "const" => crate_of(&name[from + word.len()..]),
        _ if !name.contains("::") => "ring".to_owned(),
        "gimli" | "addr2line" | "miniz_oxide" | "rustc_demangle" | "object" | "hashbrown" | "std"
        | "core" | "alloc" => "Rust's standard library".to_owned(),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_count_for_the_crate_that_they_are_of() {
        let said = "\
0000000000001000 0000000000000010 T af_login
0000000000001010 0000000000000020 t authforge::client::road::go
0000000000001030 0000000000000004 t <&mut rustls::Conn as std::io::Read>::read
0000000000001038 0000000000000008 t <T as rustls::Read>::read
0000000000001040 0000000000000005 t gimli::read::unit
0000000000001050 0000000000000006 t ring_core_0_17_14__x25519
0000000000001060 0000000000000007 r ecp_nistz256_precomputed
                 U malloc";
        let crates = by_crate(said);
        let of = |name: &str| crates.get(name).copied();
        assert_eq!((of("authforge"), of("rustls"), of("ring")), (Some(0x30), Some(12), Some(6)));
        assert_eq!(of("Rust's standard library"), Some(5));
        assert_eq!(of("ring: table of the curve P-256"), Some(7));
    }
}
