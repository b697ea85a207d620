//! What requests are about, left out.

use crate::protocol::exchange::Retry;
use crate::runtime::sync::Arc;
use crate::session::Session;
use crate::values::error::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    LoggedIn,
    HeartbeatSucceeded,
    SessionEnded,
    RequestFinished,
    RequestRetrying,
}

pub enum Reason {
    LoginFailed,
    NetworkError,
    OfflineLoginFailed,
}

pub enum Severity {
    None,
    NoSession,
}

pub type Reservation = std::sync::Arc<dyn std::any::Any + Send + Sync>;

#[derive(Clone, Debug)]
pub struct Event {
    pub kind: EventKind,
    pub request: u64,
    pub error: Option<Error>,
    pub session: Option<Arc<Session>>,
    pub reservation: Option<Reservation>,
}

impl Event {
    pub fn new(kind: EventKind) -> Event {
        Event { kind, request: 0, error: None, session: None, reservation: None }
    }

    pub fn of_session(kind: EventKind, session: &Arc<Session>) -> Event {
        Event { session: Some(Arc::clone(session)), ..Event::new(kind) }
    }

    pub fn retrying(request: u64, retry: &Retry) -> Event {
        let error = Some(retry.error.clone());
        Event { request, error, ..Event::new(EventKind::RequestRetrying) }
    }
}
