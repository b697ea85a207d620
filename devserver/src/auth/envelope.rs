//! The signed envelope of a success, honest or spoiled by a fault.

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::faults::effect::Effect;
use crate::faults::spoiling::spoil_payload;
use crate::values::object::Object;
use crate::values::signing::SigningIdentity;

/// Signs a payload and wraps it up. The effect, if any, spoils what its name says, but for the envelope.
pub(crate) fn signed(mut payload: Object, signer: &SigningIdentity, effect: Option<&Effect>) -> Object {
    spoil_payload(&mut payload, effect);
    let text = BASE64_STANDARD.encode(payload.to_text());
    let signature = match effect {
        Some(Effect::WrongKey) => signer.impostor().sign(&text),
        _ => signer.sign(&text),
    };
    success().with("payload", text).with("signature", signature).with("keyId", &signer.key_id)
}

/// How every success begins.
pub(crate) fn success() -> Object {
    Object::default().with("status", "success")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::signing::Seed;

    #[test]
    fn an_honest_envelope_has_its_four_fields_in_order() {
        let signer = SigningIdentity::new(&Seed::new([1; 32]), "k");
        let text = signed(Object::default().with("nonce", "n"), &signer, None).to_text();
        let payload = BASE64_STANDARD.encode(r#"{"nonce":"n"}"#);
        let signature = signer.sign(&payload);
        assert_eq!(
            text,
            format!(r#"{{"status":"success","payload":"{payload}","signature":"{signature}","keyId":"k"}}"#)
        );
    }

    #[test]
    fn a_published_payload_is_reproduced_byte_for_byte() {
        let payload = Object::default()
            .with("sessionToken", "session.heartbeat.token")
            .with("timestamp", "2026-04-20T00:01:00.000Z")
            .with("expiresIn", 1_900_000_300_i64)
            .with("nonce", "nonce-heartbeat-001");
        assert_eq!(
            BASE64_STANDARD.encode(payload.to_text()),
            "eyJzZXNzaW9uVG9rZW4iOiJzZXNzaW9uLmhlYXJ0YmVhdC50b2tlbiIsInRpbWVzdGFtcCI6IjIwMjYtMDQtMjBUMDA6MDE6MDAuMDAwWiIsImV4cGlyZXNJbiI6MTkwMDAwMDMwMCwibm9uY2UiOiJub25jZS1oZWFydGJlYXQtMDAxIn0="
        );
    }
}
