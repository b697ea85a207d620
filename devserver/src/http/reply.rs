//! What goes back to a client, before it is bytes on a connection.

use std::time::Duration;

use hyper::body::Bytes;

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
}
