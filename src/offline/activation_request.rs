//! Activation requests (`.authforge-request`): an unsigned text that carries a machine's hardware id to the
//! app's operator. `docs/protocol.md`, "Activation requests".

use base64::Engine as _;
use serde_json::{Map, Value};

use super::armor::{self, Armored, Block, Kind};
use crate::protocol::json;
use crate::status::Status;
use crate::values::clip;
use crate::values::encoding::{BASE64, sha256};
use crate::values::error::{Error, Result};

const VERSION: f64 = 1.0;
const TYPE: &str = "authforge-activation-request";
/// Digits of the checksum.
const CHECKSUM: usize = 16;

/// Longest texts, in bytes.
const MAX_HWID: usize = 256;
const MAX_MACHINE_NAME: usize = 128;
const MAX_OTHER: usize = 64;

/// What a request says. Empty texts are left out, but for the first three.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ActivationRequest {
    pub app_id: String,
    pub hwid: String,
    /// ISO-8601.
    pub created_at: String,
    pub machine_name: String,
    pub os: String,
    pub sdk: String,
    pub license_key: String,
}

impl ActivationRequest {
    /// The armored text, for a machine with this id. What is too long for its field is clipped.
    pub fn to_text(&self, hwid: &str) -> String {
        let body = BASE64.encode(self.json(hwid, clip::beginning));
        let app_id = self.app_id.replace(['\r', '\n'], " ");
        let (app_id, checksum, body) = (app_id.trim(), checksum(&body), armor::wrap(&body));
        let (begin, end) = (Kind::Request.begin(), Kind::Request.end());
        format!("{begin}\nVersion: 1\nApp-Id: {app_id}\nChecksum: {checksum}\n\n{body}\n{end}\n")
    }

    /// Everything it says, in the one form in which all AuthForge libraries write it.
    pub fn to_json(&self) -> String {
        self.json(&self.hwid, |text, _| text)
    }

    fn json(&self, hwid: &str, fit: fn(&str, usize) -> &str) -> String {
        let required = [
            ("appId", self.app_id.as_str()),
            ("hwid", fit(hwid, MAX_HWID)),
            ("createdAt", self.created_at.as_str()),
        ];
        let optional = [
            ("machineName", fit(&self.machine_name, MAX_MACHINE_NAME)),
            ("os", fit(&self.os, MAX_OTHER)),
            ("sdk", fit(&self.sdk, MAX_OTHER)),
            ("licenseKey", fit(&self.license_key, MAX_OTHER)),
        ];
        let mut json = format!("{{\"v\":1,\"typ\":\"{TYPE}\"");
        let present = optional.into_iter().filter(|(_, text)| !text.is_empty());
        for (name, text) in required.into_iter().chain(present) {
            json.push_str(&format!(",\"{name}\":{}", Value::from(text)));
        }
        json.push('}');
        json
    }

    pub fn is_in(text: &str) -> bool {
        Armored::new(text).has(Kind::Request)
    }

    /// Reads a text with all that mail programs and editors do to it: of several requests the first that is
    /// whole.
    pub fn parse(text: &str) -> Result<ActivationRequest> {
        let armored = Armored::new(text);
        let blocks = armored.blocks(Kind::Request).map_err(|error| {
            let license = armored.has(Kind::License);
            if license { Error::of(Status::IsLicenseFile) } else { error }
        })?;
        let mut why = None;
        for block in blocks {
            match whole(&block) {
                Ok(body) => return Self::from_body(&body),
                Err(error) => why = why.or(Some(error)),
            }
        }
        Err(why.unwrap_or_else(|| Error::of(Status::BadArmor)))
    }

    fn from_body(body: &[u8]) -> Result<ActivationRequest> {
        let decoded = BASE64.decode(body).map_err(|_| malformed("the text inside is not base64"))?;
        match json::read(&decoded) {
            Some(Value::Object(object)) => read(&object),
            _ => Err(malformed("the text inside is not a JSON object")),
        }
    }
}

