//! License files (`.authforge`): signed by the service, verified without it. `docs/protocol.md`,
//! "License files".

use std::ffi::CString;

use base64::Engine as _;
use ed25519_dalek::Signature;
use serde_json::{Map, Value};

use super::armor::{Armored, Block, Kind};
use crate::protocol::json;
use crate::protocol::time::parse_iso_ms;
use crate::protocol::trust::{self, TrustList};
use crate::status::Status;
use crate::values::encoding::BASE64;
use crate::values::error::{Error, Result};
use crate::values::key_text::is_same_key;
use crate::values::quoted::quoted;
use crate::values::secret::Secret;
use crate::values::text::Text;

const VERSION: f64 = 1.0;
const TYPE: &str = "authforge-license";
/// Letters of a signature's base64, without padding.
const SIGNATURE: usize = 86;
/// A clock that is set to the time of another zone, by hand, is not called wrong.
const CLOCK_TOLERANCE_MS: i64 = 24 * 60 * 60 * 1000;

/// Which machines a file is for.
#[derive(Debug, PartialEq, Eq)]
pub enum HwidPolicy {
    Any,
    Bound(Vec<CString>),
}

/// A verified file.
#[derive(Debug)]
pub struct LicenseFile {
    pub jti: Option<CString>,
    pub license_key: Secret,
    pub key_id: String,
    /// Unix seconds; 0 if the date cannot be read.
    pub issued_at: i64,
    /// Milliseconds since 1970; `None` is never.
    pub end_ms: Option<i64>,
    pub hwid_policy: HwidPolicy,
    /// The armored text, unless a zero byte stands around the armor.
    pub text: Option<Text>,
    /// The service handed it out before; known for activations only.
    pub replay: bool,
    /// Everything, as signed.
    pub object: Map<String, Value>,
}

/// Who reads a file, and when.
pub struct Reader<'a> {
    pub app_id: &'a str,
    pub trust: &'a TrustList,
    /// Asked only for a file that is bound to machines: any other is read where none has an id.
    pub hwid: &'a dyn Fn() -> Result<&'a str>,
    /// Milliseconds since 1970.
    pub now_ms: i64,
    /// What the file was asked for with, if it was.
    pub license_key: Option<&'a str>,
}

/// Verifies the files of a text, one as a rule, and takes the first that is good: a mail may quote last
/// year's below. Of several that are not, the first that a trusted key has signed says why.
pub fn verify(text: &str, reader: &Reader<'_>) -> Result<LicenseFile> {
    let is_signed = |error: &Error| ![Status::BadArmor, Status::BadSignature].contains(&error.status);
    let armored = Armored::new(text);
    if armored.is_request_alone() {
        return Err(Error::of(Status::IsActivationRequest));
    }
    let mut why: Option<Error> = None;
    for block in armored.blocks(Kind::License)? {
        match verify_block(&block, text, reader) {
            Err(error) if why.as_ref().is_some_and(|why| is_signed(why) || !is_signed(&error)) => {}
            Err(error) => why = Some(error),
            good => return good,
        }
    }
    Err(why.unwrap_or_else(|| Error::of(Status::BadArmor)))
}

/// In the order that all AuthForge libraries keep: armor, signature, version, content, app, date, machine;
/// then, of a file that was asked for, the license, and of any other, the clock. Nothing unsigned is looked at: the headers are for people.
fn verify_block(block: &Block<'_>, text: &str, reader: &Reader<'_>) -> Result<LicenseFile> {
    let object = signed_object(block, reader.trust)?;
    if object.get("v").and_then(Value::as_f64) != Some(VERSION) {
        let version = object.get("v").map_or("none".to_owned(), Value::to_string);
        return Err(Error::new(
            Status::UnsupportedVersion,
            format!("the file's version is {version:.20}, need 1"),
        ));
    }
    let file = content(object, text)?;
    check_app(&file, reader.app_id)?;
    check_date(&file, reader.now_ms)?;
    check_machine(&file, reader.hwid)?;
    match reader.license_key {
        Some(asked_with) => check_license(&file, asked_with)?,
        None => check_clock(&file, reader.now_ms)?,
    }
    Ok(file)
}

