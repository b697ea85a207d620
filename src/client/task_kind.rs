//! Kinds of tasks, and what is special about each.

use crate::status::Status;
use crate::values::error::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    Login,
    Validate,
    Heartbeat,
    SelfBan,
    Activate,
    LoginFromFile,
    VerifyFile,
    WriteRequest,
}

impl TaskKind {
    /// The name that logs have for it.
    pub fn name(self) -> &'static str {
        match self {
            TaskKind::Login => "login",
            TaskKind::Validate => "validate",
            TaskKind::Heartbeat => "heartbeat",
            TaskKind::SelfBan => "self-ban",
            TaskKind::Activate => "offline activation",
            TaskKind::LoginFromFile => "login from file",
            TaskKind::VerifyFile => "verification of a license file",
            TaskKind::WriteRequest => "writing an activation request",
        }
    }

    /// Its session becomes the client's.
    pub fn keeps_its_session(self) -> bool {
        matches!(self, TaskKind::Login | TaskKind::Activate | TaskKind::LoginFromFile)
    }

    pub fn brings_a_session(self) -> bool {
        !matches!(self, TaskKind::SelfBan | TaskKind::WriteRequest)
    }

    /// Reads a file that a host has named.
    pub fn reads_a_file(self) -> bool {
        matches!(self, TaskKind::LoginFromFile | TaskKind::VerifyFile)
    }

    /// What a host should know of a file that could not be put in place.
    pub fn explain(self, error: Error) -> Error {
        let is_about_the_file = matches!(error.status, Status::FileWriteFailed | Status::OutOfResources);
        if self == TaskKind::Activate && is_about_the_file {
            return error.with_advice("asking again brings the same file at no cost");
        }
        error
    }
}
