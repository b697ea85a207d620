//! Validate against its peers: repeated on a kept connection, and the first of a process.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use super::page::Page;
use super::programs::{Issuers, Programs, Who};
use super::samples::Samples;
use super::table::Table;
use super::{Servers, say};
use anyhow::Context;
use harness::server::Server;
use harness::{Result, command, project};

/// Rounds of blocks of calls.
const ROUNDS: usize = 60;
const BLOCK: usize = 20;
/// Rounds of whole processes.
const STARTS: usize = 40;
const NAMES: [&str; 4] = ["libauthforge", "bare libcurl", "official Rust", "official Python"];

pub fn measure(programs: &Programs, servers: &Servers, page: &Page, table: &mut Table) -> Result {
    say("repeated validates");
    repeated(programs, servers, page, table)?;
    say("validates on new connections");
    connecting(programs, table)?;
    say("first validates, each in a process of its own");
    first(programs, servers, table)
}

fn repeated(programs: &Programs, servers: &Servers, page: &Page, table: &mut Table) -> Result {
    table.section("repeated validate, connection kept");
    let worker = |who| Worker::start(programs.command(who, &servers.plain, &Issuers::Nobody, &["repeat"]));
    let workers = [worker(Who::Ours)?, worker(Who::Bare)?, worker(Who::Official)?, worker(Who::Python)?];
    let (plain, calls) = blocks_in_turns(workers)?;
    table.pair("plain HTTP", &plain[0], ("bare libcurl", &plain[1]), None);
    table.pair("plain HTTP", &plain[0], ("official Rust", &plain[2]), None);
    table.pair("plain HTTP", &plain[0], ("official Python", &plain[3]), None);
    page.distribution(
        "repeat-plain",
        "a validate over plain HTTP, repeated",
        &[NAMES[0], NAMES[1], NAMES[2], NAMES[3]].into_iter().zip(&calls).collect::<Vec<_>>(),
    )?;
    let worker = |who| Worker::start(programs.command(who, &servers.tls, &Issuers::One, &["repeat"]));
    let (tls, calls) = blocks_in_turns([worker(Who::Ours)?, worker(Who::Bare)?])?;
    table.pair("TLS", &tls[0], ("bare libcurl", &tls[1]), Some(1.3));
    page.distribution(
        "repeat-tls",
        "a validate over TLS, repeated",
        &NAMES.into_iter().zip(&calls).collect::<Vec<_>>(),
    )
}

/// A connection for each: what an earlier one has agreed on is taken up, or not.
fn connecting(programs: &Programs, table: &mut Table) -> Result {
    table.section("validate on a new connection, TLS");
    let certificates = project::scratch("bench-tls")?.display().to_string();
    let start = |more: &[&str]| {
        let words = ["--no-limits", "--no-keep-alive", "--tls", &certificates];
        let words: Vec<String> = words.iter().chain(more).map(|&word| word.to_owned()).collect();
        Server::start_program(&programs.server, &words)
    };
    let (resumed, full) = (start(&[])?, start(&["--no-tls-resumption"])?);
    let worker = |who, server| Worker::start(programs.command(who, server, &Issuers::One, &["repeat"]));
    let workers = [
        worker(Who::Ours, &resumed)?,
        worker(Who::Ours, &full)?,
        worker(Who::Bare, &resumed)?,
        worker(Who::Bare, &full)?,
    ];
    let (times, _) = blocks_in_turns(workers)?;
    table.pair("resumed", &times[0], ("in full", &times[1]), None);
    table.pair("resumed", &times[0], ("bare libcurl, resumed", &times[2]), Some(1.3));
    table.pair("in full", &times[1], ("bare libcurl, in full", &times[3]), Some(1.3));
    Ok(())
}

fn first(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    table.section("first validate, from exec to exit");
    let once = |who| programs.command(who, &servers.plain, &Issuers::Nobody, &["once"]);
    let plain = starts_in_turns([once(Who::Ours), once(Who::Bare), once(Who::Official), once(Who::Python)])?;
    table.pair("plain HTTP", &plain[0], ("bare libcurl", &plain[1]), Some(1.5));
    table.pair("plain HTTP", &plain[0], ("official Rust", &plain[2]), None);
    table.pair("plain HTTP", &plain[0], ("official Python", &plain[3]), None);
    let once = |who| programs.command(who, &servers.tls, &Issuers::One, &["once"]);
    let tls = starts_in_turns([once(Who::Ours), once(Who::Bare)])?;
    table.pair("TLS, one trusted issuer", &tls[0], ("bare libcurl", &tls[1]), Some(1.5));
    let Some(bundle) = system_issuers(Path::new(servers.tls.get("ca_file")))? else {
        say("no bundle of trusted issuers on this system: that row is left out");
        return Ok(());
    };
    let once = |who| programs.command(who, &servers.tls, &Issuers::System(&bundle), &["once"]);
    let tls = starts_in_turns([once(Who::Ours), once(Who::Bare)])?;
    table.pair("TLS, the system's issuers", &tls[0], ("bare libcurl", &tls[1]), Some(1.5));
    Ok(())
}

/// The operating system's issuers with the development server's own; none if they are not in one file.
fn system_issuers(own: &Path) -> Result<Option<PathBuf>> {
    let known =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];
    const WRONG: &str = "the issuers cannot be put together";
    let Some(mut all) = known.iter().find_map(|path| std::fs::read(path).ok()) else { return Ok(None) };
    all.push(b'\n');
    all.extend(std::fs::read(own).context(WRONG)?);
    let bundle = project::scratch("bench")?.join("issuers.pem");
    std::fs::write(&bundle, all).context(WRONG)?;
    Ok(Some(bundle))
}

/// A program that validates when it is told to.
struct Worker {
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Worker {
    fn start(mut command: Command) -> Result<Worker> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{command:?} cannot be run"))?;
        let answers = BufReader::new(child.stdout.take().context("a measuring program has no stdout")?);
        Ok(Worker { orders: child.stdin.take(), child, answers })
    }

    /// Nanoseconds of each call of a block.
    fn block(&mut self) -> Result<Samples> {
        let orders = self.orders.as_mut().context("a measuring program has no stdin")?;
        let mut line = String::new();
        writeln!(orders, "{BLOCK}")
            .and_then(|()| self.answers.read_line(&mut line))
            .context("a measuring program ended early")?;
        Samples::parse(&line)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It ends by itself when its standard input closes.
        drop(self.orders.take());
        let _ = self.child.wait();
    }
}

/// One sample of each in every round; the one that begins changes, so that none is always the one that
/// comes after another.
fn in_turns<const N: usize>(
    rounds: usize,
    mut one: impl FnMut(usize) -> Result<f64>,
) -> Result<[Samples; N]> {
    let mut samples = [const { Samples::new() }; N];
    for round in 0..rounds {
        for turn in 0..N {
            let which = (round + turn) % N;
            samples[which].push(one(which)?);
        }
    }
    Ok(samples)
}

/// The medians of blocks, and all calls in them.
fn blocks_in_turns<const N: usize>(mut workers: [Worker; N]) -> Result<([Samples; N], [Samples; N])> {
    let mut calls = [const { Samples::new() }; N];
    let medians = in_turns(ROUNDS, |which| {
        let block = workers[which].block()?;
        calls[which].add(&block);
        Ok(block.median())
    })?;
    Ok((medians, calls))
}

fn starts_in_turns<const N: usize>(mut commands: [Command; N]) -> Result<[Samples; N]> {
    in_turns(STARTS, |which| {
        let start = Instant::now();
        command::run(&mut commands[which])?;
        Ok(start.elapsed().as_nanos() as f64)
    })
}
