//! Everything that a host asks a client to do.

use super::self_ban::Ban;
use super::task_kind::TaskKind;
use crate::offline::ActivationRequest;
use crate::status::Status;
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
    pub fn kind(&self) -> TaskKind {
        match self {
            Task::Login(_) => TaskKind::Login,
            Task::Validate(_) => TaskKind::Validate,
            Task::Heartbeat => TaskKind::Heartbeat,
            Task::SelfBan(_) => TaskKind::SelfBan,
            Task::Activate { .. } => TaskKind::Activate,
            Task::LoginFromFile(_) => TaskKind::LoginFromFile,
            Task::VerifyFile(_) => TaskKind::VerifyFile,
            Task::WriteRequest { .. } => TaskKind::WriteRequest,
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
