//! One request, one answer: what the rest of the library knows of the network.

mod cryptography;
mod dial;
mod dns;
mod http;
mod lease;
mod pem;
#[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
mod privileged;
mod race;
mod request_context;
mod roots;
mod socket;
mod tcp;
mod tls;
mod url;
mod watched;

#[cfg(feature = "testing")]
pub use dns::fault as lookup_fault;
pub use http::pool_for;
pub use lease::{Choice, Interrupt, Lease};
pub use roots::Roots;
pub use url::BaseUrl;

use std::sync::Arc;
use std::time::Duration;

use crate::values::error::Error;

/// A POST of JSON.
pub struct Request<'a> {
    pub url: &'a str,
    pub body: &'a [u8],
    /// For the whole request, from name resolution to the last byte.
    pub timeout: Duration,
    pub connection: Choice,
}

/// Whatever the server said, any status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    /// From `Retry-After`; 0 when absent.
    pub retry_after_ms: u32,
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
    fn post(&self, request: &Request<'_>, lease: &Arc<Lease>) -> Result<Answer, Failure>;
}
