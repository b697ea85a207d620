//! The only error inside.

use std::borrow::Cow;
use std::fmt;

use crate::status::Status;

/// In bytes: what `af_error` has room for.
pub const LONGEST_MESSAGE: usize = 255;
const MOST_QUOTED: usize = 80;

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

    /// What to do about it, said behind the reason; a reason that leaves no room for it is cut.
    #[must_use]
    pub fn with_advice(mut self, advice: &str) -> Error {
        const CUT: &str = "...";
        let room = LONGEST_MESSAGE.saturating_sub(advice.len() + "; ".len());
        let mut message = self.message.into_owned();
        if message.len() > room {
            message.truncate(whole_characters(&message, room.saturating_sub(CUT.len())));
            message.push_str(CUT);
        }
        self.message = Cow::Owned(format!("{message}; {advice}"));
        self
    }

    pub fn is_fatal(&self) -> bool {
        self.status.is_fatal()
    }
}

/// A text for a message: quoted and escaped, no longer than leaves room for what is said about it, and
/// without a license key.
pub fn quoted(text: &str) -> String {
    let mut shown = format!("{:?}", without_keys(text));
    if shown.len() > MOST_QUOTED {
        shown.truncate(whole_characters(&shown, MOST_QUOTED));
        shown.push_str("...");
    }
    shown
}

/// The same of a path, whose end says more than its beginning.
pub fn quoted_path(path: &str) -> String {
    let shown = format!("{:?}", without_keys(path));
    if shown.len() <= MOST_QUOTED {
        return shown;
    }
    let mut from = shown.len() - MOST_QUOTED;
    while !shown.is_char_boundary(from) {
        from += 1;
    }
    format!("\"...{}", &shown[from..])
}

/// The end of the last character that is whole within `most` bytes.
fn whole_characters(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0)
}

/// What looks like a license key becomes asterisks: the service names its files after them, and so do
/// players their folders. Ids of apps and machines look like one in their middle.
fn without_keys(text: &str) -> String {
    const KEY: &[u8] = b"xxxx-xxxx-xxxx-xxxx";
    const ID: &[u8] = b"hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    let bytes = text.as_bytes();
    let in_id = |from: usize| {
        // So far into an id its dashes lie as those of a key.
        [4, 9].iter().any(|before| from.checked_sub(*before).is_some_and(|from| has_form(&bytes[from..], ID)))
    };
    let mut shown = bytes.to_vec();
    // Wherever it may begin: `copy-` before a key looks like the first part of one.
    for from in 0..bytes.len() {
        if has_form(&bytes[from..], KEY) && !in_id(from) {
            shown[from..from + KEY.len()].fill(b'*');
        }
    }
    // Only whole ASCII characters were replaced.
    String::from_utf8(shown).unwrap_or_default()
}

/// Whether it begins in a form: `x` is a letter or digit, `h` a hexadecimal digit.
fn has_form(bytes: &[u8], form: &[u8]) -> bool {
    bytes.len() >= form.len()
        && bytes.iter().zip(form).all(|(byte, form)| match form {
            b'x' => byte.is_ascii_alphanumeric(),
            b'h' => byte.is_ascii_hexdigit(),
            _ => byte == form,
        })
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
    fn a_quoted_path_has_its_end_and_no_license_key() {
        let hidden = "\"/a/*******************.authforge\"";
        assert_eq!(quoted_path("/a/ABCD-EFGH-2345-6789.authforge"), hidden);
        assert_eq!(quoted_path("ABCD-EFGH-2345-678"), "\"ABCD-EFGH-2345-678\"");
        let long = quoted_path(&format!("/{}/license.authforge", "\u{eb}".repeat(100)));
        assert!(long.starts_with("\"...\u{eb}") && long.ends_with("/license.authforge\""), "{long}");
        for text in ["\u{1}".repeat(100), "\u{eb}".repeat(100), "a".repeat(5000)] {
            assert!(quoted_path(&text).len() <= MOST_QUOTED + 4 && quoted(&text).len() <= MOST_QUOTED + 3);
        }
    }

    #[test]
    fn a_license_key_is_hidden_whole_whatever_stands_beside_it() {
        for text in ["copy-ABCD-EFGH-2345-6789", "ABCD-EFGH-2345-6789-copy", "xABCD-EFGH-2345-6789x"] {
            let shown = quoted(text);
            assert!(!shown.contains("ABCD") && !shown.contains("6789"), "{shown}");
        }
        assert_eq!(quoted("\u{eb}-abcd-efgh-2345-6789"), "\"\u{eb}-*******************\"");
    }

    #[test]
    fn the_id_of_an_app_is_shown_although_a_part_of_it_looks_like_a_license_key() {
        let id = "5b2f8c1e-7d43-4a9b-8e06-2f1d90c3ab57";
        assert_eq!(quoted(id), format!("{id:?}"));
        let path = format!("/{id}/ABCD-EFGH-2345-6789");
        assert_eq!(quoted_path(&path), format!("\"/{id}/*******************\""));
        // Not hexadecimal, so no id.
        assert!(!quoted("5b2fABCD-EFGH-2345-6789-2f1d90c3ab57").contains("ABCD"));
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
