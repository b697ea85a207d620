//! One question to the service, with its attempts: a fresh nonce each, within one budget.

use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::Socket;

use super::budget::{Budget, Terms};
use super::peer::Peer;
use super::question::Question;
use super::request::Body;
use crate::runtime::{clock, log, random};
use crate::status::Status;
use crate::transport::{Answer, Awaited, Choice, Lease, Reply, Request};
use crate::values::error::{Error, Result};
use crate::values::pause;

pub struct Exchange<A> {
    question: Question<A>,
    attempts: Attempts,
}

/// Where an attempt leads.
pub enum Step<A> {
    Done(Result<A>),
    Again(Retry),
    /// The attempt goes on when this has come.
    Awaited(Coming),
}

/// What may come of an attempt.
pub struct Coming {
    /// Becomes readable with it.
    pub socket: Arc<Socket>,
    /// When it is too late.
    pub deadline: Instant,
}

/// An attempt that failed, and the pause after which the next is to be made.
pub struct Retry {
    pub pause: Duration,
    pub error: Error,
    /// Which of the attempts it was; 1 is the first.
    pub attempt: u32,
}

impl<A> Exchange<A> {
    pub fn new(question: Question<A>, budget: Budget) -> Exchange<A> {
        Exchange { question, attempts: Attempts { budget, last: None, lost: false, awaited: None } }
    }

    pub fn budget(&self) -> &Budget {
        &self.attempts.budget
    }

    /// The id that a request sends which had to wait for it.
    pub fn send_hwid(&mut self, id: &str) {
        self.question.body.set_hwid(id);
    }

    /// One attempt, or what is left of one whose answer was waited for elsewhere.
    pub fn step(&mut self, peer: &Peer, lease: &Arc<Lease>) -> Step<A> {
        let attempted = self.attempts.make(&self.question.body, peer, lease).and_then(|(answer, nonce)| {
            self.question.read(&answer, &nonce, peer).or_else(|error| {
                self.attempts.failed(&self.question.body, lease, Failed { error, stale: false, lost: false })
            })
        });
        match attempted {
            Ok(answer) => Step::Done(Ok(answer)),
            Err(Ended::Over(error)) => Step::Done(Err(error)),
            Err(Ended::Again(retry)) => Step::Again(retry),
            Err(Ended::Not(coming)) => Step::Awaited(coming),
        }
    }

    /// An attempt is under way whose answer no thread waits for.
    pub fn is_awaited(&self) -> bool {
        self.attempts.awaited.is_some()
    }
}

/// What an exchange has behind it, and what is left of its budget.
struct Attempts {
    budget: Budget,
    /// What the attempt before ended in.
    last: Option<Box<Error>>,
    /// An attempt went out and no answer came: the service may have done what it asks for.
    lost: bool,
    /// An attempt that goes on.
    awaited: Option<Box<(Sent, Awaited)>>,
}

/// An attempt that has begun.
struct Sent {
    terms: Terms,
    nonce: String,
}

/// An attempt without success.
struct Failed {
    error: Error,
    /// It may be repeated at once.
    stale: bool,
    /// The request went out, and no answer came.
    lost: bool,
}

/// What an attempt without success leads to.
enum Ended {
    Over(Error),
    Again(Retry),
    /// To nothing yet.
    Not(Coming),
}

impl Attempts {
    /// Makes the next attempt, or goes on with the one that was made; gives the answer that came, and the nonce that it has
    /// to be to.
    fn make(
        &mut self,
        body: &Body,
        peer: &Peer,
        lease: &Arc<Lease>,
    ) -> std::result::Result<(Answer, String), Ended> {
        if lease.is_cancelled() {
            return Err(Ended::Over(Error::cancelled()));
        }
        let (sent, awaited) = match self.awaited.take() {
            Some(both) => (both.0, Some(both.1)),
            None => (self.begin(body, lease)?, None),
        };
        match send(body, peer, lease, &sent, awaited) {
            Ok(Reply::Answer(answer)) => Ok((answer, sent.nonce)),
            Ok(Reply::Awaited(awaited)) => {
                let coming = Coming { socket: Arc::clone(&awaited.socket), deadline: awaited.deadline };
                self.awaited = Some(Box::new((sent, awaited)));
                Err(Ended::Not(coming))
            }
            Err(failed) => self.failed(body, lease, failed),
        }
    }

    fn begin(&mut self, body: &Body, lease: &Arc<Lease>) -> std::result::Result<Sent, Ended> {
        let Some(terms) = self.budget.begin(clock::now()) else {
            // Whoever should have made it came too late.
            let late =
                || Error::new(Status::Timeout, "the time for the request was over before it could be made");
            return Err(Ended::Over(self.last.take().map_or_else(late, |last| *last)));
        };
        match random::nonce() {
            Ok(nonce) => Ok(Sent { terms, nonce }),
            Err(error) => self.failed(body, lease, Failed { error, stale: false, lost: false }),
        }
    }

    /// The end of the attempt, or of all.
    fn failed<T>(&mut self, body: &Body, lease: &Lease, failed: Failed) -> std::result::Result<T, Ended> {
        Err(self.after(body, lease, failed))
    }

    #[inline(never)]
    fn after(&mut self, body: &Body, lease: &Lease, failed: Failed) -> Ended {
        if lease.is_cancelled() {
            return Ended::Over(Error::cancelled());
        }
        let Failed { error, stale, lost } = failed;
        let next = self.budget.next(&error, stale, clock::now(), random::chance());
        let error = self.judged(body, error);
        self.lost |= lost;
        let Some(pause) = next else { return Ended::Over(error) };
        log::info(|| format!("{} failed ({}), next try {}", body.path(), error.code, pause::when(pause)));
        self.last = Some(Box::new(error.clone()));
        Ended::Again(Retry { pause, error, attempt: self.budget.made() })
    }

    /// A refusal that the lost attempt itself may have brought about is no failure. It is not known to be a
    /// success either: somebody else may have done the same.
    fn judged(&self, body: &Body, error: Error) -> Error {
        if !self.lost || !body.may_cause(error.status) {
            return error;
        }
        let text = format!(
            "the answer to an attempt was lost and the service now refuses as {}: the ban has most likely been done; do not repeat it",
            error.code
        );
        Error::new(Status::OutcomeUncertain, text).with_http(error.http_status, error.retry_after_ms)
    }
}

fn send(
    body: &Body,
    peer: &Peer,
    lease: &Arc<Lease>,
    sent: &Sent,
    awaited: Option<Awaited>,
) -> std::result::Result<Reply, Failed> {
    let text = body.with_nonce(&sent.nonce);
    let url = peer.base.join(body.path());
    let connection = if sent.terms.new_connection { Choice::New } else { Choice::Any };
    let request = Request { url: &url, body: &text, timeout: sent.terms.timeout, connection };
    let reply = peer.transport.post(&request, awaited, lease).map_err(|failure| Failed {
        error: failure.error,
        stale: failure.stale,
        lost: failure.sent,
    })?;
    if let Reply::Answer(answer) = &reply {
        log::debug(|| format!("{} answered {}", body.path(), answer.status));
    }
    Ok(reply)
}
