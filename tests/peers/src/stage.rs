//! One client with a server of its own, and what was observed of the two.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use authforge_devserver::{Endpoint, Fault, LicenseSpec, Options, RecordedRequest, Server};
use serde_json::Value;

use crate::Result;
use crate::driver::{Driver, Peer, Programs};
use crate::reply::Reply;

/// What the clients send, unless a case is about it.
pub const HWID: &str = "peer-machine";

/// One cell of the table.
pub struct Observation {
    pub case: String,
    pub cell: String,
}

pub struct Stage<'a> {
    pub peer: Peer,
    pub server: Server,
    pub scratch: PathBuf,
    programs: &'a Programs,
    driver: Driver,
    /// How many requests were there when the present case began.
    mark: usize,
    pub observed: Vec<Observation>,
}

impl<'a> Stage<'a> {
    pub fn new(programs: &'a Programs, peer: Peer, scratch: PathBuf) -> Result<Stage<'a>> {
        let options = Options { no_rate_limits: true, ..Options::default() };
        let server = Server::start(options)?;
        let driver = Driver::start(programs, peer)?;
        Ok(Stage { peer, server, scratch, programs, driver, mark: 0, observed: Vec::new() })
    }

    pub fn note(&mut self, case: impl Into<String>, cell: impl Into<String>) {
        // Its folder has another name in each run.
        let cell = cell.into().replace(&self.scratch.display().to_string(), "<folder>");
        self.observed.push(Observation { case: case.into(), cell });
    }

    pub fn ask(&mut self, words: &[&str]) -> Result<Reply> {
        self.driver.ask(words)
    }

    /// A client in a process of its own, for cases in which the process may end.
    pub fn restart(&mut self) -> Result {
        self.driver = Driver::start(self.programs, self.peer)?;
        Ok(())
    }

    pub fn end(&mut self) -> Result<Reply> {
        self.driver.end()
    }

    /// Makes a client for the server with a few settings of its own.
    pub fn client(&mut self, number: usize, settings: &[(&str, &str)]) -> Result<Reply> {
        let begun = self.ask(&["client", &number.to_string()])?;
        if !begun.is_ok() {
            bail!("the program does not run: {}, {}", begun.told(), begun.text("/said"));
        }
        let contact = self.server.contact().clone();
        let usual = [
            ("url", contact.url.as_str()),
            ("app_id", &contact.app_id),
            ("app_secret", &contact.app_secret),
            ("public_key", &contact.public_key),
            ("mode", "LOCAL"),
            ("interval", "10"),
            ("timeout", "10"),
            ("hwid", HWID),
            ("callback", "1"),
        ];
        for (name, value) in usual.iter().chain(settings) {
            self.ask(&["set", name, value])?;
        }
        self.mark();
        self.ask(&["new"])
    }

    /// What follows is another case.
    pub fn mark(&mut self) {
        self.mark = self.server.requests().len();
    }

    /// The requests of the present case.
    pub fn sent(&self) -> Vec<RecordedRequest> {
        self.server.requests().split_off(self.mark)
    }

    /// The requests of the present case that one of many clients made.
    pub fn sent_by(&self, endpoint: Endpoint, hwid: &str) -> Vec<RecordedRequest> {
        let mine = |request: &RecordedRequest| {
            let body = request.body.as_ref();
            request.endpoint == endpoint && body.is_some_and(|body| body["hwid"] == hwid)
        };
        self.sent().into_iter().filter(mine).collect()
    }

    pub fn fault(&self, fault: &str) -> Result {
        let fault: Fault = serde_json::from_str(fault).with_context(|| fault.to_owned())?;
        Ok(self.server.add_fault(fault)?)
    }

    /// A license that any machine may use.
    pub fn license(&self) -> Result<String> {
        let spec = LicenseSpec { unlimited_hwid_slots: true, ..LicenseSpec::default() };
        Ok(self.server.create_license(spec)?)
    }

    /// Waits until there is another session token than `token`, or a failure; tells whether it was the first.
    pub fn first_news(&mut self, token: &Value) -> Result<bool> {
        let deadline = Instant::now() + Duration::from_secs(40);
        loop {
            if self.renewed(token, Duration::ZERO)? {
                return Ok(true);
            }
            let heard = self.ask(&["wait", "0", "0"])?;
            let silent = heard.at("/heard").as_array().is_some_and(Vec::is_empty);
            if !silent || Instant::now() >= deadline {
                return Ok(false);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the client has another session token than `token`, for which nobody calls back.
    pub fn renewed(&mut self, token: &Value, limit: Duration) -> Result<bool> {
        let deadline = Instant::now() + limit;
        loop {
            let state = self.ask(&["state"])?;
            let now = state.at("/data/sessionToken");
            if now.is_string() && now != token {
                return Ok(true);
            }
            if Instant::now() >= deadline || !state.is_ok() {
                return Ok(false);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// How often was asked, and whether each attempt had a nonce of its own.
pub fn attempts(requests: &[RecordedRequest]) -> String {
    let nonce = |request: &RecordedRequest| Some(request.body.as_ref()?["nonce"].as_str()?.to_owned());
    let nonces: Vec<String> = requests.iter().filter_map(nonce).collect();
    let distinct = nonces.iter().collect::<BTreeSet<_>>().len();
    match requests.len() {
        0 => "no request".to_owned(),
        1 => "1 request".to_owned(),
        count if nonces.is_empty() => format!("{count} requests"),
        count if distinct == count => format!("{count} requests, fresh nonces"),
        count if distinct == 1 => format!("{count} requests, one nonce"),
        count => format!("{count} requests, {distinct} nonces"),
    }
}

/// The fields of a request; values that are new each time by their form.
pub fn fields(request: &RecordedRequest) -> String {
    let Some(Value::Object(body)) = &request.body else { return "no JSON object".to_owned() };
    let field = |(name, value): (&String, &Value)| match value {
        Value::String(text) if name == "nonce" => format!("nonce({})", form(text)),
        Value::String(text) if name == "hwid" => format!("hwid={text}"),
        Value::String(_) => name.clone(),
        other => format!("{name}={other}"),
    };
    body.iter().map(field).collect::<Vec<_>>().join(" ")
}

fn form(nonce: &str) -> String {
    let hex = nonce.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    format!("{} {}", nonce.len(), if hex { "hex" } else { "other letters" })
}
