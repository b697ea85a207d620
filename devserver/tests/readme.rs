//! What the README shows works as it stands there.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use authforge_devserver::{Effect, Fixtures, Options, Server};
use support::*;

const README: &str = include_str!("../README.md");

fn block(language: &str) -> &'static str {
    let (_, rest) = README.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_fixtures_of_the_readme_start_a_server() {
    let fixtures = Fixtures::parse(block("json")).unwrap().into();
    let server = Server::start(Options { fixtures, ..Options::default() }).unwrap();
    assert_eq!(server.public_key(), PUBLIC_KEY);
    assert_eq!(log_in(&server, "TEST-KEYA-2222-3333").payload()["licenseLabel"], "Ada Lovelace");
}

#[test]
fn every_fault_of_the_readme_is_one_and_every_fault_is_there() {
    let rows: Vec<&str> = README.lines().filter_map(|line| line.strip_prefix("| `")).collect();
    let mut names = Vec::new();
    for row in rows.iter().filter(|row| row.starts_with('"') || row.starts_with("{\"")) {
        let json = row.split_once('`').unwrap().0.replace("\"body\":…,\"headers\":{…}", "\"body\":null");
        names.push(
            serde_json::from_str::<Effect>(&json).unwrap_or_else(|error| panic!("{json}: {error}")).name(),
        );
    }
    names.sort_unstable();
    let mut known = Effect::NAMES.to_vec();
    known.sort_unstable();
    assert_eq!(names, known);
}

#[test]
fn every_license_of_the_demo_is_in_the_readme() {
    let server = server();
    for key in [GOOD, LIFETIME, EXPIRED, REVOKED, TAKEN, UNLIMITED] {
        server.license(key).unwrap();
        assert!(README.contains(key), "{key}");
    }
    assert_eq!(Fixtures::demo().unwrap().licenses.len(), 6);
}
