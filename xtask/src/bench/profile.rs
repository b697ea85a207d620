//! What the processor does in a validate: its time by who spends it, as Linux' `perf` sees it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use harness::{Result, build, command, project, tool};
use xshell::cmd;

use super::programs::{Issuers, Programs, Who};
use super::table::{Table, Unit};
use super::{Servers, say};

/// Looked at each time when the program has worked for so many nanoseconds.
const PERIOD: f64 = 100e3;
const BLOCKS: usize = 30;
const BLOCK: usize = 500;
/// What is the library's own, in nanoseconds.
const MOST_OF_OURS: f64 = 10e3;

/// Whose work a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    Signature,
    Tls,
    Http,
    Json,
    Memory,
    System,
    Ours,
    Language,
}

const SHARES: [(Share, &str); 8] = [
    (Share::Signature, "proof of the answer: Ed25519, SHA-512"),
    (Share::System, "the system: sending, receiving, going to sleep and waking"),
    (Share::Tls, "TLS"),
    (Share::Http, "HTTP"),
    (Share::Json, "JSON and base64"),
    (Share::Memory, "memory: taken, copied, wiped, given back"),
    (Share::Language, "Rust's standard library, for any of them"),
    (Share::Ours, "the library itself"),
];

/// By the first word that its name has; what comes first decides.
const WORDS: [(&str, Share); 22] = [
    ("curve25519", Share::Signature),
    ("ed25519", Share::Signature),
    ("sha2::", Share::Signature),
    ("subtle", Share::Signature),
    ("authforge::protocol::json", Share::Json),
    ("allocator::Wiping", Share::Memory),
    ("authforge", Share::Ours),
    ("serde", Share::Json),
    ("base64", Share::Json),
    ("zmij", Share::Json),
    ("btree", Share::Json),
    ("rustls", Share::Tls),
    ("<ring::", Share::Tls),
    ("webpki", Share::Tls),
    ("ureq", Share::Http),
    ("http", Share::Http),
    ("bytes::", Share::Http),
    ("zeroize", Share::Memory),
    ("alloc", Share::Memory),
    ("std::", Share::Language),
    ("core::", Share::Language),
    ("memchr", Share::Language),
];

/// Left out, and said so, where `perf` is not there or may not look.
pub fn measure(programs: &Programs, servers: &Servers, table: &mut Table) -> Result {
    if !tool::missing(&[tool::PERF]).is_empty() {
        say("the profile of a validate is left out: perf is not here, or may not look");
        return Ok(());
    }
    say("a profile of a validate");
    let library = named_library()?;
    for (name, server, issuers) in
        [("plain HTTP", &servers.plain, Issuers::Nobody), ("TLS", &servers.tls, Issuers::One)]
    {
        let mut program = programs.command(Who::Ours, server, &issuers, &["repeat"]);
        program.env("LD_LIBRARY_PATH", &library);
        let spent = spent(&program)?;
        table.section(&format!("processor time of a validate, {name}"));
        table.value("all", spent.iter().sum(), Unit::Nanoseconds, None);
        for ((share, what), time) in SHARES.iter().zip(spent) {
            let limit = (*share == Share::Ours).then_some(MOST_OF_OURS);
            table.value(what, time, Unit::Nanoseconds, limit);
        }
    }
    Ok(())
}

/// As hosts get it, with the names of its functions.
pub fn named_library() -> Result<PathBuf> {
    let (shell, cargo) = (command::shell()?, command::cargo_program());
    let (target, platform) = (project::scratch("bench-profile")?, build::shipped_platform());
    let words = ["--release", "--crate-type", "cdylib,staticlib", "--target-dir"];
    cmd!(shell, "{cargo} rustc --quiet --package libauthforge --lib --target {platform} {words...} {target}")
        .env("CARGO_PROFILE_RELEASE_STRIP", "none")
        .quiet()
        .run()?;
    let folder = target.join(platform).join("release");
    build::link_soname(&folder)?;
    Ok(folder)
}

