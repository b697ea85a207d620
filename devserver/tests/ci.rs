//! The scripts of `ci`: green when all went well, and red whatever keeps them from knowing. They need bash, curl and
//! timeout.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

const WITH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ci/with-devserver.sh");
const GAME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ci/revoke-in-mid-game.sh");
const READY: &str = r#"{"url":"u","app_id":"a","app_secret":"s","public_key":"p","license_key":"l","admin_url":"m","admin_key":"k","ca_file":null}"#;

/// With the real server first on its PATH.
fn with_server(arguments: &[&str]) -> Command {
    static REAL: LazyLock<PathBuf> = LazyLock::new(|| {
        let words = program::words();
        if let [program] = &words[..] {
            return Path::new(program).parent().unwrap().to_owned();
        }
        // Of this process, however many tests it runs.
        let real = Fake::new("real", &format!("exec {} \"$@\"", quoted(&words)));
        std::mem::ManuallyDrop::new(real).0.clone()
    });
    with_server_of(&REAL, arguments)
}

/// As a shell reads them.
fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("'{word}' ")).collect()
}

fn with_server_of(folder: &Path, arguments: &[&str]) -> Command {
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(WITH);
    command.args(arguments).env("PATH", path);
    command
}

/// A server that is only a script, in a folder of its own.
struct Fake(PathBuf);

