//! The event loops: each sleeps until the library wakes it, and ends when its license is revoked.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::need::{self, GLIB, PKG_CONFIG, QT, Tool, UV};
use crate::page;
use crate::server::{SECRET, Server};
use crate::shell::{self, Result};
use crate::tally::Tally;

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
const C: [&str; 7] =
    ["cc", "-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", "-pthread"];
// Qt's own headers are not held to it.
const CPP: [&str; 7] = ["c++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-fPIC", "-pthread"];

pub fn run(tally: &mut Tally, devserver: &Path) -> Result {
    let library = shell::release_library()?;
    let runs = LOOPS.map(|each| (need::tools(&[PKG_CONFIG, each.tool]), each));
    let played: Vec<(Loop, Option<String>, Result)> = thread::scope(|scope| {
        let library = &library;
        let begun = runs.map(|(here, each)| match here {
            Err(why) => (each, Some(why), None),
            Ok(()) => {
                let (source, package, compiler) = (each.source, each.package, each.compiler);
                let play = move || play(source, package, compiler, library, devserver);
                (each, None, Some(scope.spawn(play)))
            }
        });
        let end = |run: thread::ScopedJoinHandle<'_, Result>| run.join().unwrap_or(Err("panicked".into()));
        begun.into_iter().map(|(each, why, run)| (each, why, run.map_or(Ok(()), end))).collect()
    });
    for (each, missing, result) in played {
        let sentence = format!(
            "{} logs in, hears of a heartbeat and of the end, and is woken for nothing else",
            each.source
        );
        match missing {
            Some(why) => tally.skip(&sentence, &why),
            None => tally.note(&sentence, result),
        }
    }
    tally.note(&format!("what {PAGE} shows stands in the examples"), shown_is_run());
    Ok(())
}

fn play(source: &str, package: &str, compiler: &[&str], library: &Path, devserver: &Path) -> Result {
    let path = shell::root().join(source);
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let program = shell::scratch("event-loops")?.join(&name);
    let flags = |of: &str| shell::output(Command::new("pkg-config").args([of, package]));
    let (headers, libraries) = (flags("--cflags")?, flags("--libs")?);
    let mut compile = Command::new(compiler[0]);
    compile.args(&compiler[1..]).arg(&path).arg("-o").arg(&program);
    compile.args(headers.split_whitespace().map(|flag| flag.replace("-I", "-isystem")));
    for folder in ["include", "bindings/cpp"] {
        compile.arg("-I").arg(shell::root().join(folder));
    }
    compile.arg("-L").arg(library).arg("-lauthforge").args(libraries.split_whitespace());
    compile.arg(format!("-Wl,-rpath,{}", library.display()));
    shell::output(&mut compile)?;
    refused(&program, devserver)?;
    revoked(&program, devserver)
}

fn begin(program: &Path, server: &Server, license_key: &str) -> Command {
    let mut command = Command::new(program);
    command.args(["url", "app_id", "public_key"].map(|field| server.get(field))).arg(license_key);
    command.env(SECRET, server.get("app_secret")).stdout(Stdio::piped());
    command
}

/// A login that fails is told as a failure, and then as the end of its request; the loop is woken once for both.
fn refused(program: &Path, devserver: &Path) -> Result {
    let server = Server::start(devserver, &[])?;
    let said = shell::output(&mut begin(program, &server, "NO-SUCH-KEY"))?;
    let expected = "failure: login_failed / invalid_key\nlogin: invalid_key\nclosed, woken 1 times\n";
    if said == expected { Ok(()) } else { Err(format!("with a wrong key it said\n{said}")) }
}

fn revoked(program: &Path, devserver: &Path) -> Result {
    let server = Server::start(devserver, &[])?;
    let mut running = begin(program, &server, server.get("license_key"))
        .spawn()
        .map_err(|e| format!("{} cannot be run: {e}", program.display()))?;
    let stdout = running.stdout.take().ok_or("it has no stdout")?;
    let mut said = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line.map_err(|e| e.to_string())?;
        if line == "heartbeat: ok" {
            server.revoke()?;
        }
        said.push(line);
    }
    let status = running.wait().map_err(|e| e.to_string())?;
    // For the login, for the heartbeat, and for the end.
    let expected = [
        "login: ok",
        "heartbeat: ok",
        "failure: heartbeat_failed / revoked",
        "session: over, revoked",
        "closed, woken 3 times",
    ];
    if said == expected && status.success() {
        Ok(())
    } else {
        Err(format!("it ended with {status} and said\n{}", said.join("\n")))
    }
}

fn shown_is_run() -> Result {
    let mut sources = String::new();
    for each in LOOPS {
        let source = fs::read_to_string(shell::root().join(each.source));
        sources.push_str(&source.map_err(|e| format!("{}: {e}", each.source))?);
    }
    let shown = [page::examples(PAGE, "c")?, page::examples(PAGE, "cpp")?].concat();
    match shown.iter().find(|block| !sources.contains(block.as_str())) {
        Some(block) => Err(format!("this stands in no example:\n{block}")),
        None if shown.len() < LOOPS.len() => Err(format!("{} pieces are shown", shown.len())),
        None => Ok(()),
    }
}
