//! The session token, as far as it can be read: opaque by the protocol, but its first part may be JSON that says
//! until when it holds and whom it was made for. It is signed along with the payload. `docs/protocol.md`, "Session
//! token".

use base64::Engine as _;
use serde_json::{Map, Value};

use super::json;
use crate::status::Status;
use crate::values::encoding::BASE64_URL;
use crate::values::error::{Error, Result};
use crate::values::key_text::is_same_key;

/// Whether an answer has to be about what was asked.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenBinding {
    Off = 0,
    IfPresent = 1,
}

/// Whom a session was asked for.
pub struct Asked<'a> {
    pub app_id: &'a str,
    /// `None` if it is not known.
    pub license_key: Option<&'a str>,
    pub hwid: &'a str,
}

/// When the token ends, in Unix seconds.
pub fn expiry(token: &str) -> Option<i64> {
    json::integer(body(token)?.get("exp"))
}

/// Refuses a token that names another app, license key or machine. What it does not name, and one that cannot be
/// read, says nothing.
pub fn check(token: &str, asked: &Asked<'_>) -> Result<()> {
    let Some(body) = body(token) else { return Ok(()) };
    let said = |name: &str| body.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty());
    let wrong = |what: &str| {
        Err(Error::new(
            Status::AnswerMismatch,
            format!("the answer is for another {what} than was asked for"),
        ))
    };
    if said("appId").is_some_and(|app_id| app_id != asked.app_id.trim()) {
        return wrong("app");
    }
    if let (Some(theirs), Some(ours)) = (said("licenseKey"), asked.license_key)
        && !is_same_key(theirs, ours)
    {
        return wrong("license key");
    }
    if said("hwid").is_some_and(|hwid| hwid != asked.hwid.trim()) {
        return wrong("machine");
    }
    Ok(())
}

fn body(token: &str) -> Option<Map<String, Value>> {
    let (body, _) = token.split_once('.')?;
    let bytes = zeroize::Zeroizing::new(BASE64_URL.decode(body.trim_end_matches('=')).ok()?);
    match json::read(&bytes)? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn token(body: &Value) -> String {
        format!("{}.proof", BASE64_URL.encode(body.to_string()))
    }

    fn checked(token: &str) -> Result<()> {
        check(token, &Asked { app_id: "app", license_key: Some("ABCD-EFGH"), hwid: "here" })
    }

    #[test]
    fn a_token_that_names_another_app_key_or_machine_is_refused_and_names_neither() {
        for (field, what) in [("appId", "app"), ("licenseKey", "license key"), ("hwid", "machine")] {
            let mut body = json!({"appId": "app", "licenseKey": "ABCD-EFGH", "hwid": "here", "exp": 1});
            assert!(checked(&token(&body)).is_ok());
            body[field] = json!("WXYZ");
            let error = checked(&token(&body)).unwrap_err();
            assert_eq!((error.status, error.is_fatal()), (Status::AnswerMismatch, true));
            assert!(error.message.contains(what) && !error.message.contains("WXYZ"), "{}", error.message);
        }
    }

    #[test]
    fn what_a_token_does_not_say_or_that_cannot_be_read_says_nothing() {
        for silent in [
            json!({}),
            json!({"appId": null, "licenseKey": 7, "hwid": ["x"]}),
            json!({"hwid": " "}),
            json!([1]),
        ] {
            assert!(checked(&token(&silent)).is_ok(), "{silent}");
        }
        for unreadable in ["", "opaque", "session.validate.token", ".", "bm90IGpzb24.x", "!!.x"] {
            assert!(checked(unreadable).is_ok(), "{unreadable}");
        }
        let unknown_key = Asked { app_id: "app", license_key: None, hwid: "here" };
        assert!(check(&token(&json!({"licenseKey": "K"})), &unknown_key).is_ok());
    }

    #[test]
    fn keys_are_compared_as_they_are_meant_and_machines_as_they_are_written() {
        for same in ["abcd-efgh", "ABCDEFGH", " abcd efgh "] {
            assert!(
                checked(&token(&json!({"licenseKey": same, "appId": " app ", "hwid": "here\n"}))).is_ok(),
                "{same}"
            );
        }
        assert!(checked(&token(&json!({"hwid": "HERE"}))).is_err());
    }

    #[test]
    fn an_end_is_read_with_padding_too() {
        assert_eq!(expiry(&format!("{}==.x", BASE64_URL.encode(r#"{"exp":12345}"#))), Some(12345));
        assert_eq!(expiry(&token(&json!({"exp": "soon"}))), None);
    }
}
