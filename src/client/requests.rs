//! Open requests: each is stopped by logout and free, and each started one ends in exactly one event.

use std::sync::Arc;

use super::{Client, State};
use crate::error::{Error, Result};
use crate::event::{Event, EventKind};
use crate::session::Session;
use crate::status::Status;
use crate::transport::Cancel;

/// More than a host asks at once on purpose.
const MOST_OPEN: usize = 64;

pub struct Pending {
    cancel: Arc<Cancel>,
    /// Made by a `_start` call.
    pub(super) started: bool,
}

impl Client {
    /// Registers a request and gives its number and what cancels it.
    pub(super) fn begin(&self, started: bool) -> Result<(u64, Arc<Cancel>)> {
        let number = crate::process::current().number();
        let cancel = Cancel::new();
        let mut state = self.lock();
        if state.freed {
            return Err(Error::of(Status::InvalidHandle));
        }
        if state.requests.len() >= MOST_OPEN {
            return Err(Error::new(Status::TooMany, format!("{MOST_OPEN} requests of this client are open")));
        }
        state.requests.insert(number, Pending { cancel: Arc::clone(&cancel), started });
        Ok((number, cancel))
    }

    /// Strikes a request off; false if logout or free did so before, and have told its end.
    pub(super) fn strike(state: &mut State, number: u64) -> bool {
        state.requests.remove(&number).is_some()
    }

    /// Stops one started request, which is told as any end of it; one that has ended already is left alone.
    pub fn cancel(&self, number: u64) {
        let mut state = self.lock();
        if !state.requests.get(&number).is_some_and(|pending| pending.started) {
            return;
        }
        if let Some(pending) = state.requests.remove(&number) {
            pending.cancel.cancel();
            self.post(finished(number, Err(&Error::cancelled())));
        }
    }

    /// Stops every open request; gives the events that tell of it.
    pub(super) fn cancel_requests(state: &mut State) -> Vec<Event> {
        let stop = |(number, pending): (u64, Pending)| {
            pending.cancel.cancel();
            pending.started.then(|| finished(number, Err(&Error::cancelled())))
        };
        state.requests.drain().filter_map(stop).collect()
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
