//! Answers that no honest service gives, to a validate and to a heartbeat.

use base64::{Engine, prelude::BASE64_STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

use super::Scene;
use crate::Result;
use crate::stage::{Stage, attempts};

/// The demo app's signing key, which is public: RFC 8032, test 1.
const SEED: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
/// A key that the server does not sign with.
const OTHER_KEY: &str = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";

/// Answers, and the effect of the development server that makes them.
fn answers() -> Vec<(&'static str, Value)> {
    let envelope = |field: &str, value: Value| json!({ "set_envelope": { field: value } });
    let field = |field: &str, value: Value| json!({ "set_fields": { field: value } });
    vec![
        ("502 with a page of HTML", json!("html_502")),
        (
            "503 with JSON of someone else",
            json!({ "status": { "http": 503, "body": { "message": "busy" } } }),
        ),
        ("403 without a body", json!({ "status": { "http": 403 } })),
        ("200 with text that is not JSON", json!("garbage")),
        ("200 without a body", json!({ "status": { "http": 200 } })),
        ("200 with an array", json!({ "status": { "http": 200, "body": [] } })),
        ("200 with null", json!({ "status": { "http": 200, "body": null } })),
        ("200 with an empty object", json!({ "status": { "http": 200, "body": {} } })),
        ("failed without a code", json!({ "status": { "http": 403, "body": { "status": "failed" } } })),
        (
            "failed with an empty code",
            json!({ "status": { "http": 403, "body": { "status": "failed", "error": "" } } }),
        ),
        (
            "failed with a number as code",
            json!({ "status": { "http": 403, "body": { "status": "failed", "error": 7 } } }),
        ),
        ("code in capitals", json!({ "error": { "code": "REVOKED", "http": 410 } })),
        ("code that is a sentence", json!({ "error": { "code": "Your license is gone", "http": 410 } })),
        (
            "revoked, in another status word",
            json!({ "status": { "http": 410, "body": { "status": "denied", "error": "revoked" } } }),
        ),
        (
            "revoked, as status word alone",
            json!({ "status": { "http": 410, "body": { "status": "revoked" } } }),
        ),
        ("revoked with 200", json!({ "error": { "code": "revoked", "http": 200 } })),
        ("status true", envelope("status", json!(true))),
        ("status 1", envelope("status", json!(1))),
        ("status \" OK \"", envelope("status", json!(" OK "))),
        ("status of an unknown word", envelope("status", json!("fine"))),
        ("no status", json!({ "drop_fields": ["status"] })),
        ("signed by another key", json!("wrong_key")),
        ("signed for another nonce", json!("wrong_nonce")),
        ("no payload", json!({ "drop_fields": ["payload"] })),
        ("no signature", json!({ "drop_fields": ["signature"] })),
        ("empty payload", envelope("payload", json!(""))),
        ("empty signature", envelope("signature", json!(""))),
        ("signature that is not base64", envelope("signature", json!("not base64!"))),
        ("signature of 3 bytes", envelope("signature", json!("AAAA"))),
        ("payload that is a number", envelope("payload", json!(7))),
        ("signed payload that is not JSON", signed(b"not JSON")),
        ("signed payload that is an array", signed(b"[]")),
        ("signed payload that is not base64", signed_text("%%%%")),
        ("no key id", json!({ "drop_fields": ["keyId"] })),
        ("key id is a number", envelope("keyId", json!(7))),
        ("no nonce", json!({ "drop_fields": ["nonce"] })),
        ("no session token", json!({ "drop_fields": ["sessionToken"] })),
        ("empty session token", field("sessionToken", json!(""))),
        ("session token is a number", field("sessionToken", json!(7))),
        ("session token without a dot", field("sessionToken", json!("opaque"))),
        ("no end of the session, token tells", json!({ "drop_fields": ["expiresIn", "sessionExpiresAt"] })),
        ("end of the session as text", field("expiresIn", json!("1900000000"))),
        ("end of the session as float", field("expiresIn", json!(1_900_000_000.5))),
        ("end of the session is negative", field("expiresIn", json!(-5))),
        ("end of the session is past", field("expiresIn", json!(1_000_000_000))),
        (
            "no end of the session anywhere",
            json!({ "set_fields": { "expiresIn": null, "sessionExpiresAt": null, "sessionToken": "opaque" } }),
        ),
        ("slots as text", field("maxHwidSlots", json!("3"))),
        ("negative count of machines", field("hwidCount", json!(-1))),
        ("label is a number", field("licenseLabel", json!(7))),
        ("end of the license is a number", field("licenseExpiresAt", json!(7))),
        ("app variables are an array", field("appVariables", json!([]))),
        ("license variables are null", field("licenseVariables", json!(null))),
        ("variables within variables", field("licenseVariables", json!({ "a": { "b": [1] } }))),
        ("fields of tomorrow", json!({ "set_fields": { "tomorrow": { "a": 1 } } })),
        ("300 KB", json!({ "big_body": { "bytes": 300_000 } })),
    ]
}

fn signed(payload: &[u8]) -> Value {
    signed_text(&BASE64_STANDARD.encode(payload))
}

/// An answer whose payload is this text, signed with the app's own key.
fn signed_text(payload: &str) -> Value {
    let mut seed = [0; 32];
    let decoded = BASE64_STANDARD.decode(SEED).unwrap_or_default();
    seed.copy_from_slice(decoded.get(..32).unwrap_or(&[0; 32]));
    let signature = SigningKey::from_bytes(&seed).sign(payload.as_bytes());
    json!({ "set_envelope": { "payload": payload, "signature": BASE64_STANDARD.encode(signature.to_bytes()) } })
}

pub fn scenes() -> Vec<Scene> {
    vec![
        Scene::new("answers to validate", 2, validate),
        Scene::new("answers to heartbeat, first half", 15, |stage| heartbeats(stage, 0)),
        Scene::new("answers to heartbeat, second half", 15, |stage| heartbeats(stage, 1)),
    ]
}

fn validate(stage: &mut Stage) -> Result {
    let license = stage.license()?;
    stage.client(0, &[])?;
    for (case, effect) in answers() {
        let fault = json!({ "endpoint": "validate", "count": 1, "fault": effect });
        stage.fault(&fault.to_string())?;
        stage.mark();
        let told = stage.ask(&["validate", &license])?.told();
        stage.note(format!("validate: {case}"), format!("{told}, {}", attempts(&stage.sent())));
    }
    // Both wrong at once: the client trusts another key than the server signs with.
    stage.client(1, &[("public_key", OTHER_KEY)])?;
    stage.fault(r#"{"endpoint":"validate","count":1,"fault":"wrong_nonce"}"#)?;
    let told = stage.ask(&["validate", &license])?.told();
    stage.note("validate: another key and another nonce", format!("{told}, {}", attempts(&stage.sent())));
    Ok(())
}

/// Every second answer, so that no process has too many clients.
fn heartbeats(stage: &mut Stage, half: usize) -> Result {
    let answers: Vec<_> = answers().into_iter().skip(half).step_by(2).collect();
    let mut tokens = Vec::new();
    for (number, (_, effect)) in answers.iter().enumerate() {
        stage.client(number, &[("mode", "SERVER"), ("hwid", &format!("peer-{number}"))])?;
        let license = stage.license()?;
        let fault = json!({ "endpoint": "heartbeat", "license_key": license, "fault": effect });
        stage.fault(&fault.to_string())?;
        stage.ask(&["login", &license])?;
        tokens.push(stage.ask(&["state"])?.at("/data/sessionToken").clone());
    }
    for (number, (case, _)) in answers.iter().enumerate() {
        stage.ask(&["client", &number.to_string()])?;
        let renewed = stage.first_news(&tokens[number])?;
        let heard = stage.ask(&["wait", "0", "0"])?;
        let state = stage.ask(&["state"])?;
        let session = match (state.at("/authenticated") == true, renewed) {
            (true, true) => "session renewed",
            (true, false) => "session kept",
            _ => "session over",
        };
        stage.note(format!("heartbeat: {case}"), format!("{}, {session}", heard.callbacks()));
    }
    Ok(())
}
