//! The rooms of the server stand on each other: none imports from one above it, no files import each other in a circle, and
//! nothing comes from the library.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// From the ground up, as the head of `src/lib.rs` tells it. The files beside them stand on all of them.
const ROOMS: [&str; 7] = ["values", "http", "faults", "offline", "model", "auth", "admin"];

/// Each file as `room/noun`, with those that it imports from.
type Imports = BTreeMap<String, BTreeSet<String>>;

fn floor(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

/// What follows a word like `crate::` in a text, up to what is no part of a path.
fn paths<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Vec<&'a str>> {
    text.split(word).skip(1).map(|rest| {
        let end = rest.find(|symbol: char| !symbol.is_alphanumeric() && !"_:".contains(symbol));
        rest[..end.unwrap_or(rest.len())].split("::").filter(|part| !part.is_empty()).collect()
    })
}

/// The files that a file of a room imports from, or the first import that is not allowed.
fn imports(room: &str, text: &str) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    for path in paths(text, "crate::") {
        let [other, noun, ..] = path.as_slice() else {
            return Err(format!("crate::{} names no file of a room", path.join("::")));
        };
        if floor(other).ok_or_else(|| format!("{other} is no room"))? > floor(room).unwrap() {
            return Err(format!("{room} imports from {other}, which is above it"));
        }
        found.insert(format!("{other}/{noun}"));
    }
    // `super::{a, b}` names files, `super::*` is a test's own file.
    let groups = text.split("super::{").skip(1).filter_map(|rest| rest.split_once('}'));
    let grouped = groups.flat_map(|(names, _)| names.split(',')).map(|name| name.trim().split("::").next());
    let single = paths(text, "super::").map(|path| path.first().copied());
    for noun in grouped.chain(single).flatten().filter(|noun| !noun.is_empty()) {
        found.insert(format!("{room}/{noun}"));
    }
    Ok(found)
}

fn source() -> Imports {
    let mut all = Imports::new();
    for room in ROOMS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") || path.ends_with("mod.rs") {
                continue;
            }
            let name = format!("{room}/{}", path.file_stem().unwrap().to_str().unwrap());
            let text = fs::read_to_string(&path).unwrap();
            let mut found = imports(room, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
            found.remove(&name);
            all.insert(name, found);
        }
    }
    all
}

/// Those that are left when whoever imports nothing that is left is taken away, again and again.
fn circle(mut imports: Imports) -> BTreeSet<String> {
    loop {
        let left: BTreeSet<String> = imports.keys().cloned().collect();
        imports.retain(|_, others| others.iter().any(|other| left.contains(other)));
        if imports.len() == left.len() {
            return left;
        }
    }
}

#[test]
fn no_room_imports_from_one_above_it_and_no_files_import_each_other_in_a_circle() {
    let source = source();
    assert!(source.len() >= 50, "{} files were found", source.len());
    for (name, others) in &source {
        for other in others {
            assert!(source.contains_key(other), "{name} imports from {other}, which is no file");
        }
    }
    assert_eq!(circle(source), BTreeSet::new());
}

/// The offline parts of both test each other, as the head of `src/offline/mod.rs` says: a mistake that both made would pass.
#[test]
fn nothing_is_shared_with_the_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(!fs::read_to_string(root.join("Cargo.toml")).unwrap().contains("libauthforge"));
    for name in source().keys() {
        let text = fs::read_to_string(root.join("src").join(name).with_extension("rs")).unwrap();
        for way in ["#[path", "include!", "authforge::"] {
            assert!(!text.contains(way), "{name} has {way}");
        }
    }
}

#[test]
fn an_import_from_above_and_one_that_names_no_room_are_found() {
    assert!(imports("auth", "use crate::model::state::State;\nuse super::token::Token;").is_ok());
    let above = imports("model", "use crate::auth::exchange::{Call, Exchange};");
    assert_eq!(above.unwrap_err(), "model imports from auth, which is above it");
    assert!(imports("model", "fn f(error: crate::Error) {}").is_err());
    assert!(imports("model", "use crate::{values, http};").is_err());
}

#[test]
fn a_circle_is_found_with_all_that_lead_into_it() {
    let imports = |pairs: &[(&str, &[&str])]| -> Imports {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        pairs.iter().map(|(name, others)| ((*name).to_owned(), names(others))).collect()
    };
    assert!(circle(imports(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])).is_empty());
    let found = circle(imports(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"]), ("d", &[])]));
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
}
