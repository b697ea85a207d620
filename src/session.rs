//! An immutable, verified picture of a license at one moment.

use std::ffi::CString;

use serde_json::{Map, Value};

use crate::clock::{self, Anchor};
use crate::error::{Error, Result};
use crate::offline::LicenseFile;
use crate::protocol::Payload;
use crate::protocol::payload::{self, LicenseExpiry};
use crate::secret::Secret;
use crate::status::Status;
use crate::text::Text;
use crate::variables::Variables;

/// What a session rests on.
pub enum Proof {
    /// A signed answer of the service, renewed with this token.
    Token(Secret),
    File(LicenseFile),
}

/// Texts are kept with their terminator, so that the C face can lend them out.
pub struct Session {
    pub proof: Proof,
    /// `None` if it has a zero byte, which none of the service's has.
    pub license_key: Option<Text>,
    /// Milliseconds since 1970; `i64::MAX` is never.
    end_ms: i64,
    /// Unix seconds; 0 when not said.
    pub issued_at: i64,
    pub license_expiry: LicenseExpiry,
    pub license_label: Option<CString>,
    /// -1 when the service did not say.
    pub max_hwid_slots: i32,
    pub hwid_count: i32,
    pub unlimited_hwid_slots: bool,
    pub request_id: Option<CString>,
    pub key_id: Option<CString>,
    /// The payload as JSON text.
    pub json: Text,
    pub app: Variables,
    pub license: Variables,
    anchor: Option<Anchor>,
}

/// Never, in milliseconds and in seconds.
const NEVER: i64 = i64::MAX;

impl Session {
    /// A session from a verified payload, for the key that was asked about.
    pub fn online(payload: Payload, license_key: &Secret) -> Result<Session> {
        let license_key = Text::new(license_key.reveal());
        Session::answered(payload, license_key, Map::new(), None)
    }

    /// The session that a check-in has renewed. Fields that the answer leaves out stay as they were.
    pub fn renewed(&self, payload: Payload) -> Result<Session> {
        Session::answered(payload, self.license_key.clone(), self.object(), self.key_id.clone())
    }

    fn answered(
        payload: Payload,
        license_key: Option<Text>,
        mut object: Map<String, Value>,
        key_id: Option<CString>,
    ) -> Result<Session> {
        let anchor = payload.timestamp_ms.map(|server_ms| Anchor::new(server_ms, clock::now()));
        let end_ms = payload.expires_at.saturating_mul(1000);
        if clock::trusted_ms(anchor) >= end_ms {
            return Err(Error::new(Status::SessionExpired, "the session was over when it began"));
        }
        object.extend(payload.object);
        Ok(Session {
            license_key,
            end_ms,
            issued_at: payload.timestamp_ms.map_or(0, |ms| ms.div_euclid(1000)),
            key_id: c_text(&payload.key_id).or(key_id),
            anchor,
            ..Session::read(Proof::Token(payload.session_token), object)
        })
    }

    /// A session from a verified file.
    pub fn offline(mut file: LicenseFile) -> Session {
        let object = std::mem::take(&mut file.object);
        Session {
            license_key: Text::new(file.license_key.reveal()),
            end_ms: file.end_ms.unwrap_or(NEVER),
            issued_at: file.issued_at,
            license_label: text(&object, "label"),
            key_id: c_text(&file.key_id),
            ..Session::read(Proof::File(file), object)
        }
    }

    /// What both kinds of payload have in common.
    fn read(proof: Proof, object: Map<String, Value>) -> Session {
        Session {
            proof,
            license_key: None,
            end_ms: NEVER,
            issued_at: 0,
            license_expiry: payload::license_expiry(&object),
            license_label: text(&object, "licenseLabel"),
            max_hwid_slots: count(&object, "maxHwidSlots"),
            hwid_count: count(&object, "hwidCount"),
            unlimited_hwid_slots: object.get("unlimitedHwidSlots") == Some(&Value::Bool(true)),
            request_id: text(&object, "requestId"),
            key_id: None,
            app: Variables::read(object.get("appVariables")),
            license: Variables::read(object.get("licenseVariables")),
            json: Text::new(Value::Object(object).to_string()).unwrap_or_default(),
            anchor: None,
        }
    }

    pub fn token(&self) -> Option<&Secret> {
        match &self.proof {
            Proof::Token(token) => Some(token),
            Proof::File(_) => None,
        }
    }

    /// Not inlined: the optimiser would read fields of a file before it has looked whether there is one.
    /// Nothing comes of it, but memory checkers report it in every host.
    #[inline(never)]
    pub fn file(&self) -> Option<&LicenseFile> {
        match &self.proof {
            Proof::Token(_) => None,
            Proof::File(file) => Some(file),
        }
    }

    /// Unix seconds; `i64::MAX` is never.
    pub fn expires_at(&self) -> i64 {
        if self.end_ms == NEVER { NEVER } else { self.end_ms.div_euclid(1000) }
    }

    /// Milliseconds until the session ends, negative once it is over; `None` if it never does.
    pub fn left_ms(&self) -> Option<i64> {
        let left = || self.end_ms.saturating_sub(clock::trusted_ms(self.anchor));
        (self.end_ms != NEVER).then(left)
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

    fn online(payload: Payload) -> Result<Session> {
        Session::online(payload, &Secret::new("K"))
    }

    #[test]
    fn a_thin_heartbeat_keeps_what_the_login_said() {
        let full = json!({"licenseLabel": "Ada", "maxHwidSlots": 3, "licenseVariables": {"tier": "pro"}});
        let login = online(payload(full)).unwrap();
        let beat = login.renewed(payload(json!({"expiresIn": 1_900_000_300}))).unwrap();
        assert_eq!(beat.license_label.as_deref(), Some(c"Ada"));
        assert_eq!((beat.max_hwid_slots, beat.expires_at()), (3, 1_900_000_300));
        assert!(beat.license == login.license);
        assert_eq!(beat.license_key.as_ref().map(Text::as_c_str), Some(c"K"));
        assert!(beat.json.as_c_str().to_str().unwrap().contains("Ada"));
    }

    #[test]
    fn the_signed_timestamp_is_the_clock_that_counts() {
        let session = online(payload(json!({}))).unwrap();
        let expected = 1_900_000_000_000 - 1_776_643_200_000;
        assert!((expected - 5000..=expected).contains(&session.left_ms().unwrap()));
        let late = payload(json!({"timestamp": "2033-01-01T00:00:00Z"}));
        assert_eq!(online(late).map(|_| ()).unwrap_err().status, Status::SessionExpired);
    }

    #[test]
    fn counts_of_an_odd_type_are_unknown() {
        let odd = json!({"maxHwidSlots": "3", "hwidCount": -2, "licenseLabel": 7});
        let session = online(payload(odd)).unwrap();
        assert_eq!((session.max_hwid_slots, session.hwid_count), (-1, -1));
        assert!(session.license_label.is_none());
    }
}
