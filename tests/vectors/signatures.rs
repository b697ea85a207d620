//! test_vectors.json: signed payloads. Their nonces are fixed, so an answer whose signature holds is then
//! refused as one to another request; that tells the two apart.

use serde_json::json;

use crate::capi::{Client, Setup};
use crate::loopback::{Loopback, Question};
use crate::package::{cases, text, vectors};

/// RFC 8032, section 7.1, TEST 2: signed nothing here.
const OTHER_KEY: &str = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";

/// What a client that trusts this key makes of this answer.
fn verdict(public_key: &str, payload: &str, signature: &str) -> String {
    let body = json!({"status": "ok", "payload": payload, "signature": signature}).to_string().into_bytes();
    let server = Loopback::start(move |_: Question| Some((200, body.clone())));
    let client = Client::new(&Setup {
        app_id: "app".to_owned(),
        app_secret: Some("secret".to_owned()),
        public_key: public_key.to_owned(),
        url: Some(server.url()),
        ..Setup::default()
    });
    client.validate("KEY").err().map(|refusal| refusal.code).expect("no nonce is ours")
}

#[test]
fn a_signature_is_believed_exactly_when_it_should_verify() {
    let vectors = vectors("test_vectors.json");
    assert_eq!(vectors["algorithm"], "ed25519");
    let key = text(&vectors, "publicKey");
    let mut believed = 0;
    for case in cases(&vectors, "cases") {
        let (payload, signature) = (text(&case, "payload"), text(&case, "signature"));
        let should = case["shouldVerify"].as_bool().expect("shouldVerify");
        let expected = if should { "nonce_mismatch" } else { "signature_mismatch" };
        assert_eq!(verdict(key, payload, signature), expected, "{}", case["id"]);
        assert_eq!(verdict(&format!("{OTHER_KEY},{key}"), payload, signature), expected, "{}", case["id"]);
        assert_eq!(verdict(OTHER_KEY, payload, signature), "signature_mismatch", "{}", case["id"]);
        believed += usize::from(should);
    }
    assert!(believed > 0 && believed < cases(&vectors, "cases").len());
}
