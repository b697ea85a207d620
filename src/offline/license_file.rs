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
        text: Text::new(text.to_owned()),
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
mod tests;
