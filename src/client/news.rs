//! What a client tells its host, and what happens where nobody listens.

use std::time::Duration;

use super::{Client, State};
use crate::clock;
use crate::config::FailurePolicy;
use crate::engine::{Job, Lane, Lost, Refusal};
use crate::error::{Error, Result};
use crate::event::{Event, Gravity, Reason};
use crate::log;
use crate::mailbox::{Barrier, Channel, Dispatch, Listener, Mailbox, Posted, Wakeup};
use crate::process;
use crate::status::{Class, Status};
use crate::sync::Arc;

/// A delivery that found no thread is tried again after this long.
const SUMMON_AGAIN: Duration = Duration::from_secs(1);

/// What waits until the client's lock is given back.
pub enum After {
    /// A library thread must be sent to deliver, or to wake the host.
    Summon,
    /// Nobody listens to it: the policy decides.
    Unheard(Event),
    /// Something that was done for the client has ended: a line for the log.
    Ended { what: &'static str, request: u64, failed: Option<Error> },
}

impl Client {
    pub fn set_listener(&self, channel: Channel, listener: Option<Listener<Event>>) -> Result<()> {
        let (barrier, unheard) = self.mailbox.set_listener(channel, listener);
        // They were on their way to one who is gone: as if they came a moment later.
        unheard.iter().for_each(|event| self.mind(event));
        passed(barrier)
    }

    /// Sets who is called when there is something to pump.
    pub fn set_wakeup(&self, wakeup: Option<Wakeup>) -> Result<()> {
        if wakeup.is_some() && self.mailbox.dispatch != Dispatch::Pump {
            let why =
                "a wake-up callback is for clients with AF_DISPATCH_PUMP: this one calls back by itself";
            return Err(Error::argument(why));
        }
        let (barrier, summons) = self.mailbox.set_wakeup(wakeup);
        if summons {
            summon(&self.mailbox);
        }
        passed(barrier)
    }

    pub fn pump(&self) -> u32 {
        if self.mailbox.dispatch != Dispatch::Pump || !self.mailbox.wants_a_pump() {
            return 0;
        }
        let delivered = self.mailbox.deliver();
        if delivered.more {
            summon(&self.mailbox);
        }
        delivered.told
    }

    pub fn poll(&self) -> Option<Event> {
        if self.mailbox.dispatch == Dispatch::Pump && self.mailbox.has_letters() {
            self.mailbox.poll()
        } else {
            None
        }
    }

    pub(super) fn post(&self, state: &mut State, event: Event) {
        match self.mailbox.post(event) {
            Posted::Summon => state.after.push(After::Summon),
            Posted::Unheard(event) => state.after.push(After::Unheard(event)),
            Posted::Queued | Posted::Closed => {}
        }
    }

    /// Tells a failure to whoever listens.
    pub(super) fn report(&self, state: &mut State, reason: Reason, error: &Error, gravity: Gravity) {
        self.post(state, Event::failure(reason, error.clone(), gravity));
    }

    pub(super) fn do_after(&self, what: After) {
        match what {
            After::Summon => summon(&self.mailbox),
            After::Unheard(event) => self.mind(&event),
            After::Ended { what, request, failed } => {
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
            state.after.push(After::Ended { what, request, failed: failed.cloned() });
        }
    }

    /// AuthForge fails closed: of a failure that nobody hears, the policy decides what it means.
    fn mind(&self, event: &Event) {
        let Some(error) = &event.error else { return };
        let deadly = match (self.settings.failure_policy, event.gravity) {
            (FailurePolicy::Continue, _) | (_, Gravity::None) => return,
            (_, Gravity::Final) => true,
            // Want of a resource is no verdict about a license, however strict the policy.
            (FailurePolicy::ExitStrict, Gravity::Passing) => error.status.class() != Class::Usage,
            (FailurePolicy::Exit, Gravity::Passing) => false,
        };
        let what = format!("{}: {error}", event.reason.name());
        if deadly {
            process::exit(&format!("{what}; no failure callback is set, so the process ends"));
        }
        process::complain(&what);
    }
}

fn passed(barrier: Barrier) -> Result<()> {
    match barrier {
        Barrier::Passed => Ok(()),
        Barrier::WouldDeadlock => Err(Error::of(Status::WouldDeadlock)),
        Barrier::Closed => Err(Error::of(Status::InvalidHandle)),
    }
}

/// Sends a library thread to deliver, or to wake the host. One that does not come is sent again.
fn summon(mailbox: &Arc<Mailbox<Event>>) {
    match process::current().run(Lane::Callback, delivery(mailbox)) {
        Ok(ticket) => ticket.leave(),
        Err(_) => summon_later(mailbox),
    }
}

fn delivery(mailbox: &Arc<Mailbox<Event>>) -> Job {
    let (full, missed) = (Arc::clone(mailbox), Arc::clone(mailbox));
    Job::new("delivery", move || deliver(&full), move |_| summon_later(&missed))
}

/// What was posted while a callback ran is left to the engine that this began on: a shutdown that logged out
/// meanwhile joins its threads, and has told everything when it returns.
fn deliver(mailbox: &Arc<Mailbox<Event>>) {
    let voice = process::current().voice();
    if !mailbox.answer_summons().more {
        return;
    }
    match voice.run(Lane::Callback, delivery(mailbox)) {
        Ok(ticket) => ticket.leave(),
        // It has been closed: all that was posted until then is told here.
        Err(Refusal::Stopped(refused)) => {
            refused.disarm();
            if mailbox.answer_summons().more {
                summon(mailbox);
            }
        }
        Err(Refusal::NoThread { job, .. }) => {
            job.into_iter().for_each(Job::disarm);
            summon_later(mailbox);
        }
    }
}

fn summon_later(mailbox: &Arc<Mailbox<Event>>) {
    let (mailbox, missed) = (Arc::downgrade(mailbox), Arc::downgrade(mailbox));
    let again = move || {
        if let Some(mailbox) = mailbox.upgrade() {
            summon(&mailbox);
        }
    };
    // Nobody else is summoned while this one is on its way.
    let lost = move |how: Lost| match (missed.upgrade(), how) {
        (Some(mailbox), Lost::Panicked(_)) => summon_later(&mailbox),
        // The engine is stopping: its last news are told now.
        (Some(mailbox), Lost::Dropped) => summon(&mailbox),
        (None, _) => {}
    };
    process::current().at(clock::now().after(SUMMON_AGAIN), Job::new("summons", again, lost)).leave();
}
