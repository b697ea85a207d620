//! What a `.authforge` license file says, and its text: the payload in base64 is what is signed.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};

use super::armor::Block;
use crate::faults::effect::Effect;
use crate::faults::spoiling::spoil_payload;
use crate::values::moment::Moment;
use crate::values::object::Object;
use crate::values::signing::SigningIdentity;
use crate::values::variables::Variables;

const VERSION: u64 = 1;
const TYPE: &str = "authforge-license";

/// Where the spoiled ones are from.
const OTHER_APP: &str = "another-app";
const OTHER_KEY: &str = "ANOT-HERX-KEYX-7WRQ";
const OTHER_HWID: &str = "a-machine-that-nobody-has";

/// The content of a license file.
#[derive(Clone, Debug, PartialEq)]
pub struct LicenseFile {
    pub app_id: String,
    pub license_key: String,
    /// The id of this file.
    pub jti: String,
    /// The name of the key that signs it.
    pub key_id: String,
    pub issued_at: Moment,
    /// Nothing means that it holds for ever.
    pub expires_at: Option<Moment>,
    pub machines: Machines,
    pub label: Option<String>,
    pub license_expires_at: Option<Moment>,
    pub license_variables: Variables,
    pub app_variables: Variables,
}

/// Where a license file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields)]
pub enum Machines {
    Any,
    Bound { hwids: Vec<String> },
}

impl Machines {
    pub(crate) fn bound(hwid: &str) -> Self {
        Self::Bound { hwids: vec![hwid.to_owned()] }
    }
}

impl LicenseFile {
    /// The text of the file. The effect, if any, spoils exactly what its name says.
    pub(crate) fn signed(&self, signer: &SigningIdentity, effect: Option<&Effect>) -> String {
        match effect {
            Some(Effect::FileOtherApp) => {
                Self { app_id: OTHER_APP.into(), ..self.clone() }.text(signer, None)
            }
            Some(Effect::FileOtherKey) => {
                Self { license_key: OTHER_KEY.into(), ..self.clone() }.text(signer, None)
            }
            Some(Effect::FileOtherHwid) => {
                Self { machines: Machines::bound(OTHER_HWID), ..self.clone() }.text(signer, None)
            }
            _ => self.text(signer, effect),
        }
    }

    fn text(&self, signer: &SigningIdentity, effect: Option<&Effect>) -> String {
        let mut payload = self.payload();
        spoil_payload(&mut payload, effect);
        let mut base64 = BASE64_STANDARD.encode(payload.to_text());
        let signature = match effect {
            Some(Effect::WrongKey) => signer.impostor().sign(&base64),
            _ => signer.sign(&base64),
        };
        if let Some(Effect::FileTampered) = effect {
            base64 = tampered(&base64);
        }
        let headers = [
            ("Version", VERSION.to_string()),
            ("App-Id", self.app_id.clone()),
            ("License", self.license_key.clone()),
            ("Key-Id", self.key_id.clone()),
            ("Expires-At", self.expires_at.map_or("never".into(), |end| end.to_string())),
        ];
        Block::License.write(&headers, &base64) + &Block::Signature.write(&[], &signature)
    }

    /// In the service's order.
    fn payload(&self) -> Object {
        let mut payload = Object::default()
            .with("v", VERSION)
            .with("typ", TYPE)
            .with("appId", &self.app_id)
            .with("licenseKey", &self.license_key)
            .with("jti", &self.jti)
            .with("kid", &self.key_id)
            .with("issuedAt", self.issued_at)
            .with("expiresAt", self.expires_at)
            .with("hwid", &self.machines);
        if let Some(label) = &self.label {
            payload = payload.with("label", label);
        }
        payload
            .with("licenseExpiresAt", self.license_expires_at)
            .with("licenseVariables", &self.license_variables)
            .with("appVariables", &self.app_variables)
    }
}

