//! One question to the service, with its attempts: a fresh nonce each, within one budget.

use std::sync::Arc;
use std::time::Duration;

use crate::protocol::budget::{Budget, Terms};
use crate::protocol::request::Body;
use crate::protocol::token::{self, TokenBinding};
use crate::protocol::trust::TrustList;
use crate::protocol::{Reply, reply};
use crate::runtime::clock;
use crate::runtime::random;
use crate::status::Status;
use crate::transport::{BaseUrl, Choice, Lease, Request, Transport};
use crate::values::error::{Error, Result};

/// What every question of a client has in common.
pub struct Peer {
    pub transport: Arc<dyn Transport>,
    pub base: BaseUrl,
    pub trust: TrustList,
    pub binding: TokenBinding,
}

pub struct Exchange {
    body: Body,
    budget: Budget,
    lease: Arc<Lease>,
    /// What the attempt before ended in.
    last: Option<Box<Error>>,
    /// An attempt went out and no answer came: the service may have done what it asks for.
    lost: bool,
}

/// Where an attempt leads.
pub enum Step {
    Done(Result<Reply>),
    Again(Retry),
}

/// An attempt that failed, and the pause after which the next is to be made.
pub struct Retry {
    pub pause: Duration,
    pub error: Error,
    /// Which of the attempts it was; 1 is the first.
    pub attempt: u32,
}

impl Exchange {
    pub fn new(body: Body, budget: Budget, lease: Arc<Lease>) -> Exchange {
        Exchange { body, budget, lease, last: None, lost: false }
    }

    /// The id that a request sends which had to wait for it.
    pub fn send_hwid(&mut self, id: &str) {
        self.body.set_hwid(id);
    }

    /// One attempt.
    pub fn step(&mut self, peer: &Peer) -> Step {
        if self.lease.is_cancelled() {
            return Step::Done(Err(Error::cancelled()));
        }
        let Some(terms) = self.budget.begin(clock::now()) else {
            // Whoever should have made it came too late.
            let late =
                || Error::new(Status::Timeout, "the time for the request was over before it could be made");
            return Step::Done(Err(self.last.take().map_or_else(late, |last| *last)));
        };
        let failed = match self.attempt(peer, terms) {
            Ok(reply) => return Step::Done(Ok(reply)),
            Err(failed) => failed,
        };
        if self.lease.is_cancelled() {
            return Step::Done(Err(Error::cancelled()));
        }
        let Failed { error, stale, lost } = failed;
        let next = self.budget.next(&error, stale, clock::now());
        let error = self.judged(error);
        self.lost |= lost;
        match next {
            Some(pause) => {
                crate::runtime::log::info(|| {
                    let ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
                    format!("{} failed ({}), next try in {ms} ms", self.body.path(), error.code)
                });
                self.last = Some(Box::new(error.clone()));
                Step::Again(Retry { pause, error, attempt: self.budget.made() })
            }
            None => Step::Done(Err(error)),
        }
    }

    fn attempt(&self, peer: &Peer, terms: Terms) -> std::result::Result<Reply, Failed> {
        let answered = |error| Failed { error, stale: false, lost: false };
        let nonce = random::nonce().map_err(answered)?;
        let body = self.body.with_nonce(&nonce);
        let url = peer.base.join(self.body.path());
        let connection = if terms.new_connection { Choice::New } else { Choice::Any };
        let request = Request { url: &url, body: &body, timeout: terms.timeout, connection };
        let answer = peer.transport.post(&request, &self.lease).map_err(|failure| Failed {
            error: failure.error,
            stale: failure.stale,
            lost: failure.sent,
        })?;
        crate::runtime::log::debug(|| format!("{} answered {}", self.body.path(), answer.status));
        let reply = reply(&answer, self.body.kind(), &nonce, &peer.trust).map_err(answered)?;
        self.check_binding(&reply, peer.binding)
            .map_err(|error| answered(error.with_http(answer.status, 0)))?;
        Ok(reply)
    }

    /// A nonce proves that an answer is to this request as it arrived, not as it was sent: whoever sits between may
    /// have put another key and machine into it.
    fn check_binding(&self, reply: &Reply, binding: TokenBinding) -> Result<()> {
        match (reply, self.body.asked()) {
            (Reply::Signed(payload), Some(asked)) if binding == TokenBinding::IfPresent => {
                token::check(payload.session_token.reveal(), &asked)
            }
            _ => Ok(()),
        }
    }

    /// A refusal that the lost attempt itself may have brought about is no failure. It is not known to be a
    /// success either: somebody else may have done the same.
    fn judged(&self, error: Error) -> Error {
        if !self.lost || !self.body.may_cause(error.status) {
            return error;
        }
        let text = format!(
            "the answer to an attempt was lost and the service now refuses as {}: the ban has most likely been done; do not repeat it",
            error.code
        );
        Error::new(Status::OutcomeUncertain, text).with_http(error.http_status, error.retry_after_ms)
    }
}

/// An attempt without success.
struct Failed {
    error: Error,
    /// It may be repeated at once.
    stale: bool,
    /// The request went out, and no answer came.
    lost: bool,
}
