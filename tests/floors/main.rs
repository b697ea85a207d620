//! The floors of `src/`, and of `devserver/src`: no file uses what stands on a floor above its own, and no files use
//! each other in a circle.
//!
//! What a file uses is read from its source: each `use`, and each path that begins with `crate`, `super`, `self`, a module
//! of its own or a name that it has imported; also in macros. Code of tests is left out. Two things are no use:
//!
//! - `pub use`: whoever takes a name by it uses the file where the thing stands.
//! - What stands in one of `WHOLES`, for the files of its folder: they have its methods, and what it is made of.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod graph;
mod source;

use graph::Graph;
use source::Source;

/// The lowest first. Each is a folder of `src/`.
const FLOORS: [&str; 9] =
    ["status", "values", "runtime", "transport", "hwid", "protocol", "offline", "session", "client"];
/// The border, which may use all of them.
const TOP: &str = "ffi";

/// Types that are too much for one file: their parts name them, as methods do.
const WHOLES: [&str; 2] = ["client/mod.rs", "client/mailbox/mod.rs"];

/// Those of the development server; the loose files of its `src/` may use all of them.
const SERVER: [&str; 7] = ["values", "http", "faults", "offline", "model", "auth", "admin"];

fn floors() -> Vec<&'static str> {
    FLOORS.into_iter().chain([TOP]).collect()
}

fn library() -> Graph {
    Graph::of(&Source::below(concat!(env!("CARGO_MANIFEST_DIR"), "/src")))
}

