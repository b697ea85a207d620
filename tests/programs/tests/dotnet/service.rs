//! `examples/csharp/Service`, as a container runs it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use harness::server::Server;
use harness::{Result, project};
use programs::{Case, Kind};
use serde_json::json;

use crate::made;
use crate::process::Process;

const SERVICE: &str = "examples/csharp/Service";
const LISTENING: &str = "Now listening on: http://";
const LIFETIME_KEY: &str = "EVER-LAST-KEY8-5GRN";
/// Before a container's end is forced, and before any request that hangs is given up.
const AT_ONCE: Duration = Duration::from_secs(1);
/// A machine with other work may hold up some of them.
const ATTEMPTS: usize = 5;

pub fn cases() -> Vec<Case> {
    let case =
        |sentence: &str, proof: fn() -> Result| Case::new(format!("service::{SERVICE} {sentence}"), proof);
    vec![
        case("goes from 200 to 402 when its license is revoked, and back, without a restart", revoked)
            .of(Kind::Long),
        case("ends in order under a second after SIGTERM while a login hangs", || {
            terminated("false", |service| listening(service).map(drop))
        })
        .of(Kind::Alone),
        case(
            "ends in order under a second after SIGTERM while its start waits for a login that hangs",
            || terminated("true", |_| Ok(())),
        )
        .of(Kind::Alone),
        case("is licensed by a file too, without a secret, a key or a service", by_file),
        case("stops with exit code 1 and one line when its license is refused at the start", refused),
        case("does not start with a setting that cannot be used, and names it", wrong_setting),
    ]
}

fn start(server: &Server, settings: &[(&str, &str)]) -> Result<Process> {
    let mut service = made::run(&made::program(SERVICE)?)?;
    service.env("ASPNETCORE_URLS", "http://127.0.0.1:0").env("AuthForge__HeartbeatInterval", "00:00:10");
    for (setting, field) in [
        ("AuthForge__ApiBaseUrl", "url"),
        ("AuthForge__AppId", "app_id"),
        ("AuthForge__PublicKey", "public_key"),
        ("AuthForge__AppSecret", "app_secret"),
        ("AuthForge__LicenseKey", "license_key"),
    ] {
        service.env(setting, server.get(field));
    }
    Process::start(service.envs(settings.iter().copied()))
}

fn server() -> Result<Server> {
    Server::start(&["--no-rate-limits"])
}

fn revoked() -> Result {
    let server = server()?;
    let mut service = start(&server, &[])?;
    let address = listening(&mut service)?;
    answers(&address, "GET /", "200", "free")?;
    answers(&address, "GET /pro", "200", "pro, tier pro")?;
    answers(&address, "GET /health", "200", "Healthy")?;
    server.revoke()?;
    service.line("the license is refused: revoked")?;
    answers(&address, "GET /", "200", "free")?;
    let problem = answers(&address, "GET /pro", "402", "\"code\":\"revoked\"")?;
    ensure!(problem.contains("application/problem+json"), "{problem}");
    answers(&address, "GET /health", "503", "Unhealthy")?;
    let refused = ask(&address, "POST /license", "NO-SUCH-KEY")?;
    ensure!(refused.contains(" 402 ") && refused.contains("\"code\":\"invalid_key\""), "{refused}");
    let bought = ask(&address, "POST /license", LIFETIME_KEY)?;
    ensure!(bought.contains(" 204 "), "{bought}");
    answers(&address, "GET /pro", "200", "pro, tier")?;
    answers(&address, "GET /health", "200", "Healthy")?;
    let (status, _) = service.terminate()?;
    ensure!(status.code() == Some(0), "{status}\n{}", service.said());
    for secret in ["app_secret", "license_key"] {
        ensure!(!service.said().contains(server.get(secret)), "its log has the {secret}");
    }
    Ok(())
}

/// One attempt of several has to be as quick as is promised; each has to end in order.
fn terminated(waits: &str, has_begun: impl Fn(&mut Process) -> Result) -> Result {
    let mut took = Vec::new();
    for _ in 0..ATTEMPTS {
        let server = server()?;
        server.fault(&json!({ "fault": "hang", "endpoint": "validate" }))?;
        let mut service = start(&server, &[("AuthForge__WaitForLogin", waits)])?;
        has_begun(&mut service)?;
        server.requests("validate", 1)?;
        let (status, time) = service.terminate()?;
        ensure!(status.code() == Some(0), "{status}\n{}", service.said());
        took.push(time);
        if time < AT_ONCE {
            return Ok(());
        }
    }
    bail!("its ends took {took:?}")
}

fn by_file() -> Result {
    let server = server()?;
    let order = json!({ "hwid": { "mode": "any" }, "expiresAt": null });
    let file = project::scratch("dotnet")?.join("service.authforge");
    project::write(&file, &server.mint(server.get("license_key"), &order)?)?;
    let mut service = made::run(&made::program(SERVICE)?)?;
    service.env("ASPNETCORE_URLS", "http://127.0.0.1:0").env("AuthForge__LicenseFile", &file);
    service
        .env("AuthForge__AppId", server.get("app_id"))
        .env("AuthForge__PublicKey", server.get("public_key"));
    let mut service = Process::start(&mut service)?;
    let address = listening(&mut service)?;
    answers(&address, "GET /pro", "200", "pro, tier pro")?;
    let (status, _) = service.terminate()?;
    ensure!(status.code() == Some(0), "{status}\n{}", service.said());
    Ok(())
}

fn refused() -> Result {
    let server = server()?;
    let settings = [("AuthForge__LicenseKey", "NO-SUCH-KEY"), ("AuthForge__StopHostWhenRefused", "true")];
    let mut service = start(&server, &settings)?;
    let status = service.ends()?;
    let said = service.said();
    ensure!(status.code() == Some(1), "{status}\n{said}");
    let lines = said.lines().filter(|line| line.contains("the license is refused: invalid_key")).count();
    ensure!(lines == 1 && !said.contains("Exception"), "{said}");
    Ok(())
}

fn wrong_setting() -> Result {
    let server = server()?;
    let mut service = start(&server, &[("AuthForge__RequestTimeout", "15")])?;
    service.line("AuthForge: RequestTimeout is 15.00:00:00, need 00:00:01 to 01:00:00")?;
    let status = service.ends()?;
    ensure!(!status.success(), "{status}");
    Ok(())
}

fn listening(service: &mut Process) -> Result<String> {
    let line = service.line(LISTENING)?;
    let (_, address) = line.split_once(LISTENING).context("no address")?;
    Ok(address.trim().to_owned())
}

/// Asks, and gives the answer if that is as expected.
fn answers(address: &str, request: &str, status: &str, words: &str) -> Result<String> {
    let answer = ask(address, request, "")?;
    ensure!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{request}: {answer}");
    ensure!(answer.contains(words), "{request}: {answer}");
    Ok(answer)
}

fn ask(address: &str, request: &str, body: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    let length = body.len();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
