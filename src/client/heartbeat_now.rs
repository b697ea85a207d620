//! A heartbeat that a host asks for. It is the session's next one, made due now, or the one that is under way: so there
//! is never a second on the wire. It is told as any other, and besides ends the requests that wait for it.

use std::sync::Arc;

use super::requests::{Pending, Start, finished};
use super::{Client, State, Task};
use crate::clock;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::exchange::Retry;
use crate::policy::budget::Budget;
use crate::session::Session;
use crate::status::Status;

impl Client {
    /// Waits on this thread until it has ended; gives the renewed session.
    pub(super) fn heartbeat_now(self: &Arc<Self>) -> Result<Option<Arc<Session>>> {
        let (number, budget) = self.ask_for_heartbeat(None)?;
        let mut state = self.lock();
        loop {
            // Without an outcome it was called off.
            let Some(pending) = Client::pending(&mut state, number) else { return Err(Error::cancelled()) };
            let late = || Some(Err(budget.used_up())).filter(|_| clock::now() >= budget.ends());
            if let Some(outcome) = pending.outcome.take().or_else(late) {
                Client::strike(&mut state, number);
                return outcome.map(Some);
            }
            state = self.wait_for_change_until(state, budget.ends());
        }
    }

    pub(super) fn start_heartbeat_now(self: &Arc<Self>, start: Start<'_>) -> Result<()> {
        let (number, budget) = self.ask_for_heartbeat(Some(start))?;
        self.set_deadline(number, &budget);
        Ok(())
    }

    fn ask_for_heartbeat(self: &Arc<Self>, start: Option<Start<'_>>) -> Result<(u64, Budget)> {
        let task = Arc::new(Task::Heartbeat);
        let budget = self.budget(&task);
        let mut state = self.lock();
        let (number, _) = self.register(&mut state, &task, start)?;
        // Under the same lock, so that nobody has told its end if it is refused.
        if let Err(refused) = self.hurry(&mut state) {
            Client::strike(&mut state, number);
            return Err(refused);
        }
        Ok((number, budget))
    }

    /// The heartbeat has ended, or will have no end: so have those who asked for it.
    pub(super) fn end_asked(&self, state: &mut State, outcome: std::result::Result<&Arc<Session>, &Error>) {
        let mut told = Vec::new();
        state.requests.retain_mut(|pending| match &pending.started {
            _ if !pending.waits_for_heartbeat() => true,
            Some(ready) => {
                told.push(finished(pending.number(), outcome.map(Some), ready));
                false
            }
            None => {
                pending.outcome.get_or_insert_with(|| outcome.cloned().map_err(Error::clone));
                true
            }
        });
        self.tell_all(state, told);
        self.changed.notify_all();
    }

    /// Its session has been replaced, so that an answer will be dropped.
    pub(super) fn end_asked_by_login(&self, state: &mut State) {
        self.end_asked(state, Err(&Error::new(Status::Cancelled, "another login has replaced the session")));
    }

    /// Tells that the heartbeat goes on after a pause: each request that waits for it, or where there is none, whoever
    /// has the session.
    pub(super) fn announce_heartbeat_retry(&self, state: &mut State, retry: &Retry) {
        let started = state.requests.iter().filter(|pending| pending.waits_for_heartbeat());
        let started = started.filter(|pending| pending.started.is_some());
        let mut told: Vec<Event> = started.map(|pending| Event::retrying(pending.number(), retry)).collect();
        if told.is_empty() {
            told.push(Event { session: state.session.clone(), ..Event::retrying(0, retry) });
        }
        self.tell_all(state, told);
    }
}

impl Pending {
    fn waits_for_heartbeat(&self) -> bool {
        matches!(*self.task, Task::Heartbeat)
    }
}
