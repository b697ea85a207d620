//! Validates of several threads, beside what the development server can bear.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use harness::Result;
use harness::server::Server;
use serde_json::json;

use super::page::Page;
use super::programs::{Issuers, Programs, Who};
use super::samples::Report;
use super::table::{Table, Unit};
use super::{Servers, say};

const THREADS: [u32; 6] = [1, 2, 4, 8, 16, 32];
const MEASURED: Duration = Duration::from_millis(1_500);

pub fn measure(programs: &Programs, servers: &Servers, page: &Page, table: &mut Table) -> Result {
    say("validates of several threads, and the development server's ceiling");
    let (mut ours, mut ceiling) = (Vec::new(), Vec::new());
    for threads in THREADS {
        let words = ["threads", &threads.to_string()];
        let report = Report::of(&mut programs.command(Who::Ours, &servers.plain, &Issuers::Nobody, &words))?;
        ours.push((f64::from(threads), report.get("validates_per_second")?.most()));
        ceiling.push((f64::from(threads), of_the_server(&servers.plain, threads)?));
    }
    table.section("validates a second of threads that share a client, plain HTTP");
    for ((threads, ours), (_, ceiling)) in ours.iter().zip(&ceiling) {
        table.value(&format!("{threads} threads"), *ours, Unit::Pieces, None);
        table.value(
            &format!("{threads} connections that look at no answer: the server's ceiling"),
            *ceiling,
            Unit::Pieces,
            None,
        );
    }
    let curves = [("libauthforge", ours), ("the development server's ceiling", ceiling)];
    page.curves("threads", "validates a second", ["threads, or connections", "a second"], &curves)
}

/// How many answers it gives in a second to connections that send the same again and again.
fn of_the_server(server: &Server, connections: u32) -> Result<f64> {
    let address = server.get("url").trim_start_matches("http://").to_owned();
    let body = json!({
        "appId": server.get("app_id"),
        "appSecret": server.get("app_secret"),
        "licenseKey": server.get("license_key"),
        "hwid": "bench",
        "nonce": "00000000000000000000000000000000",
    });
    let (body, answered, enough) = (body.to_string(), AtomicU64::new(0), AtomicBool::new(false));
    let request = format!(
        "POST /auth/validate HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    thread::scope(|scope| {
        let ask = || -> Result {
            let mut connection = TcpStream::connect(&address)?;
            connection.set_nodelay(true)?;
            while !enough.load(Relaxed) {
                connection.write_all(request.as_bytes())?;
                read_answer(&mut connection)?;
                answered.fetch_add(1, Relaxed);
            }
            Ok(())
        };
        let asking: Vec<_> = (0..connections).map(|_| scope.spawn(ask)).collect();
        let (start, before) = (Instant::now(), answered.load(Relaxed));
        thread::sleep(MEASURED);
        let rate = (answered.load(Relaxed) - before) as f64 / start.elapsed().as_secs_f64();
        enough.store(true, Relaxed);
        for asked in asking {
            asked.join().ok().context("a connection's thread panicked")??;
        }
        Ok(rate)
    })
}

fn read_answer(connection: &mut TcpStream) -> Result {
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    loop {
        let read = connection.read(&mut part)?;
        ensure!(read > 0, "the server closed a connection");
        answer.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        ensure!(head.starts_with("HTTP/1.1 200"), "the server said {head}");
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        if body.len() >= length.context("an answer without its length")? {
            return Ok(());
        }
    }
}
