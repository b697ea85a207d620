//! What an HTTP answer says before anything in it is believed.

use serde_json::{Map, Value};

use super::json;
use super::kind::Kind;
use crate::status::Status;
use crate::transport::Answer;
use crate::values::encoding::hex;
use crate::values::error::{Error, Result};
use crate::values::quoted::quoted;

/// A claimed success: still unverified.
#[derive(Debug)]
pub struct Claim {
    pub payload: String,
    pub signature: String,
    /// Informational, outside the signature.
    pub key_id: String,
}

const SUCCESS_WORDS: [&str; 5] = ["ok", "success", "valid", "true", "1"];

/// Sorts an answer into a claimed success, of which this is the whole object, or the failure it reports.
pub fn read(answer: &Answer, kind: Kind) -> Result<Map<String, Value>> {
    let failed = |error: Error| error.with_http(answer.status, answer.retry_after_ms);
    let good = (200..300).contains(&answer.status);
    let object = match json::read(&answer.body) {
        Some(Value::Object(object)) => object,
        Some(_) if good => return Err(failed(Error::of(Status::ResponseNotJsonObject))),
        None if good => return Err(failed(not_json(&answer.body))),
        _ => return Err(failed(without_verdict(answer.status))),
    };
    if good && is_success(object.get("status")) {
        return Ok(object);
    }
    if is_success(object.get("status")) {
        return Err(failed(Error::of(Status::UnexpectedResponse)));
    }
    Err(failed(verdict(&object, answer.status, kind)))
}

/// What came instead, as far as its first bytes tell.
fn not_json(body: &[u8]) -> Error {
    const SHOWN: usize = 24;
    let first = &body[..body.len().min(SHOWN)];
    let what = match body {
        [] => "it is empty".to_owned(),
        [0x1f, 0x8b, ..] => "it is compressed with gzip (1f 8b), which was not asked for".to_owned(),
        [0xef, 0xbb, 0xbf, ..] => "it begins with a byte order mark (ef bb bf)".to_owned(),
        _ if first.iter().all(|byte| (b' '..=b'~').contains(byte) || byte.is_ascii_whitespace()) => {
            format!("its {} bytes begin with {}", body.len(), quoted(&String::from_utf8_lossy(first)))
        }
        _ => format!("its {} bytes begin with {}", body.len(), hex(&first[..first.len().min(8)])),
    };
    Error::new(Status::InvalidJsonResponse, format!("the answer is not JSON: {what}"))
}

/// A gateway in front of the service throttles with a body of its own.
fn without_verdict(status: u16) -> Error {
    if status == 429 { Error::of(Status::RateLimited) } else { Error::http(status) }
}

fn is_success(status: Option<&Value>) -> bool {
    match status {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::Number(number)) => number.as_f64() == Some(1.0),
        Some(Value::String(word)) => SUCCESS_WORDS.contains(&word.trim().to_ascii_lowercase().as_str()),
        _ => false,
    }
}

/// The signed part of a claimed success.
pub fn claim(mut object: Map<String, Value>) -> Result<Claim> {
    let mut text = |name: &str| match object.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    Ok(Claim {
        payload: text("payload").ok_or_else(|| Error::of(Status::MissingPayload))?,
        signature: text("signature").ok_or_else(|| Error::of(Status::MissingSignature))?,
        key_id: text("keyId").unwrap_or_default(),
    })
}

/// The failure that a JSON object reports.
fn verdict(object: &Map<String, Value>, status: u16, kind: Kind) -> Error {
    let code = object.get("error").and_then(Value::as_str).map(str::trim).unwrap_or_default();
    let said_failed = object
        .get("status")
        .and_then(Value::as_str)
        .is_some_and(|word| word.trim().eq_ignore_ascii_case("failed"));
    let word = object.get("status").and_then(Value::as_str).unwrap_or_default();
    if code.is_empty() && (status == 429 || word.trim().eq_ignore_ascii_case("rate_limited")) {
        return Error::of(Status::RateLimited);
    }
    if !object.contains_key("status") && !object.contains_key("error") {
        return if (200..300).contains(&status) {
            Error::of(Status::UnexpectedResponse)
        } else {
            Error::http(status)
        };
    }
    // A running session is ended by a whole verdict only; nor is a paid activation given up for less.
    if matches!(kind, Kind::Heartbeat | Kind::Activate) && (!said_failed || code.is_empty()) {
        return Error::of(Status::UnexpectedResponse);
    }
    if code.is_empty() { Error::of(Status::UnknownError) } else { Error::service(&clean(code)) }
}