/// The payload: of all that may be read for it, what a trusted key is seen to have signed.
fn signed_object(block: &Block<'_>, trust: &TrustList) -> Result<Map<String, Value>> {
    let sealed = block.followed_by(Kind::Signature).map_err(|error| block.unproven(error))?;
    let signatures: Vec<_> = sealed.iter().flat_map(signatures).collect();
    let is_signed = |text: &[u8]| signatures.iter().any(|signature| trust.verify(text, signature));
    let payload = block.base64(&mut |text| is_signed(text))?;
    let bad = || block.unproven(sealed[0].unproven(Error::of(Status::BadSignature)));
    let payload = payload.ok_or_else(bad)?;
    let decoded = BASE64.decode(&payload).map_err(|_| malformed("the payload is not base64"))?;
    match json::read(&decoded) {
        Some(Value::Object(object)) => Ok(object),
        _ => Err(malformed("the payload is not a JSON object")),
    }
}

/// What the signature's block may hold, whatever else stands before or behind it.
fn signatures(sealed: &Block<'_>) -> Vec<Signature> {
    let texts = sealed.letters();
    let long = texts.iter().filter(|text| text.len() >= SIGNATURE);
    let cut = long.flat_map(|text| [&text[..SIGNATURE], &text[text.len() - SIGNATURE..]]);
    cut.filter_map(trust::signature).collect()
}

fn malformed(why: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(Status::MalformedPayload, why)
}

/// Reads the fields that must be there. Any other that is absent or of an odd type is unknown.
fn content(object: Map<String, Value>, text: &str) -> Result<LicenseFile> {
    if object.get("typ").and_then(Value::as_str) != Some(TYPE) {
        return Err(malformed("the payload is not a license file's"));
    }
    required(&object, "appId")?;
    let license_key = Secret::new(required(&object, "licenseKey")?);
    let jti = CString::new(required(&object, "jti")?).ok();
    let key_id = required(&object, "kid")?.to_owned();
    let issued_at = parse_iso_ms(required(&object, "issuedAt")?).map_or(0, |ms| ms.div_euclid(1000));
    let end_ms = match object.get("expiresAt") {
        Some(Value::Null) => None,
        Some(Value::String(date)) if !date.is_empty() => {
            // A date that cannot be read is one that has passed.
            Some(parse_iso_ms(date).unwrap_or(i64::MIN))
        }
        _ => return Err(malformed("expiresAt is neither a date nor null")),
    };
    Ok(LicenseFile {
        jti,
        license_key,
        key_id,
        issued_at,
        end_ms,
        hwid_policy: hwid_policy(object.get("hwid"))?,
        text: Text::new(text),
        replay: false,
        object,
    })
}

fn required<'a>(object: &'a Map<String, Value>, name: &str) -> Result<&'a str> {
    let text = object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.ok_or_else(|| malformed(format!("{name} is missing, empty or no text")))
}

fn hwid_policy(value: Option<&Value>) -> Result<HwidPolicy> {
    let policy = value.and_then(Value::as_object);
    match policy.and_then(|policy| policy.get("mode")).and_then(Value::as_str) {
        Some("any") => Ok(HwidPolicy::Any),
        Some("bound") => bound(policy.and_then(|policy| policy.get("hwids")).and_then(Value::as_array)),
        _ => Err(malformed("hwid.mode is neither bound nor any")),
    }
}

fn bound(list: Option<&Vec<Value>>) -> Result<HwidPolicy> {
    let list = list.filter(|list| !list.is_empty()).ok_or_else(|| malformed("hwid.hwids is no list"))?;
    let text = |value: &Value| value.as_str().filter(|hwid| !hwid.is_empty()).map(CString::new);
    let hwids: Option<Vec<_>> = list.iter().map(text).collect();
    let hwids = hwids.ok_or_else(|| malformed("hwid.hwids has an entry that is no text"))?;
    // No machine has an id with a zero byte.
    Ok(HwidPolicy::Bound(hwids.into_iter().flatten().collect()))
}

fn check_app(file: &LicenseFile, app_id: &str) -> Result<()> {
    let theirs = required(&file.object, "appId")?;
    if theirs == app_id.trim() {
        return Ok(());
    }
    let (theirs, ours) = (quoted(theirs), quoted(app_id));
    Err(Error::new(Status::WrongApp, format!("the file is for app {theirs}, this client is for {ours}")))
}

