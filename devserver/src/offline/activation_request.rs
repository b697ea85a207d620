//! A `.authforge-request` file: a machine without a network asks for a license file.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::armor::Block;
use crate::values::moment::Moment;

const VERSION: u64 = 1;
const TYPE: &str = "authforge-activation-request";
/// Bytes of the SHA-256 that the header shows.
const CHECKSUM: usize = 8;

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ActivationRequest {
    pub app_id: String,
    pub hwid: String,
    pub license_key: Option<String>,
}

/// Why a text is no activation request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadRequestFile {
    pub code: &'static str,
    reason: String,
}

/// The fields as they come, with every limit that clients promise to keep.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    typ: String,
    app_id: String,
    hwid: String,
    #[serde(rename = "createdAt")]
    _created_at: Moment,
    machine_name: Option<String>,
    os: Option<String>,
    sdk: Option<String>,
    license_key: Option<String>,
}

impl ActivationRequest {
    pub fn parse(text: &str) -> Result<Self, BadRequestFile> {
        let request = Block::ActivationRequest;
        // An easy mistake: both files lie in the same folder.
        if !request.begins_in(text) && Block::License.begins_in(text) {
            return Err(wrong("is_license_file", "is a license file, need an activation request"));
        }
        let block = request.read(text).map_err(|reason| wrong("bad_armor", reason))?;
        let promised =
            block.header("Checksum").ok_or_else(|| wrong("bad_armor", "has no header Checksum"))?;
        let real = checksum(&block.body);
        if !promised.eq_ignore_ascii_case(&real) {
            let reason = format!("has the checksum {promised}, but its body gives {real}");
            return Err(wrong("checksum_mismatch", reason));
        }
        Self::from_payload(&block.body)
    }

    fn from_payload(base64: &str) -> Result<Self, BadRequestFile> {
        let malformed = |reason: String| wrong("malformed_payload", format!("has a payload with {reason}"));
        let bytes = BASE64_STANDARD.decode(base64).map_err(|error| malformed(error.to_string()))?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|error| malformed(error.to_string()))?;
        if !value.is_object() {
            return Err(malformed(format!("{value} in place of an object")));
        }
        let version = &value["v"];
        if version.as_u64() != Some(VERSION) {
            return Err(wrong("unsupported_version", format!("has v {version}, need {VERSION}")));
        }
        let payload = Payload::deserialize(&value).map_err(|error| malformed(error.to_string()))?;
        payload.check().map_err(malformed)?;
        Ok(Self { app_id: payload.app_id, hwid: payload.hwid, license_key: payload.license_key })
    }
}

impl Payload {
    fn check(&self) -> Result<(), String> {
        if self.typ != TYPE {
            return Err(format!("typ \"{}\", need {TYPE}", self.typ));
        }
        let fields = [
            ("hwid", Some(&self.hwid), 256),
            ("machineName", self.machine_name.as_ref(), 128),
            ("os", self.os.as_ref(), 64),
            ("sdk", self.sdk.as_ref(), 64),
            ("licenseKey", self.license_key.as_ref(), 64),
        ];
        for (name, text, most) in fields {
            let length = text.map(|text| text.chars().count());
            if length.is_some_and(|length| !(1..=most).contains(&length)) {
                return Err(format!("{} characters in {name}, need 1 to {most}", length.unwrap_or(0)));
            }
        }
        Ok(())
    }
}

impl fmt::Display for BadRequestFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

fn wrong(code: &'static str, reason: impl Into<String>) -> BadRequestFile {
    BadRequestFile { code, reason: reason.into() }
}

/// Of the text, not of what it decodes to: it is there to find damage on the way.
fn checksum(base64: &str) -> String {
    Sha256::digest(base64)[..CHECKSUM].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAYLOAD: &str = r#"{"v":1,"typ":"authforge-activation-request","appId":"a","hwid":"h","createdAt":"2027-01-15T08:00:00.000Z"}"#;

    fn file(payload: &str) -> String {
        let base64 = BASE64_STANDARD.encode(payload);
        let headers = [("Version", "1".into()), ("App-Id", "a".into()), ("Checksum", checksum(&base64))];
        Block::ActivationRequest.write(&headers, &base64)
    }

    fn code(text: &str) -> &'static str {
        ActivationRequest::parse(text).unwrap_err().code
    }

    #[test]
    fn a_request_names_app_machine_and_perhaps_license() {
        let request = ActivationRequest::parse(&file(PAYLOAD)).unwrap();
        assert_eq!((request.app_id.as_str(), request.hwid.as_str(), request.license_key), ("a", "h", None));
        let full =
            PAYLOAD.replace('}', r#","machineName":"m","os":"o","sdk":"s","licenseKey":"K","later":[]}"#);
        let request = ActivationRequest::parse(&file(&full)).unwrap();
        assert_eq!(request.license_key.as_deref(), Some("K"));
    }

    #[test]
    fn the_checksum_is_of_the_text_and_finds_every_damage() {
        let good = file(PAYLOAD);
        assert_eq!(checksum("QUJD").len(), 16);
        let digit = good.find("Checksum: ").unwrap() + "Checksum: ".len();
        let mut other = good.clone();
        other.replace_range(digit..=digit, if good[digit..].starts_with('0') { "1" } else { "0" });
        assert_eq!(code(&other), "checksum_mismatch");
        assert_eq!(code(&good.replace("eyJ2", "eyJ3")), "checksum_mismatch");
        let cut: String = good
            .lines()
            .enumerate()
            .filter(|(at, _)| *at != 6)
            .map(|(_, line)| format!("{line}\n"))
            .collect();
        assert_eq!(code(&cut), "checksum_mismatch");
        assert_eq!(code(&good.replace("Checksum", "Checksums")), "bad_armor");
    }

    #[test]
    fn a_license_file_is_told_apart_from_garbage() {
        let license = Block::License.write(&[("Version", "1".into())], "QUJD");
        assert_eq!(code(&license), "is_license_file");
        assert_eq!(code("neither"), "bad_armor");
        assert_eq!(code(""), "bad_armor");
        assert!(ActivationRequest::parse(&(license + &file(PAYLOAD))).is_ok(), "both in one mail");
    }

    #[test]
    fn a_payload_that_no_client_writes_is_refused() {
        let long = |name: &str, length: usize| {
            PAYLOAD.replace('}', &format!(r#","{name}":"{}"}}"#, "é".repeat(length)))
        };
        for (payload, expected) in [
            ("[]".to_owned(), "malformed_payload"),
            ("nothing".to_owned(), "malformed_payload"),
            (PAYLOAD.replace(":1,", ":2,"), "unsupported_version"),
            (PAYLOAD.replace(":1,", ":true,"), "unsupported_version"),
            (PAYLOAD.replace("\"v\":1,", ""), "unsupported_version"),
            (PAYLOAD.replace("-request", "-answer"), "malformed_payload"),
            (PAYLOAD.replace("\"h\"", "\"\""), "malformed_payload"),
            (PAYLOAD.replace("\"h\"", "7"), "malformed_payload"),
            (PAYLOAD.replace("2027-01-15", "today"), "malformed_payload"),
            (long("machineName", 129), "malformed_payload"),
            (long("os", 65), "malformed_payload"),
            (long("sdk", 65), "malformed_payload"),
            (long("licenseKey", 65), "malformed_payload"),
            (long("licenseKey", 0), "malformed_payload"),
        ] {
            assert_eq!(code(&file(&payload)), expected, "{payload}");
        }
        assert!(ActivationRequest::parse(&file(&long("machineName", 128))).is_ok(), "characters, not bytes");
    }
}
