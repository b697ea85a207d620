//! The Ed25519 keys whose word is believed.

use base64::Engine as _;
use ed25519_dalek::{Signature, VerifyingKey};

use crate::values::encoding::BASE64;
use crate::values::error::{Error, Result};
use crate::values::key_text;
use crate::values::limits::MAX_PUBLIC_KEYS;

/// One or several public keys; the first is the current one, any match is accepted.
#[derive(Clone, Debug)]
pub struct TrustList(Vec<VerifyingKey>);

impl TrustList {
    /// Reads base64 keys of 32 bytes, comma-separated. A key that cannot be used is an error that counts
    /// it: a trust list with a hole would fail on the day of a rotation.
    pub fn parse(text: &str) -> Result<TrustList> {
        let entries: Vec<&str> =
            text.split(',').map(key_text::trimmed).filter(|entry| !entry.is_empty()).collect();
        if entries.is_empty() {
            return Err(Error::config("public_key is empty"));
        }
        if entries.len() > MAX_PUBLIC_KEYS {
            return Err(Error::config(format!(
                "public_key lists {} keys, at most {MAX_PUBLIC_KEYS}",
                entries.len()
            )));
        }
        let mut keys: Vec<VerifyingKey> = Vec::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            let key = parse_key(entry).map_err(|why| {
                Error::config(format!("public_key {} of {} {why}", index + 1, entries.len()))
            })?;
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        Ok(TrustList(keys))
    }

    /// Whether any key signed exactly these bytes.
    pub fn verify(&self, signed: &[u8], signature: &Signature) -> bool {
        self.0.iter().any(|key| key.verify_strict(signed, signature).is_ok())
    }
}

/// A signature from base64 of 64 bytes.
pub fn signature(text: impl AsRef<[u8]>) -> Option<Signature> {
    Signature::from_slice(&BASE64.decode(text.as_ref().trim_ascii()).ok()?).ok()
}

fn parse_key(text: &str) -> std::result::Result<VerifyingKey, String> {
    let bytes = BASE64.decode(text).map_err(|_| "is not base64".to_owned())?;
    let bytes: [u8; 32] =
        bytes.try_into().map_err(|bytes: Vec<u8>| format!("is {} bytes, need 32", bytes.len()))?;
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| "is not an Ed25519 key".to_owned())?;
    if key.is_weak() {
        return Err("is a weak Ed25519 key, which any signature would pass".to_owned());
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 8032, section 7.1, TEST 1 and TEST 2.
    const KEY_1: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    const KEY_2: &str = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
    const EMPTY_SIGNED_BY_1: &str =
        "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==";

    #[test]
    fn any_key_of_the_list_is_believed() {
        let list = TrustList::parse(&format!(" {KEY_2}, {KEY_1} ,{KEY_1}")).unwrap();
        assert_eq!(list.0.len(), 2);
        let by_1 = signature(EMPTY_SIGNED_BY_1).unwrap();
        assert!(list.verify(b"", &by_1));
        assert!(!list.verify(b"x", &by_1));
        assert!(!TrustList::parse(KEY_2).unwrap().verify(b"", &by_1));
        assert!(signature("AAAA").is_none() && signature("?").is_none());
    }

    #[test]
    fn a_bad_key_is_counted_in_the_message() {
        let error = TrustList::parse(&format!("{KEY_1},AAAA")).unwrap_err();
        assert_eq!(error.message, "public_key 2 of 2 is 3 bytes, need 32");
        assert!(TrustList::parse("").is_err());
        assert!(TrustList::parse("not base64!").is_err());
        let weak = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        assert!(TrustList::parse(weak).unwrap_err().message.contains("weak"));
    }
}
