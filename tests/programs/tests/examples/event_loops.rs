//! The event loops, and the thread that waits in place of one: each sleeps until the library wakes it, and ends when its
//! license is revoked.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use harness::server::{SECRET, Server};
use harness::tool::{self, GLIB, PKG_CONFIG, QT, Tool, UV};
use harness::{Result, build, command, page, project};
use programs::case::Outcome;
use programs::{Case, Kind};

const PAGE: &str = "docs/event-loops.md";

struct Loop {
    source: &'static str,
    tool: Tool,
    package: &'static str,
    compiler: &'static [&'static str],
}

const LOOPS: [Loop; 3] = [
    Loop { source: "examples/c/glib_loop.c", tool: GLIB, package: "glib-2.0", compiler: &C },
    Loop { source: "examples/c/uv_loop.c", tool: UV, package: "libuv", compiler: &C },
    Loop { source: "examples/cpp/qt_loop.cpp", tool: QT, package: "Qt5Core", compiler: &CPP },
];
/// The C that needs nothing beside the library. It counts no wake-ups: how many it takes for what comes together is open.
const WAIT: &str = "examples/c/wait_loop.c";
const C: [&str; 7] =
    ["cc", "-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", "-pthread"];
// Qt's own headers are not held to it.
const CPP: [&str; 7] = ["c++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-fPIC", "-pthread"];

pub fn cases() -> Vec<Case> {
    let case = |each: Loop| {
        let sentence = format!(
            "event loops::{} logs in, hears of a heartbeat and of the end, and is woken for nothing else",
            each.source
        );
        Case::skippable(sentence, move || match tool::need(&[PKG_CONFIG, each.tool]) {
            Ok(()) => play(&each).map(|()| Outcome::Proved),
            Err(why) => Ok(Outcome::Skipped(format!("{why:#}"))),
        })
        .of(Kind::Long)
    };
    let mut cases: Vec<Case> = LOOPS.into_iter().map(case).collect();
    let sentence =
        format!("event loops::{WAIT} logs in, hears of a heartbeat and of the end, and has no callback");
    cases.push(Case::new(sentence, wait).of(Kind::Long));
    cases.push(Case::new(format!("event loops::what {PAGE} shows stands in the examples"), shown_is_run));
    cases
}

fn play(each: &Loop) -> Result {
    let path = project::root().join(each.source);
    let program = project::scratch("event-loops")?.join(project::stem(&path));
    let flags = |of: &str| command::output(Command::new("pkg-config").args([of, each.package]));
    let (headers, libraries) = (flags("--cflags")?, flags("--libs")?);
    let mut compile = Command::new(each.compiler[0]);
    compile.args(&each.compiler[1..]).arg(&path);
    compile.args(headers.split_whitespace().map(|flag| flag.replace("-I", "-isystem")));
    compile.arg("-I").arg(project::root().join("bindings/cpp")).args(libraries.split_whitespace());
    build::link(&mut compile, &build::library()?, &program)?;
    refused(&program, "closed, woken 1 times")?;
    // For the login, for the heartbeat, and for the end.
    revoked(&program, "closed, woken 3 times")
}

fn wait() -> Result {
    let program = build::examples()?.join(project::stem(Path::new(WAIT)));
    refused(&program, "closed")?;
    revoked(&program, "closed")
}

fn begin(program: &Path, server: &Server, license_key: &str) -> Command {
    let mut command = Command::new(program);
    command.args(["url", "app_id", "public_key"].map(|field| server.get(field))).arg(license_key);
    command.env(SECRET, server.get("app_secret")).stdout(Stdio::piped());
    command
}

/// A login that fails is told as a failure, and then as the end of its request; the loop is woken once for both.
fn refused(program: &Path, last: &str) -> Result {
    let server = Server::start::<&str>(&[])?;
    let said = command::output(&mut begin(program, &server, "NO-SUCH-KEY"))?;
    let expected = format!("failure: login_failed / invalid_key\nlogin: invalid_key\n{last}\n");
    ensure!(said == expected, "with a wrong key it said\n{said}");
    Ok(())
}

fn revoked(program: &Path, last: &str) -> Result {
    let server = Server::start::<&str>(&[])?;
    let mut running = begin(program, &server, server.get("license_key"))
        .spawn()
        .with_context(|| format!("{} cannot be run", program.display()))?;
    let stdout = running.stdout.take().context("it has no stdout")?;
    let mut said = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        if line == "heartbeat: ok" {
            server.revoke()?;
        }
        said.push(line);
    }
    let status = running.wait()?;
    let expected =
        ["login: ok", "heartbeat: ok", "failure: heartbeat_failed / revoked", "session: over, revoked", last];
    ensure!(said == expected && status.success(), "it ended with {status} and said\n{}", said.join("\n"));
    Ok(())
}

fn shown_is_run() -> Result {
    let mut sources = project::read(&project::root().join(WAIT))?;
    for each in LOOPS {
        sources.push_str(&project::read(&project::root().join(each.source))?);
    }
    let shown = [page::examples(PAGE, "c")?, page::examples(PAGE, "cpp")?].concat();
    match shown.iter().find(|block| !sources.contains(block.as_str())) {
        Some(block) => bail!("this stands in no example:\n{block}"),
        None if shown.len() <= LOOPS.len() => bail!("{} pieces are shown", shown.len()),
        None => Ok(()),
    }
}
