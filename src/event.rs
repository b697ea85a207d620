//! What a client tells its host, and the bounded queue that keeps it until it is told.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::error::Error;
use crate::session::Session;

/// What happened.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Nothing.
    None = 0,
    /// A login succeeded. `session` is the new session.
    LoggedIn = 1,
    /// A check-in succeeded. `session` is the renewed session.
    CheckInSucceeded = 2,
    /// A check-in brought other variables than before. `session` has them.
    VariablesChanged = 3,
    /// The session is over. `error` tells why; its status is OK after a logout.
    SessionEnded = 4,
    /// A `_start` call ended. `request` names it, `error` is its outcome.
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
    /// `heartbeat_failed`: a check-in failed, or the session is over.
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

#[derive(Clone)]
pub struct Event {
    pub kind: EventKind,
    /// 0 unless a `_start` call ended.
    pub request: u64,
    pub reason: Reason,
    pub error: Option<Error>,
    pub session: Option<Arc<Session>>,
}

impl Event {
    pub fn new(kind: EventKind) -> Event {
        Event { kind, request: 0, reason: Reason::None, error: None, session: None }
    }

    pub fn failure(reason: Reason, error: Error) -> Event {
        Event { reason, error: Some(error), ..Event::new(EventKind::Failure) }
    }

    /// May be left out when the host does not fetch its events: the state says it too, or a later event.
    fn is_droppable(&self) -> bool {
        match self.kind {
            EventKind::CheckInSucceeded | EventKind::VariablesChanged => true,
            EventKind::Failure => self.error.as_ref().is_some_and(|error| !error.is_fatal()),
            _ => false,
        }
    }
}

/// Oldest first. A host that never fetches costs a bounded amount of memory.
#[derive(Default)]
pub struct Queue(VecDeque<Event>);

/// More than a host can miss in an hour of check-ins at the shortest interval.
const CAPACITY: usize = 512;

impl Queue {
    /// A full queue loses its oldest news, the end of a request last of all: gives what was lost.
    pub fn push(&mut self, event: Event) -> Option<Event> {
        let mut lost = None;
        if self.0.len() >= CAPACITY {
            let victim = self
                .0
                .iter()
                .position(Event::is_droppable)
                .or_else(|| self.0.iter().position(|old| old.kind != EventKind::RequestFinished));
            lost = victim.and_then(|victim| self.0.remove(victim));
        }
        self.0.push_back(event);
        lost
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn pop(&mut self) -> Option<Event> {
        self.0.pop_front()
    }

    /// Keeps only the ends of requests, which are promised even to a client that is being freed.
    pub fn keep_finished_requests(&mut self) {
        self.0.retain(|event| event.kind == EventKind::RequestFinished);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_loses_old_check_ins_before_anything_else() {
        let mut queue = Queue::default();
        queue.push(Event { request: 1, ..Event::new(EventKind::RequestFinished) });
        queue.push(Event::new(EventKind::SessionEnded));
        for _ in 0..CAPACITY * 2 {
            queue.push(Event::new(EventKind::CheckInSucceeded));
        }
        assert_eq!(queue.0.len(), CAPACITY);
        assert_eq!(queue.pop().unwrap().request, 1);
        assert_eq!(queue.pop().unwrap().kind, EventKind::SessionEnded);
    }
}
