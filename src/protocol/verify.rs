//! The only road from an answer to a payload: signature over the payload text, then decoding, then the
//! nonce, then the fields. Nothing unverified is readable.

use base64::Engine as _;
use serde_json::Value;

use super::envelope;
use super::payload::Payload;
use crate::error::{Error, Result};
use crate::status::Status;
use crate::transport::Answer;
use crate::trust::{BASE64, TrustList};

/// Which endpoint answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Validate,
    Heartbeat,
}

/// The signed payload of an answer to the request with this nonce, or why there is none.
pub fn verified_payload(answer: &Answer, kind: Kind, nonce: &str, trust: &TrustList) -> Result<Payload> {
    let claim = envelope::read(answer, kind)?;
    let failed = |status| Error::of(status).with_http(answer.status, 0);
    if !trust.verify(claim.payload.as_bytes(), &claim.signature) {
        return Err(failed(Status::SignatureMismatch));
    }
    let decoded = BASE64.decode(&claim.payload).map_err(|_| failed(Status::InvalidPayloadJson))?;
    let object = match serde_json::from_slice::<Value>(&decoded) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return Err(failed(Status::PayloadNotJsonObject)),
        Err(_) => return Err(failed(Status::InvalidPayloadJson)),
    };
    if object.get("nonce").and_then(Value::as_str) != Some(nonce) {
        return Err(failed(Status::NonceMismatch));
    }
    Payload::read(object, claim.key_id).map_err(|error| error.with_http(answer.status, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use ed25519_dalek::{Signer, SigningKey};
    use serde_json::json;

    fn sealed(key: &SigningKey, payload: &str) -> Answer {
        let payload = STANDARD.encode(payload);
        let signature = STANDARD.encode(key.sign(payload.as_bytes()).to_bytes());
        let body = json!({"status": "success", "payload": payload, "signature": signature, "keyId": "k1"});
        Answer { status: 200, body: body.to_string().into_bytes(), retry_after_ms: 0 }
    }

    fn outcome(payload: &str) -> Result<Payload> {
        let key = SigningKey::from_bytes(&[7; 32]);
        let trust = TrustList::parse(&STANDARD.encode(key.verifying_key().as_bytes())).unwrap();
        verified_payload(&sealed(&key, payload), Kind::Validate, "n1", &trust)
    }

    #[test]
    fn a_forged_answer_fails_on_the_signature_whatever_else_is_wrong() {
        let trust = TrustList::parse("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").unwrap();
        let forged = sealed(&SigningKey::from_bytes(&[7; 32]), r#"{"nonce":"other"}"#);
        let error = verified_payload(&forged, Kind::Validate, "n1", &trust).unwrap_err();
        assert_eq!(error.status, Status::SignatureMismatch);
    }

    #[test]
    fn checks_come_in_the_order_of_the_protocol() {
        let cases = [
            ("not json", Status::InvalidPayloadJson),
            ("[]", Status::PayloadNotJsonObject),
            ("{}", Status::NonceMismatch),
            (r#"{"nonce":"n2","sessionToken":"t","expiresIn":1900000000}"#, Status::NonceMismatch),
            (r#"{"nonce":"n1","expiresIn":1900000000}"#, Status::MissingSessionToken),
            (r#"{"nonce":"n1","sessionToken":"","expiresIn":1900000000}"#, Status::MissingSessionToken),
            (r#"{"nonce":"n1","sessionToken":"t"}"#, Status::MissingExpiresIn),
        ];
        for (payload, expected) in cases {
            assert_eq!(outcome(payload).unwrap_err().status, expected, "{payload}");
        }
        let payload = outcome(r#"{"nonce":"n1","sessionToken":"t","expiresIn":1900000000}"#).unwrap();
        assert_eq!((payload.expires_at, payload.key_id.as_str()), (1_900_000_000, "k1"));
    }

    #[test]
    fn the_published_vectors_verify() {
        // Public key and answers as published with the official clients.
        let trust = TrustList::parse("0wRcYWn44wk9tHOisXgso1wbtUqpFdy0IeMk4HXDiNc=").unwrap();
        let body = json!({"status": "ok", "payload": "eyJzZXNzaW9uVG9rZW4iOiJzZXNzaW9uLmhlYXJ0YmVhdC50b2tlbiIsInRpbWVzdGFtcCI6IjIwMjYtMDQtMjBUMDA6MDE6MDAuMDAwWiIsImV4cGlyZXNJbiI6MTkwMDAwMDMwMCwibm9uY2UiOiJub25jZS1oZWFydGJlYXQtMDAxIn0=", "signature": "Tj6Ah8T3vip2OBOBFjHfzuX/9rpUVb3Lj1DfvDHSXK08fj3IGFC3B/EVV4jbiOsVrAZ5/McDPV/eKdh1qD32Bg=="});
        let mut answer = Answer { status: 200, body: body.to_string().into_bytes(), retry_after_ms: 0 };
        let payload = verified_payload(&answer, Kind::Heartbeat, "nonce-heartbeat-001", &trust).unwrap();
        assert_eq!(payload.session_token.reveal(), "session.heartbeat.token");
        assert_eq!(payload.expires_at, 1_900_000_300);
        answer.body = body.to_string().replace("Tj6A", "Tj6B").into_bytes();
        let error = verified_payload(&answer, Kind::Heartbeat, "nonce-heartbeat-001", &trust).unwrap_err();
        assert_eq!(error.status, Status::SignatureMismatch);
    }
}
