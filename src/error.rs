//! The only error inside.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::status::Status;

/// In bytes: what `af_error` has room for.
pub const LONGEST_MESSAGE: usize = 255;
const MOST_QUOTED: usize = 80;

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

/// A text for a message: quoted and escaped, without a license key, and where it is long without its middle, so that
/// there is room for what is said about it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(&escaped(text), MOST_QUOTED / 2))
}

/// The same of a path, whose end says more than its beginning.
pub fn quoted_path(path: &str) -> String {
    format!("\"{}\"", shortened(&escaped(path), MOST_QUOTED / 4))
}

/// The same of a server's address, which is not quoted.
pub fn shown_server(address: &str) -> String {
    shortened(address, MOST_QUOTED / 2)
}

fn escaped(text: &str) -> String {
    let quoted = format!("{:?}", redacted(text));
    quoted[1..quoted.len() - 1].to_owned()
}

/// So many bytes of its beginning, and of its end what there is room for.
fn shortened(text: &str, beginning: usize) -> String {
    const CUT: &str = "...";
    if text.len() <= MOST_QUOTED {
        return text.to_owned();
    }
    let mut from = text.len() - (MOST_QUOTED - beginning - CUT.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    format!("{}{CUT}{}", &text[..whole_characters(text, beginning)], &text[from..])
}

/// The end of the last character that is whole within `most` bytes.
fn whole_characters(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0)
}

/// What looks like a license key becomes asterisks: the service names its files after them, and so do
/// players their folders. Ids of apps and machines look like one in their middle.
pub fn redacted(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut shown: Option<Vec<u8>> = None;
    // Wherever it may begin: `copy-` before a key looks like the first part of one.
    for from in 0..bytes.len() {
        if let Some(end) = key_at(bytes, from).filter(|_| !is_in_id(bytes, from)) {
            shown.get_or_insert_with(|| bytes.to_vec())[from..end].fill(b'*');
        }
    }
    // Only whole characters were replaced.
    shown.map_or(Cow::Borrowed(text), |shown| Cow::Owned(String::from_utf8(shown).unwrap_or_default()))
}

/// The end of four times four letters and digits that begin here. Between dashes they are a key however they are
/// written. With other marks between them or none, as words have them too, in capitals only, and not as a part of
/// something longer.
fn key_at(bytes: &[u8], from: usize) -> Option<usize> {
    const GROUP: usize = 4;
    let (mut end, mut has_dashes) = (from, true);
    for group in 0..4 {
        if group > 0 {
            let dash = dash_at(bytes.get(end..)?);
            has_dashes &= dash > 0;
            end += if dash > 0 { dash } else { usize::from(matches!(bytes.get(end)?, b'_' | b'.' | b' ')) };
        }
        bytes.get(end..end + GROUP).filter(|part| part.iter().all(u8::is_ascii_alphanumeric))?;
        end += GROUP;
    }
    let key = &bytes[from..end];
    let stands_alone =
        |at: Option<usize>| !at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let is_key = has_dashes
        || (!key.iter().any(u8::is_ascii_lowercase)
            && key.iter().any(u8::is_ascii_uppercase)
            && stands_alone(from.checked_sub(1))
            && stands_alone(Some(end)));
    is_key.then_some(end)
}

/// The length of the dash that a text begins with: a hyphen, or one of Unicode's.
fn dash_at(bytes: &[u8]) -> usize {
    match bytes {
        [b'-', ..] => 1,
        [0xe2, 0x80, 0x90..=0x95, ..] | [0xe2, 0x88, 0x92, ..] => 3,
        _ => 0,
    }
}

/// So far into an id its dashes lie as those of a key.
fn is_in_id(bytes: &[u8], from: usize) -> bool {
    const ID: &[u8] = b"hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    let is_id = |text: &[u8]| {
        text.len() >= ID.len()
            && text
                .iter()
                .zip(ID)
                .all(|(byte, form)| if *form == b'h' { byte.is_ascii_hexdigit() } else { byte == form })
    };
    [4, 9].iter().any(|before| from.checked_sub(*before).is_some_and(|from| is_id(&bytes[from..])))
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
    fn a_long_value_lacks_its_middle_and_has_both_ends() {
        let hidden = "\"/a/*******************.authforge\"";
        assert_eq!(quoted_path("/a/ABCD-EFGH-2345-6789.authforge"), hidden);
        assert_eq!(quoted_path("ABCD-EFGH-2345-678"), "\"ABCD-EFGH-2345-678\"");
        let long = quoted_path(&format!("/start/{}/license.authforge", "\u{eb}".repeat(100)));
        assert!(
            long.starts_with("\"/start/\u{eb}") && long.ends_with("\u{eb}/license.authforge\""),
            "{long}"
        );
        let long = quoted(&format!("https://{}.end", "x".repeat(2000)));
        assert!(
            long.starts_with("\"https://xx") && long.contains("x...x") && long.ends_with("x.end\""),
            "{long}"
        );
        for text in ["\u{1}".repeat(100), "\u{eb}".repeat(100), "a".repeat(5000), "\u{1f600}".repeat(81)] {
            for shown in [quoted_path(&text), quoted(&text), shown_server(&text)] {
                assert!(shown.len() <= MOST_QUOTED + 2 && shown.len() > MOST_QUOTED - 10, "{shown}");
            }
        }
        for fits in ["a".repeat(MOST_QUOTED), "\"".repeat(MOST_QUOTED / 2)] {
            assert_eq!(quoted(&fits), format!("{fits:?}"));
        }
    }

    #[test]
    fn a_key_that_would_be_cut_in_its_middle_is_hidden_before() {
        for length in 0..100 {
            for around in 0..100 {
                let text = format!("{}ABCD-EFGH-2345-6789{}", "/".repeat(around), "/".repeat(length));
                let shown = [quoted(&text), quoted_path(&text)].concat();
                assert!(!shown.contains(|letter: char| letter.is_ascii_alphanumeric()), "{shown}");
            }
        }
    }

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
