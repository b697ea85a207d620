//! Open requests: each is stopped by logout and free, and each started one ends in exactly one event.

use std::sync::Arc;
use std::time::Duration;

use super::event::{Event, EventKind, Reservation};
use super::task_kind::TaskKind;
use super::work::Work;
use super::{Client, State, numbers};
use crate::protocol::exchange::Retry;
use crate::runtime::engine::{Ticket, Timer};
use crate::runtime::wait_for_graph::{ThreadNumber, current_thread};
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;
use crate::values::error::{Error, Result};
use crate::values::limits::OPEN_REQUESTS;

/// A file that is being put in place while its client is freed is waited for this long: renaming is quick,
/// and a disk that hangs must not hang the host.
const PATIENCE_WITH_DISK: Duration = Duration::from_secs(2);

pub struct Pending {
    number: u64,
    pub(super) kind: TaskKind,
    lease: Arc<Lease>,
    /// Made by a `_start` call, with this for its event.
    pub(super) started: Option<Reservation>,
    pub(super) claim: Claim,
    /// Waits for a thread. Whatever of it is queued anywhere goes with the request.
    pub(super) ticket: Option<Ticket>,
    /// Between two attempts, and while no thread waits for an answer, the work that goes on after that.
    pub(super) parked: Option<Work>,
    /// For the end of that, and for the end of the budget; called off with the request.
    pub(super) pause: Option<Timer>,
    pub(super) deadline: Option<Timer>,
    /// Of a heartbeat that a thread of the host waits for, once there is one.
    pub(super) outcome: Option<Result<Arc<Session>>>,
}

/// What a `_start` call has for its request.
pub struct Start<'a> {
    /// Gets the number that the event will carry, before anybody can end the request.
    pub on_number: &'a dyn Fn(u64),
    pub reservation: Reservation,
}

/// Whether the request can still be called off.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    Open,
    /// Its file is being put in place by this thread: what is done is told as done.
    Committing {
        by: ThreadNumber,
        logged_out: bool,
    },
}

impl Client {
    /// Registers a request and gives its number and what cancels it.
    pub(super) fn open_request(&self, kind: TaskKind, start: Option<Start<'_>>) -> Result<(u64, Arc<Lease>)> {
        self.register(&mut self.lock(), kind, start)
    }

    pub(super) fn register(
        &self,
        state: &mut State,
        kind: TaskKind,
        start: Option<Start<'_>>,
    ) -> Result<(u64, Arc<Lease>)> {
        let lease = if start.is_some() { Lease::of_pool() } else { Lease::new() };
        if state.freed {
            return Err(Error::of(Status::InvalidHandle));
        }
        let open = state.requests.iter().filter(|pending| pending.started.is_some()).count();
        if start.is_some() && open + self.mailbox.ends() >= OPEN_REQUESTS {
            let why = format!("{OPEN_REQUESTS} requests of this client are open, or their ends not fetched");
            return Err(Error::new(Status::TooMany, why));
        }
        // Under the lock, so that of two logins the one with the higher number was begun later.
        let number = numbers::next();
        let started = start.map(|start| {
            (start.on_number)(number);
            start.reservation
        });
        let pending = Pending {
            number,
            kind,
            lease: Arc::clone(&lease),
            started,
            claim: Claim::Open,
            ticket: None,
            parked: None,
            pause: None,
            deadline: None,
            outcome: None,
        };
        state.requests.push(pending);
        Ok((number, lease))
    }

    /// The request with this number; `None` if it was called off before, and its end told.
    pub(super) fn pending(state: &mut State, number: u64) -> Option<&mut Pending> {
        state.requests.iter_mut().find(|pending| pending.number == number)
    }

    /// Takes a request off the register.
    pub(super) fn deregister(state: &mut State, number: u64) -> Option<Pending> {
        let at = state.requests.iter().position(|pending| pending.number == number)?;
        Some(state.requests.swap_remove(at))
    }