/// At the very moment of its end a file has expired.
fn check_date(file: &LicenseFile, now_ms: i64) -> Result<()> {
    if file.end_ms.is_none_or(|end_ms| end_ms > now_ms) {
        return Ok(());
    }
    Err(expired(file))
}

/// What a file that is over is reported as.
pub fn expired(file: &LicenseFile) -> Error {
    let date = file.object.get("expiresAt").and_then(Value::as_str).unwrap_or_default();
    Error::new(Status::Expired, format!("the license file ended at {}", quoted(date)))
}

fn check_machine<'a>(file: &LicenseFile, hwid: &dyn Fn() -> Result<&'a str>) -> Result<()> {
    let HwidPolicy::Bound(hwids) = &file.hwid_policy else { return Ok(()) };
    let here = hwid()?.trim();
    if !here.is_empty() && hwids.iter().any(|hwid| hwid.as_bytes() == here.as_bytes()) {
        return Ok(());
    }
    let text = format!("the license file is for {} other machine(s), not for {}", hwids.len(), quoted(here));
    Err(Error::new(Status::HwidMismatch, text))
}

/// The service has signed that it was that late: a clock that is further behind is wrong, and would let a file with an
/// end last longer. One without an end is good at any time, and whoever has asked for a file is not to lose the seat
/// that it took by the clock.
fn check_clock(file: &LicenseFile, now_ms: i64) -> Result<()> {
    let issued_ms = file.issued_at.saturating_mul(1000);
    if file.end_ms.is_none() || issued_ms <= now_ms.saturating_add(CLOCK_TOLERANCE_MS) {
        return Ok(());
    }
    let date = file.object.get("issuedAt").and_then(Value::as_str).unwrap_or_default();
    let text =
        format!("the license file was issued at {}, and this computer's clock is before that", quoted(date));
    Err(Error::new(Status::ClockWrong, text))
}

/// The service may write a key in its own way. Neither stands in the message.
fn check_license(file: &LicenseFile, license_key: &str) -> Result<()> {
    if is_same_key(license_key, file.license_key.reveal()) {
        return Ok(());
    }
    let text = "the file is for another license key than it was asked for with";
    let error = Error::new(Status::OfflineFileRejected, text);
    Err(Error { code: "wrong_license_key".into(), ..error })
}

#[cfg(test)]
mod tests {
    use super::super::armor;
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use ed25519_dalek::{Signer, SigningKey};
    use serde_json::json;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn payload() -> Value {
        json!({"v": 1, "typ": TYPE, "appId": "app", "licenseKey": "K", "jti": "j", "kid": "k1",
            "issuedAt": "2026-09-11T11:00:00Z", "expiresAt": "2027-01-01T00:00:00.500Z",
            "hwid": {"mode": "bound", "hwids": ["here", "there"]}})
    }

    fn sealed(payload: &str) -> String {
        let body = STANDARD.encode(payload);
        let signature = STANDARD.encode(key().sign(body.as_bytes()).to_bytes());
        let (body, signature) = (armor::wrap(&body), armor::wrap(&signature));
        let [begin, end] = [Kind::License.begin(), Kind::License.end()];
        let [begin_signature, end_signature] = [Kind::Signature.begin(), Kind::Signature.end()];
        format!("{begin}\nVersion: 9\n\n{body}\n{end}\n{begin_signature}\n{signature}\n{end_signature}\n")
    }

    fn read(text: &str) -> Result<LicenseFile> {
        read_with(text, Ok(" here "), None)
    }

    fn read_with(text: &str, hwid: Result<&str>, license_key: Option<&str>) -> Result<LicenseFile> {
        let trust = TrustList::parse(&STANDARD.encode(key().verifying_key().as_bytes())).unwrap();
        let now_ms = parse_iso_ms("2026-10-01T00:00:00Z").unwrap();
        verify(text, &Reader { app_id: "app", trust: &trust, hwid: &|| hwid.clone(), now_ms, license_key })
    }

    fn status_with(change: impl FnOnce(&mut Value)) -> Status {
        let mut payload = payload();
        change(&mut payload);
        read(&sealed(&payload.to_string())).map_or_else(|error| error.status, |_| Status::Ok)
    }

    #[test]
    fn a_good_file_tells_what_it_says() {
        let file = read(&sealed(&payload().to_string())).unwrap();
        assert_eq!((file.jti.as_deref(), file.license_key.reveal()), (Some(c"j"), "K"));
        assert_eq!((file.issued_at, file.end_ms), (1_789_124_400, Some(1_798_761_600_500)));
        assert_eq!(file.hwid_policy, HwidPolicy::Bound(vec![c"here".into(), c"there".into()]));
    }

