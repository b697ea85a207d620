//! One request, one answer: what the rest of the library knows of the network.

pub mod cancel;
mod cryptography;
mod dns;
mod http;
mod limits;
mod socket;
mod tcp;
mod tls;
mod url;

pub use cancel::Cancel;
pub use dns::Dns;
pub use http::Pools;
pub use tls::Roots;
pub use url::BaseUrl;

use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;

/// A POST of JSON.
pub struct Request<'a> {
    pub url: &'a str,
    pub body: &'a [u8],
    /// For the whole request, from name resolution to the last byte.
    pub timeout: Duration,
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
    /// A pooled connection ended before it answered a byte: the request may be repeated at once.
    pub stale_connection: bool,
}

/// The seam between the protocol and the network.
pub trait Transport: Send + Sync {
    fn post(&self, request: &Request<'_>, cancel: &Arc<Cancel>) -> Result<Answer, Failure>;
}
