//! A heartbeat that a host asks for. It is the session's next one, made due now, or the one that is under way: so there
//! is never a second on the wire. It is told as any other, and besides ends the requests that wait for it.

use std::sync::Arc;

use super::requests::{Pending, Start, finished};
use super::task_kind::TaskKind;
use super::{Client, State};
use crate::client::event::Event;
use crate::protocol::budget::{Budget, used_up};
use crate::protocol::exchange::Retry;
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;
use crate::values::error::{Error, Result};

impl Client {
    /// Waits on this thread until it has ended; gives the renewed session.
    pub(super) fn heartbeat_now(self: &Arc<Self>) -> Result<Option<Arc<Session>>> {
        let (number, lease, budget) = self.ask_for_heartbeat(None)?;
        lease.wait_until(budget.ends());
        // Called off, if it is gone.
        let Some(mut pending) = Client::deregister(&mut self.lock(), number) else {
            return Err(Error::cancelled());
        };
        pending.outcome.take().unwrap_or_else(|| Err(used_up(budget.longest()))).map(Some)
    }

    pub(super) fn start_heartbeat_now(self: &Arc<Self>, start: Start<'_>) -> Result<()> {
        let (number, _, budget) = self.ask_for_heartbeat(Some(start))?;
        self.set_deadline(number, &budget);
        Ok(())
    }

    fn ask_for_heartbeat(self: &Arc<Self>, start: Option<Start<'_>>) -> Result<(u64, Arc<Lease>, Budget)> {
        let kind = TaskKind::Heartbeat;
        let budget = self.budget(kind);
        let mut state = self.lock();
        let (number, lease) = self.register(&mut state, kind, start)?;
        // Under the same lock, so that nobody has told its end if it is refused.
        if let Err(refused) = self.hurry(&mut state) {
            Client::deregister(&mut state, number);
            return Err(refused);
        }
        Ok((number, lease, budget))
    }

    /// The heartbeat has ended, or will have no end: so have those who asked for it.
    pub(super) fn end_asked(&self, state: &mut State, outcome: std::result::Result<&Arc<Session>, &Error>) {
        let mut at = 0;
        while let Some(pending) = state.requests.get_mut(at) {
            at += 1;
            match &pending.started {
                _ if !pending.waits_for_heartbeat() => {}
                Some(reservation) => {
                    let event = finished(pending.number(), outcome.map(Some), reservation);
                    at -= 1;
                    drop(state.requests.remove(at));
                    self.post(state, event);
                }
                None if pending.outcome.is_some() => {}
                None => pending.settle(outcome.cloned().map_err(Error::clone)),
            }
        }
    }

    /// Its session has been replaced, so that an answer will be dropped.
    pub(super) fn end_asked_by_login(&self, state: &mut State) {
        self.end_asked(state, Err(&Error::new(Status::Cancelled, "another login has replaced the session")));
    }

    /// Tells that the heartbeat goes on after a pause: each request that waits for it, or where there is none, whoever
    /// has the session.
    pub(super) fn announce_heartbeat_retry(&self, state: &mut State, retry: &Retry) {
        let mut alone = true;
        for at in 0..state.requests.len() {
            let pending = &state.requests[at];
            if pending.waits_for_heartbeat() && pending.started.is_some() {
                alone = false;
                self.post(state, Event::retrying(pending.number(), retry));
            }
        }
        if alone {
            let mut event = Event::retrying(0, retry);
            event.session = state.session.clone();
            self.post(state, event);
        }
    }
}

impl State {
    /// A host waits for the session's heartbeat.
    pub(super) fn is_waited_for(&self) -> bool {
        self.requests.iter().any(Pending::waits_for_heartbeat)
    }
}

impl Pending {
    fn waits_for_heartbeat(&self) -> bool {
        self.kind == TaskKind::Heartbeat
    }
}
