//! Session tokens: `<base64url of a JSON body>.<base64url of its HMAC-SHA256>`.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::faults::raw_json::RawJson;
use crate::model::token_key::TokenKey;
use crate::values::moment::Moment;
use crate::values::object::Object;

/// What a token remembers. `ttl` is there because a heartbeat renews the session for the time that was
/// asked for at validate, and does not ask again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token {
    pub app_id: String,
    pub license_key: String,
    pub hwid: String,
    pub exp: i64,
    pub ttl: i64,
}

impl Token {
    pub fn is_over(&self, now: Moment) -> bool {
        Moment::from_unix_seconds(self.exp) <= now
    }

    pub fn mint(&self, key: &TokenKey) -> String {
        // Strings and integers always serialize.
        seal(&serde_json::to_vec(self).unwrap_or_default(), key)
    }

    /// A token with other fields than it has, which may be any JSON.
    pub fn mint_with(&self, fields: &BTreeMap<String, RawJson>, key: &TokenKey) -> String {
        let mut body = Object::default()
            .with("appId", &self.app_id)
            .with("licenseKey", &self.license_key)
            .with("hwid", &self.hwid)
            .with("exp", self.exp)
            .with("ttl", self.ttl);
        fields.iter().for_each(|(name, json)| body.set_text(name, json.get().to_owned()));
        seal(body.to_text().as_bytes(), key)
    }

    /// The token, if this key made it.
    pub fn open(text: &str, key: &TokenKey) -> Option<Self> {
        let (body, proof) = text.split_once('.')?;
        let proof = BASE64_URL_SAFE_NO_PAD.decode(proof).ok()?;
        key.proves(body, &proof).then(|| Self::peek(text))?
    }

    /// The token as it claims to be; good enough to choose a fault by, never to decide by.
    pub fn peek(text: &str) -> Option<Self> {
        let (body, _) = text.split_once('.')?;
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(body).ok()?).ok()
    }
}

fn seal(body: &[u8], key: &TokenKey) -> String {
    let body = BASE64_URL_SAFE_NO_PAD.encode(body);
    let proof = BASE64_URL_SAFE_NO_PAD.encode(key.proof_of(&body));
    format!("{body}.{proof}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        let text = |text: &str| text.to_owned();
        Token { app_id: text("a"), license_key: text("k"), hwid: text("h"), exp: 100, ttl: 60 }
    }

    #[test]
    fn a_token_opens_with_its_own_key_only() {
        let key = TokenKey::derive(&[7; 32], "a", "secret");
        let text = token().mint(&key);
        assert_eq!(Token::open(&text, &key), Some(token()));
        assert_eq!(Token::open(&text, &TokenKey::derive(&[7; 32], "a", "rotated")), None);
        assert_eq!(Token::open(&text, &TokenKey::derive(&[8; 32], "a", "secret")), None);
    }

    #[test]
    fn other_fields_are_vouched_for_too() {
        let key = TokenKey::derive(&[7; 32], "a", "secret");
        let same = token().mint_with(&BTreeMap::new(), &key);
        assert_eq!(same, token().mint(&key));
        let fields = [("hwid".to_owned(), RawJson::from(serde_json::json!("other")))].into();
        let other = Token::open(&token().mint_with(&fields, &key), &key);
        assert_eq!(other, Some(Token { hwid: "other".to_owned(), ..token() }));
    }

    #[test]
    fn a_changed_or_mutilated_token_does_not_open() {
        let key = TokenKey::derive(&[7; 32], "a", "secret");
        let text = token().mint(&key);
        let other = Token { exp: 200, ..token() }.mint(&TokenKey::derive(&[0; 32], "a", "x"));
        let (_, proof) = text.split_once('.').unwrap();
        let (body, _) = other.split_once('.').unwrap();
        for bad in [format!("{body}.{proof}"), format!("{text}A"), "no-dot".into(), ".".into()] {
            assert_eq!(Token::open(&bad, &key), None, "{bad}");
        }
    }

    #[test]
    fn a_token_is_over_in_the_second_of_its_expiry() {
        assert!(!token().is_over(Moment::from_unix_seconds(99)));
        assert!(token().is_over(Moment::from_unix_seconds(100)));
    }
}
