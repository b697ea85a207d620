//! The program `authforge-devserver`.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "support/program.rs"]
mod program;
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::*;

const STOP_WITHIN: Duration = Duration::from_secs(1);

/// No directory can be made there.
const BELOW_A_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml/x");

struct Program {
    child: Child,
    out: BufReader<ChildStdout>,
    ready: Value,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        Self { child, out, ready: serde_json::from_str(&line).unwrap() }
    }

    fn says(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap()
    }

    fn validate_body(&self) -> Value {
        json!({
            "appId": self.ready["app_id"], "appSecret": self.ready["app_secret"],
            "licenseKey": self.ready["license_key"], "hwid": HWID, "nonce": fresh_nonce()
        })
    }

    fn admin(&self, method: &str, path: &str, body: Value) -> Reply {
        let key = format!("authorization: Bearer {}\r\n", self.says("admin_key"));
        Connection::to(self.says("admin_url")).ask(method, path, &key, body.to_string().as_bytes())
    }

    /// A client that waits for an answer that never comes.
    fn leave_hanging(&self) -> Connection {
        assert_eq!(self.admin("POST", "/dev/faults", json!({ "fault": "hang" })).status, 201);
        let mut client = Connection::to(self.says("url"));
        client.send("POST", "/auth/validate", "", self.validate_body().to_string().as_bytes());
        self.admin("GET", "/dev/requests?endpoint=validate&at_least=1", json!({}));
        client
    }

    /// Its exit code, and what else it wrote to standard output.
    fn ends(mut self) -> (Option<i32>, String) {
        let began = Instant::now();
        let (told, ended) = mpsc::channel();
        let id = self.child.id();
        thread::spawn(move || {
            let status = self.child.wait().unwrap();
            let mut rest = String::new();
            self.out.read_to_string(&mut rest).unwrap();
            told.send((status.code(), rest)).unwrap();
        });
        let end = ended.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("process {id} did not end"));
        assert!(began.elapsed() < STOP_WITHIN, "{:?}", began.elapsed());
        end
    }
}

fn command(arguments: &[&str]) -> Command {
    let words = program::words();
    let mut command = Command::new(&words[0]);
    command
        .args(&words[1..])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Exit code, standard output and standard error of a call that ends by itself.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = command(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_ready_line_is_all_that_a_client_needs() {
    let program = Program::start(&["--exit-with-stdin", "--admin-key", "test-key"]);
    let mut names: Vec<&String> = program.ready.as_object().unwrap().keys().collect();
    names.sort();
    let expected =
        ["admin_key", "admin_url", "app_id", "app_secret", "ca_file", "license_key", "public_key", "url"];
    assert_eq!(names, expected);
    assert_eq!((program.says("admin_key"), &program.ready["ca_file"]), ("test-key", &Value::Null));
    assert_eq!(program.says("public_key"), "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    let body = program.validate_body().to_string();
    let reply = Connection::to(program.says("url")).post("/auth/validate", body.as_bytes());
    assert!(reply.is_signed_by(program.says("public_key")), "{}", reply.text());
    assert_eq!(program.admin("GET", "/dev/clock", json!({})).status, 200);
}

#[test]
fn the_end_of_standard_input_ends_it_even_with_hanging_clients() {
    let mut program = Program::start(&["--exit-with-stdin"]);
    let mut client = program.leave_hanging();
    program.child.stdin.as_mut().unwrap().write_all(b"not the end\n").unwrap();
    assert_eq!(program.admin("GET", "/dev/clock", json!({})).status, 200);
    drop(program.child.stdin.take());
    assert_eq!(program.ends(), (Some(0), String::new()));
    assert!(client.is_ended());
}

#[test]
fn without_being_told_so_the_end_of_standard_input_means_nothing() {
    let mut program = Program::start(&[]);
    drop(program.child.stdin.take());
    assert_eq!(program.admin("GET", "/dev/clock", json!({})).status, 200);
    program.child.kill().unwrap();
    program.child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn signals_end_it_with_success_even_with_hanging_clients() {
    for signal in ["-TERM", "-INT"] {
        let program = Program::start(&[]);
        let _client = program.leave_hanging();
        let id = program.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(program.ends(), (Some(0), String::new()), "{signal}");
    }
}

#[test]
fn mistakes_are_one_line_with_exit_code_2() {
    for (arguments, parts) in [
        (&["--listen", "nowhere"][..], &["--listen", "'nowhere'", "127.0.0.1:8080"][..]),
        (&["--wrong"], &["--wrong", "--help"]),
        (&["--fixtures", "/no/such/file.json"], &["fixtures /no/such/file.json"]),
        (&["--admin-listen", "0.0.0.0:0"], &["0.0.0.0:0", "not a loopback address", "--allow-remote-admin"]),
        (&["--admin-key", "two words"], &["admin-key"]),
        (&["--tls-expired"], &["--tls <DIR>"]),
        (&["--tls-wrong-host"], &["--tls <DIR>"]),
        (&["--tls", "x", "--tls-expired", "--tls-wrong-host"], &["--tls-expired", "--tls-wrong-host"]),
        (&["--tls", BELOW_A_FILE], &["tls directory ", BELOW_A_FILE]),
    ] {
        let (code, out, err) = run(arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(
            err.starts_with("authforge-devserver: ") && parts.iter().all(|part| err.contains(part)),
            "{err}"
        );
    }
}

#[test]
fn help_tells_every_option() {
    let (code, out, err) = run(&["--help"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for option in [
        "--listen",
        "--admin-listen",
        "--allow-remote-admin",
        "--fixtures",
        "--tls",
        "--tls-expired",
        "--tls-wrong-host",
        "--no-limits",
        "--no-rate-limits",
        "--exit-with-stdin",
        "--admin-key",
        "--verbose",
        "ca_file",
    ] {
        assert!(out.contains(option), "{option}: {out}");
    }
}

#[test]
fn verbose_reports_requests_on_standard_error_without_secrets() {
    let mut program = Program::start(&["--verbose", "--exit-with-stdin"]);
    let body = program.validate_body().to_string();
    Connection::to(program.says("url")).post("/auth/validate", body.as_bytes());
    let (secret, mut err) = (program.says("app_secret").to_owned(), program.child.stderr.take().unwrap());
    drop(program.child.stdin.take());
    program.ends();
    let mut text = String::new();
    err.read_to_string(&mut text).unwrap();
    assert_eq!(text, "validate from 127.0.0.1 on connection 1: 200\n");
    assert!(!text.contains(&secret));
}
