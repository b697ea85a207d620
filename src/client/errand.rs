//! What a task comes to: what the service is asked, if it is, and what is made of the answer.

use std::sync::Arc;

use super::Client;
use super::task_kind::TaskKind;
use crate::protocol::Peer;
use crate::protocol::budget::Budget;
use crate::protocol::exchange::{Coming, Exchange, Retry, Step};
use crate::runtime::disk::store::Draft;
use crate::session::Session;
use crate::transport::Lease;
use crate::values::error::Result;

/// How a task is done.
pub enum Plan {
    /// By the session's heartbeat.
    Heartbeat,
    Errand(Errand),
}

pub struct Errand {
    pub kind: TaskKind,
    /// Where its file goes, from the root on.
    pub path: Option<String>,
    pub way: Way,
}

pub enum Way {
    /// The service is asked.
    Ask(Box<dyn Asking>),
    Finish(Finish),
}

/// What is still to be committed.
#[derive(Default)]
pub struct Outcome {
    pub session: Option<Arc<Session>>,
    pub draft: Option<Draft>,
}

/// What is made of an answer. Reads and writes files, so no lock is held; nothing of it counts before the request is
/// claimed.
pub type Finish = Box<dyn FnOnce(&Arc<Client>, &Lease) -> Result<Outcome> + Send>;

/// An exchange, whatever its answer is.
pub trait Asking: Send {
    fn budget(&self) -> &Budget;
    fn send_hwid(&mut self, id: &str);
    /// An attempt is under way whose answer no thread waits for.
    fn is_awaited(&self) -> bool;
    /// One attempt, or the rest of one; an answer comes with what is made of it.
    fn step(&mut self, peer: &Peer, lease: &Arc<Lease>) -> Attempt;
}

/// Where an attempt leads.
pub enum Attempt {
    Done(Result<Finish>),
    Again(Retry),
    Awaited(Coming),
}

/// What is made of an answer of this type.
pub type Then<A> = Arc<dyn Fn(&Arc<Client>, A, &Lease) -> Result<Outcome> + Send + Sync>;

struct Asked<A> {
    exchange: Exchange<A>,
    then: Then<A>,
}

impl Way {
    pub fn ask<A: Send + 'static>(exchange: Exchange<A>, then: Then<A>) -> Way {
        Way::Ask(asking(exchange, then))
    }
}

pub fn asking<A: Send + 'static>(exchange: Exchange<A>, then: Then<A>) -> Box<dyn Asking> {
    Box::new(Asked { exchange, then })
}

impl<A: Send + 'static> Asking for Asked<A> {
    fn budget(&self) -> &Budget {
        self.exchange.budget()
    }

    fn send_hwid(&mut self, id: &str) {
        self.exchange.send_hwid(id);
    }

    fn is_awaited(&self) -> bool {
        self.exchange.is_awaited()
    }

    fn step(&mut self, peer: &Peer, lease: &Arc<Lease>) -> Attempt {
        match self.exchange.step(peer, lease) {
            Step::Done(answered) => Attempt::Done(answered.map(|answer| -> Finish {
                let then = Arc::clone(&self.then);
                Box::new(move |client, lease| then(client, answer, lease))
            })),
            Step::Again(retry) => Attempt::Again(retry),
            Step::Awaited(coming) => Attempt::Awaited(coming),
        }
    }
}