/// Another character in the middle: still base64, and longer than any padding is away.
fn tampered(base64: &str) -> String {
    let middle = base64.len() / 2;
    let change = |(at, symbol)| match symbol {
        'A' if at == middle => 'B',
        _ if at == middle => 'A',
        other => other,
    };
    base64.chars().enumerate().map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::signing::Seed;

    fn variables(text: &str) -> Variables {
        serde_json::from_str(text).unwrap()
    }

    fn file() -> LicenseFile {
        LicenseFile {
            app_id: "my-game".into(),
            license_key: "TEST-KEYA-2222-3333".into(),
            jti: "6a8f0f8e-2c55-4b0e-9a53-0d7f4f5f1c11".into(),
            key_id: "dev-1".into(),
            issued_at: Moment::from_unix_seconds(1_800_000_000),
            expires_at: None,
            machines: Machines::Bound { hwids: vec!["first".into(), "second".into()] },
            label: Some("Ada".into()),
            license_expires_at: Some(Moment::from_unix_seconds(1_900_000_000)),
            license_variables: variables(r#"{"tier":"pro","beta":true}"#),
            app_variables: variables("{}"),
        }
    }

    fn signer() -> SigningIdentity {
        let seed = Seed::from_base64("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=").unwrap();
        SigningIdentity::new(&seed, "dev-1")
    }

    #[test]
    fn a_payload_has_its_fields_in_the_services_order() {
        assert_eq!(
            file().payload().to_text(),
            r#"{"v":1,"typ":"authforge-license","appId":"my-game","licenseKey":"TEST-KEYA-2222-3333","jti":"6a8f0f8e-2c55-4b0e-9a53-0d7f4f5f1c11","kid":"dev-1","issuedAt":"2027-01-15T08:00:00.000Z","expiresAt":null,"hwid":{"mode":"bound","hwids":["first","second"]},"label":"Ada","licenseExpiresAt":"2030-03-17T17:46:40.000Z","licenseVariables":{"tier":"pro","beta":true},"appVariables":{}}"#
        );
        let any = LicenseFile { machines: Machines::Any, label: None, ..file() }.payload().to_text();
        assert!(any.contains(r#""hwid":{"mode":"any"},"licenseExpiresAt""#), "{any}");
    }

    /// The name of the key is signed and so is the text of the instants: whoever changes a byte of this form makes
    /// files that the client libraries refuse.
    #[test]
    fn a_file_is_a_block_with_headers_and_a_block_with_the_signature() {
        let expected = "\
-----BEGIN AUTHFORGE LICENSE-----
Version: 1
App-Id: my-game
License: TEST-KEYA-2222-3333
Key-Id: dev-1
Expires-At: never

eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtbGljZW5zZSIsImFwcElkIjoibXktZ2Ft
ZSIsImxpY2Vuc2VLZXkiOiJURVNULUtFWUEtMjIyMi0zMzMzIiwianRpIjoiNmE4
ZjBmOGUtMmM1NS00YjBlLTlhNTMtMGQ3ZjRmNWYxYzExIiwia2lkIjoiZGV2LTEi
LCJpc3N1ZWRBdCI6IjIwMjctMDEtMTVUMDg6MDA6MDAuMDAwWiIsImV4cGlyZXNB
dCI6bnVsbCwiaHdpZCI6eyJtb2RlIjoiYm91bmQiLCJod2lkcyI6WyJmaXJzdCIs
InNlY29uZCJdfSwibGFiZWwiOiJBZGEiLCJsaWNlbnNlRXhwaXJlc0F0IjoiMjAz
MC0wMy0xN1QxNzo0Njo0MC4wMDBaIiwibGljZW5zZVZhcmlhYmxlcyI6eyJ0aWVy
IjoicHJvIiwiYmV0YSI6dHJ1ZX0sImFwcFZhcmlhYmxlcyI6e319
-----END AUTHFORGE LICENSE-----
-----BEGIN AUTHFORGE SIGNATURE-----
c/8eJ74fSzveVeZ76Rr4uhwKtgS/LS9l6Cbn1euGVX8P5AGpwNc3Ogxc0YQTAw23
+AHE49QbY8AL1GWwCo5SDw==
-----END AUTHFORGE SIGNATURE-----
";
        assert_eq!(file().signed(&signer(), None), expected);
        let expiring = LicenseFile { expires_at: Some(Moment::from_unix_seconds(0)), ..file() };
        let text = expiring.signed(&signer(), None);
        assert!(text.contains("\nExpires-At: 1970-01-01T00:00:00.000Z\n"), "{text}");
    }

    #[test]
    fn each_effect_tells_its_own_lie() {
        let honest = file().signed(&signer(), None);
        let payload = |text: &str| {
            let base64 = Block::License.read(text).unwrap().body;
            String::from_utf8_lossy(&BASE64_STANDARD.decode(base64).unwrap()).into_owned()
        };
        let spoiled = |effect: Effect| file().signed(&signer(), Some(&effect));
        let signature = |text: &str| text.rsplit_once("BEGIN AUTHFORGE SIGNATURE").unwrap().1.to_owned();

        let tampered = spoiled(Effect::FileTampered);
        assert_eq!(honest.chars().zip(tampered.chars()).filter(|(a, b)| a != b).count(), 1);
        assert_eq!(signature(&tampered), signature(&honest));
        let forged = spoiled(Effect::WrongKey);
        assert_eq!(payload(&forged), payload(&honest));
        assert_ne!(signature(&forged), signature(&honest));
        let other = spoiled(Effect::FileOtherHwid);
        assert!(payload(&other).contains(r#""hwids":["a-machine-that-nobody-has"]"#));
        let other = spoiled(Effect::FileOtherApp);
        assert!(payload(&other).contains(r#""appId":"another-app""#));
        assert!(other.contains("\nApp-Id: another-app\n"));
        let other = spoiled(Effect::FileOtherKey);
        assert!(payload(&other).contains(r#""licenseKey":"ANOT-HERX-KEYX-7WRQ""#));
        assert!(other.contains("\nLicense: ANOT-HERX-KEYX-7WRQ\n"));
        let lacking = spoiled(Effect::drop_fields(["expiresAt", "jti"]));
        assert!(!payload(&lacking).contains("\"expiresAt\"") && !payload(&lacking).contains("jti"));
        let later = spoiled(Effect::set_fields([("v", 2.into())]));
        assert!(payload(&later).starts_with(r#"{"v":2,"typ""#));
    }
}