#[test]
fn nothing_uses_what_is_on_a_floor_above() {
    let graph = library();
    assert!(graph.uses() > 500, "{} uses were found, which are too few to be all", graph.uses());
    let wrong = graph.upwards(&floors());
    assert!(wrong.is_empty(), "a floor may use those below it only:\n{}", wrong.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let circles = library().circles(&WHOLES);
    assert!(circles.is_empty(), "files that use each other:\n{}", circles.join("\n\n"));
}

#[test]
fn every_file_is_on_a_floor_and_every_floor_has_files() {
    let graph = library();
    let on = |floor: &str| graph.files().filter(|file| file.split('/').next() == Some(floor)).count();
    for floor in floors() {
        assert!(on(floor) > 0, "there is no {floor}/ any more: take it off the list");
    }
    let loose: Vec<&str> = graph
        .files()
        .filter(|file| !floors().iter().any(|floor| file.starts_with(&format!("{floor}/"))))
        .collect();
    assert_eq!(loose, ["lib.rs"], "a file that is on no floor");
}

#[test]
fn the_development_server_has_floors_without_circles_too() {
    let graph = Graph::of(&Source::below(concat!(env!("CARGO_MANIFEST_DIR"), "/devserver/src")));
    assert!(graph.uses() > 100, "{} uses were found, which are too few to be all", graph.uses());
    let wrong = graph.upwards(&SERVER);
    assert!(wrong.is_empty(), "a floor may use those below it only:\n{}", wrong.join("\n"));
    let circles = graph.circles(&[]);
    assert!(circles.is_empty(), "files that use each other:\n{}", circles.join("\n\n"));
    for floor in SERVER {
        assert!(
            graph.files().any(|file| file.starts_with(&format!("{floor}/"))),
            "there is no {floor}/ any more"
        );
    }
    let above: Vec<&str> = graph.files().filter(|file| file.contains('/')).collect();
    let known = |file: &&&str| !SERVER.iter().any(|floor| file.starts_with(&format!("{floor}/")));
    assert_eq!(above.iter().find(known), None, "a folder that is no floor");
}

fn made_up(files: &[(&str, &str)]) -> Graph {
    Graph::of(&files.iter().map(|(path, text)| Source::read(path, text)).collect::<Vec<_>>())
}

#[test]
fn a_use_of_a_higher_floor_is_found_however_it_is_written() {
    for text in [
        "use crate::high::Thing;",
        "use crate::{high::Thing};",
        "use crate::high as other;",
        "use super::high::Thing;",
        "fn f() { crate::high::call() }",
        "fn f() -> crate::high::Thing { loop {} }",
        "fn f() { println!(\"{}\", crate::high::call()) }",
        "macro_rules! m { () => { $crate::high::call() } }",
        "mod inner { use crate::high::Thing; }",
        "mod inner { fn f() { super::super::high::call() } }",
        "#[cfg(feature = \"x\")] use crate::high::Thing;",
        "#[cfg(not(test))] use crate::high::Thing;",
    ] {
        let graph = made_up(&[("lib.rs", "mod low; mod high;"), ("low.rs", text), ("high.rs", "")]);
        let found = graph.upwards(&["low", "high"]);
        assert_eq!(found.len(), 1, "{text}");
        assert!(found[0].starts_with("src/low.rs:1: ") && found[0].contains("high"), "{text}: {found:?}");
        assert!(graph.upwards(&["high", "low"]).is_empty(), "{text}");
    }
}

#[test]
fn tests_and_what_is_no_path_into_the_library_are_left_out() {
    for text in [
        "#[cfg(test)] mod tests { use crate::high::Thing; }",
        "#[cfg(test)] use crate::high::Thing;",
        "#[cfg(all(test, feature = \"x\"))] fn f() { crate::high::call() }",
        "#[test] fn f() { crate::high::call() }",
        "use std::high::Thing;",
        "use high_crate::Thing;",
        "/// [`crate::high`]\nfn f() { let _ = \"crate::high\"; }",
    ] {
        let graph = made_up(&[("lib.rs", "mod low; mod high;"), ("low.rs", text), ("high.rs", "")]);
        assert!(graph.upwards(&["low", "high"]).is_empty(), "{text}");
    }
}

#[test]
fn what_is_handed_on_stands_where_it_was_written() {
    let files = [
        ("lib.rs", "mod low; mod house;"),
        ("low.rs", "use crate::house::Thing;"),
        ("house/mod.rs", "mod room; mod hall; pub use room::Thing;"),
        ("house/room.rs", "pub struct Thing;"),
        ("house/hall.rs", "use super::Thing;"),
    ];
    let graph = made_up(&files);
    assert!(graph.has("low.rs", "house/room.rs") && !graph.has("low.rs", "house/mod.rs"));
    assert!(graph.has("house/hall.rs", "house/room.rs") && graph.circles(&[]).is_empty());
}

#[test]
fn a_name_that_was_imported_leads_on() {
    let graph = made_up(&[
        ("lib.rs", "mod low; mod house;"),
        ("low.rs", "use crate::house;\nfn f() { house::room::call() }"),
        ("house/mod.rs", "pub mod room;"),
        ("house/room.rs", ""),
    ]);
    assert!(graph.has("low.rs", "house/room.rs"));
}

#[test]
fn a_circle_is_found_and_its_uses_are_told() {
    let graph = made_up(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "\nuse crate::b::B;"),
        ("b.rs", "use crate::c::C;"),
        ("c.rs", "fn f() { crate::a::f() }"),
        ("d.rs", "use crate::a::A;"),
    ]);
    let circles = graph.circles(&[]);
    assert_eq!(circles.len(), 1);
    for line in ["src/a.rs:2: crate::b::B", "src/b.rs:1: crate::c::C", "src/c.rs:1: crate::a::f"] {
        assert!(circles[0].contains(line), "{circles:?}");
    }
    assert!(!circles[0].contains("src/d.rs"));
}

#[test]
fn a_part_may_use_its_whole_and_two_parts_each_other_may_not() {
    let whole = ("house/mod.rs", "mod room; mod hall;\nuse room::Room;\npub struct House(Room);");
    let room = ("house/room.rs", "use super::House;\npub struct Room;");
    let hall = ("house/hall.rs", "use super::room::Room;");
    let lib = ("lib.rs", "mod house;");
    assert!(made_up(&[lib, whole, room, hall]).circles(&["house/mod.rs"]).is_empty());
    assert_eq!(made_up(&[lib, whole, room, hall]).circles(&[]).len(), 1);
    let back = ("house/room.rs", "use super::hall::Hall;");
    assert_eq!(made_up(&[lib, whole, back, hall]).circles(&["house/mod.rs"]).len(), 1);
}
