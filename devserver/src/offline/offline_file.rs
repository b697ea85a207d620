//! A license file that was given out, as the server remembers it.

use serde_json::{Value, json};

use super::license_file::LicenseFile;
use crate::faults::effect::Effect;
use crate::values::signing::SigningIdentity;

/// Who asked for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileOrigin {
    /// A program, for the machine it runs on.
    Activation,
    /// The developer.
    Operator,
}

/// A license file with its text. The text never changes, also when the key that signed it is no longer in use.
#[derive(Clone, Debug, PartialEq)]
pub struct OfflineFile {
    pub origin: FileOrigin,
    pub content: LicenseFile,
    pub text: String,
    signer: SigningIdentity,
}

impl OfflineFile {
    pub(crate) fn sign(origin: FileOrigin, content: LicenseFile, signer: &SigningIdentity) -> Self {
        let text = content.signed(signer, None);
        Self { origin, content, text, signer: signer.clone() }
    }

    pub fn file_name(&self) -> String {
        format!("{}.authforge", self.content.license_key)
    }

    /// The same with a lie in its text, signed as the honest one was.
    pub(crate) fn spoiled(mut self, effect: &Effect) -> Self {
        self.text = self.content.signed(&self.signer, Some(effect));
        self
    }

    /// Without the text: what a license shows of its files.
    pub(crate) fn summary(&self) -> Value {
        let LicenseFile { jti, key_id, issued_at, expires_at, machines, .. } = &self.content;
        json!({
            "jti": jti,
            "keyId": key_id,
            "origin": self.origin,
            "issuedAt": issued_at,
            "expiresAt": expires_at,
            "hwid": machines,
        })
    }

    /// As the developer API hands it over.
    pub(crate) fn to_json(&self) -> Value {
        let mut whole = self.summary();
        whole["file"] = json!(self.text);
        whole["fileName"] = json!(self.file_name());
        whole
    }
}
