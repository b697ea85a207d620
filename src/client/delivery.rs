//! Library threads that deliver what is in a mailbox, or wake the host for it.

use std::time::Duration;

use super::event::Event;
use super::mailbox::Mailbox;
use crate::runtime::clock;
use crate::runtime::engine::{self, Job, Lane, Lost, Refusal, Turn};
use crate::runtime::sync::Arc;

/// One that found no thread is tried again after this long.
const RETRY: Duration = Duration::from_secs(1);

/// Sends a library thread to deliver, or to wake the host. One that does not come is sent again.
pub fn summon(mailbox: &Arc<Mailbox<Event>>) {
    match engine::run(Turn::of(Lane::Callback), delivery(mailbox)) {
        Ok(ticket) => ticket.detach(),
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
    let callback_engine = engine::callback_engine();
    if !mailbox.deliver_or_wake().more {
        return;
    }
    match callback_engine.run(Turn::of(Lane::Callback), delivery(mailbox)) {
        Ok(ticket) => ticket.detach(),
        // It has been closed: all that was posted until then is told here.
        Err(Refusal::Stopped(refused)) => {
            refused.disarm();
            if mailbox.deliver_or_wake().more {
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
    // No other is scheduled while this one is on its way.
    let lost = move |how: Lost| match (missed.upgrade(), how) {
        (Some(mailbox), Lost::Panicked(_)) => summon_later(&mailbox),
        // The engine is stopping: its last events are delivered now.
        (Some(mailbox), Lost::Dropped) => summon(&mailbox),
        (None, _) => {}
    };
    engine::at(clock::now().after(RETRY), Job::new("delivery retry", again, lost)).detach();
}