    #[test]
    fn a_version_is_the_number_one_however_it_is_written() {
        assert_eq!(status_with(|p| p["v"] = json!(1.0)), Status::Ok);
        for bad in [json!(2), json!(true), json!("1"), json!(null), json!(1.5)] {
            assert_eq!(status_with(|p| p["v"] = bad.clone()), Status::UnsupportedVersion, "{bad}");
        }
    }

    #[test]
    fn each_required_field_is_required() {
        for name in ["typ", "appId", "licenseKey", "jti", "kid", "issuedAt", "expiresAt", "hwid"] {
            let absent = status_with(|p| drop(p.as_object_mut().unwrap().remove(name)));
            assert_eq!(absent, Status::MalformedPayload, "{name}");
            assert_eq!(status_with(|p| p[name] = json!("")), Status::MalformedPayload, "{name}");
        }
        for hwid in [
            json!({"mode": "bound"}),
            json!({"mode": "bound", "hwids": []}),
            json!({"mode": "bound", "hwids": ["", "here"]}),
            json!({"mode": "bound", "hwids": [1]}),
            json!({"mode": "all"}),
        ] {
            assert_eq!(status_with(|p| p["hwid"] = hwid.clone()), Status::MalformedPayload, "{hwid}");
        }
    }

    #[test]
    fn app_comes_before_date_and_date_before_machine() {
        let late = json!("2026-09-30T00:00:00Z");
        let other = json!({"mode": "bound", "hwids": ["there"]});
        let all = |p: &mut Value| {
            p["expiresAt"] = late.clone();
            p["hwid"] = other.clone();
        };
        assert_eq!(
            status_with(|p| {
                all(p);
                p["appId"] = json!("b")
            }),
            Status::WrongApp
        );
        assert_eq!(status_with(all), Status::Expired);
        assert_eq!(status_with(|p| p["hwid"] = other.clone()), Status::HwidMismatch);
        assert_eq!(status_with(|p| p["expiresAt"] = json!("soon")), Status::Expired);
        assert_eq!(status_with(|p| p["expiresAt"] = json!("2026-10-01T00:00:00.000Z")), Status::Expired);
        assert_eq!(status_with(|p| p["expiresAt"] = Value::Null), Status::Ok);
    }

    #[test]
    fn a_clock_that_is_more_than_a_day_before_the_issue_of_a_file_with_an_end_is_wrong() {
        // Read at 2026-10-01T00:00:00Z.
        let issued = |date: &str| status_with(|p| p["issuedAt"] = json!(date));
        assert_eq!(issued("2026-10-02T00:00:00.000Z"), Status::Ok, "a day of tolerance");
        assert_eq!(issued("2026-10-02T00:00:01.000Z"), Status::ClockWrong);
        assert_eq!(issued("2099-01-01T00:00:00Z"), Status::ClockWrong);
        assert_eq!(issued("some day"), Status::Ok, "nothing is known");
        let late = |change: fn(&mut Value)| {
            status_with(|p| {
                p["issuedAt"] = json!("2026-11-01T00:00:00Z");
                change(p);
            })
        };
        assert_eq!(late(|p| p["expiresAt"] = Value::Null), Status::Ok, "no clock makes it last longer");
        // What says more comes first.
        assert_eq!(late(|p| p["appId"] = json!("b")), Status::WrongApp);
        assert_eq!(late(|p| p["expiresAt"] = json!("2026-09-30T00:00:00Z")), Status::Expired);
        assert_eq!(late(|p| p["hwid"] = json!({"mode": "bound", "hwids": ["there"]})), Status::HwidMismatch);
    }

    #[test]
    fn the_clock_costs_nobody_the_seat_of_a_file_that_was_asked_for() {
        let mut payload = payload();
        payload["issuedAt"] = json!("2026-11-01T00:00:00Z");
        let text = sealed(&payload.to_string());
        assert!(read_with(&text, Ok("here"), Some("K")).is_ok());
        assert_eq!(read_with(&text, Ok("here"), None).unwrap_err().status, Status::ClockWrong);
    }

