//! The examples, run as their readers would: those of license files with files that the development server
//! makes, and without it.

mod ci;
mod event_loops;
mod game_loop;
mod header;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use harness::server::{SECRET, Server};
use harness::{Result, build, command, project};
use programs::system::System;
use programs::{Case, quickstart};
use serde_json::json;

const LIFETIME: &str = "EVER-LAST-KEY8-5GRN";
const YEARLY: &str = "ADAL-VELA-CE42-7KPT";

fn main() -> ExitCode {
    // The games wait for their heartbeats.
    programs::main("examples", 4, cases)
}

fn cases() -> Result<Vec<Case>> {
    let system = System::current()?;
    let mut cases = vec![
        Case::new(
            "offline::examples/c/offline.c asks for a file by mail, runs from it, and stops when it ends",
            move || Reader::new(system, "examples-mailed")?.by_mail(&Server::start::<&str>(&[])?),
        ),
        Case::new(
            "offline::examples/c/activate_offline.c gets a file, once, from which offline.c runs without the service",
            move || Reader::new(system, "examples-activated")?.by_activation(Server::start::<&str>(&[])?),
        ),
    ];
    if !system.is_home() {
        cases.push(quickstart::case(system));
        return Ok(cases);
    }
    cases.extend(header::cases());
    cases.extend(game_loop::cases());
    cases.extend(event_loops::cases());
    cases.extend(ci::cases());
    Ok(cases)
}

/// Someone who follows the comments at the top of the examples.
struct Reader {
    system: System,
    folder: PathBuf,
}

impl Reader {
    fn new(system: System, folder: &str) -> Result<Reader> {
        Ok(Reader { system, folder: project::empty(&system.scratch(folder)?)? })
    }

    /// An example: made by CMake, as its reader would, or for another system.
    fn command(&self, name: &str) -> Result<Command> {
        if self.system.is_home() {
            return Ok(Command::new(build::examples()?.join(name)));
        }
        self.system.command(&quickstart::example(self.system, name)?)
    }

    fn by_mail(&self, server: &Server) -> Result {
        let (file, request) = (self.folder.join("license.authforge"), self.folder.join("mail-me"));
        self.offline(server, &file, 3, &["login: read_error", "request: please mail"])?;
        let request = std::fs::read_to_string(&request).context("mail-me")?;
        let order = json!({"activationRequest": request});
        project::write(&file, &server.mint(YEARLY, &order)?)?;
        self.offline(server, &file, 0, &["login: ok", "tier pro", "ends in ", "still licensed"])?;
        let order = json!({"activationRequest": request, "expiresAt": soon()?});
        project::write(&file, &server.mint(YEARLY, &order)?)?;
        let ended = ["login: ok", "failure: heartbeat_failed / expired", "the license has ended"];
        self.offline(server, &file, 0, &ended)
    }

    fn by_activation(&self, server: Server) -> Result {
        let file = self.folder.join("a folder").join("license.authforge");
        self.activate(&server, YEARLY, &file, 1, &["offline_activation_requires_perpetual"])?;
        if self.folder.join("a folder").exists() {
            bail!("a refused activation left something behind");
        }
        self.activate(&server, LIFETIME, &file, 0, &["activation: a new file", "bound to 1 machine(s)"])?;
        let first = std::fs::read(&file)?;
        self.activate(&server, LIFETIME, &file, 0, &["activation: this machine's file, again"])?;
        if std::fs::read(&file).ok() != Some(first) {
            bail!("the second activation wrote another file");
        }
        let contact = ["app_id", "public_key"].map(|field| server.get(field).to_owned());
        drop(server);
        self.offline_as(&contact, &file, 0, &["login: ok", "license: for ever", "still licensed"])
    }

    fn offline(&self, server: &Server, file: &Path, status: i32, words: &[&str]) -> Result {
        let contact = ["app_id", "public_key"].map(|field| server.get(field).to_owned());
        self.offline_as(&contact, file, status, words)
    }

    fn offline_as(&self, contact: &[String], file: &Path, status: i32, words: &[&str]) -> Result {
        let mut command = self.command("offline")?;
        let mail = self.folder.join("mail-me");
        command.args(contact).args([file, &mail].map(|path| self.system.path(path))).arg("3");
        expect(&mut command, status, words)
    }

    fn activate(&self, server: &Server, key: &str, file: &Path, status: i32, words: &[&str]) -> Result {
        let mut command = self.command("activate_offline")?;
        command.args(["url", "app_id", "public_key"].map(|field| server.get(field)));
        command.env(SECRET, server.get("app_secret"));
        expect(command.arg(key).arg(self.system.path(file)), status, words)
    }
}

fn expect(command: &mut Command, status: i32, words: &[&str]) -> Result {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    match words.iter().find(|word| !said.contains(**word)) {
        Some(word) => bail!("it did not say {word:?}:\n{said}"),
        None if output.status.code() != Some(status) => {
            bail!("it ended with {}, need {status}:\n{said}", output.status)
        }
        None => Ok(()),
    }
}

/// Two seconds from now, as the developer API takes it.
fn soon() -> Result<String> {
    let mut date = Command::new("date");
    Ok(command::output(date.args(["-u", "-d", "+2 seconds", "+%Y-%m-%dT%H:%M:%SZ"]))?.trim().to_owned())
}