/// The base64 text that the checksum is of.
fn whole(block: &Block<'_>) -> Result<Vec<u8>> {
    let said = block.headers("Checksum", CHECKSUM);
    if said.is_empty() {
        return Err(armor::damaged("there is no Checksum header"));
    }
    let is_whole = |body: &[u8]| {
        let real = checksum(body);
        said.iter().any(|said| said.eq_ignore_ascii_case(real.as_bytes()))
    };
    let body = block.base64(&mut |text| is_whole(text))?;
    body.ok_or_else(|| block.unproven(Error::of(Status::ChecksumMismatch)))
}

fn read(object: &Map<String, Value>) -> Result<ActivationRequest> {
    if object.get("v").and_then(Value::as_f64) != Some(VERSION) {
        return Err(Error::new(Status::UnsupportedVersion, "the request's version is not 1"));
    }
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
    let required = |name: &str| match text(name) {
        "" => Err(malformed(format!("{name} is missing, empty or no text"))),
        text => Ok(text.to_owned()),
    };
    if text("typ") != TYPE {
        return Err(malformed("the text inside is not an activation request's"));
    }
    Ok(ActivationRequest {
        app_id: required("appId")?,
        hwid: required("hwid")?,
        created_at: required("createdAt")?,
        machine_name: text("machineName").to_owned(),
        os: text("os").to_owned(),
        sdk: text("sdk").to_owned(),
        license_key: text("licenseKey").to_owned(),
    })
}

fn malformed(why: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(Status::MalformedPayload, why)
}

fn checksum(body: impl AsRef<[u8]>) -> String {
    let mut digits = sha256(body.as_ref());
    digits.truncate(CHECKSUM);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> ActivationRequest {
        ActivationRequest {
            app_id: "a\r\nb".to_owned(),
            hwid: "h".to_owned(),
            created_at: "2026-09-11T12:00:00.000Z".to_owned(),
            machine_name: "Zo\u{eb}'s \"box\"\\\u{1}\u{8}".to_owned(),
            ..ActivationRequest::default()
        }
    }

    #[test]
    fn a_request_survives_the_mail() {
        let request = request();
        let text = request.to_text(&request.hwid);
        assert!(text.contains("App-Id: a  b\n"), "{text}");
        let mailed = format!("\u{FEFF}> see below\r\n{}-- \r\nregards", text.replace('\n', "\r\n"));
        assert_eq!(ActivationRequest::parse(&mailed).unwrap(), request);
    }

    #[test]
    fn controls_are_escaped_and_everything_else_is_utf_8() {
        let json = request().to_json();
        assert!(json.contains("\"machineName\":\"Zo\u{eb}'s \\\"box\\\"\\\\\\u0001\\b\"}"), "{json}");
    }

    #[test]
    fn long_texts_are_clipped_between_characters() {
        let written = |request: &ActivationRequest| {
            ActivationRequest::parse(&request.to_text(&request.hwid)).unwrap().to_json()
        };
        let long = ActivationRequest { machine_name: "\u{1F600}".repeat(200), ..request() };
        assert!(written(&long).contains(&format!("\"{}\"", "\u{1F600}".repeat(32))));
        let odd = ActivationRequest { machine_name: format!("x{}", "\u{e9}".repeat(200)), ..request() };
        assert!(written(&odd).contains(&format!("\"x{}\"", "\u{e9}".repeat(63))));
    }

    #[test]
    fn damage_is_told_apart() {
        let text = request().to_text("hwid-placeholder");
        let status = |text: &str| ActivationRequest::parse(text).unwrap_err().status;
        assert_eq!(status(&text.replace("eyJ", "eyK")), Status::ChecksumMismatch);
        assert_eq!(status(&text[..text.len() - 60]), Status::BadArmor, "cut off");
        assert_eq!(status(&text.replace("Checksum", "Check")), Status::BadArmor);
        assert_eq!(status("-----BEGIN AUTHFORGE LICENSE-----\n"), Status::IsLicenseFile);
        assert_eq!(status(""), Status::BadArmor);
    }
}