/// The longest code is 63 characters, and codes are printable.
fn clean(code: &str) -> String {
    let printable = code.chars().map(|c| if c.is_ascii_graphic() { c.to_ascii_lowercase() } else { '_' });
    printable.take(63).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_of(http: u16, body: &str, kind: Kind) -> (Status, String) {
        let answer = Answer { status: http, body: body.as_bytes().to_vec(), retry_after_ms: 0 };
        let error = match read(&answer, kind) {
            Ok(object) => claim(object).unwrap_err(),
            Err(error) => {
                assert_eq!(error.http_status, http);
                error
            }
        };
        (error.status, error.code.into_owned())
    }

    #[test]
    fn answers_are_sorted_by_what_they_prove() {
        use Kind::{Heartbeat, Validate};
        let cases = [
            (200, "<html>", Validate, Status::InvalidJsonResponse),
            (200, "[1]", Validate, Status::ResponseNotJsonObject),
            (502, "<html>", Validate, Status::HttpError),
            (429, "<html>", Validate, Status::RateLimited),
            (429, r#"{"message":"Too Many Requests"}"#, Heartbeat, Status::RateLimited),
            (429, r#"{"status":"failed","error":"no_credits"}"#, Heartbeat, Status::NoCredits),
            (410, r#"{"status":"failed","error":"revoked"}"#, Heartbeat, Status::Revoked),
            (410, r#"{"status":"revoked","error":"revoked"}"#, Heartbeat, Status::UnexpectedResponse),
            (410, r#"{"status":" FAILED ","error":" revoked "}"#, Heartbeat, Status::Revoked),
            (410, r#"{"error":"revoked"}"#, Validate, Status::Revoked),
            (410, r#"{"error":7}"#, Validate, Status::UnknownError),
            (500, r#"{"detail":"x"}"#, Validate, Status::HttpError),
            (200, "{}", Validate, Status::UnexpectedResponse),
            (200, r#"{"status":"success"}"#, Validate, Status::MissingPayload),
            (200, r#"{"status":true,"payload":""}"#, Validate, Status::MissingPayload),
            (200, r#"{"status":1,"payload":"e30="}"#, Validate, Status::MissingSignature),
            (500, r#"{"status":"success"}"#, Validate, Status::UnexpectedResponse),
        ];
        for (http, body, kind, expected) in cases {
            assert_eq!(status_of(http, body, kind).0, expected, "{http} {body}");
        }
    }

    #[test]
    fn what_came_instead_of_json_is_said() {
        for (body, said) in [
            (&b""[..], "it is empty"),
            (b"\x1f\x8b\x08\0", "gzip"),
            (b"\xef\xbb\xbf{}", "byte order mark (ef bb bf)"),
            (b"<html>\r\n<head>", "its 14 bytes begin with \"<html>\\r\\n<head>\""),
            (b"\xff\xfe{\0}\0", "its 6 bytes begin with fffe7b007d00"),
            (b"{\"status\":\"success\",\"payload\":\"eyJ", "its 34 bytes begin with"),
        ] {
            let answer = Answer { status: 200, body: body.to_vec(), retry_after_ms: 0 };
            let error = read(&answer, Kind::Validate).unwrap_err();
            assert_eq!(error.status, Status::InvalidJsonResponse);
            assert!(error.message.contains(said), "{}", error.message);
        }
        let long = Answer { status: 200, body: vec![b'x'; 100_000], retry_after_ms: 0 };
        assert!(read(&long, Kind::Validate).unwrap_err().message.len() < 100);
    }

    #[test]
    fn a_code_of_tomorrow_is_handed_on() {
        let (status, code) = status_of(418, r#"{"status":"failed","error":"Moon_phase"}"#, Kind::Validate);
        assert_eq!((status, code.as_str()), (Status::ServerOther, "moon_phase"));
    }
}
