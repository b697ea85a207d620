//! The only error inside.

use std::borrow::Cow;
use std::fmt;

use crate::status::Status;

/// A status with what a person needs to act on it. Never holds a secret, key or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub status: Status,
    /// The cross-SDK code; differs from the status' own for codes that this version does not know.
    pub code: Cow<'static, str>,
    /// 0 when no HTTP answer was read.
    pub http_status: u16,
    /// From `Retry-After`, in milliseconds; 0 when the server named none.
    pub retry_after_ms: u32,
    pub message: Cow<'static, str>,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The status with its own sentence.
    pub fn of(status: Status) -> Error {
        Error::new(status, status.message())
    }

    pub fn new(status: Status, message: impl Into<Cow<'static, str>>) -> Error {
        Error {
            status,
            code: Cow::Borrowed(status.code()),
            http_status: 0,
            retry_after_ms: 0,
            message: message.into(),
        }
    }

    pub fn argument(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Status::InvalidArgument, message)
    }

    pub fn config(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Status::InvalidConfig, message)
    }

    pub fn cancelled() -> Error {
        Error::of(Status::Cancelled)
    }

    /// A failure envelope: `code` is the service's word.
    pub fn service(code: &str) -> Error {
        let status = Status::of_service_code(code);
        let mut error = Error::of(status);
        if status == Status::ServerOther {
            error.message = Cow::Owned(format!("the service answered {code}"));
            error.code = Cow::Owned(code.to_owned());
        }
        error
    }

    /// An HTTP status that carries no answer of the service.
    pub fn http(http_status: u16) -> Error {
        let mut error =
            Error::new(Status::HttpError, format!("the server answered {http_status} without a verdict"));
        error.code = Cow::Owned(format!("http_error_{http_status}"));
        error.http_status = http_status;
        error
    }

    pub fn with_http(mut self, http_status: u16, retry_after_ms: u32) -> Error {
        self.http_status = http_status;
        self.retry_after_ms = retry_after_ms;
        self
    }

    pub fn is_fatal(&self) -> bool {
        self.status.is_fatal()
    }
}

/// A text for a message, quoted and escaped, and no longer than leaves room for what is said about it.
pub fn quoted(text: &str) -> String {
    const MOST: usize = 80;
    let mut shown = format!("{text:?}");
    if shown.len() > MOST {
        let end = (0..=MOST).rev().find(|end| shown.is_char_boundary(*end)).unwrap_or(0);
        shown.truncate(end);
        shown.push_str("...");
    }
    shown
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}
