//! An immutable, verified picture of a license at one moment.

use std::ffi::CString;

use serde_json::{Map, Value};

use crate::clock::{self, Anchor};
use crate::error::{Error, Result};
use crate::protocol::Payload;
use crate::protocol::payload::{self, LicenseExpiry};
use crate::secret::Secret;
use crate::status::Status;
use crate::variables::Variables;

/// Texts are kept with their terminator, so that the C face can lend them out.
pub struct Session {
    pub token: Secret,
    /// Unix seconds.
    pub expires_at: i64,
    pub license_expiry: LicenseExpiry,
    pub license_label: Option<CString>,
    /// -1 when the service did not say.
    pub max_hwid_slots: i32,
    pub hwid_count: i32,
    pub unlimited_hwid_slots: bool,
    pub request_id: Option<CString>,
    pub key_id: Option<CString>,
    /// The payload as JSON text.
    pub json: CString,
    pub app: Variables,
    pub license: Variables,
    anchor: Option<Anchor>,
}

impl Session {
    /// A session from a verified payload. Fields that a heartbeat leaves out stay as `previous` had them.
    pub fn new(payload: Payload, previous: Option<&Session>) -> Result<Session> {
        let anchor = payload.timestamp_ms.map(|server_ms| Anchor::new(server_ms, clock::now()));
        if clock::trusted_ms(anchor) >= payload.expires_at.saturating_mul(1000) {
            return Err(Error::new(Status::SessionExpired, "the session was over when it began"));
        }
        let mut object = previous.map(Session::object).unwrap_or_default();
        object.extend(payload.object);
        let key_id = c_text(&payload.key_id).or_else(|| previous?.key_id.clone());
        Ok(Session {
            token: payload.session_token,
            expires_at: payload.expires_at,
            license_expiry: payload::license_expiry(&object),
            license_label: text(&object, "licenseLabel"),
            max_hwid_slots: count(&object, "maxHwidSlots"),
            hwid_count: count(&object, "hwidCount"),
            unlimited_hwid_slots: object.get("unlimitedHwidSlots") == Some(&Value::Bool(true)),
            request_id: text(&object, "requestId"),
            key_id,
            app: Variables::read(object.get("appVariables")),
            license: Variables::read(object.get("licenseVariables")),
            json: CString::new(Value::Object(object).to_string()).unwrap_or_default(),
            anchor,
        })
    }

    /// Milliseconds until the session ends; negative once it is over.
    pub fn left_ms(&self) -> i64 {
        self.expires_at.saturating_mul(1000).saturating_sub(clock::trusted_ms(self.anchor))
    }

    fn object(&self) -> Map<String, Value> {
        match serde_json::from_slice(self.json.as_bytes()) {
            Ok(Value::Object(object)) => object,
            _ => Map::new(),
        }
    }
}

fn text(object: &Map<String, Value>, name: &str) -> Option<CString> {
    c_text(object.get(name)?.as_str()?)
}

/// Empty counts as absent, and so does text that C could not hold whole.
fn c_text(text: &str) -> Option<CString> {
    if text.is_empty() { None } else { CString::new(text).ok() }
}

fn count(object: &Map<String, Value>, name: &str) -> i32 {
    let number = payload::integer(object.get(name)).and_then(|number| i32::try_from(number).ok());
    number.filter(|count| *count >= 0).unwrap_or(-1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn payload(extra: Value) -> Payload {
        let mut object = json!({"sessionToken": "t", "expiresIn": 1_900_000_000i64,
            "timestamp": "2026-04-20T00:00:00.000Z"});
        for (name, value) in extra.as_object().unwrap() {
            object[name] = value.clone();
        }
        let Value::Object(object) = object else { unreachable!() };
        Payload::read(object, "k1".to_owned()).unwrap()
    }

    #[test]
    fn a_thin_heartbeat_keeps_what_the_login_said() {
        let full = json!({"licenseLabel": "Ada", "maxHwidSlots": 3, "licenseVariables": {"tier": "pro"}});
        let login = Session::new(payload(full), None).unwrap();
        let beat = Session::new(payload(json!({"expiresIn": 1_900_000_300})), Some(&login)).unwrap();
        assert_eq!(beat.license_label.as_deref(), Some(c"Ada"));
        assert_eq!((beat.max_hwid_slots, beat.expires_at), (3, 1_900_000_300));
        assert!(beat.license == login.license);
        assert!(beat.json.to_str().unwrap().contains("Ada"));
    }

    #[test]
    fn the_signed_timestamp_is_the_clock_that_counts() {
        let session = Session::new(payload(json!({})), None).unwrap();
        let expected = 1_900_000_000_000 - 1_776_643_200_000;
        assert!((expected - 5000..=expected).contains(&session.left_ms()));
        let late = payload(json!({"timestamp": "2033-01-01T00:00:00Z"}));
        assert_eq!(Session::new(late, None).map(|_| ()).unwrap_err().status, Status::SessionExpired);
    }

    #[test]
    fn counts_of_an_odd_type_are_unknown() {
        let odd = json!({"maxHwidSlots": "3", "hwidCount": -2, "licenseLabel": 7});
        let session = Session::new(payload(odd), None).unwrap();
        assert_eq!((session.max_hwid_slots, session.hwid_count), (-1, -1));
        assert!(session.license_label.is_none());
    }
}
