//! Programs that have the package, in each way to publish: each logs in, hears that its license was revoked, and ends.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use harness::dotnet::{self, Sdk};
use harness::tool::{self, CLANG, ZLIB};
use harness::{Result, build, command, project};
use programs::case::Outcome;
use programs::{Case, Kind};

use super::{here, library, make, scratch};
use crate::proof::server;

/// Longer than any of them takes.
const LIMIT: Duration = Duration::from_secs(90);
const LICENSED: &str = "licensed, tier pro";
const GONE: &str = "gone: revoked";

/// How a program is published, beside `--self-contained`.
const SINGLE_FILE: &[&str] = &["-p:PublishSingleFile=true"];
const TRIMMED: &[&str] = &["-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false"];
const NATIVE: &[&str] = &["-p:PublishAot=true", "-p:TrimmerSingleWarn=false"];

pub fn cases() -> Vec<Case> {
    let case = |what: &str, proof: fn() -> Result| {
        let sentence = "logs in, hears that it was revoked and ends";
        Case::new(format!("package::{what} {sentence}"), proof).of(Kind::Long)
    };
    let skippable = |what: &str, proof: fn() -> Result| {
        let proof = move || {
            let missing = tool::missing(&[CLANG, ZLIB]);
            if !missing.is_empty() {
                return Ok(Outcome::Skipped(format!("needed but not here: {}", missing.join(" "))));
            }
            proof().map(|()| Outcome::Proved)
        };
        Case::skippable(format!("package::{what} logs in, hears that it was revoked and ends"), proof)
            .of(Kind::Long)
    };
    vec![
        case("a program that the runtime of the machine runs", portable),
        case("a single file", || published("single file", SINGLE_FILE)),
        case("a trimmed program", || published("trimmed", TRIMMED)),
        skippable("a program of machine code", || published("native", NATIVE)),
        case("a program for .NET Framework, under Mono,", framework),
        case("a plug-in with a copy of its own, which is then unloaded,", plug_in),
        case("a trimmed program that refers to the project", || referring("project trimmed", TRIMMED)),
        skippable("a program of machine code that refers to the project", || {
            referring("project native", NATIVE)
        }),
    ]
}

fn portable() -> Result {
    let out = publish("portable", &["-p:UseAppHost=false"])?;
    let mut dotnet = Sdk::find()?.dotnet()?;
    dotnet.arg("exec").arg(out.join("Consumer.dll"));
    play(dotnet, &[])
}

fn published(way: &str, words: &[&str]) -> Result {
    let mut all = vec!["--self-contained", "-r", here()?.rid];
    all.extend(words);
    play(Command::new(publish(way, &all)?.join("Consumer")), &[])
}

/// The same without the package.
fn referring(way: &str, words: &[&str]) -> Result {
    let project = project::root().join("bindings/csharp/LibAuthForge/LibAuthForge.csproj");
    let project = format!("-p:LibAuthForgeProject={}", project.display());
    let native = format!("-p:LibAuthForgeNative={}", library()?.display());
    let mut all = vec![project.as_str(), native.as_str()];
    all.extend(words);
    published(way, &all)
}

fn publish(way: &str, words: &[&str]) -> Result<PathBuf> {
    let out = scratch()?.join(way).join("out");
    let output = format!("-p:PublishDir={}/", out.display());
    let mut all = vec![output.as_str()];
    all.extend(words);
    make("publish", "Consumer", way, &all)?;
    Ok(out)
}

fn framework() -> Result {
    make("build", "Framework", "mono", &["-p:PlatformTarget=x64"])?;
    let mut mono = Command::new("mono");
    // Beside the program is Windows' library.
    mono.env("LD_LIBRARY_PATH", build::library()?);
    mono.arg(dotnet::built(&scratch()?.join("mono"), "Framework").join("Framework.exe"));
    play(mono, &[])
}

fn plug_in() -> Result {
    make("build", "Plugin", "plug-in", &[])?;
    make("build", "Host", "plug-in host", &["-p:UseAppHost=false"])?;
    let mut host = Sdk::find()?.dotnet()?;
    host.arg("exec").arg(dotnet::built(&scratch()?.join("plug-in host"), "Host").join("Host.dll"));
    host.arg(dotnet::built(&scratch()?.join("plug-in"), "Plugin").join("Plugin.dll"));
    play(host, &["unloaded"])
}

/// Runs a program of those; `then` is what it says after it has heard of the end.
fn play(mut program: Command, then: &[&str]) -> Result {
    let server = server()?;
    program.envs(server.environment()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    program.current_dir(scratch()?);
    let mut child = program.spawn().with_context(|| format!("{program:?}"))?;
    let lines = listen(&mut child)?;
    let deadline = Instant::now() + LIMIT;
    let next = || lines.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok();
    let mut said = Vec::from_iter(next());
    if said == [LICENSED] {
        server.revoke()?;
        let mut stdin = child.stdin.take().context("no stdin")?;
        stdin.write_all(b"\n").context("it does not listen")?;
    } else {
        let _ = child.kill();
    }
    said.extend(std::iter::from_fn(next));
    let status = command::wait(&mut child, deadline.saturating_duration_since(Instant::now()))?;
    let expected: Vec<&str> = [LICENSED, GONE].into_iter().chain(then.iter().copied()).collect();
    if said == expected && status.is_some_and(|status| status.success()) {
        return Ok(());
    }
    bail!("it ended with {status:?} and said\n{}", said.join("\n"))
}

/// The lines of both of its streams.
fn listen(child: &mut Child) -> Result<mpsc::Receiver<String>> {
    let (sender, lines) = mpsc::channel();
    let (stdout, stderr) =
        (child.stdout.take().context("no stdout")?, child.stderr.take().context("no stderr")?);
    let other = sender.clone();
    thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(|l| l.ok()).try_for_each(|l| sender.send(l))
    });
    thread::spawn(move || {
        BufReader::new(stderr).lines().map_while(|l| l.ok()).try_for_each(|l| other.send(l))
    });
    Ok(lines)
}
