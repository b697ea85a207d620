//! What goes back to a client, before it is bytes on a connection.

use std::time::Duration;

use hyper::body::Bytes;

use crate::ErrorCode;
use crate::object::Object;
use crate::refusal::Refusal;

pub(crate) enum Answer {
    /// Keeps the client waiting until it goes away or the server stops.
    Hang,
    /// Closes the connection without a byte.
    Close,
    /// The same, but over TLS it is said.
    CloseNotify,
    Send(Reply, Pace),
}

/// How a reply travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    AtOnce,
    After(Duration),
    /// A byte, then so long nothing.
    Trickle(Duration),
    /// Half of what was announced, then the connection closes.
    Half,
}

#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: ReplyBody,
}

#[derive(Clone, Debug)]
pub(crate) enum ReplyBody {
    Text(Bytes),
    /// A JSON object of so many bytes, made while it is sent.
    Filler(u64),
}

impl Reply {
    pub fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: ReplyBody::Text(body.into()),
        }
    }

    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status, "application/json", body)
    }

    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// A failure of the auth endpoints in its own status.
    pub fn refusal(refusal: Refusal) -> Self {
        let reply = Self::failure(refusal.code.http(), refusal.code.as_str());
        match refusal.retry_after {
            Some(seconds) => reply.with_header("retry-after", seconds),
            None => reply,
        }
    }

    pub fn failure(status: u16, code: &str) -> Self {
        Self::json(status, failure_envelope(code).to_text())
    }

    /// The one refusal that the table of codes has no status for.
    pub fn too_large() -> Self {
        Self::failure(413, ErrorCode::BadRequest.as_str()).with_header("connection", "close")
    }
}

pub(crate) fn failure_envelope(code: &str) -> Object {
    Object::default().with("status", "failed").with("error", code)
}
