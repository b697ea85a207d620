//! One question to the service, with its attempts: a fresh nonce each, retried as the policy says.

use std::sync::Arc;
use std::time::Duration;

use crate::clock;
use crate::error::{Error, Result};
use crate::policy::retry::Retry;
use crate::protocol::request::Body;
use crate::protocol::{Reply, reply};
use crate::random;
use crate::transport::{BaseUrl, Cancel, Request, Transport};
use crate::trust::TrustList;

/// What every question of a client has in common.
pub struct Peer {
    pub transport: Arc<dyn Transport>,
    pub base: BaseUrl,
    pub trust: TrustList,
}

pub struct Exchange {
    body: Body,
    timeout: Duration,
    retry: Retry,
    pub cancel: Arc<Cancel>,
}

/// Where an attempt leads.
pub enum Step {
    Done(Result<Reply>),
    /// Make the next attempt after this pause.
    Again(Duration),
}

impl Exchange {
    pub fn new(body: Body, timeout: Duration, cancel: Arc<Cancel>) -> Exchange {
        Exchange { body, timeout, retry: Retry::default(), cancel }
    }

    /// All attempts, waiting between them on this thread.
    pub fn run(&mut self, peer: &Peer) -> Result<Reply> {
        loop {
            match self.step(peer) {
                Step::Done(result) => return result,
                Step::Again(pause) if self.cancel.wait_until(clock::now().after(pause)) => {
                    return Err(Error::cancelled());
                }
                Step::Again(_) => {}
            }
        }
    }

    /// One attempt.
    pub fn step(&mut self, peer: &Peer) -> Step {
        let (error, stale) = match self.attempt(peer) {
            Ok(reply) => return Step::Done(Ok(reply)),
            Err(failed) => failed,
        };
        if self.cancel.is_cancelled() {
            return Step::Done(Err(Error::cancelled()));
        }
        match self.retry.next(&error, stale) {
            Some(pause) => {
                crate::log::info(|| {
                    format!("{} failed ({}), next try in {pause:?}", self.body.path(), error.code)
                });
                Step::Again(pause)
            }
            None => Step::Done(Err(error)),
        }
    }

    fn attempt(&self, peer: &Peer) -> std::result::Result<Reply, (Error, bool)> {
        let nonce = random::nonce().map_err(|error| (error, false))?;
        let body = self.body.with_nonce(&nonce);
        let url = peer.base.join(self.body.path());
        let request = Request { url: &url, body: &body, timeout: self.timeout };
        let answer = peer
            .transport
            .post(&request, &self.cancel)
            .map_err(|failure| (failure.error, failure.stale_connection))?;
        crate::log::debug(|| format!("{} answered {}", self.body.path(), answer.status));
        reply(&answer, self.body.kind(), &nonce, &peer.trust).map_err(|error| (error, false))
    }
}
