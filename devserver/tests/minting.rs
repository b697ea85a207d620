//! License files that a developer orders.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use authforge_devserver::{Effect, FileOrder, Machines, Moment, Server};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::*;

/// An activation request as client libraries write it.
fn request_file(app_id: &str, more: &str) -> String {
    let payload = format!(
        r#"{{"v":1,"typ":"authforge-activation-request","appId":"{app_id}","hwid":"{HWID}","createdAt":"2026-09-11T12:00:00.000Z"{more}}}"#
    );
    let base64 = BASE64_STANDARD.encode(payload);
    let checksum: String = Sha256::digest(&base64)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let lines: Vec<&str> =
        base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "-----BEGIN AUTHFORGE ACTIVATION REQUEST-----\nVersion: 1\nApp-Id: {app_id}\nChecksum: {checksum}\n\n\
         {}\n-----END AUTHFORGE ACTIVATION REQUEST-----\n",
        lines.join("\n")
    )
}

fn refusal(reply: &Reply) -> (u16, String, String) {
    let text = |name: &str| reply.json()[name].as_str().unwrap().to_owned();
    (reply.status, text("error"), text("message"))
}

fn spent(server: &Server) -> u64 {
    server.app(server.app_id()).unwrap().credits_spent
}

#[test]
fn an_order_gives_a_signed_file_for_its_machines() {
    let server = server();
    let reply = order_file(&server, GOOD, json!({ "hwids": ["one", "two"] }));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let answer = reply.json();
    assert_eq!(answer["fileName"], format!("{GOOD}.authforge"));
    assert_eq!((&answer["keyId"], &answer["origin"]), (&json!("dev-1"), &json!("operator")));
    let file = LicenseText::of(&reply);
    assert!(file.is_signed_by(server.public_key()));
    assert_eq!((&file.payload["jti"], &file.payload["issuedAt"]), (&answer["jti"], &answer["issuedAt"]));
    assert_eq!(file.payload["hwid"], json!({ "mode": "bound", "hwids": ["one", "two"] }));
    assert_eq!((&file.payload["label"], &file.payload["licenseKey"]), (&json!("Ada Lovelace"), &json!(GOOD)));
    assert_eq!(file.payload["licenseVariables"]["tier"], "pro");
    assert_eq!(file.payload["appVariables"]["min_version"], 3);
    assert_eq!(server.license(GOOD).unwrap().hwid_list, [""; 0], "no slot is taken");
    assert_eq!((spent(&server), server.license(GOOD).unwrap().credits_spent), (1, 1));
}

#[test]
fn a_file_ends_with_its_license_unless_the_order_says_otherwise() {
    let server = server();
    let end = |order: Value| {
        let reply = order_file(&server, GOOD, with(json!({ "hwids": [HWID] }), order));
        let file = LicenseText::of(&reply);
        assert_eq!(file.payload["licenseExpiresAt"], "2036-01-01T00:00:00.000Z");
        assert_eq!(file.payload["expiresAt"], reply.json()["expiresAt"]);
        (file.payload["expiresAt"].clone(), file.headers[4].clone())
    };
    let own = "2036-01-01T00:00:00.000Z";
    assert_eq!(end(json!({})), (json!(own), format!("Expires-At: {own}")));
    let past = "2020-02-02T00:00:00.000Z";
    assert_eq!(
        end(json!({ "expiresAt": "2020-02-02T01:00:00+01:00" })),
        (json!(past), format!("Expires-At: {past}"))
    );
    let body = br#"{"hwids":["h"],"expiresAt":null}"#;
    let key = format!("authorization: Bearer {}\r\n", server.admin_key());
    let path = format!("/v1/licenses/{GOOD}/offline-files");
    let lifetime = Connection::to(server.admin_url()).ask("POST", &path, &key, body);
    assert_eq!(LicenseText::of(&lifetime).headers[4], "Expires-At: never");
    assert_eq!(order_file(&server, LIFETIME, json!({ "hwids": ["h"] })).json()["expiresAt"], Value::Null);
}

#[test]
fn a_file_can_be_for_any_machine() {
    let server = server();
    let reply = order_file(&server, UNLIMITED, json!({ "hwid": { "mode": "any" } }));
    assert_eq!(LicenseText::of(&reply).payload["hwid"], json!({ "mode": "any" }));
    let named = json!({ "hwid": { "mode": "bound", "hwids": ["h"] } });
    let reply = order_file(&server, UNLIMITED, named.clone());
    assert_eq!(reply.json()["hwid"], named["hwid"]);
}

