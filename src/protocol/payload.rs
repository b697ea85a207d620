//! The signed payload's fields. Two are required; any other that is absent or of an odd type is unknown.

use serde_json::{Map, Value};

use super::time::parse_iso_ms;
use super::{json, token};
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::key_text::trimmed;
use crate::values::secret::Secret;

/// When the license itself ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LicenseExpiry {
    /// The service did not say.
    Unknown,
    /// Never.
    Lifetime,
    /// At this Unix second.
    At(i64),
}

/// A verified payload.
#[derive(Debug)]
pub struct Payload {
    pub session_token: Secret,
    /// Unix seconds. The wire calls it `expiresIn`.
    pub expires_at: i64,
    /// The server's clock, in milliseconds since 1970.
    pub timestamp_ms: Option<i64>,
    pub key_id: String,
    /// Everything, as signed.
    pub object: Map<String, Value>,
}

impl Payload {
    pub fn read(object: Map<String, Value>, key_id: String) -> Result<Payload> {
        let token = object.get("sessionToken").and_then(Value::as_str).unwrap_or_default();
        if trimmed(token).is_empty() {
            return Err(Error::of(Status::MissingSessionToken));
        }
        let expires_at = json::integer(object.get("expiresIn"))
            .or_else(|| token::expiry(token))
            .or_else(|| iso_seconds(object.get("sessionExpiresAt")))
            .ok_or_else(|| Error::of(Status::MissingExpiresIn))?;
        let timestamp_ms = match object.get("timestamp") {
            Some(Value::String(text)) => parse_iso_ms(text),
            // Servers of April 2026 sent seconds. One past the session's own end is none.
            number => json::integer(number)
                .filter(|seconds| *seconds < expires_at)
                .and_then(|seconds| seconds.checked_mul(1000)),
        };
        let session_token = Secret::new(token);
        Ok(Payload { session_token, expires_at, timestamp_ms, key_id, object })
    }
}

/// When the license ends, by the payload's `licenseExpiresAt`.
pub fn license_expiry(object: &Map<String, Value>) -> LicenseExpiry {
    match object.get("licenseExpiresAt") {
        Some(Value::Null) => LicenseExpiry::Lifetime,
        other => iso_seconds(other).map_or(LicenseExpiry::Unknown, LicenseExpiry::At),
    }
}

pub fn iso_seconds(value: Option<&Value>) -> Option<i64> {
    Some(parse_iso_ms(value?.as_str()?)?.div_euclid(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    fn read(value: Value) -> Result<Payload> {
        let Value::Object(object) = value else { panic!("not an object") };
        Payload::read(object, String::new())
    }

    #[test]
    fn a_timestamp_in_seconds_is_read_and_one_past_the_end_is_unknown() {
        let read = |timestamp| {
            let payload = json!({"sessionToken": "t", "expiresIn": 1_900_000_000, "timestamp": timestamp});
            read(payload).unwrap().timestamp_ms
        };
        assert_eq!(read(json!(1_776_643_200)), Some(1_776_643_200_000));
        assert_eq!(read(json!(1_776_643_200_000i64)), None);
    }

    #[test]
    fn odd_types_in_optional_fields_are_unknown_not_wrong() {
        let payload = read(json!({
            "sessionToken": "t", "expiresIn": 1_900_000_000, "timestamp": {}, "licenseExpiresAt": 7,
            "maxHwidSlots": "3", "appVariables": [1]
        }))
        .unwrap();
        assert_eq!(payload.timestamp_ms, None);
        assert_eq!(license_expiry(&payload.object), LicenseExpiry::Unknown);
    }

    #[test]
    fn expiry_comes_from_the_payload_then_the_token() {
        let token = format!("{}.sig", URL_SAFE_NO_PAD.encode(r#"{"exp":1800000000}"#));
        let both = read(json!({"sessionToken": token, "expiresIn": 1_900_000_000})).unwrap();
        assert_eq!(both.expires_at, 1_900_000_000);
        let odd = read(json!({"sessionToken": token, "expiresIn": "soon"})).unwrap();
        assert_eq!(odd.expires_at, 1_800_000_000);
        let huge = read(json!({"sessionToken": "t", "expiresIn": 1e300})).unwrap();
        assert_eq!(huge.expires_at, i64::MAX);
    }

    #[test]
    fn lifetime_and_unknown_are_told_apart() {
        let of = |value: Value| license_expiry(value.as_object().unwrap());
        assert_eq!(of(json!({"licenseExpiresAt": null})), LicenseExpiry::Lifetime);
        assert_eq!(of(json!({})), LicenseExpiry::Unknown);
        assert_eq!(of(json!({"licenseExpiresAt": "1970-01-01T00:00:01.000Z"})), LicenseExpiry::At(1));
    }
}
