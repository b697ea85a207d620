//! What costs no network: calls of every frame, new clients, and endings while the network is dead.

use super::programs::{Issuers, Programs, Who};
use super::samples::Report;
use super::table::{Table, Unit};
use super::{Servers, say};
use harness::Result;
use harness::server::Server;
use serde_json::{Value, json};

/// "No slower with all cores calling", with room for noise.
const ALL_CORES: f64 = 1.15;
/// The same where all ask one client for the same.
const SAME_CLIENT: f64 = 2.0;
const MICROSECOND: f64 = 1e3;
const MILLISECOND: f64 = 1e6;
/// Of the session whose end is measured.
const VARIABLES: usize = 50;

pub fn measure(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    say("calls without network");
    calls(programs, servers, table)?;
    new_clients(programs, servers, table)?;
    costs(programs, table)?;
    say("endings while a request hangs");
    endings(programs, servers, table)
}

fn calls(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    let mut command = programs.command(Who::Ours, &servers.plain, &Issuers::Nobody, &["calls"]);
    let report = Report::of(&mut command)?;
    table.section("calls, processor time each");
    for (name, subject, limit) in [
        ("af_is_authenticated", "is_authenticated", Some(10.0)),
        ("af_client_session and af_session_free", "session_fetch", Some(60.0)),
        ("af_session_variable_int", "typed_lookup", Some(20.0)),
        ("af_session_json", "json_read", None),
    ] {
        table.value(name, report.get(subject)?.median(), Unit::Nanoseconds, limit);
    }
    table.section("calls, all cores at once / one core");
    for (name, subject, limit) in [
        ("nothing shared, for comparison", "control", None),
        ("af_is_authenticated, same client", "is_authenticated", Some(ALL_CORES)),
        ("af_client_session and af_session_free, same client", "session_fetch", Some(SAME_CLIENT)),
        ("the counts of that alone: four, in two words", "counts", None),
        ("af_session_variable_int, own handles", "typed_lookup", Some(ALL_CORES)),
        ("af_session_variable_int, same handle", "typed_lookup_same", None),
        ("af_session_json, own handles", "json_read", Some(ALL_CORES)),
        ("af_session_json, same handle", "json_read_same", None),
    ] {
        let all = report.get(&format!("{subject}_all_cores"))?;
        table.pair(name, all, ("one core", report.get(subject)?), limit);
    }
    table.value("times a caller slept, of all calls", report.get("sleeps")?.most(), Unit::Pieces, Some(0.0));
    Ok(())
}

fn new_clients(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    table.section("af_client_new after the first");
    for (name, server, issuers) in [
        ("with the system's issuers", &servers.plain, Issuers::Nobody),
        ("with a ca_file, read each time", &servers.tls, Issuers::One),
    ] {
        let report = Report::of(&mut programs.command(Who::Ours, server, &issuers, &["client_new"]))?;
        let took = report.get("client_new")?.median();
        table.value(name, took, Unit::Nanoseconds, Some(5.0 * MICROSECOND));
    }
    Ok(())
}

/// What a game's own thread waits for.
fn costs(programs: &Programs, table: &mut Table) -> Result {
    let server = Server::start_program(&programs.server, &["--no-limits"])?;
    let named = (1..VARIABLES).map(|number| (format!("feature_{number}"), json!(number)));
    let variables: serde_json::Map<String, Value> = named.chain([("seats".to_owned(), json!(3))]).collect();
    server.set_variables(&Value::from(variables).to_string())?;
    let report = Report::of(&mut programs.command(Who::Ours, &server, &Issuers::Nobody, &["costs"]))?;
    table.section(&format!("of a game's own thread, with {VARIABLES} variables"));
    for (name, subject, limit) in [
        ("a frame: pump, authenticated, session, variable", "frame", None),
        ("the same, the slowest of ten thousand", "frame_9999", Some(50.0)),
        ("af_login_start", "login_start", Some(5.0)),
        ("af_session_free of the last that holds it", "last_free", Some(5.0)),
    ] {
        let took = report.get(subject)?.median();
        table.value(name, took, Unit::Nanoseconds, limit.map(|most: f64| most * MICROSECOND));
    }
    Ok(())
}

fn endings(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    let mut command = programs.command(Who::Ours, &servers.plain, &Issuers::Nobody, &["dead"]);
    let report = Report::of(&mut command)?;
    let count = report.get("logout")?.count();
    table.section(&format!("while a request hangs, the slowest of {count}"));
    for (name, subject) in [
        ("af_logout", "logout"),
        ("af_client_free", "free"),
        ("af_shutdown", "shutdown"),
        ("until the blocked call is back", "unblocked"),
    ] {
        let slowest = report.get(subject)?.most();
        table.value(name, slowest, Unit::Nanoseconds, Some(50.0 * MILLISECOND));
    }
    Ok(())
}