#[test]
fn an_activation_request_names_the_machine() {
    let server = server();
    let plain = request_file(server.app_id(), "");
    let named = request_file(server.app_id(), &format!(r#","machineName":"dev-box","licenseKey":"{GOOD}""#));
    let mailed = format!("\u{feff}Hello,\n{named}Thanks\n").replace('\n', "\r\n");
    for text in [&plain, &named, &mailed] {
        let reply = order_file(&server, GOOD, json!({ "activationRequest": text }));
        assert_eq!(reply.status, 201, "{}", reply.text());
        assert_eq!(LicenseText::of(&reply).payload["hwid"], json!({ "mode": "bound", "hwids": [HWID] }));
    }
}

#[test]
fn an_activation_request_that_is_none_is_named_by_its_fault() {
    let server = server();
    let good = request_file(server.app_id(), "");
    let license = server.mint(GOOD, FileOrder::for_any_machine()).unwrap().text;
    let truncated: String =
        good.lines().enumerate().filter(|(at, _)| *at != 6).map(|(_, line)| format!("{line}\n")).collect();
    for (text, code, message) in [
        (
            good.replace("Checksum: ", "Checksum: 0"),
            "checksum_mismatch",
            "activationRequest has the checksum 0",
        ),
        (truncated, "checksum_mismatch", "but its body gives"),
        (good.replace("-----END", "-----ENDE"), "bad_armor", "activationRequest has no line -----END"),
        (license, "is_license_file", "activationRequest is a license file"),
        (request_file("other", ""), "wrong_app", "activationRequest is for appId \"other\", not "),
        (
            request_file(server.app_id(), r#","licenseKey":"OTHER""#),
            "bad_request",
            "activationRequest is for licenseKey \"OTHER\", not ",
        ),
        (
            request_file(server.app_id(), r#","os":"""#),
            "malformed_payload",
            "activationRequest has a payload with 0 characters in os",
        ),
    ] {
        let (status, error, told) = refusal(&order_file(&server, GOOD, json!({ "activationRequest": text })));
        assert_eq!((status, error.as_str()), (400, code), "{told}");
        assert!(told.contains(message), "{told}");
    }
    assert_eq!(spent(&server), 1, "only the file that was no request");
}

#[test]
fn a_wrong_order_names_field_and_value_and_costs_nothing() {
    let server = server();
    let many: Vec<String> = (0..17).map(|at| at.to_string()).collect();
    for (order, message) in [
        (json!({}), "hwid, hwids and activationRequest are missing"),
        (json!({ "hwids": ["h"], "hwid": { "mode": "any" } }), "exclude each other"),
        (json!({ "hwids": [] }), "hwids has 0 entries, need 1 to 16"),
        (json!({ "hwids": many }), "hwids has 17 entries, need 1 to 16"),
        (json!({ "hwids": ["h", " "] }), "hwids[1] is \" \", need 1 to 256 characters"),
        (json!({ "hwids": "h" }), "hwids: invalid type: string \"h\""),
        (json!({ "hwid": { "mode": "some" } }), "hwid.mode: unknown variant `some`"),
        (json!({ "hwid": { "mode": "bound", "hwids": [] } }), "hwid.hwids has 0 entries"),
        (json!({ "hwids": ["h"], "expiresAt": "soon" }), "expiresAt: \"soon\" is no ISO-8601 time"),
        (json!({ "hwids": ["h"], "label": "x" }), "unknown field `label`"),
        (json!({ "hwids": ["h"], "fault": "hang" }), "fault is hang, need one that spoils a license file"),
    ] {
        let (status, error, told) = refusal(&order_file(&server, GOOD, order));
        assert_eq!((status, error.as_str()), (400, "bad_request"));
        assert!(told.contains(message), "{told}");
    }
    let (status, error, _) = refusal(&order_file(&server, "NONE", json!({ "hwids": ["h"] })));
    assert_eq!((status, error.as_str()), (404, "not_found"));
    let (status, _, told) = refusal(&order_file(&server, REVOKED, json!({ "hwids": ["h"] })));
    assert!(status == 400 && told.contains("is revoked"), "{told}");
    let path = format!("/v1/licenses/{GOOD}/offline-files");
    assert_eq!(admin(&server, "DELETE", &path, None).status, 405);
    assert_eq!(admin(&server, "GET", &path, None).json(), json!({ "offlineFiles": [] }));
    assert_eq!(spent(&server), 0);
}

#[test]
fn without_credits_there_is_no_file() {
    let server = server();
    server.set_credits(0).unwrap();
    let (status, error, _) = refusal(&order_file(&server, GOOD, json!({ "hwids": ["h"] })));
    assert_eq!((status, error.as_str()), (402, "no_credits"));
    assert!(server.offline_files(GOOD).unwrap().is_empty());
}

#[test]
fn a_spoiled_file_is_only_handed_over_and_the_honest_one_is_kept() {
    let server = server();
    let reply = order_file(&server, GOOD, json!({ "hwids": ["h"], "fault": "file_tampered" }));
    assert!(!LicenseText::of(&reply).is_signed_by(server.public_key()));
    let reply = order_file(&server, GOOD, json!({ "hwids": ["h"], "fault": { "set_fields": { "v": 2 } } }));
    let file = LicenseText::of(&reply);
    assert!(file.is_signed_by(server.public_key()));
    assert_eq!(file.payload["v"], 2);
    for kept in server.offline_files(GOOD).unwrap() {
        let kept = LicenseText::read(&kept.text);
        assert!(kept.is_signed_by(server.public_key()));
        assert_eq!(kept.payload["v"], 1);
    }
}

#[test]
fn the_library_mints_the_same_way() {
    let server = server();
    let end = Moment::parse("2030-01-01T00:00:00Z").unwrap();
    let file = server.mint(GOOD, FileOrder::for_hwids(["h"]).expiring(end)).unwrap();
    assert_eq!((file.content.expires_at, file.file_name()), (Some(end), format!("{GOOD}.authforge")));
    assert_eq!(server.offline_files(GOOD).unwrap(), [file]);
    let file = server.mint(GOOD, FileOrder::for_any_machine().lifetime()).unwrap();
    assert_eq!((file.content.expires_at, &file.content.machines), (None, &Machines::Any));
    let request = FileOrder::for_request(request_file(server.app_id(), ""));
    let file = server.mint(GOOD, request.spoiled_by(Effect::FileOtherApp)).unwrap();
    assert_eq!(LicenseText::read(&file.text).payload["appId"], "another-app");
    let error = server.mint(GOOD, FileOrder::for_request("nothing")).unwrap_err().to_string();
    assert!(error.starts_with("bad_armor: activationRequest has no line"), "{error}");
    assert_eq!(spent(&server), 3);
}
