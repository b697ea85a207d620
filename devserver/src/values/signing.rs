//! An app's signing key: answers are signed over the text of their payload, not over what it decodes to.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use serde::{Deserialize, Deserializer, de};
use sha2::{Digest, Sha256};

use super::error::Error;

/// The 32 secret bytes that an Ed25519 key is made from.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(pub(crate) [u8; 32]);

impl Seed {
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn from_base64(text: &str) -> Result<Self, Error> {
        let bytes = BASE64_STANDARD.decode(text).map_err(|_| Error::new("the seed is no standard base64"))?;
        let length = bytes.len();
        bytes.try_into().map(Self).map_err(|_| Error::new(format!("the seed is {length} bytes, need 32")))
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

impl<'de> Deserialize<'de> for Seed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::from_base64(&text).map_err(de::Error::custom)
    }
}

/// A key with the name it goes by in answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SigningIdentity {
    key: SigningKey,
    pub key_id: String,
}

impl SigningIdentity {
    pub fn new(seed: &Seed, key_id: impl Into<String>) -> Self {
        Self { key: SigningKey::from_bytes(&seed.0), key_id: key_id.into() }
    }

    pub fn public_key(&self) -> String {
        BASE64_STANDARD.encode(self.key.verifying_key().as_bytes())
    }

    pub fn sign(&self, text: &str) -> String {
        BASE64_STANDARD.encode(self.key.sign(text.as_bytes()).to_bytes())
    }

    /// A key that nobody trusts, under the same name.
    pub fn impostor(&self) -> Self {
        let seed: [u8; 32] =
            Sha256::new().chain_update(b"impostor of ").chain_update(self.key.to_bytes()).finalize().into();
        Self::new(&Seed(seed), self.key_id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_of_rfc_8032_test_1_gives_its_published_public_key() {
        let seed = Seed::from_base64("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=").unwrap();
        let identity = SigningIdentity::new(&seed, "k1");
        assert_eq!(identity.public_key(), "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assert_eq!(identity.sign("payload").len(), 88);
        assert_ne!(identity.impostor().public_key(), identity.public_key());
    }

    #[test]
    fn a_short_seed_is_refused_with_its_length() {
        let error = Seed::from_base64("AAAA").unwrap_err().to_string();
        assert_eq!(error, "the seed is 3 bytes, need 32");
    }
}
