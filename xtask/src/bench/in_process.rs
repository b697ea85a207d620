//! What costs no network: calls of every frame, new clients, and endings while the network is dead.

use super::programs::{Issuers, Programs, Who};
use super::samples::Report;
use super::table::{Table, Unit};
use super::{Servers, say};
use harness::Result;

/// "No slower with all cores calling", with room for noise.
const ALL_CORES: f64 = 1.15;
const MILLISECOND: f64 = 1e6;

pub fn measure(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    say("calls without network");
    calls(programs, servers, table)?;
    new_clients(programs, servers, table)?;
    say("endings while a request hangs");
    endings(programs, servers, table)
}

fn calls(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    let mut command = programs.command(Who::Ours, &servers.plain, &Issuers::Nobody, &["calls"]);
    let report = Report::of(&mut command)?;
    table.section("calls, processor time each");
    for (name, subject, limit) in [
        ("af_is_authenticated", "is_authenticated", Some(10.0)),
        ("af_session_variable_int", "typed_lookup", None),
        ("af_session_json", "json_read", None),
    ] {
        table.value(name, report.get(subject)?.median(), Unit::Nanoseconds, limit);
    }
    table.section("calls, all cores at once / one core");
    for (name, subject, limit) in [
        ("nothing shared, for comparison", "control", None),
        ("af_is_authenticated, same client", "is_authenticated", Some(ALL_CORES)),
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
        table.value(name, took, Unit::Nanoseconds, Some(50e3));
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
