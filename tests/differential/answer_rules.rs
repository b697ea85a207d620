//! Where the two clients may differ about an answer of `/auth/validate`.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::answer::{Answer, Around, Encoding};
use crate::outcome::{Difference, What};
use crate::rules::Rule;
use crate::shared_rules::is_unreadable;

/// In the order in which they are tried.
pub const RULES: &[Rule<Answer>] = &[
    Rule {
        id: "odd-type-in-optional-field",
        official: "refuses the answer",
        ours: "takes the field as unknown: a slip in the dashboard must not lock customers out",
        applies: |answer, difference| {
            refuses(difference, "invalid_payload_json") && optional_field_is_odd(answer)
        },
    },
    Rule {
        id: "repeated-field",
        official: "refuses a payload that names a field twice",
        ours: "believes the last one, as most JSON readers do; the payload is signed",
        applies: |answer, difference| {
            let twice = |name: &&str| answer.payload.members.count(name) > 1;
            refuses(difference, "invalid_payload_json") && READ.iter().any(twice)
        },
    },
    Rule {
        id: "end-of-session-elsewhere",
        official: "refuses an `expiresIn` that is missing or no whole number from 0",
        ours: "reads 1.9e9 too, else the token's `exp`, else `sessionExpiresAt`: all are signed",
        applies: |answer, difference| {
            refuses(difference, "invalid_payload_json") && !is_u64(answer, "expiresIn")
        },
    },
    Rule {
        id: "nonce-of-odd-type",
        official: "calls a payload unreadable whose nonce is no text",
        ours: "calls it an answer to another request",
        applies: |answer, difference| {
            refuses(difference, "invalid_payload_json")
                && is(&difference.ours, "nonce_mismatch")
                && !answer.payload.field("nonce").is_some_and(|nonce| nonce.is_string())
        },
    },
    Rule {
        id: "token-of-odd-type",
        official: "calls a payload unreadable whose session token is no text, whatever its nonce",
        ours: "looks at the nonce first",
        applies: |answer, difference| {
            refuses(difference, "invalid_payload_json")
                && is(&difference.ours, "nonce_mismatch")
                && !answer.payload.field("sessionToken").is_some_and(|token| token.is_string())
        },
    },
    Rule {
        id: "empty-session-token",
        official: "accepts a session without token, or with one of blanks",
        ours: "refuses it: it could never send a heartbeat",
        applies: |answer, difference| {
            difference.what == What::OnlyOfficial
                && is(&difference.ours, "missing_sessionToken")
                && answer.payload.field("sessionToken").is_some_and(|token| is_blank(&token))
        },
    },
    Rule {
        id: "session-over-at-once",
        official: "accepts a session that has ended, and finds out at the first check",
        ours: "refuses it with `session_expired`, by the server's own clock",
        applies: |answer, difference| {
            difference.what == What::OnlyOfficial
                && is(&difference.ours, "session_expired")
                && is_over(answer)
        },
    },
    Rule {
        id: "success-with-http-error",
        official: "reads a signed success with any HTTP status",
        ours: "reads it with 2xx only: the service sends no other",
        applies: |answer, difference| {
            is(&difference.ours, "unexpected_response")
                && !(200..300).contains(&answer.http)
                && answer.field("status").is_some_and(|status| says_success(&status))
        },
    },
    Rule {
        id: "status-is-1.0",
        official: "takes a status of 1.0 or 1e0 for a failure",
        ours: "takes it for the number 1, which is a success",
        applies: |answer, _| {
            answer
                .field("status")
                .is_some_and(|status| status.as_f64() == Some(1.0) && status.as_i64().is_none())
        },
    },
    Rule {
        id: "odd-error-field",
        official: "calls an envelope unreadable whose `error` is no text",
        ours: "passes over it: a signed success stands for itself, and a failure is `unknown_error`",
        applies: |answer, difference| {
            (is(&difference.official, "invalid_json_response") || is(&difference.official, "http_error_"))
                && answer.field("error").is_some_and(|error| !error.is_string() && !error.is_null())
        },
    },
    Rule {
        id: "http-3xx",
        official: "reads the body of a 3xx without target like that of a 200",
        ours: "knows no 3xx of the service: `http_error_<status>`",
        applies: |answer, difference| {
            (300..400).contains(&answer.http)
                && (is(&difference.official, "invalid_json_response")
                    || is(&difference.official, "unknown_error"))
                && is(&difference.ours, "http_error_3")
        },
    },
    Rule {
        id: "neither-status-nor-error",
        official: "calls an object with neither `status` nor `error` an `unknown_error`",
        ours: "calls it an `unexpected_response`; both are transient",
        applies: |answer, difference| {
            is(&difference.official, "unknown_error")
                && is(&difference.ours, "unexpected_response")
                && answer.field("error").is_none()
                && answer.field("status").is_none()
        },
    },
    Rule {
        id: "null-for-absent",
        official: "takes a `status` of null for none: `http_error_<status>`",
        ours: "takes it for a failure without a reason: `unknown_error`; both are transient",
        applies: |answer, difference| {
            is(&difference.official, "http_error_")
                && is(&difference.ours, "unknown_error")
                && answer.field("status") == Some(Value::Null)
        },
    },
    Rule {
        id: "empty-payload",
        official: "looks for a signature over no characters at all",
        ours: "misses the payload first (`missing_payload`)",
        applies: |answer, difference| {
            is(&difference.official, "signature_mismatch")
                && is(&difference.ours, "missing_payload")
                && (answer.payload.sealed("0").0.is_empty()
                    || answer.field("payload") == Some(Value::from("")))
        },
    },
    Rule {
        id: "body-not-utf8",
        official: "replaces bytes that are no UTF-8 and reads on",
        ours: "refuses the body: JSON is UTF-8",
        applies: |answer, difference| answer.around == Around::NotUtf8 && is_unreadable(&difference.ours),
    },
    Rule {
        id: "body-over-256-kib",
        official: "reads bodies of up to 10 MB",
        ours: "stops at 256 KiB (`response_too_large`): answers are about one KiB",
        applies: |answer, difference| {
            answer.around == Around::Huge && is(&difference.ours, "response_too_large")
        },
    },
    Rule {
        id: "unpadded-base64",
        official: "refuses payload and signature whose `=` are missing",
        ours: "reads them; what is signed is the text, not what it decodes to",
        applies: |answer, difference| {
            let bare = |encoding| matches!(encoding, Encoding::Unpadded | Encoding::UrlUnpadded);
            bare(answer.payload.encoding) && is(&difference.official, "payload_base64")
                || bare(answer.payload.signature) && is(&difference.official, "signature_base64")
        },
    },
    Rule {
        id: "url-alphabet",
        official: "reads payload and signature in the URL alphabet (`-` and `_`) too",
        ours: "reads the standard alphabet, the only one that the service uses",
        applies: |answer, difference| {
            let url = |encoding| matches!(encoding, Encoding::Url | Encoding::UrlUnpadded);
            url(answer.payload.encoding) && is(&difference.ours, "invalid_payload_json")
                || url(answer.payload.signature) && is(&difference.ours, "invalid_signature_encoding")
        },
    },
    Rule {
        id: "blanks-around-signature",
        official: "refuses a signature with a line end behind it",
        ours: "trims it",
        applies: |answer, difference| {
            answer.payload.signature == Encoding::LineEnd && is(&difference.official, "signature_base64")
        },
    },
    Rule {
        id: "code-with-colon",
        official: "reads a service's code up to its first colon",
        ours: "takes it whole, as a code that it does not know: `AF_STATUS_SERVER_OTHER`, transient",
        applies: |answer, difference| {
            difference.what == What::Code
                && error_text(answer)
                    .is_some_and(|code| code.contains(':') && is(&difference.ours, &cleaned(&code)))
        },
    },
    Rule {
        id: "code-beyond-its-form",
        official: "hands on a code of any characters and length",
        ours: "cuts it at 63 characters and replaces those that are not printable ASCII, so that it fits `af_error`",
        applies: |answer, difference| {
            difference.what == What::Code
                && error_text(answer)
                    .is_some_and(|code| code != cleaned(&code) && is(&difference.ours, &cleaned(&code)))
        },
    },
    Rule {
        id: "client-code-from-the-server",
        official: "ends the session when the service names a code that only a client can find",
        ours: "takes it as a code that it does not know, which is transient: nothing unsigned may pose as a finding",
        applies: |answer, difference| {
            let code = error_text(answer).unwrap_or_default();
            FATAL_FINDINGS.contains(&code.as_str()) && difference.ours == code.as_str()
        },
    },
];

