//! A development server of one's own, ended on drop.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, ensure};

use crate::{Result, build};

/// A running server and what it said of itself.
pub struct Server {
    child: Child,
    contact: serde_json::Value,
}

/// What programs are told, and the field of the ready line that has it.
const VARIABLES: [(&str, &str); 8] = [
    ("AF_TEST_URL", "url"),
    ("AF_TEST_APP_ID", "app_id"),
    ("AF_TEST_APP_SECRET", "app_secret"),
    ("AF_TEST_PUBLIC_KEY", "public_key"),
    ("AF_TEST_LICENSE_KEY", "license_key"),
    ("AF_TEST_ADMIN_URL", "admin_url"),
    ("AF_TEST_ADMIN_KEY", "admin_key"),
    ("AF_TEST_CA_FILE", "ca_file"),
];

/// Where the examples have the app secret from.
pub const SECRET: &str = "AUTHFORGE_APP_SECRET";

impl Server {
    /// Starts one on a free loopback port and waits until it is ready; builds it before, once in a run.
    pub fn start<S: AsRef<OsStr>>(arguments: &[S]) -> Result<Server> {
        Server::start_program(&build::devserver()?, arguments)
    }

    /// The same with a program that was built otherwise.
    pub fn start_program<S: AsRef<OsStr>>(program: &Path, arguments: &[S]) -> Result<Server> {
        let mut child = Command::new(program)
            .args(["--listen", "127.0.0.1:0", "--exit-with-stdin"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be run", program.display()))?;
        let stdout = child.stdout.take().context("the development server has no stdout")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).context("no ready line")?;
        let contact = serde_json::from_str(&line).with_context(|| format!("ready line {line:?}"))?;
        Ok(Server { child, contact })
    }

    /// A field of the ready line; empty if it is null.
    pub fn get(&self, field: &str) -> &str {
        self.contact[field].as_str().unwrap_or_default()
    }

    /// The ready line as environment variables for a test program.
    pub fn environment(&self) -> impl Iterator<Item = (&'static str, &str)> {
        VARIABLES
            .iter()
            .map(|(variable, field)| (*variable, self.get(field)))
            .filter(|(_, value)| !value.is_empty())
    }

    /// Asks the developer API to revoke the license of the ready line.
    pub fn revoke(&self) -> Result {
        let path = format!("/v1/licenses/{}", self.get("license_key"));
        self.control(ureq::put(self.address(&path)), r#"{"action":"revoke"}"#).map(drop)
    }

    /// Asks the developer API for other variables of that license: a JSON object.
    pub fn set_variables(&self, json: &str) -> Result {
        let path = format!("/v1/licenses/{}/variables", self.get("license_key"));
        self.control(ureq::put(self.address(&path)), json).map(drop)
    }

    /// Asks the developer API for a license file, as ordered by this JSON; gives its text.
    pub fn mint(&self, license_key: &str, order: &serde_json::Value) -> Result<String> {
        let path = format!("/v1/licenses/{license_key}/offline-files");
        let answer = self.control(ureq::post(self.address(&path)), &order.to_string())?;
        let text = answer["file"].as_str().with_context(|| format!("no file in {answer}"))?;
        Ok(text.to_owned())
    }

    /// Asks the test controls for a fault.
    pub fn fault(&self, fault: &serde_json::Value) -> Result {
        self.control(ureq::post(self.address("/dev/faults")), &fault.to_string()).map(drop)
    }

    /// Waits until so many requests of this endpoint have come; gives how many there are.
    pub fn requests(&self, endpoint: &str, at_least: usize) -> Result<usize> {
        let path = format!("/dev/requests?endpoint={endpoint}&at_least={at_least}&timeout_ms=60000");
        let request = ureq::get(self.address(&path));
        let answer = request.header("authorization", &format!("Bearer {}", self.get("admin_key"))).call()?;
        let text = answer.into_body().read_to_string()?;
        let list: serde_json::Value = serde_json::from_str(&text).with_context(|| format!("{text:?}"))?;
        let count = list["requests"].as_array().with_context(|| text.clone())?.len();
        ensure!(count >= at_least, "{count} requests of {endpoint} came, not {at_least}");
        Ok(count)
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.get("admin_url"))
    }

    fn control(
        &self,
        request: ureq::RequestBuilder<ureq::typestate::WithBody>,
        body: &str,
    ) -> Result<serde_json::Value> {
        let mut answer = request
            .header("authorization", &format!("Bearer {}", self.get("admin_key")))
            .header("content-type", "application/json")
            .send(body)
            .with_context(|| format!("the developer API refused {body}"))?;
        let text = answer.body_mut().read_to_string()?;
        serde_json::from_str(&text).with_context(|| format!("{text:?}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends by itself when its standard input closes.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
