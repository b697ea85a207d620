//! An immutable, verified picture of a license at one moment.

pub mod variables;

use std::ffi::CString;

use serde_json::{Map, Value};

use crate::offline::LicenseFile;
use crate::protocol::Payload;
use crate::protocol::json;
use crate::protocol::payload::{self, LicenseExpiry};
use crate::runtime::clock::{self, Anchor};
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::secret::Secret;
use crate::values::text::Text;
use variables::Variables;

/// What a session rests on.
pub enum Proof {
    /// A signed answer of the service, renewed with this token.
    Token(Secret),
    File(LicenseFile),
}

/// Texts are kept with their terminator, so that the C ABI can hand out pointers to them.
pub struct Session {
    pub proof: Proof,
    /// `None` if it has a zero byte, which none of the service's has.
    pub license_key: Option<Text>,
    /// `None` is never, as only license files have it.
    end: Option<End>,
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

/// When a session ends, since 1970.
#[derive(Clone, Copy)]
struct End {
    seconds: i64,
    /// For judging: an end so far off that it does not fit is the latest that does.
    ms: i64,
}

/// What the service has told before, where an answer leaves it out.
struct Previous {
    license_key: Option<Text>,
    object: Map<String, Value>,
    key_id: Option<CString>,
    issued_at: i64,
    anchor: Option<Anchor>,
}

impl Session {
    /// A session from a verified payload, for the key that was asked about.
    pub fn online(payload: Payload, license_key: &Secret) -> Result<Session> {
        let license_key = Text::new(license_key.reveal().to_owned());
        let nothing = Previous { license_key, object: Map::new(), key_id: None, issued_at: 0, anchor: None };
        Session::answered(payload, nothing)
    }

    /// The session that a heartbeat has renewed. Fields that the answer leaves out, or of which it says nothing
    /// that could be meant, stay as they were, and so does the server's clock.
    pub fn renewed(&self, payload: Payload) -> Result<Session> {
        let before = Previous {
            license_key: self.license_key.clone(),
            object: self.object(),
            key_id: self.key_id.clone(),
            issued_at: self.issued_at,
            anchor: self.anchor,
        };
        Session::answered(payload, before)
    }

    fn answered(payload: Payload, before: Previous) -> Result<Session> {
        let received = payload.timestamp_ms.map(|server_ms| Anchor::new(server_ms, clock::now()));
        let anchor = received.or(before.anchor);
        let end = End { seconds: payload.expires_at, ms: payload.expires_at.saturating_mul(1000) };
        if clock::trusted_ms(anchor) >= end.ms {
            return Err(Error::new(Status::SessionExpired, "the session was over when it began"));
        }
        let mut object = before.object;
        for (name, value) in payload.object {
            let kept =
                object.get(&name).is_some_and(|before| is_meaningful(&name, before) || before.is_null());
            if !kept || is_meaningful(&name, &value) {
                object.insert(name, value);
            }
        }
        Ok(Session {
            license_key: before.license_key,
            end: Some(end),
            issued_at: payload.timestamp_ms.map_or(before.issued_at, |ms| ms.div_euclid(1000)),
            key_id: c_text(&payload.key_id).or(before.key_id),
            anchor,
            ..Session::read(Proof::Token(payload.session_token), object)
        })
    }

