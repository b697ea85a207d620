//! What a client makes of an answer, in words that both clients share, and where two outcomes differ.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value, json};

use crate::capi::{Refusal, Scope, Session};

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// By name: what a host can read.
    Accepted(BTreeMap<&'static str, Value>),
    Refused {
        code: String,
        fatal: bool,
    },
}

/// One thing that the two clients see differently.
#[derive(Clone, Debug)]
pub struct Difference {
    pub what: What,
    pub official: Value,
    pub ours: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Only the official client accepts.
    OnlyOfficial,
    /// Only we accept.
    OnlyOurs,
    /// Both refuse, with codes of another group or class.
    Code,
    /// Both accept and read another value here.
    Field(&'static str),
}

impl Outcome {
    pub fn ours(result: Result<Session, Refusal>, read: impl FnOnce(&Session) -> Outcome) -> Outcome {
        match result {
            Ok(session) => read(&session),
            Err(refusal) => Outcome::Refused { code: refusal.code, fatal: refusal.fatal },
        }
    }

    pub fn is_accepted(&self) -> bool {
        matches!(self, Outcome::Accepted(_))
    }

    fn summary(&self) -> Value {
        match self {
            Outcome::Accepted(_) => json!("accepted"),
            Outcome::Refused { code, fatal } => {
                json!(format!("{code}{}", if *fatal { " (fatal)" } else { "" }))
            }
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Accepted(fields) => write!(f, "accepted {}", json!(fields)),
            Outcome::Refused { .. } => write!(f, "refused {}", self.summary()),
        }
    }
}

/// Numbers as our getters know them: 64-bit whole ones however they are written, and all others.
pub fn normalised(value: &Value) -> Value {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    match value {
        Value::Number(number) if number.as_i64().is_none() => match number.as_f64() {
            Some(whole) if whole.fract() == 0.0 && (-BEYOND..BEYOND).contains(&whole) => json!(whole as i64),
            other => json!(other),
        },
        other => other.clone(),
    }
}

pub fn variables_of_official<'a>(map: Option<impl IntoIterator<Item = (&'a String, &'a Value)>>) -> Value {
    let all = map.into_iter().flatten();
    Value::Object(all.map(|(name, value)| (name.clone(), normalised(value))).collect::<Map<_, _>>())
}

pub fn variables_of_ours(session: &Session, scope: Scope) -> Value {
    let all = session.variables(scope);
    Value::Object(all.iter().map(|(name, value)| (name.clone(), normalised(value))).collect())
}

/// Where the outcomes differ; refusals count as alike when their codes say the same.
pub fn differences(official: &Outcome, ours: &Outcome) -> Vec<Difference> {
    let whole = |what| vec![Difference { what, official: official.summary(), ours: ours.summary() }];
    match (official, ours) {
        (Outcome::Accepted(_), Outcome::Refused { .. }) => whole(What::OnlyOfficial),
        (Outcome::Refused { .. }, Outcome::Accepted(_)) => whole(What::OnlyOurs),
        (Outcome::Refused { code: a, fatal: x }, Outcome::Refused { code: b, fatal: y }) => {
            if group(a) == group(b) && x == y { Vec::new() } else { whole(What::Code) }
        }
        (Outcome::Accepted(official), Outcome::Accepted(ours)) => {
            assert!(official.keys().eq(ours.keys()), "both tell the same fields");
            let pairs = official.iter().zip(ours).filter(|((_, a), (_, b))| a != b);
            let told = |((what, a), (_, b)): ((&&'static str, &Value), (_, &Value))| Difference {
                what: What::Field(what),
                official: a.clone(),
                ours: b.clone(),
            };
            pairs.map(told).collect()
        }
    }
}

/// Codes that say the same of an answer: it cannot be read, or it belongs to another request. Any other
/// code is a group of its own.
fn group(code: &str) -> &str {
    match code {
        "invalid_json_response"
        | "response_not_json_object"
        | "unexpected_response"
        | "missing_payload"
        | "missing_signature"
        | "signature_base64_decode_failed"
        | "invalid_signature_bytes"
        | "invalid_signature_encoding"
        | "payload_base64_decode_failed"
        | "invalid_payload_json"
        | "payload_not_json_object"
        | "missing_sessionToken"
        | "missing_expiresIn" => "unreadable",
        "nonce_mismatch" | "replay_detected" => "another request",
        other => other,
    }
}
