//! What is asked of the network, and what comes of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::Socket;
use ureq::unversioned::transport::Transport as Connection;

use super::lease::{Choice, Lease};
use crate::values::error::Error;

/// A POST of JSON.
pub struct Request<'a> {
    pub url: &'a str,
    pub body: &'a [u8],
    /// For the whole request, from name resolution to the last byte.
    pub timeout: Duration,
    pub connection: Choice,
}

/// What has come of a request.
pub enum Reply {
    Answer(Answer),
    /// Nothing yet, and others need the thread.
    Awaited(Awaited),
}

/// Whatever the server said, any status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    /// From `Retry-After`; 0 when absent.
    pub retry_after_ms: u32,
}

/// A request that was sent, and whose answer no thread waits for.
pub struct Awaited {
    pub(super) connection: Box<dyn Connection>,
    /// Becomes readable with the answer, and when the connection ends.
    pub socket: Arc<Socket>,
    /// When it is too late for an answer.
    pub deadline: Instant,
}

/// No answer.
#[derive(Debug)]
pub struct Failure {
    pub error: Error,
    /// It was due to the state of this side, which is another now: a pooled connection ended before it
    /// answered a byte, or other issuers are believed. The request may be repeated at once.
    pub stale: bool,
    /// The request, or a part of it, went out: the service may have done what it asks for.
    pub sent: bool,
}

/// The seam between the protocol and the network.
pub trait Transport: Send + Sync {
    /// `awaited` is what an earlier call with the same request and lease has left.
    fn post(
        &self,
        request: &Request<'_>,
        awaited: Option<Awaited>,
        lease: &Arc<Lease>,
    ) -> Result<Reply, Failure>;
}
