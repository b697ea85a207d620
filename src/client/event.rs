//! What a client tells its host.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use crate::client::mailbox::{Channel, Message, Priority};
use crate::protocol::exchange::Retry;
use crate::session::Session;
use crate::values::error::Error;

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
    /// A `_start` call ended. `request` names it, `status` is its outcome. A login (with a license key or from
    /// a file) or a heartbeat that was started and fails is told twice, in this order: as a failure, which is
    /// for whoever watches over the license and is what the failure policy judges, and as this, which is for
    /// whoever asked. Show the player this one. Mistakes of the call (1-99), cancelled requests and the other
    /// `_start` calls are told by this alone, and a call that blocks by the failure.
    RequestFinished = 5,
    /// What the failure callback is called with; only `af_client_poll` hands it out as an event.
    Failure = 6,
    /// An attempt at a request failed, and another is made after a pause: `error` is what it ended in,
    /// `attempt` which one it was, `retry_in_ms` the pause. Nothing is over, and nothing need be done: for
    /// a dialog that says what is going on. `request` names a `_start` call; 0 is a blocking `af_login`, or
    /// a heartbeat that no `_start` call waits for, which has the session that it is for in `session`.
    /// What is asked again at once is not told.
    RequestRetrying = 7,
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
pub enum Severity {
    /// Nothing, whatever the policy: someone must be shown why a file was refused.
    None,
    /// The session goes on.
    SessionContinues,
    /// There is no session.
    NoSession,
}

/// What the border has reserved for the end of a request (the slot of a session handle), and finds in its event
/// again.
pub type Reservation = Arc<dyn Any + Send + Sync>;

#[derive(Clone)]
pub struct Event {
    pub kind: EventKind,
    /// 0 unless a `_start` call ended, or goes on.
    pub request: u64,
    pub reason: Reason,
    pub error: Option<Error>,
    pub session: Option<Arc<Session>>,
    pub severity: Severity,
    /// Of a `_start` call.
    pub reservation: Option<Reservation>,
    /// Until the next attempt; zero where there is none.
    pub retry_in: Duration,
    /// Which attempt failed; 0 where none did.
    pub attempt: u32,
}

impl Event {
    pub fn new(kind: EventKind) -> Event {
        Event {
            kind,
            request: 0,
            reason: Reason::None,
            error: None,
            session: None,
            severity: Severity::None,
            reservation: None,
            retry_in: Duration::ZERO,
            attempt: 0,
        }
    }

    pub fn of_session(kind: EventKind, session: &Arc<Session>) -> Event {
        Event { session: Some(Arc::clone(session)), ..Event::new(kind) }
    }

    pub fn retrying(request: u64, retry: &Retry) -> Event {
        let error = Some(retry.error.clone());
        let (retry_in, attempt) = (retry.pause, retry.attempt);
        Event { request, error, retry_in, attempt, ..Event::new(EventKind::RequestRetrying) }
    }

    pub fn failure(reason: Reason, error: Error, severity: Severity) -> Event {
        Event { reason, error: Some(error), severity, ..Event::new(EventKind::Failure) }
    }
}

impl Message for Event {
    fn channel(&self) -> Channel {
        if self.kind == EventKind::Failure { Channel::Failure } else { Channel::Event }
    }

    fn priority(&self) -> Priority {
        match self.kind {
            EventKind::RequestFinished => Priority::RequestEnd,
            EventKind::RequestRetrying => Priority::Progress,
            EventKind::HeartbeatSucceeded | EventKind::VariablesChanged => Priority::Low,
            EventKind::Failure if self.severity == Severity::SessionContinues => Priority::Low,
            _ => Priority::StateChange,
        }
    }

    fn outdates(&self, earlier: &Event) -> bool {
        self.kind == EventKind::RequestFinished
            && earlier.kind == EventKind::RequestRetrying
            && earlier.request == self.request
    }
}
