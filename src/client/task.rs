//! Everything that a host asks a client to do.

use std::sync::Arc;

use super::Client;
use super::config::HEARTBEAT_TIMEOUT;
use super::self_ban::Ban;
use super::work::Outcome;
use crate::offline::{ActivationRequest, input};
use crate::protocol::Reply;
use crate::protocol::budget::Budget;
use crate::protocol::request::Body;
use crate::runtime::clock;
use crate::runtime::disk::store::{Draft, absolute};
use crate::runtime::engine;
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;
use crate::values::error::{Error, Result};
use crate::values::key_text;
use crate::values::limits::MAX_LICENSE_KEY;
use crate::values::secret::Secret;

/// What is to be done. License keys are checked.
pub enum Task {
    /// Ask, and keep the answer as the client's session.
    Login(Secret),
    /// Ask, hand the answer out and forget it.
    Validate(Secret),
    /// Renew the client's session now.
    Heartbeat,
    SelfBan(Ban),
    /// Have a license file made, write it, and keep it as the client's session.
    Activate {
        license_key: Secret,
        path: Option<String>,
    },
    /// Verify a license file, given as path or text, and keep it as the client's session.
    LoginFromFile(String),
    /// Verify a license file, hand it out and forget it.
    VerifyFile(String),
    WriteRequest {
        path: String,
        /// Without the hardware id.
        request: Box<ActivationRequest>,
    },
}

impl Task {
    /// The name that logs have for it.
    pub fn name(&self) -> &'static str {
        match self {
            Task::Login(_) => "login",
            Task::Validate(_) => "validate",
            Task::Heartbeat => "heartbeat",
            Task::SelfBan(_) => "self-ban",
            Task::Activate { .. } => "offline activation",
            Task::LoginFromFile(_) => "login from file",
            Task::VerifyFile(_) => "verification of a license file",
            Task::WriteRequest { .. } => "writing an activation request",
        }
    }

    pub fn keeps_its_session(&self) -> bool {
        matches!(self, Task::Login(_) | Task::Activate { .. } | Task::LoginFromFile(_))
    }

    pub fn brings_a_session(&self) -> bool {
        !matches!(self, Task::SelfBan(_) | Task::WriteRequest { .. })
    }

    /// Where its file goes.
    pub fn path(&self) -> Option<&str> {
        match self {
            Task::Activate { path, .. } => path.as_deref(),
            Task::WriteRequest { path, .. } => Some(path),
            _ => None,
        }
    }

    /// A relative path begins in the folder that the process is in now, whichever it changes to later.
    pub(super) fn with_absolute_path(self) -> Task {
        match self {
            Task::Activate { license_key, path } => Task::Activate { license_key, path: path.map(absolute) },
            Task::WriteRequest { path, request } => Task::WriteRequest { path: absolute(path), request },
            Task::LoginFromFile(input) if input::is_path(&input) => Task::LoginFromFile(absolute(input)),
            Task::VerifyFile(input) if input::is_path(&input) => Task::VerifyFile(absolute(input)),
            other => other,
        }
    }

    /// Reads or writes a file once the service has answered, or where it is not asked.
    pub fn uses_disk(&self) -> bool {
        self.path().is_some() || matches!(self, Task::LoginFromFile(_) | Task::VerifyFile(_))
    }

    /// What a host should know of a file that could not be put in place.
    pub fn explain(&self, error: Error) -> Error {
        match self {
            Task::Activate { .. }
                if matches!(error.status, Status::FileWriteFailed | Status::OutOfResources) =>
            {
                error.with_advice("asking again brings the same file at no cost")
            }
            _ => error,
        }
    }
}

/// What players and hosts do to a license key: blanks, and what nobody sees, come along when it is pasted.
pub fn license_key(text: &str) -> Result<Secret> {
    let key = key_text::trimmed(text);
    if key.is_empty() {
        return Err(Error::new(Status::MissingLicenseKey, "license_key is empty"));
    }
    if key.len() > MAX_LICENSE_KEY {
        return Err(Error::argument(format!("license_key is longer than {MAX_LICENSE_KEY} bytes")));
    }
    Ok(Secret::new(key))
}

impl Client {
    /// What the service is asked, if it is. Its hardware id is empty where it has to be waited for.
    pub(super) fn body(&self, task: &Task) -> Result<Option<Body>> {
        let app_id = || self.settings.app_id.clone();
        let hwid = || self.hwid_at_once().map(str::to_owned);
        Ok(match task {
            Task::Login(license_key) | Task::Validate(license_key) => Some(Body::Validate {
                app_id: app_id(),
                app_secret: self.app_secret()?,
                license_key: license_key.clone(),
                hwid: hwid()?,
                ttl_seconds: self.settings.ttl_seconds,
            }),
            Task::Activate { license_key, .. } => {
                let app_secret = self.app_secret()?;
                let license_key = license_key.clone();
                Some(Body::Activate { app_id: app_id(), app_secret, license_key, hwid: hwid()? })
            }
            Task::SelfBan(ban) => Some(self.ban_body(ban)?),
            Task::LoginFromFile(_) | Task::VerifyFile(_) | Task::WriteRequest { .. } => None,
            // What a heartbeat asks is said when it begins.
            Task::Heartbeat => None,
        })
    }

    /// What it may cost in attempts and time, from now on.
    pub(super) fn budget(&self, task: &Task) -> Budget {
        let (settings, now) = (&self.settings, clock::now());
        let timeout = settings.request_timeout;
        match task {
            Task::Login(_) | Task::Validate(_) => {
                Budget::of_login(timeout, settings.login_attempts, settings.login_timeout, now)
            }
            Task::Heartbeat => Budget::of_call(timeout.min(HEARTBEAT_TIMEOUT), now),
            _ => Budget::of_call(timeout, now),
        }
    }

    pub(super) fn app_secret(&self) -> Result<Secret> {
        let missing = "app_secret is NULL, so this client can only read license files";
        self.settings.app_secret.clone().ok_or_else(|| Error::config(missing))
    }

    /// What a task makes of its answer. Reads and writes files, so no lock is held; nothing of it counts
    /// before the request is claimed.
    pub(super) fn outcome(&self, task: &Task, reply: Reply, lease: &Lease) -> Result<Outcome> {
        let session = match (task, reply) {
            (Task::Login(license_key) | Task::Validate(license_key), Reply::Signed(payload)) => {
                Session::online(payload, license_key)?
            }
            (Task::Activate { license_key, path }, Reply::File { text, replay }) => {
                let session = self.activated(license_key, &text, replay, lease)?;
                let draft = path.as_deref().map(|path| Draft::write(path, text.as_bytes()));
                let draft = draft.transpose().map_err(|error| task.explain(error))?;
                return Ok(Outcome { session: Some(Arc::new(session)), draft });
            }
            (Task::LoginFromFile(input), Reply::Done) => {
                let session = self.open_file(input, lease)?;
                if session.left_ms().is_some() {
                    engine::ensure_timer_thread()?;
                }
                session
            }
            (Task::VerifyFile(input), Reply::Done) => self.open_file(input, lease)?,
            (Task::WriteRequest { path, request }, Reply::Done) => {
                let text = self.activation_text(request, lease)?;
                return Ok(Outcome { session: None, draft: Some(Draft::write(path, text.as_bytes())?) });
            }
            (Task::SelfBan(_), Reply::Done) => return Ok(Outcome::default()),
            _ => return Err(Error::of(Status::InternalError)),
        };
        Ok(Outcome { session: Some(Arc::new(session)), draft: None })
    }
}
