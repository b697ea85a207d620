//! Many clients over a slow network: how long all take to log in, and how late their heartbeats are.

use serde_json::json;

use super::page::Page;
use super::programs::{Issuers, Programs, Who};
use super::samples::Report;
use super::say;
use super::table::{Table, Unit};
use harness::Result;
use harness::server::Server;

const SECOND: f64 = 1e9;
const MILLISECOND: f64 = 1e6;
/// A license that the development server begins with, for those whose requests hang.
const HANGING_KEY: &str = "EVER-LAST-KEY8-5GRN";

/// Of the crowds whose logins are drawn.
const SIZES: [u32; 5] = [64, 250, 1_000, 2_000, 4_000];

struct Crowd {
    clients: u32,
    interval_s: u32,
    delay_ms: u32,
    hanging: bool,
    /// What `af_set_max_threads` is told; the library's own for `None`.
    most_threads: Option<u32>,
    /// Most seconds for the logins.
    login_s: Option<f64>,
}

const TWO_THOUSAND: Crowd = Crowd {
    clients: 2_000,
    interval_s: 30,
    delay_ms: 100,
    hanging: false,
    most_threads: None,
    login_s: None,
};
const CROWDS: [Crowd; 7] = [
    Crowd { delay_ms: 50, ..TWO_THOUSAND },
    TWO_THOUSAND,
    Crowd { delay_ms: 200, ..TWO_THOUSAND },
    Crowd { clients: 1_000, hanging: true, login_s: Some(20.0), ..TWO_THOUSAND },
    Crowd { clients: 1_000, hanging: true, most_threads: Some(256), login_s: Some(20.0), ..TWO_THOUSAND },
    Crowd { clients: 10_000, interval_s: 60, login_s: Some(20.0), ..TWO_THOUSAND },
    Crowd { clients: 10_000, interval_s: 60, hanging: true, login_s: Some(20.0), ..TWO_THOUSAND },
];
/// The library's own.
const MOST_THREADS: u32 = 64;
/// That of the timers, and that of callbacks.
const OTHERS: u32 = 2;

pub fn measure(programs: &Programs, page: &Page, table: &mut Table) -> Result {
    say("crowds of clients over a slow network, for seven minutes");
    table.section("clients that log in at once, each answer delayed");
    CROWDS.iter().try_for_each(|crowd| one(programs, crowd, table))?;
    resting(programs, table)?;
    scaling(programs, page)
}

/// How long crowds of each size take to log in, for each of three networks.
fn scaling(programs: &Programs, page: &Page) -> Result {
    let mut curves = Vec::new();
    for (name, delay_ms) in [("50 ms", 50), ("100 ms", 100), ("200 ms", 200)] {
        let mut points = Vec::new();
        for clients in SIZES {
            let server = slow_server(programs, delay_ms)?;
            let words = ["crowd", &clients.to_string(), "0"];
            let report = Report::of(&mut programs.command(Who::Ours, &server, &Issuers::Nobody, &words))?;
            points.push((f64::from(clients), report.get("login_seconds")?.most()));
        }
        curves.push((name, points));
    }
    page.curves("crowd", "until all of a crowd are logged in", ["clients", "seconds"], &curves)
}

/// What ten thousand clients cost between their heartbeats.
fn resting(programs: &Programs, table: &mut Table) -> Result {
    let server = Server::start_program(&programs.server, &["--no-limits"])?;
    let words = ["crowd", "10000", "0", "resting"];
    let report = Report::of(&mut programs.command(Who::Ours, &server, &Issuers::Nobody, &words))?;
    let each_second = report.get("rest_cpu_ms")?.most() * MILLISECOND;
    let name = "10000 clients at rest: processor time of a second";
    table.value(name, each_second, Unit::Nanoseconds, Some(SECOND / 100.0));
    Ok(())
}

fn slow_server(programs: &Programs, delay_ms: u32) -> Result<Server> {
    let server = Server::start_program(&programs.server, &["--no-limits"])?;
    server.fault(&json!({ "fault": { "delay": { "ms": delay_ms } } }))?;
    Ok(server)
}

fn one(programs: &Programs, crowd: &Crowd, table: &mut Table) -> Result {
    let server = Server::start_program(&programs.server, &["--no-limits"])?;
    if crowd.hanging {
        server.fault(&json!({ "fault": "hang", "license_key": HANGING_KEY }))?;
    }
    server.fault(&json!({ "fault": { "delay": { "ms": crowd.delay_ms } } }))?;
    let (clients, interval) = (crowd.clients.to_string(), crowd.interval_s.to_string());
    let mut words = vec!["crowd", &clients, &interval];
    words.extend(crowd.hanging.then_some("hanging"));
    let mut command = programs.command(Who::Ours, &server, &Issuers::Nobody, &words);
    command.env("BENCH_HANGING_KEY", HANGING_KEY);
    if let Some(most) = crowd.most_threads {
        command.env("BENCH_MOST_THREADS", most.to_string());
    }
    let report = Report::of(&mut command)?;
    let mut of = String::from(if crowd.hanging { ", a tenth of which hang" } else { "" });
    if let Some(most) = crowd.most_threads {
        of += &format!(", up to {most} threads");
    }
    let row = |what: &str| format!("{} clients{of}, {} ms: {what}", crowd.clients, crowd.delay_ms);
    let logins = report.get("login_seconds")?.most() * SECOND;
    table.value(&row("all logged in"), logins, Unit::Nanoseconds, crowd.login_s.map(|most| most * SECOND));
    let honest = f64::from(if crowd.hanging { crowd.clients - crowd.clients / 10 } else { crowd.clients });
    let missing = honest - report.get("renewed")?.most();
    table.value(&row("heartbeats that did not come"), missing, Unit::Pieces, Some(0.0));
    // The answer takes its time too.
    let late = (report.get("late_ms")?.most() - f64::from(crowd.delay_ms)).max(0.0);
    table.value(&row("heartbeats late, at most"), late * MILLISECOND, Unit::Nanoseconds, Some(SECOND));
    let threads = f64::from(crowd.most_threads.unwrap_or(MOST_THREADS) + OTHERS);
    table.value(&row("library threads, at most"), report.get("threads")?.most(), Unit::Pieces, Some(threads));
    table.value(&row("resident each"), report.get("kib_each")?.most(), Unit::Kib, None);
    let each = report.get("heartbeats_cpu_ms")?.most() * MILLISECOND / f64::from(crowd.clients);
    table.value(&row("processor time of a heartbeat"), each, Unit::Nanoseconds, None);
    Ok(())
}