    /// A session from a verified file.
    pub fn offline(mut file: LicenseFile) -> Session {
        let object = std::mem::take(&mut file.object);
        Session {
            license_key: Text::new(file.license_key.reveal().to_owned()),
            end: file.end_ms.map(|ms| End { seconds: ms.div_euclid(1000), ms }),
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
            end: None,
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

    /// Unix seconds; `None` is never.
    pub fn expires_at(&self) -> Option<i64> {
        self.end.map(|end| end.seconds)
    }

    /// What time it is, by the clock that its end is judged by: Unix seconds.
    pub fn now(&self) -> i64 {
        clock::trusted_ms(self.anchor).div_euclid(1000)
    }

    /// Milliseconds until the session ends, negative once it is over; `None` if it never does.
    pub fn left_ms(&self) -> Option<i64> {
        self.end.map(|end| end.ms.saturating_sub(clock::trusted_ms(self.anchor)))
    }

    /// Its end is judged by the wall clock, which the user of the computer can turn.
    pub fn is_judged_by_wall_clock(&self) -> bool {
        self.anchor.is_none()
    }

    fn object(&self) -> Map<String, Value> {
        match serde_json::from_slice(self.json.as_bytes()) {
            Ok(Value::Object(object)) => object,
            _ => Map::new(),
        }
    }
}

/// Whether a field is of the type that it has; an odd one is as good as none. A null says only of a login's
/// license that it has no end: in a heartbeat it is what servers write for what they have not looked up.
fn is_meaningful(name: &str, value: &Value) -> bool {
    match name {
        "appVariables" | "licenseVariables" => value.is_object(),
        "licenseLabel" | "requestId" => value.is_string(),
        "maxHwidSlots" | "hwidCount" => whole_count(Some(value)).is_some(),
        "unlimitedHwidSlots" => value.is_boolean(),
        "licenseExpiresAt" | "sessionExpiresAt" => payload::iso_seconds(Some(value)).is_some(),
        "timestamp" => value.is_string() || value.is_number(),
        _ => true,
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
    whole_count(object.get(name)).unwrap_or(-1)
}

fn whole_count(value: Option<&Value>) -> Option<i32> {
    i32::try_from(json::integer(value)?).ok().filter(|count| *count >= 0)
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
        assert_eq!((beat.max_hwid_slots, beat.expires_at()), (3, Some(1_900_000_300)));
        assert!(beat.license == login.license);
        assert_eq!(beat.license_key.as_ref().map(Text::as_c_str), Some(c"K"));
        assert!(beat.json.as_c_str().to_str().unwrap().contains("Ada"));
    }

    #[test]
    fn an_odd_detail_of_a_heartbeat_keeps_what_was_said_and_an_honest_one_replaces_it() {
        let said = json!({"licenseLabel": "Ada", "maxHwidSlots": 3, "hwidCount": 1, "unlimitedHwidSlots": true,
            "licenseVariables": {"tier": "pro"}, "appVariables": {"a": 1}, "requestId": "r",
            "licenseExpiresAt": "2036-01-01T00:00:00.000Z", "tomorrow": 1});
        let login = online(payload(said.clone())).unwrap();
        for (name, before) in said.as_object().unwrap() {
            for odd in
                [json!(null), json!([]), json!(""), json!(7.5), json!(-1), json!({"x": {}}), json!("soon")]
            {
                let beat = login.renewed(payload(json!({name: odd}))).unwrap();
                let now = &beat.object()[name];
                assert!(now == before || is_meaningful(name, &odd), "{name}: {odd}");
                assert!(*now == odd || !is_meaningful(name, &odd), "{name}: {odd}");
            }
        }
        let null = |name: &str| login.renewed(payload(json!({name: null}))).unwrap();
        assert!(null("licenseVariables").license == login.license && null("appVariables").app == login.app);
        assert_eq!(null("licenseExpiresAt").license_expiry, login.license_expiry);
        let cleared = login.renewed(payload(json!({"licenseVariables": {}, "licenseLabel": ""}))).unwrap();
        assert_eq!((cleared.license.len(), cleared.license_label), (0, None));
    }

    #[test]
    fn what_a_login_did_not_say_is_taken_from_a_heartbeat_as_it_is() {
        let login = online(payload(json!({"licenseExpiresAt": 7}))).unwrap();
        let beat = login.renewed(payload(json!({"licenseExpiresAt": null, "maxHwidSlots": "3"}))).unwrap();
        assert_eq!((beat.license_expiry, beat.max_hwid_slots), (LicenseExpiry::Lifetime, -1));
        // No end is an end that was told.
        let odd = beat.renewed(payload(json!({"licenseExpiresAt": 7}))).unwrap();
        assert_eq!(odd.license_expiry, LicenseExpiry::Lifetime);
    }

    #[test]
    fn a_heartbeat_without_a_timestamp_keeps_the_servers_clock() {
        let two_days_behind = (clock::wall_ms() / 1000) - 2 * 86_400;
        let end = two_days_behind + 86_400;
        let login = online(payload(json!({"expiresIn": end, "timestamp": two_days_behind}))).unwrap();
        let mut thin = payload(json!({"expiresIn": end + 60}));
        thin.timestamp_ms = None;
        let beat = login.renewed(thin).unwrap();
        assert_eq!(beat.issued_at, two_days_behind);
        let left = beat.left_ms().unwrap();
        assert!((86_400_000..=86_460_000).contains(&left), "{left}");
    }

    #[test]
    fn an_end_that_is_far_off_is_an_end() {
        for far in [json!(1e300), json!(i64::MAX), json!(1_700_000_000_000_000_000i64)] {
            let session = online(payload(json!({"expiresIn": far}))).unwrap();
            assert!(session.left_ms().is_some() && session.expires_at().is_some(), "{far}");
        }
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
