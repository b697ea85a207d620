//! The only error inside.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::clip;
use super::limits::LONGEST_MESSAGE;
use super::redacted::redacted;
use crate::status::Status;

/// A status with what a person needs to act on it. Never holds a secret, key or token: what is put together for the
/// occasion goes through `redacted`.
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
        Error::made(status, message.into())
    }

    /// One copy, however many messages there are.
    #[inline(never)]
    fn made(status: Status, message: Cow<'static, str>) -> Error {
        let message = match message {
            Cow::Owned(text) => Cow::Owned(redacted(&text).into_owned()),
            fixed => fixed,
        };
        Error { status, code: Cow::Borrowed(status.code()), http_status: 0, retry_after_ms: 0, message }
    }

    pub fn argument(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Status::InvalidArgument, message)
    }

    pub fn config(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Status::InvalidConfig, message)
    }

    /// A bug of ours: what panicked said.
    pub fn internal(text: &str) -> Error {
        Error::new(Status::InternalError, format!("internal error, please report: {text}"))
    }

    pub fn cancelled() -> Error {
        Error::of(Status::Cancelled)
    }

    /// A failure envelope: `code` is the service's word.
    pub fn service(code: &str) -> Error {
        let status = Status::of_service_code(code);
        let mut error = Error::of(status);
        if status == Status::ServerOther {
            error.message = Cow::Owned(redacted(&format!("the service answered {code}")).into_owned());
            error.code = Cow::Owned(redacted(code).into_owned());
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

    /// How long the server wants not to be asked again; zero when it did not say.
    pub fn retry_after(&self) -> Duration {
        Duration::from_millis(self.retry_after_ms.into())
    }

    /// What to do about it, said behind the reason; a reason that leaves no room for it is cut.
    #[must_use]
    pub fn with_advice(mut self, advice: &str) -> Error {
        const CUT: &str = "...";
        let room = LONGEST_MESSAGE.saturating_sub(advice.len() + "; ".len());
        let mut message = self.message.into_owned();
        if message.len() > room {
            message.truncate(clip::beginning(&message, room.saturating_sub(CUT.len())).len());
            message.push_str(CUT);
        }
        self.message = Cow::Owned(format!("{message}; {advice}"));
        self
    }

    pub fn is_fatal(&self) -> bool {
        self.status.is_fatal()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_put_together_has_no_key_in_it_either() {
        for key in [
            "ABCD-EFGH-2345-6789",
            "abcd-efgh-2345-6789",
            "ABCD_EFGH_2345_6789",
            "ABCD EFGH 2345 6789",
            "ABCDEFGH23456789",
            "ABCD\u{2013}EFGH\u{2011}2345\u{2212}6789",
        ] {
            let error = Error::argument(format!("cannot open \u{eb}/{key}/x: no"));
            assert!(error.message.starts_with("cannot open \u{eb}/*"), "{}", error.message);
            assert!(error.message.ends_with("*/x: no"), "{}", error.message);
            assert!(!error.message.to_ascii_lowercase().contains("efgh"), "{}", error.message);
        }
        for fine in [
            "internationalize",
            "INTERNATIONALISATION",
            "need 1000 more than 2000",
            "0123456789abcdef",
            "1234567890123456",
            "https://auth.authforge.cc",
            "2026-04-20T00:00:00.000Z",
            "0123456789ABCDEF0123456789ABCDEF",
        ] {
            assert_eq!(redacted(fine), fine);
        }
        assert_eq!(Error::service("abcd-efgh-2345-6789").code, "*******************");
    }

    #[test]
    fn advice_is_there_whole_and_the_reason_is_cut_for_it() {
        let advised = |message: String| Error::argument(message).with_advice("do this").message.into_owned();
        assert_eq!(advised("short".to_owned()), "short; do this");
        for message in ["a".repeat(245), "a".repeat(246), "a".repeat(247), "\u{eb}".repeat(200)] {
            let advised = advised(message);
            assert!(advised.len() <= LONGEST_MESSAGE && advised.ends_with("; do this"), "{advised}");
        }
        assert_eq!(advised("a".repeat(246)).len(), LONGEST_MESSAGE);
        assert!(advised("a".repeat(247)).ends_with("aaa...; do this"));
    }
}
