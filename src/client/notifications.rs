//! What a client tells its host, and what happens where nobody listens.

use super::config::{Dispatch, FailurePolicy};
use super::event::{Event, Reason, Severity};
use super::mailbox::{Barrier, Channel, Listener, Posted, Summons, Wakeup};
use super::{Client, State};
use crate::runtime::{diagnostics, log};
use crate::status::{Class, Status};
use crate::values::error::{Error, Result};

/// It is said in words.
const _: () = assert!(crate::values::limits::MESSAGES == 512);

/// What waits until the client's lock is given back.
pub enum Deferred {
    /// A library thread is sent to deliver, or to wake the host.
    Summons(Summons<Event>),
    /// Nobody listens to it: the policy decides.
    NoListener(Event),
    /// So much waits for the host that the oldest is dropped: a line for the log.
    Losing,
    /// Something that was done for the client has ended: a line for the log.
    Ended { what: &'static str, request: u64, failed: Option<Error> },
    /// The session has ended by itself: the same.
    Over(Error),
}

impl Client {
    pub fn set_listener(&self, channel: Channel, listener: Option<Listener<Event>>) -> Result<()> {
        let (barrier, handed_back) = self.mailbox.set_listener(channel, listener);
        // They were on their way to one who is gone: as if they came a moment later.
        handed_back.iter().for_each(|event| self.apply_failure_policy(event));
        passed(barrier)
    }

    /// Sets who is called when there is something to pump.
    pub fn set_wakeup(&self, wakeup: Option<Wakeup>) -> Result<()> {
        if wakeup.is_some() && self.mailbox.dispatch != Dispatch::Pump {
            let why =
                "a wake-up callback is for clients with AF_DISPATCH_PUMP: this one calls back by itself";
            return Err(Error::argument(why));
        }
        passed(self.mailbox.set_wakeup(wakeup))
    }

    pub fn pump(&self) -> u32 {
        if self.mailbox.dispatch != Dispatch::Pump || !self.mailbox.wants_a_pump() {
            return 0;
        }
        self.mailbox.pump()
    }

    pub fn poll(&self) -> Option<Event> {
        if self.mailbox.dispatch == Dispatch::Pump && self.mailbox.has_messages() {
            self.mailbox.poll()
        } else {
            None
        }
    }

    pub(super) fn post(&self, state: &mut State, event: Event) {
        match self.mailbox.post(event) {
            Posted::Summons(summons) => state.deferred.push(Deferred::Summons(summons)),
            Posted::NoListener(event) => state.deferred.push(Deferred::NoListener(event)),
            Posted::Queued | Posted::Closed => {}
        }
        if self.mailbox.began_to_lose() {
            state.deferred.push(Deferred::Losing);
        }
    }

    /// Tells a failure to whoever listens.
    pub(super) fn report(&self, state: &mut State, reason: Reason, error: &Error, severity: Severity) {
        self.post(state, Event::failure(reason, error.clone(), severity));
    }

    pub(super) fn run_deferred(&self, what: Deferred) {
        match what {
            Deferred::Summons(summons) => drop(summons),
            Deferred::NoListener(event) => self.apply_failure_policy(&event),
            Deferred::Losing => {
                let _about = log::about(self.number, 0);
                log::warn(|| "512 events wait for the host, and the oldest are dropped".to_owned());
            }
            Deferred::Over(error) => {
                let _about = log::about(self.number, 0);
                log::warn(|| format!("the session has ended: {error}"));
            }
            Deferred::Ended { what, request, failed } => {
                let _about = log::about(self.number, request);
                match failed {
                    None => log::info(|| format!("{what} succeeded")),
                    Some(error) => log::warn(|| format!("{what} failed: {error}")),
                }
            }
        }
    }

    /// Leaves a line for the log. That a request was called off is known to whoever did it.
    pub(super) fn note_end(
        &self,
        state: &mut State,
        what: &'static str,
        request: u64,
        failed: Option<&Error>,
    ) {
        if failed.is_none_or(|error| error.status != Status::Cancelled) {
            state.deferred.push(Deferred::Ended { what, request, failed: failed.cloned() });
        }
    }

    /// AuthForge fails closed: of a failure that nobody hears, the policy decides what it means.
    fn apply_failure_policy(&self, event: &Event) {
        let Some(error) = &event.error else { return };
        let ends_process = match (self.settings.failure_policy, event.severity) {
            (FailurePolicy::Continue, _) | (_, Severity::None) => return,
            (_, Severity::NoSession) => true,
            // Want of a resource is no verdict about a license, however strict the policy.
            (FailurePolicy::ExitStrict, Severity::SessionContinues) => error.status.class() != Class::Usage,
            (FailurePolicy::Exit, Severity::SessionContinues) => false,
        };
        let what = format!("{}: {error}", event.reason.name());
        if ends_process {
            diagnostics::exit(&format!("{what}; no failure callback is set, so the process ends"));
        }
        diagnostics::write_line(&what);
    }
}

fn passed(barrier: Barrier) -> Result<()> {
    match barrier {
        Barrier::Passed => Ok(()),
        Barrier::WouldDeadlock => Err(Error::of(Status::WouldDeadlock)),
        Barrier::Closed => Err(Error::of(Status::InvalidHandle)),
    }
}
