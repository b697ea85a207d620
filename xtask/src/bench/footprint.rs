//! What the library takes: bytes on disk, and threads, sockets and memory in a process.

use std::path::Path;

use super::programs::{Issuers, Programs, Who};
use super::samples::Report;
use super::table::{Table, Unit};
use super::{Servers, say};
use anyhow::Context;
use harness::{Result, binary};

const CLIENTS: &str = "1000";
const MAY_NEED: [&str; 3] = ["libc.so.", "libgcc_s.so.", "ld-linux"];

pub fn measure(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    say("1 000 clients in one process; each logs in and makes a heartbeat, 10 s later");
    clients(programs, servers, table)?;
    idle(programs, servers, table)?;
    shared_library(&programs.library, table)
}

fn clients(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    table.section("1 000 logged-in clients in one process");
    for (name, server, issuers) in
        [("plain HTTP", &servers.plain, Issuers::Nobody), ("TLS", &servers.tls, Issuers::One)]
    {
        let report = Report::of(&mut programs.command(Who::Ours, server, &issuers, &["clients", CLIENTS]))?;
        let row = |what: &str| format!("{name}: {what}");
        let threads = report.get("threads")?.most();
        table.value(&row("library threads, at most"), threads, Unit::Pieces, Some(66.0));
        let resident = report.get("kib_after_login")?.median();
        table.value(&row("resident each, after the logins"), resident, Unit::Kib, Some(16.0));
        let resident = report.get("kib_after_heartbeat")?.median();
        table.value(&row("resident each, after heartbeats"), resident, Unit::Kib, Some(16.0));
    }
    Ok(())
}

fn idle(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    let report = Report::of(&mut programs.command(Who::Ours, &servers.tls, &Issuers::One, &["idle"]))?;
    table.section("loaded, a client made, not logged in");
    table.value("library threads", report.get("threads")?.most(), Unit::Pieces, Some(0.0));
    table.value("sockets", report.get("sockets")?.most(), Unit::Pieces, Some(0.0));
    Ok(())
}

fn shared_library(path: &Path, table: &mut Table) -> Result {
    let size = std::fs::metadata(path).with_context(|| path.display().to_string())?.len();
    table.section("shared library");
    table.value("size, stripped", size as f64, Unit::Bytes, Some(2e6));
    let needed = binary::needed(path)?;
    let few = needed.iter().all(|name| MAY_NEED.iter().any(|known| name.starts_with(known)));
    table.fact(&format!("needs {}", needed.join(", ")), "", few);
    Ok(())
}