/// Codes that only a client can find, and the official client takes for fatal from the server too.
const FATAL_FINDINGS: &[&str] = &["signature_mismatch", "offline_file_rejected"];

/// Fields of the payload that the official client reads.
const READ: &[&str] = &[
    "sessionToken",
    "expiresIn",
    "nonce",
    "requestId",
    "sessionExpiresAt",
    "licenseExpiresAt",
    "maxHwidSlots",
    "hwidCount",
    "licenseLabel",
    "appVariables",
    "licenseVariables",
];

/// Nothing of it can be seen.
fn is_blank(token: &Value) -> bool {
    let unseen = |letter: char| letter.is_whitespace() || letter.is_control();
    token.as_str().is_some_and(|token| token.chars().all(unseen))
}

fn is(summary: &Value, start: &str) -> bool {
    summary.as_str().is_some_and(|text| text.starts_with(start))
}

/// Only the official client, or both with another meaning.
fn refuses(difference: &Difference, code: &str) -> bool {
    is(&difference.official, code) && difference.what != What::OnlyOfficial
}

/// By the server's clock or this computer's: which of the two counts depends on whether the time told is one.
fn is_over(answer: &Answer) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |now| now.as_secs_f64());
    let told = answer.payload.field("timestamp").and_then(|time| match &time {
        Value::String(date) => official::parse_iso8601_ms(date).map(|ms| ms as f64 / 1000.0),
        number => number.as_f64(),
    });
    let end = answer.payload.field("expiresIn").and_then(|end| end.as_f64());
    end.is_some_and(|end| end <= told.unwrap_or(now).max(now))
}