    #[test]
    fn an_activation_request_has_a_word_of_its_own_and_a_license_file_beside_it_counts() {
        let (begin, end) = (Kind::Request.begin(), Kind::Request.end());
        let request = format!("{begin}\nChecksum: 0\n\neyJ2IjoxfQ==\n{end}\n");
        assert_eq!(read(&request).unwrap_err().status, Status::IsActivationRequest);
        let good = sealed(&payload().to_string());
        assert!(read(&format!("{request}{good}")).is_ok() && read(&format!("{good}{request}")).is_ok());
        let spoiled = good.replacen("eyJ", "eyK", 1);
        assert_eq!(read(&format!("{request}{spoiled}")).unwrap_err().status, Status::BadSignature);
    }

    #[test]
    fn the_machine_is_asked_for_its_id_only_where_the_file_is_bound_to_some() {
        let read = |payload: &Value| {
            let no_id = Err(Error::of(Status::InternalError));
            read_with(&sealed(&payload.to_string()), no_id, None)
                .map_or_else(|error| error.status, |_| Status::Ok)
        };
        let mut payload = payload();
        assert_eq!(read(&payload), Status::InternalError);
        payload["expiresAt"] = json!("2026-09-30T00:00:00Z");
        assert_eq!(read(&payload), Status::Expired);
        payload["expiresAt"] = Value::Null;
        payload["hwid"] = json!({"mode": "any"});
        assert_eq!(read(&payload), Status::Ok);
    }

    #[test]
    fn a_file_that_was_asked_for_is_for_the_license_it_was_asked_for_with() {
        let mut payload = payload();
        payload["licenseKey"] = json!("ABCD-efgh ");
        let text = sealed(&payload.to_string());
        for same in ["ABCD-EFGH", "abcd-efgh", " abcd-EFGH\n", "ABCD EFGH", "abcdefgh"] {
            assert!(read_with(&text, Ok("here"), Some(same)).is_ok(), "{same}");
        }
        for other in ["", "ABCD", "ABCD-EFGI", "ABCD-EFGHI"] {
            let error = read_with(&text, Ok("here"), Some(other)).unwrap_err();
            assert_eq!(error.status, Status::OfflineFileRejected, "{other}");
            assert!(!error.message.to_ascii_lowercase().contains("abcd"), "{}", error.message);
        }
        let elsewhere = read_with(&text, Ok("elsewhere"), Some("K")).unwrap_err();
        assert_eq!(elsewhere.status, Status::HwidMismatch, "the machine comes before the license");
    }

    #[test]
    fn of_several_files_the_first_good_one_counts_and_else_the_first_that_is_signed_says_why() {
        let with = |name: &str, value: Value| {
            let mut payload = payload();
            payload[name] = value;
            sealed(&payload.to_string())
        };
        let [good, other] = ["first", "second"].map(|jti| with("jti", json!(jti)));
        let (old, theirs) = (with("expiresAt", json!("2026-01-01T00:00:00Z")), with("appId", json!("b")));
        let cut = &good[..good.len() / 3];
        let spoiled = good.replacen("eyJ", "eyK", 1);
        for text in [
            format!("{good}{other}"),
            format!("{old}{theirs}{good}"),
            format!("{cut}{good}{cut}"),
            format!("{spoiled}{good}"),
        ] {
            assert_eq!(read(&text).unwrap().jti.as_deref(), Some(c"first"), "{text}");
        }
        let status = |texts: &[&str]| read(&texts.concat()).unwrap_err().status;
        assert_eq!(status(&[&old, &theirs]), Status::Expired);
        assert_eq!(status(&[&theirs, &old]), Status::WrongApp);
        assert_eq!(status(&[&spoiled, cut, &old, &theirs]), Status::Expired);
        assert_eq!(status(&[&spoiled, cut]), Status::BadSignature);
        assert_eq!(status(&[cut, &spoiled]), Status::BadArmor);
    }

    #[test]
    fn nothing_is_read_before_a_trusted_key_has_signed_it() {
        let text = sealed(&payload().to_string());
        let spoiled = text.replacen("eyJ", "eyK", 1);
        assert_eq!(read(&spoiled).unwrap_err().status, Status::BadSignature);
        assert_eq!(read(&sealed("[1]")).unwrap_err().status, Status::MalformedPayload);
        assert_eq!(read("hello").unwrap_err().status, Status::BadArmor);
    }
}
