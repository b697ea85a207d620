//! The only road from an answer to what it says. For a payload: signature over the payload text, then
//! decoding, then the nonce, then the fields; nothing unverified is readable.

use base64::Engine as _;
use serde_json::Value;

use super::envelope::{self, Claim};
use super::json;
use super::kind::Kind;
use super::payload::Payload;
use crate::protocol::trust::{self, TrustList};
use crate::status::Status;
use crate::transport::Answer;
use crate::values::encoding::BASE64;
use crate::values::error::{Error, Result};

/// A license file as the service hands it out, which nobody has verified yet.
#[derive(Debug)]
pub struct FileText {
    pub text: String,
    pub replay: bool,
}

/// What a signed answer to the request with this nonce says, or why it says nothing.
pub fn signed(answer: &Answer, kind: Kind, nonce: &str, trust: &TrustList) -> Result<Payload> {
    let object = envelope::read(answer, kind)?;
    envelope::claim(object)
        .and_then(|claim| verified(&claim, nonce, trust))
        .map_err(|error| error.with_http(answer.status, 0))
}

/// The file that an offline activation has brought.
pub fn file(answer: &Answer, kind: Kind) -> Result<FileText> {
    let mut object = envelope::read(answer, kind)?;
    match object.remove("file") {
        Some(Value::String(text)) if !text.trim().is_empty() => {
            Ok(FileText { text, replay: object.get("replay") == Some(&Value::Bool(true)) })
        }
        _ => {
            let error = Error::new(Status::UnexpectedResponse, "the service answered without a file");
            Err(error.with_http(answer.status, 0))
        }
    }
}

/// That what was asked for is done.
pub fn done(answer: &Answer, kind: Kind) -> Result<()> {
    envelope::read(answer, kind).map(drop)
}

fn verified(claim: &Claim, nonce: &str, trust: &TrustList) -> Result<Payload> {
    let signature =
        trust::signature(&claim.signature).ok_or_else(|| Error::of(Status::InvalidSignatureEncoding))?;
    if !trust.verify(claim.payload.as_bytes(), &signature) {
        return Err(Error::of(Status::SignatureMismatch));
    }
    let invalid = || Error::of(Status::InvalidPayloadJson);
    let decoded = BASE64.decode(&claim.payload).map_err(|_| invalid())?;
    let object = match json::read(&decoded) {
        Some(Value::Object(object)) => object,
        Some(_) => return Err(Error::of(Status::PayloadNotJsonObject)),
        None => return Err(invalid()),
    };
    if object.get("nonce").and_then(Value::as_str) != Some(nonce) {
        return Err(Error::of(Status::NonceMismatch));
    }
    Payload::read(object, claim.key_id.clone())
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
        signed(&sealed(&key, payload), Kind::Validate, "n1", &trust)
    }

    #[test]
    fn a_forged_answer_fails_on_the_signature_whatever_else_is_wrong() {
        let trust = TrustList::parse("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").unwrap();
        let forged = sealed(&SigningKey::from_bytes(&[7; 32]), r#"{"nonce":"other"}"#);
        let error = signed(&forged, Kind::Validate, "n1", &trust).unwrap_err();
        assert_eq!(error.status, Status::SignatureMismatch);
    }

    #[test]
    fn a_signature_that_cannot_be_read_is_half_an_answer() {
        let trust = TrustList::parse("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").unwrap();
        for text in ["not base64!", "AAAA", "AAAA===="] {
            let body = json!({"status": "success", "payload": "e30=", "signature": text}).to_string();
            let answer = Answer { status: 200, body: body.into_bytes(), retry_after_ms: 0 };
            let error = signed(&answer, Kind::Heartbeat, "n1", &trust).unwrap_err();
            assert_eq!((error.status, error.is_fatal()), (Status::InvalidSignatureEncoding, false), "{text}");
        }
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
            (r#"{"nonce":"n1","sessionToken":" \t","expiresIn":1900000000}"#, Status::MissingSessionToken),
            (r#"{"nonce":"n1","sessionToken":"\ufeff","expiresIn":1900000000}"#, Status::MissingSessionToken),
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
        let payload = signed(&answer, Kind::Heartbeat, "nonce-heartbeat-001", &trust).unwrap();
        assert_eq!(payload.session_token.reveal(), "session.heartbeat.token");
        assert_eq!(payload.expires_at, 1_900_000_300);
        answer.body = body.to_string().replace("Tj6A", "Tj6B").into_bytes();
        let error = signed(&answer, Kind::Heartbeat, "nonce-heartbeat-001", &trust).unwrap_err();
        assert_eq!(error.status, Status::SignatureMismatch);
    }

    #[test]
    fn an_activation_without_a_file_is_no_success() {
        let outcome = |body: Value| {
            let answer = Answer { status: 201, body: body.to_string().into_bytes(), retry_after_ms: 0 };
            file(&answer, Kind::Activate)
        };
        for body in [json!({"status": "success"}), json!({"status": "success", "file": " \n"})] {
            assert_eq!(outcome(body).unwrap_err().status, Status::UnexpectedResponse);
        }
        let good = outcome(json!({"status": "success", "file": "text", "replay": true}));
        assert!(matches!(good, Ok(FileText { text, replay: true }) if text == "text"));
    }
}
