//! offline_license_vectors.json: license files, as text and on disk.

use serde_json::Value;

use crate::capi::{Client, Refusal, Scope, Session, Setup};
use crate::folder::Folder;
use crate::package::{cases, text, vectors};
use crate::turn::{Turn, seconds};

const BEGIN: &str = "-----BEGIN AUTHFORGE LICENSE-----";
const OFFLINE: i32 = 2;
const BOUND: i32 = 1;

/// Refused by the vectors for its armor alone, while its signature is sound: mail programs lose blank lines.
const FORGIVEN: &str = "bad_armor_no_blank_line";

/// A client without app secret, as air-gapped programs have it. An empty hardware id is a blank override,
/// which means this machine's own: no file lists that one either.
fn client(case: &Value) -> Client {
    Client::new(&Setup {
        app_id: text(case, "appId").to_owned(),
        public_key: text(case, "publicKey").to_owned(),
        hwid: Some(text(case, "hwid").to_owned()),
        ..Setup::default()
    })
}

fn code(result: &Result<Session, Refusal>) -> &str {
    result.as_ref().map_or_else(|refusal| refusal.code.as_str(), |_| "ok")
}

#[test]
fn every_license_file_ends_in_its_code_as_text_and_on_disk() {
    let (turn, folder) = (Turn::take(), Folder::new());
    for case in cases(&vectors("offline_license_vectors.json"), "cases") {
        let (name, file) = (text(&case, "name"), text(&case, "file"));
        let expected = if name == FORGIVEN { "ok" } else { text(&case, "expect") };
        turn.set(text(&case, "now"));
        let client = client(&case);
        let path = folder.write(name, file);
        assert_eq!(code(&client.verify_license_file(&path)), expected, "{name} on disk");
        if file.contains(BEGIN) {
            assert_eq!(code(&client.verify_license_file(file)), expected, "{name} as text");
        }
        assert!(!client.is_authenticated(), "{name}: verifying keeps nothing");
        assert_eq!(code(&client.login_from_file(&path)), expected, "{name} logging in");
        assert_eq!(client.is_authenticated(), expected == "ok", "{name}");
        assert_eq!(client.session().map(|session| session.kind()), (expected == "ok").then_some(OFFLINE));
    }
}

#[test]
fn the_signed_payload_is_what_the_getters_say() {
    let turn = Turn::take();
    let with_payload = |case: &Value| case["payload"].is_object();
    let cases: Vec<Value> =
        cases(&vectors("offline_license_vectors.json"), "cases").into_iter().filter(with_payload).collect();
    assert!(!cases.is_empty());
    for case in cases {
        turn.set(text(&case, "now"));
        let (file, payload) = (text(&case, "file"), &case["payload"]);
        let session = client(&case).verify_license_file(file).expect("a good file");
        assert_eq!(&session.json(), payload);
        assert_eq!(session.kind(), OFFLINE);
        assert_eq!(session.license_key().as_deref(), payload["licenseKey"].as_str());
        assert_eq!(session.jti().as_deref(), payload["jti"].as_str());
        assert_eq!(session.key_id().as_deref(), payload["kid"].as_str());
        assert_eq!(session.issued_at(), seconds(text(payload, "issuedAt")));
        assert_eq!(session.expires_at(), payload["expiresAt"].as_str().map_or(i64::MAX, seconds));
        assert_eq!(session.label().as_deref(), payload["label"].as_str());
        let license_end =
            payload["licenseExpiresAt"].as_str().map_or(Value::from("lifetime"), |end| seconds(end).into());
        assert_eq!(session.license_end(), license_end);
        assert_eq!(session.hwid_policy() == BOUND, payload["hwid"]["mode"] == "bound");
        assert_eq!(Value::from(session.bound_hwids()), payload["hwid"]["hwids"]);
        assert_eq!(Value::from(session.variables(Scope::License)), payload["licenseVariables"]);
        assert_eq!(Value::from(session.variables(Scope::App)), payload["appVariables"]);
        assert_eq!(session.license_file().as_deref(), Some(file));
        assert!(!session.is_replay());
    }
}

#[test]
fn the_keys_of_the_vectors_are_those_of_their_cases() {
    let vectors = vectors("offline_license_vectors.json");
    let known = [&vectors["keys"]["signingPublicKey"], &vectors["keys"]["wrongPublicKey"]];
    for case in cases(&vectors, "cases") {
        for key in text(&case, "publicKey").split(',') {
            assert!(known.iter().any(|known| **known == key), "{}", case["name"]);
        }
    }
}
