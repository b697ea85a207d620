//! What a client tells its host.

use std::any::Any;
use std::sync::Arc;

use crate::error::Error;
use crate::mailbox::{Channel, Letter, Worth};
use crate::session::Session;

/// What happened.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Nothing.
    None = 0,
    /// A login succeeded. `session` is the client's session from now on; one that it replaces is not told
    /// as ended.
    LoggedIn = 1,
    /// A heartbeat succeeded. `session` is the renewed session.
    HeartbeatSucceeded = 2,
    /// A heartbeat brought other variables than before. `session` has them.
    VariablesChanged = 3,
    /// The client has no session any more. `status` tells why; it is OK after a logout.
    SessionEnded = 4,
    /// A `_start` call ended. `request` names it, `status` is its outcome.
    RequestFinished = 5,
    /// What the failure callback is called with; only `af_client_poll` hands it out as an event.
    Failure = 6,
}

/// Why a failure is reported.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not a failure.
    None = 0,
    /// `login_failed`: the service did not accept the login.
    LoginFailed = 1,
    /// `heartbeat_failed`: a heartbeat failed, or the session is over.
    HeartbeatFailed = 2,
    /// `network_error`: the service could not be asked.
    NetworkError = 3,
    /// `offline_login_failed`: a license file was not accepted.
    OfflineLoginFailed = 4,
}

impl Reason {
    /// The name that all AuthForge libraries use.
    pub fn name(self) -> &'static str {
        match self {
            Reason::None => "none",
            Reason::LoginFailed => "login_failed",
            Reason::HeartbeatFailed => "heartbeat_failed",
            Reason::NetworkError => "network_error",
            Reason::OfflineLoginFailed => "offline_login_failed",
        }
    }
}

/// What a failure that nobody hears means for the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravity {
    /// Nothing, whatever the policy: someone must be shown why a file was refused.
    None,
    /// The session goes on.
    Passing,
    /// There is no session.
    Final,
}

/// What a host's face has made ready for the end of a request, and finds in its event again.
pub type Ready = Arc<dyn Any + Send + Sync>;

#[derive(Clone)]
pub struct Event {
    pub kind: EventKind,
    /// 0 unless a `_start` call ended.
    pub request: u64,
    pub reason: Reason,
    pub error: Option<Error>,
    pub session: Option<Arc<Session>>,
    pub gravity: Gravity,
    /// Of a `_start` call.
    pub ready: Option<Ready>,
}

impl Event {
    pub fn new(kind: EventKind) -> Event {
        Event {
            kind,
            request: 0,
            reason: Reason::None,
            error: None,
            session: None,
            gravity: Gravity::None,
            ready: None,
        }
    }

    pub fn of_session(kind: EventKind, session: &Arc<Session>) -> Event {
        Event { session: Some(Arc::clone(session)), ..Event::new(kind) }
    }

    pub fn failure(reason: Reason, error: Error, gravity: Gravity) -> Event {
        Event { reason, error: Some(error), gravity, ..Event::new(EventKind::Failure) }
    }
}

impl Letter for Event {
    fn channel(&self) -> Channel {
        if self.kind == EventKind::Failure { Channel::Failure } else { Channel::Event }
    }

    fn worth(&self) -> Worth {
        match self.kind {
            EventKind::RequestFinished => Worth::End,
            EventKind::HeartbeatSucceeded | EventKind::VariablesChanged => Worth::News,
            EventKind::Failure if self.gravity == Gravity::Passing => Worth::News,
            _ => Worth::State,
        }
    }
}
