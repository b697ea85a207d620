//! Request bodies: bytes to checked fields, no decisions.

use serde_json::{Map, Value};

use crate::model::limits::LicenseName;
use crate::values::refusal::ErrorCode;

const MAX_TEXT: usize = 256;
const MAX_TOKEN: usize = 4096;

pub(crate) type Body = Map<String, Value>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub app_id: String,
    pub app_secret: String,
    pub license_key: String,
    pub hwid: String,
    pub nonce: String,
}

/// What calls show once they have a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SessionClaim {
    pub app_id: String,
    pub session_token: String,
    pub hwid: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValidateRequest {
    pub credentials: Credentials,
    pub ttl_seconds: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeartbeatRequest {
    pub session: SessionClaim,
    pub nonce: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SelfBanRequest {
    pub claim: BanClaim,
    pub revoke_license: bool,
    pub blacklist_hwid: bool,
    pub blacklist_ip: bool,
}

/// On whose word a machine is banned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BanClaim {
    License(Credentials),
    Session(SessionClaim),
}

/// The body as a JSON object; anything else is malformed.
pub(crate) fn object(bytes: &[u8]) -> Result<Body, ErrorCode> {
    serde_json::from_slice(bytes).map_err(|_| ErrorCode::MalformedRequest)
}

impl Credentials {
    pub fn read(body: &Body) -> Result<Self, ErrorCode> {
        Ok(Self {
            app_id: text(body, "appId", MAX_TEXT)?,
            app_secret: text(body, "appSecret", MAX_TEXT)?,
            license_key: text(body, "licenseKey", MAX_TEXT)?,
            hwid: text(body, "hwid", MAX_TEXT)?,
            nonce: text(body, "nonce", MAX_TEXT)?,
        })
    }

    /// What its rate limit is counted by.
    pub fn license_name(&self) -> LicenseName {
        (self.app_id.clone(), self.license_key.clone())
    }
}

impl SessionClaim {
    pub fn read(body: &Body) -> Result<Self, ErrorCode> {
        Ok(Self {
            app_id: text(body, "appId", MAX_TEXT)?,
            session_token: text(body, "sessionToken", MAX_TOKEN)?,
            hwid: text(body, "hwid", MAX_TEXT)?,
        })
    }
}

impl ValidateRequest {
    pub fn read(body: &Body) -> Result<Self, ErrorCode> {
        Ok(Self {
            credentials: Credentials::read(body)?,
            ttl_seconds: body.get("ttlSeconds").map(whole_number).transpose()?,
        })
    }
}

impl HeartbeatRequest {
    pub fn read(body: &Body) -> Result<Self, ErrorCode> {
        Ok(Self { session: SessionClaim::read(body)?, nonce: text(body, "nonce", MAX_TEXT)? })
    }
}

impl SelfBanRequest {
    /// A token that is there makes it a ban from inside a session, whatever else is there.
    pub fn read(body: &Body) -> Result<Self, ErrorCode> {
        let in_session = body.contains_key("sessionToken");
        let claim = match in_session {
            true => BanClaim::Session(SessionClaim::read(body)?),
            false => BanClaim::License(Credentials::read(body)?),
        };
        Ok(Self {
            claim,
            revoke_license: flag(body, "revokeLicense")?.unwrap_or(in_session),
            blacklist_hwid: flag(body, "blacklistHwid")?.unwrap_or(true),
            blacklist_ip: flag(body, "blacklistIp")?.unwrap_or(true),
        })
    }
}

impl BanClaim {
    pub fn hwid(&self) -> &str {
        match self {
            Self::License(credentials) => &credentials.hwid,
            Self::Session(claim) => &claim.hwid,
        }
    }
}

fn text(body: &Body, name: &str, most: usize) -> Result<String, ErrorCode> {
    match body.get(name) {
        Some(Value::String(text)) if (1..=most).contains(&text.chars().count()) => Ok(text.clone()),
        _ => Err(ErrorCode::BadRequest),
    }
}

fn flag(body: &Body, name: &str) -> Result<Option<bool>, ErrorCode> {
    match body.get(name) {
        None => Ok(None),
        Some(Value::Bool(set)) => Ok(Some(*set)),
        Some(_) => Err(ErrorCode::BadRequest),
    }
}

/// A whole number, also when written as 3600.0: JavaScript does not tell them apart.
fn whole_number(value: &Value) -> Result<i64, ErrorCode> {
    if let Some(whole) = value.as_i64() {
        return Ok(whole);
    }
    match value.as_f64() {
        // Saturates, and everything so large is clamped later anyway.
        Some(number) if number.fract() == 0.0 => Ok(number as i64),
        _ => Err(ErrorCode::BadRequest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"{"appId":"a","appSecret":"s","licenseKey":"K","hwid":"h","nonce":"n","ttlSeconds":7200,"extra":[]}"#;

    fn read(text: &str) -> Result<ValidateRequest, ErrorCode> {
        ValidateRequest::read(&object(text.as_bytes())?)
    }

    #[test]
    fn what_is_no_json_object_is_malformed() {
        for text in ["", "{", "[]", "null", "\"x\"", "1", "{} {}", "\u{feff}{}", "{\"a\":1,}"] {
            assert_eq!(read(text), Err(ErrorCode::MalformedRequest), "{text}");
        }
        assert_eq!(object(b"{\"a\":\"\xff\"}"), Err(ErrorCode::MalformedRequest));
        let deep = "[".repeat(100_000);
        assert_eq!(read(&format!("{{\"a\":{deep}")), Err(ErrorCode::MalformedRequest));
    }

    #[test]
    fn a_missing_empty_or_wrongly_typed_field_is_a_bad_request() {
        assert_eq!(read(FULL).unwrap().ttl_seconds, Some(7200));
        for field in ["appId", "appSecret", "licenseKey", "hwid", "nonce"] {
            let mut body = object(FULL.as_bytes()).unwrap();
            for bad in [Value::Null, 1.into(), "".into(), "x".repeat(257).into(), Value::Array(vec![])] {
                body.insert(field.into(), bad);
                assert_eq!(ValidateRequest::read(&body), Err(ErrorCode::BadRequest), "{field}");
            }
            body.remove(field);
            assert_eq!(ValidateRequest::read(&body), Err(ErrorCode::BadRequest), "{field}");
        }
    }

    #[test]
    fn a_session_length_is_a_whole_number_of_any_size() {
        let ttl = |text: &str| read(&FULL.replace("7200", text)).map(|request| request.ttl_seconds);
        assert_eq!(ttl("3600.0"), Ok(Some(3600)));
        assert_eq!(ttl("-5"), Ok(Some(-5)));
        assert_eq!(ttl("1e30"), Ok(Some(i64::MAX)));
        assert_eq!(ttl("18446744073709551615"), Ok(Some(i64::MAX)));
        for bad in ["1.5", "\"3600\"", "true", "null"] {
            assert_eq!(ttl(bad), Err(ErrorCode::BadRequest), "{bad}");
        }
    }

    #[test]
    fn a_ban_of_a_session_revokes_unless_told_otherwise_and_any_other_does_not() {
        let read = |text: &str| SelfBanRequest::read(&object(text.as_bytes())?);
        let before = read(FULL).unwrap();
        assert_eq!((before.revoke_license, before.blacklist_hwid, before.blacklist_ip), (false, true, true));
        assert_eq!(before.claim.hwid(), "h");
        let session = r#"{"appId":"a","sessionToken":"t","hwid":"h","blacklistIp":false}"#;
        let inside = read(session).unwrap();
        assert_eq!((inside.revoke_license, inside.blacklist_hwid, inside.blacklist_ip), (true, true, false));
        for bad in ["null", "0", "\"false\""] {
            assert_eq!(read(&session.replace("false", bad)), Err(ErrorCode::BadRequest), "{bad}");
        }
        assert_eq!(read(r#"{"appId":"a","hwid":"h"}"#), Err(ErrorCode::BadRequest));
        assert_eq!(read(&session.replace("\"t\"", "null")), Err(ErrorCode::BadRequest), "is no other shape");
    }
}