    /// Stops one started request, which is told as any end of it; one that has ended already, or cannot be
    /// stopped any more, is left alone.
    pub fn cancel(&self, number: u64) {
        let mut state = self.lock();
        let cancelled =
            Client::cancel_where(&mut state, |pending| pending.number == number && pending.started.is_some());
        self.post_all(&mut state, cancelled);
    }

    /// Stops those that `predicate` holds for, but for those that are past stopping; gives the events that
    /// tell.
    pub(super) fn cancel_where(state: &mut State, predicate: impl Fn(&Pending) -> bool) -> Vec<Event> {
        let mut events = Vec::new();
        state.requests.retain(|pending| {
            let stops = pending.claim == Claim::Open && predicate(pending);
            if stops {
                pending.lease.cancel();
                events.extend(pending.end(&Error::cancelled()));
            }
            !stops
        });
        events
    }

    pub(super) fn post_all(&self, state: &mut State, events: Vec<Event>) {
        for event in events {
            self.post(state, event);
        }
    }

    /// Notes for those past stopping that the host has logged out since.
    pub(super) fn note_logout(state: &mut State) {
        for pending in &mut state.requests {
            if let Claim::Committing { logged_out, .. } = &mut pending.claim {
                *logged_out = true;
            }
        }
    }

    /// The client is being freed: waits for those past stopping, which put a file in place and will tell
    /// their end. Gives the ends of those whose disk hangs.
    pub(super) fn wait_for_commits(&self) -> Vec<Event> {
        let deadline = std::time::Instant::now() + PATIENCE_WITH_DISK;
        let mut state = self.lock();
        while state.requests.iter().any(Pending::is_committed_elsewhere) {
            let left = deadline.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.wait_for_change(state, left);
        }
        let why = "the disk did not answer; the file may or may not be in place";
        let error = Error::new(Status::FileWriteFailed, why);
        state.requests.drain(..).filter_map(|pending| pending.end(&error)).collect()
    }

    /// Tells that a request goes on after a pause, where its end or its success is told too: a validation that blocks
    /// calls nobody.
    pub(super) fn announce_retry(&self, state: &mut State, number: u64, retry: &Retry) {
        let Some(pending) = Client::pending(state, number) else { return };
        let request = match (&pending.started, pending.kind) {
            _ if retry.pause.is_zero() => return,
            (Some(_), _) => number,
            (None, TaskKind::Login) => 0,
            _ => return,
        };
        self.post(state, Event::retrying(request, retry));
    }

    /// The budget of a started request is used up, whatever it waits for.
    pub(super) fn expire(self: &Arc<Self>, number: u64, error: Error) {
        let mut state = self.lock();
        let pending = Client::pending(&mut state, number);
        let Some(lease) = pending.map(|pending| Arc::clone(&pending.lease)) else { return };
        drop(state);
        self.fail(number, error);
        lease.cancel();
    }
}

impl Pending {
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Wakes the thread that waits for it.
    pub(super) fn settle(&mut self, outcome: Result<Arc<Session>>) {
        self.outcome = Some(outcome);
        self.lease.cancel();
    }

    /// The event that ends it, if it was started.
    fn end(&self, error: &Error) -> Option<Event> {
        self.started.as_ref().map(|reservation| finished(self.number, Err(error), reservation))
    }

    /// Another thread puts its file in place, and tells its end.
    pub(super) fn is_committed_elsewhere(&self) -> bool {
        matches!(self.claim, Claim::Committing { by, .. } if by != current_thread())
    }
}

/// The event that ends a started request.
pub fn finished(
    request: u64,
    outcome: std::result::Result<Option<&Arc<Session>>, &Error>,
    reservation: &Reservation,
) -> Event {
    let reservation = Some(Arc::clone(reservation));
    let mut event = Event { request, reservation, ..Event::new(EventKind::RequestFinished) };
    match outcome {
        Ok(session) => event.session = session.cloned(),
        Err(error) => event.error = Some(error.clone()),
    }
    event
}