/// Nanoseconds of a call, for each share.
fn spent(program: &Command) -> Result<[f64; SHARES.len()]> {
    let folder = project::scratch("bench-profile")?;
    let (orders, data) = (folder.join("orders"), folder.join("perf.data"));
    let mut text = String::new();
    (0..BLOCKS).try_for_each(|_| writeln!(text, "{BLOCK}"))?;
    project::write(&orders, &text)?;
    let mut perf = Command::new("perf");
    perf.args(["record", "--quiet", "--event", "task-clock", "--count", &format!("{PERIOD:.0}"), "--output"]);
    perf.arg(&data).arg("--").arg(program.get_program()).args(program.get_args());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => perf.env(name, value),
            None => perf.env_remove(name),
        };
    }
    let orders = fs::File::open(&orders).with_context(|| orders.display().to_string())?;
    command::output(perf.stdin(Stdio::from(orders)))?;
    let calls = (BLOCKS * BLOCK) as f64;
    Ok(samples(&data)?.map(|count| count as f64 * PERIOD / calls))
}

/// How often each was found at work.
fn samples(data: &Path) -> Result<[u64; SHARES.len()]> {
    let mut perf = Command::new("perf");
    let said = command::output(perf.args(["script", "--fields", "ip,sym,dso", "--input"]).arg(data))?;
    let mut counts = [0; SHARES.len()];
    for line in said.lines().filter(|line| !line.trim().is_empty()) {
        let share = share_of(line);
        let at = SHARES.iter().position(|(known, _)| *known == share).context("a share without a line")?;
        counts[at] += 1;
    }
    ensure!(counts.iter().sum::<u64>() > 0, "perf has seen nothing");
    Ok(counts)
}

/// Of a line of `perf script`: address, function, and the file that it is in.
fn share_of(line: &str) -> Share {
    let (function, file) = line.rsplit_once(" (").unwrap_or((line, ""));
    let function = function.trim().split_once(' ').map_or("", |(_, name)| name);
    if file.starts_with('[') {
        return Share::System;
    }
    if !file.contains("libauthforge") {
        let of_memory = ["alloc", "free", "mem", "consolidate", "unlink_chunk"];
        let is_memory = of_memory.iter().any(|word| function.contains(word));
        return if is_memory { Share::Memory } else { Share::System };
    }
    // So that a crate's name is one also where it comes first.
    let function = &format!("<{function}");
    let known = WORDS.iter().find(|(word, _)| function.contains(word));
    // What has no path is C's and the assembler's, which only TLS has.
    known.map_or(if function.contains("::") { Share::Language } else { Share::Tls }, |(_, share)| *share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_counts_for_whoever_it_works_for() {
        for (line, share) in [
            (
                " 7f01 <curve25519_dalek::edwards::EdwardsPoint as x>::y (/t/libauthforge.so)",
                Share::Signature,
            ),
            (" 7f01 finish_task_switch.isra.0 ([kernel.kallsyms])", Share::System),
            (" 7ffc __vdso_clock_gettime ([vdso])", Share::System),
            (" 7f01 __libc_recv (/usr/lib/x86_64-linux-gnu/libc.so.6)", Share::System),
            (" 7f01 _int_malloc (/usr/lib/x86_64-linux-gnu/libc.so.6)", Share::Memory),
            (" 7f01 __memmove_avx_unaligned_erms (/usr/lib/x86_64-linux-gnu/libc.so.6)", Share::Memory),
            (" 7f01 authforge::protocol::json::read (/t/libauthforge.so)", Share::Json),
            (" 7f01 authforge::client::road::go (/t/libauthforge.so)", Share::Ours),
            (" 7f01 ureq::run::run (/t/libauthforge.so)", Share::Http),
            (" 7f01 rustls::conn::read (/t/libauthforge.so)", Share::Tls),
            (" 7f01 aes_hw_ctr32_encrypt_blocks (/t/libauthforge.so)", Share::Tls),
            (
                " 7f01 <authforge::transport::watched::Watched<T> as ureq::T>::is_open (/t/libauthforge.so)",
                Share::Ours,
            ),
            (" 7f01 ring::rsa::public_key::verify (/t/libauthforge.so)", Share::Tls),
            (" 7f01 alloc::string::String::push (/t/libauthforge.so)", Share::Memory),
            (" 7f01 alloc::raw_vec::RawVec<T,A>::grow_one (/t/libauthforge.so)", Share::Memory),
            (" 7f01 core::fmt::write (/t/libauthforge.so)", Share::Language),
        ] {
            assert_eq!(share_of(line), share, "{line}");
        }
    }
}
