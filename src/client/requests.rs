//! Open requests: each is stopped by logout and free, and each started one ends in exactly one event.

use std::sync::Arc;
use std::time::Duration;

use super::work::Work;
use super::{Client, State, Task};
use crate::engine::Timer;
use crate::error::{Error, Result};
use crate::event::{Event, EventKind};
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;
use crate::waits::{ThreadNumber, me};

/// More than a host asks at once on purpose. A started request is open until its event was fetched.
const MOST_OPEN: usize = 64;

/// A file that is being put in place while its client is freed is waited for this long: renaming is quick, and a
/// disk that hangs must not hang the host.
const PATIENCE_WITH_DISK: Duration = Duration::from_secs(2);

pub struct Pending {
    pub(super) task: Arc<Task>,
    lease: Arc<Lease>,
    /// Made by a `_start` call.
    pub(super) started: bool,
    pub(super) claim: Claim,
    /// Between two attempts, the work that goes on after the pause.
    pub(super) parked: Option<Work>,
    /// For the end of the pause, and for the end of the budget; called off with the request.
    pub(super) pause: Option<Timer>,
    pub(super) deadline: Option<Timer>,
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
    pub(super) fn begin(&self, task: &Arc<Task>, started: bool) -> Result<(u64, Arc<Lease>)> {
        let lease = Lease::new();
        let mut state = self.lock();
        if state.freed {
            return Err(Error::of(Status::InvalidHandle));
        }
        if state.requests.len() + self.mailbox.ends() >= MOST_OPEN {
            let why = format!("{MOST_OPEN} requests of this client are open, or their ends not fetched");
            return Err(Error::new(Status::TooMany, why));
        }
        // Under the lock, so that of two logins the one with the higher number was begun later.
        let number = crate::process::current().number();
        let pending = Pending {
            task: Arc::clone(task),
            lease: Arc::clone(&lease),
            started,
            claim: Claim::Open,
            parked: None,
            pause: None,
            deadline: None,
        };
        state.requests.insert(number, pending);
        Ok((number, lease))
    }

    /// Strikes a request off; `None` if it was called off before, and its end told.
    pub(super) fn strike(state: &mut State, number: u64) -> Option<Pending> {
        state.requests.remove(&number)
    }

    /// Stops one started request, which is told as any end of it; one that has ended already, or cannot be stopped
    /// any more, is left alone.
    pub fn cancel(&self, number: u64) {
        let mut state = self.lock();
        let called_off = Client::call_off(&mut state, |of, pending| of == number && pending.started);
        self.tell_called_off(called_off);
    }

    /// Stops those that `wanted` says yes to, but for those that are past stopping; gives the events that tell.
    pub(super) fn call_off(state: &mut State, wanted: impl Fn(u64, &Pending) -> bool) -> Vec<Event> {
        let stops = |(number, pending): (&u64, &mut Pending)| {
            pending.claim == Claim::Open && wanted(*number, pending)
        };
        let stopped = state.requests.extract_if(|number, pending| stops((number, pending)));
        let stop = |(number, pending): (u64, Pending)| {
            pending.lease.cancel();
            pending.started.then(|| finished(number, Err(&Error::cancelled())))
        };
        stopped.filter_map(stop).collect()
    }

    pub(super) fn tell_called_off(&self, events: Vec<Event>) {
        for event in events {
            self.post(event);
        }
    }

    /// Notes for those past stopping that the host has logged out since.
    pub(super) fn note_logout(state: &mut State) {
        for pending in state.requests.values_mut() {
            if let Claim::Committing { logged_out, .. } = &mut pending.claim {
                *logged_out = true;
            }
        }
    }

    /// The client is being freed: waits for those past stopping, which put a file in place and will tell their
    /// end. Gives the ends of those whose disk hangs.
    pub(super) fn wait_for_commits(&self) -> Vec<Event> {
        let deadline = std::time::Instant::now() + PATIENCE_WITH_DISK;
        let here = me();
        let others = |state: &State| {
            let by_other =
                |pending: &Pending| matches!(pending.claim, Claim::Committing { by, .. } if by != here);
            state.requests.values().any(by_other)
        };
        let mut state = self.lock();
        while others(&state) {
            let left = deadline.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.wait_for_change(state, left);
        }
        let why = "the disk did not answer; the file may or may not be in place";
        let error = Error::new(Status::FileWriteFailed, why);
        let told = |(number, pending): (u64, Pending)| pending.started.then(|| finished(number, Err(&error)));
        state.requests.drain().filter_map(told).collect()
    }

    /// The budget of a started request is used up, whatever it waits for.
    pub(super) fn expire(self: &Arc<Self>, number: u64, error: Error) {
        let state = self.lock();
        let open = state.requests.get(&number).filter(|pending| pending.claim == Claim::Open);
        let Some(lease) = open.map(|pending| Arc::clone(&pending.lease)) else { return };
        drop(state);
        self.fail(number, error);
        lease.cancel();
    }
}

/// The event that ends a started request.
pub fn finished(request: u64, outcome: std::result::Result<Option<&Arc<Session>>, &Error>) -> Event {
    let mut event = Event { request, ..Event::new(EventKind::RequestFinished) };
    match outcome {
        Ok(session) => event.session = session.cloned(),
        Err(error) => event.error = Some(error.clone()),
    }
    event
}