impl Fake {
    fn new(name: &str, script: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("authforge-ci-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let program = folder.join("authforge-devserver");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self(folder)
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn red(output: &Output, code: i32, words: &str) {
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    assert!(err.contains(words), "{words:?} is not in {err}");
}

#[test]
fn the_example_runs_as_it_stands() {
    let output = with_server(&["--", GAME]).output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(out.lines().count(), 5, "{out}");
    assert!(out.lines().all(|line| line.starts_with("ok: ")), "{out}");
}

#[test]
fn the_example_is_red_at_the_first_answer_that_is_not_as_it_should_be() {
    // The login is refused, with a status of HTTP; and it hangs.
    let fault = |name: &str| {
        let command = format!(
            r#"curl -fsS -o /dev/null -H "Authorization: Bearer $AUTHFORGE_ADMIN_KEY" "$AUTHFORGE_ADMIN_URL/dev/faults" -d '{{"fault":{name}}}' && sed 's/max-time 20/max-time 1/' '{GAME}' | bash -s"#
        );
        with_server(&["--", "bash", "-c", &command]).output().unwrap()
    };
    red(&fault(r#"{"error":{"code":"blocked"}}"#), 22, "the command ended with 22");
    red(&fault(r#""hang""#), 28, "the command ended with 28");
    red(&fault(r#""garbage""#), 1, r#"need "status":"success", got"#);
    red(
        &Command::new(GAME).env_remove("AUTHFORGE_URL").output().unwrap(),
        1,
        "run this by with-devserver.sh",
    );
}

#[test]
fn a_server_that_cannot_start_is_red_and_the_command_does_not_run() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (options, words) in [
        (["--listen", taken.as_str()], "choose another port"),
        (["--fixtures", "/no/such/file"], "fixtures /no/such/file"),
        (["--no-such-option", "x"], "--no-such-option"),
    ] {
        let output = with_server(&[&options[..], &["--", "echo", "it ran"]].concat()).output().unwrap();
        red(&output, 1, "the server did not start");
        red(&output, 1, words);
        assert!(output.stdout.is_empty(), "{output:?}");
    }
    let output = Command::new(WITH).args(["--", "true"]).env("PATH", "/usr/bin:/bin").output().unwrap();
    red(&output, 1, "authforge-devserver is not on the PATH");
    red(&with_server(&["--verbose"]).output().unwrap(), 2, "usage: ");
    red(&with_server(&["--"]).output().unwrap(), 2, "usage: ");
}

#[test]
fn a_server_that_is_none_is_red() {
    let half = READY.split_once("admin_key").unwrap().0;
    for (name, script, words) in [
        ("silent", "exit 0".to_owned(), "did not start; if it said why"),
        ("garbage", "echo hello; exec sleep 1000".to_owned(), "has no url: hello"),
        ("half", format!("echo '{half}'; exec sleep 1000"), "has no admin_key"),
        ("unended", format!("printf %s '{READY}'"), "did not start; if it said why"),
        (
            "crashing",
            format!("trap 'exit 7' TERM; echo '{READY}'; while :; do sleep 0.1; done"),
            "ended with 7",
        ),
    ] {
        red(&with_server_of(&Fake::new(name, &script).0, &["--", "true"]).output().unwrap(), 1, words);
    }
    let fake = Fake::new("hanging", "exec sleep 1000");
    let mut command = with_server_of(&fake.0, &["--", "true"]);
    red(&command.env("START_SECONDS", "1").output().unwrap(), 1, "did not start in 1 s");
}

#[test]
fn a_server_that_does_not_live_until_the_command_ends_is_red() {
    let fake = Fake::new("gone", &format!("echo $$ >\"$(dirname \"$0\")/pid\"; echo '{READY}'"));
    let wait = format!("while kill -0 \"$(cat {}/pid)\" 2>/dev/null; do sleep 0.05; done", fake.0.display());
    let output = with_server_of(&fake.0, &["--", "bash", "-c", &wait]).output().unwrap();
    red(&output, 1, "the server ended before the command did");
}

#[test]
fn how_the_command_ends_is_how_it_all_ends() {
    red(&with_server(&["--", "bash", "-c", "exit 3"]).output().unwrap(), 3, "the command ended with 3");
    red(&with_server(&["--", "/no/such/program"]).output().unwrap(), 127, "the command ended with 127");
    let mut late = with_server(&["--", "sleep", "1000"]);
    red(&late.env("COMMAND_SECONDS", "1").output().unwrap(), 124, "took longer than 1 s");
    let told =
        with_server(&["--admin-key", "a-key", "--", "printenv", "AUTHFORGE_ADMIN_KEY"]).output().unwrap();
    assert_eq!((told.status.code(), &told.stdout[..]), (Some(0), &b"a-key\n"[..]), "{told:?}");
}

#[test]
fn who_stops_it_stops_the_server_and_the_command() {
    // The server by its process: its port may be another's as soon as it is free.
    let real = quoted(&program::words());
    let told = Fake::new("stopped", &format!("echo $$ >\"${{0%/*}}/process\"; exec {real} \"$@\""));
    let alive = |process: &str| {
        let seen = Command::new("kill").args(["-0", process]).stderr(Stdio::null()).status();
        seen.unwrap().success()
    };
    // Again and again: it may come while the command is still being started.
    for _ in 0..20 {
        let mut running =
            with_server_of(&told.0, &["--", "bash", "-c", "echo \"$AUTHFORGE_URL\"; exec sleep 1000"]);
        let mut running = running.stdout(Stdio::piped()).spawn().unwrap();
        let mut url = String::new();
        let mut out = BufReader::new(running.stdout.take().unwrap());
        out.read_line(&mut url).unwrap();
        let server = fs::read_to_string(told.0.join("process")).unwrap();
        let server = server.trim();
        assert!(alive(server));
        assert!(TcpStream::connect(url.trim().strip_prefix("http://").unwrap()).is_ok());
        assert!(Command::new("kill").args(["-TERM", &running.id().to_string()]).status().unwrap().success());
        assert_eq!(running.wait().unwrap().code(), Some(143));
        assert!(!alive(server));
        // The command had this as its standard output.
        url.clear();
        assert_eq!(out.read_line(&mut url).unwrap(), 0, "{url}");
    }
}

#[test]
fn the_readme_names_every_file_of_this_folder_and_every_variable() {
    let readme = include_str!("../README.md");
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/ci")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(
            name.starts_with("__") || name.starts_with('.') || readme.contains(&format!("ci/{name}")),
            "{name}"
        );
    }
    let with = fs::read_to_string(WITH).unwrap();
    for variable in ["START_SECONDS", "COMMAND_SECONDS", "AUTHFORGE_URL"] {
        assert!(readme.contains(variable) && with.contains(variable), "{variable}");
    }
}