fn is_u64(answer: &Answer, name: &str) -> bool {
    answer.payload.field(name).is_some_and(|value| value.is_u64())
}

fn optional_field_is_odd(answer: &Answer) -> bool {
    let odd = |name: &str, fits: fn(&Value) -> bool| {
        answer.payload.field(name).is_some_and(|value| !value.is_null() && !fits(&value))
    };
    odd("requestId", Value::is_string)
        || odd("sessionExpiresAt", Value::is_string)
        || odd("licenseLabel", Value::is_string)
        || odd("maxHwidSlots", Value::is_u64)
        || odd("hwidCount", Value::is_u64)
        || odd("appVariables", Value::is_object)
        || odd("licenseVariables", Value::is_object)
}

fn error_text(answer: &Answer) -> Option<String> {
    Some(answer.field("error")?.as_str()?.trim().to_ascii_lowercase())
}

/// As it fits into `af_error.code`.
fn cleaned(code: &str) -> String {
    code.chars().map(|c| if c.is_ascii_graphic() { c } else { '_' }).take(63).collect()
}

fn says_success(status: &Value) -> bool {
    let word = status.as_str().unwrap_or_default().trim().to_ascii_lowercase();
    status == true
        || status.as_f64() == Some(1.0)
        || ["ok", "success", "valid", "true", "1"].contains(&word.as_str())
}
