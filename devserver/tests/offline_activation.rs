//! `POST /auth/offline/activate`.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use authforge_devserver::{AppUpdate, Endpoint, FileOrder, FileOrigin, LicenseSpec, Options, Server, Slots};
use serde_json::{Value, json};
use support::*;

fn spent(server: &Server) -> u64 {
    server.app(server.app_id()).unwrap().credits_spent
}

/// A lifetime license with so many slots.
fn lifetime(server: &Server, slots: u64) -> String {
    let spec = LicenseSpec { max_hwid_slots: Slots::new(slots).unwrap(), ..LicenseSpec::default() };
    server.create_license(spec).unwrap()
}

fn outcome(server: &Server, license_key: &str, hwid: &str) -> String {
    activate_machine(server, license_key, hwid).outcome()
}

#[test]
fn an_activation_gives_a_signed_file_for_ever_and_for_this_machine() {
    let server = server();
    let reply = activate_machine(&server, LIFETIME, HWID);
    assert_eq!((reply.status, reply.header("content-type")), (201, Some("application/json")));
    let answer = reply.json();
    assert!(reply.text().starts_with(r#"{"status":"success","file":"-----BEGIN AUTHFORGE LICENSE-----\n"#));
    let tail = format!(r#","fileName":"{LIFETIME}.authforge","jti":{},"replay":false}}"#, answer["jti"]);
    assert!(reply.text().ends_with(&tail), "{}", reply.text());

    let file = LicenseText::of(&reply);
    assert!(file.is_signed_by(server.public_key()));
    let headers = [
        "Version: 1".to_owned(),
        format!("App-Id: {}", server.app_id()),
        format!("License: {LIFETIME}"),
        "Key-Id: dev-1".to_owned(),
        "Expires-At: never".to_owned(),
    ];
    assert_eq!(file.headers, headers);
    let issued = server.offline_files(LIFETIME).unwrap()[0].content.issued_at;
    let expected = format!(
        "{{\"v\":1,\"typ\":\"authforge-license\",\"appId\":\"{}\",\"licenseKey\":\"{LIFETIME}\",\"jti\":{},\
         \"kid\":\"dev-1\",\"issuedAt\":\"{issued}\",\"expiresAt\":null,\
         \"hwid\":{{\"mode\":\"bound\",\"hwids\":[\"{HWID}\"]}},\"label\":\"lifetime\",\"licenseExpiresAt\":null,\
         \"licenseVariables\":{{}},\"appVariables\":{{\"motd\":\"Welcome to the development server\",\
         \"min_version\":3,\"maintenance\":false}}}}",
        server.app_id(),
        answer["jti"],
    );
    assert_eq!(file.payload_json(), expected);
}

#[test]
fn an_activation_takes_a_slot_and_two_credits() {
    let server = server();
    assert_eq!(outcome(&server, LIFETIME, HWID), "201");
    let license = server.license(LIFETIME).unwrap();
    assert_eq!((license.hwid_list.as_slice(), license.credits_spent), (&[HWID.to_owned()][..], 2));
    assert_eq!(spent(&server), 2);
    assert_eq!(log_in(&server, LIFETIME).payload()["hwidCount"], 1, "the slot is the login's too");
}

#[test]
fn the_same_machine_gets_the_same_bytes_again_for_nothing() {
    let server = server();
    let first = activate_machine(&server, LIFETIME, HWID).json();
    server.advance_clock(86_400).unwrap();
    server.set_credits(0).unwrap();
    let reply = activate_machine(&server, LIFETIME, HWID);
    let second = reply.json();
    assert_eq!((reply.status, &second["replay"]), (200, &json!(true)));
    for name in ["file", "fileName", "jti"] {
        assert_eq!(second[name], first[name], "{name}");
    }
    assert_eq!(spent(&server), 2);
    assert_eq!(server.offline_files(LIFETIME).unwrap().len(), 1);
}

#[test]
fn a_new_key_signs_new_files_and_leaves_the_old_ones_alone() {
    let server = server();
    let old = activate_machine(&server, LIFETIME, "old").json()["file"].clone();
    let key = server.rotate_key().unwrap();
    assert_eq!(activate_machine(&server, LIFETIME, "old").json()["file"], old);
    let new = LicenseText::of(&activate_machine(&server, LIFETIME, "new"));
    assert!(new.is_signed_by(&key) && !new.is_signed_by(server.public_key()));
    let key_id = server.app(server.app_id()).unwrap().key_id;
    assert_eq!(new.payload["kid"], key_id);
    assert!(new.headers.contains(&format!("Key-Id: {key_id}")));
}

#[test]
fn a_file_stays_when_the_license_changes_until_it_is_revoked() {
    let server = server();
    let file = activate_machine(&server, LIFETIME, HWID).json()["file"].clone();
    let path = format!("/v1/licenses/{LIFETIME}");
    let changes = json!({ "expiresAt": "2099-01-01T00:00:00Z", "unlimitedHwidSlots": true, "label": "sold" });
    admin(&server, "PUT", &path, Some(changes));
    server.reset_hwids(LIFETIME).unwrap();
    assert_eq!(activate_machine(&server, LIFETIME, HWID).json()["file"], file);
    assert!(server.license(LIFETIME).unwrap().hwid_list.is_empty(), "a repeat takes no slot");
    server.revoke(LIFETIME).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "410 revoked");
    server.activate(LIFETIME).unwrap();
    server.set_offline_opt_in(false).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "403 offline_activation_disabled");
}

#[test]
fn a_reset_does_not_give_activations_back() {
    let server = unhurried_server();
    let key = lifetime(&server, 2);
    assert_eq!(outcome(&server, &key, "one"), "201");
    server.reset_hwids(&key).unwrap();
    assert_eq!(outcome(&server, &key, "two"), "201");
    server.reset_hwids(&key).unwrap();
    assert_eq!(outcome(&server, &key, "three"), "403 offline_activation_limit_reached");
    assert_eq!(outcome(&server, &key, "one"), "200");
    admin(&server, "PUT", &format!("/v1/licenses/{key}"), Some(json!({ "maxHwidSlots": 3 })));
    assert_eq!(outcome(&server, &key, "three"), "201", "slots that are bought count");
}

#[test]
fn machines_that_only_log_in_take_slots_too() {
    let server = server();
    let key = lifetime(&server, 1);
    assert_eq!(log_in(&server, &key).status, 200);
    assert_eq!(outcome(&server, &key, "another"), "403 hwid_mismatch");
    assert_eq!(outcome(&server, &key, HWID), "201", "its own slot will do");
    assert_eq!(outcome(&server, TAKEN, HWID), "403 hwid_mismatch");
}

#[test]
fn files_that_an_operator_ordered_are_no_activations() {
    let server = server();
    let key = lifetime(&server, 1);
    server.mint(&key, FileOrder::for_hwids([HWID])).unwrap();
    let reply = activate_machine(&server, &key, HWID);
    assert_eq!((reply.status, &reply.json()["replay"]), (201, &json!(false)));
    let origins: Vec<_> = server.offline_files(&key).unwrap().iter().map(|file| file.origin).collect();
    assert_eq!(origins, [FileOrigin::Operator, FileOrigin::Activation]);
}

#[test]
fn every_refusal_has_its_code_and_costs_nothing() {
    let server = unhurried_server();
    for (license_key, expected) in [
        (GOOD, "409 offline_activation_requires_perpetual"),
        (UNLIMITED, "409 offline_activation_requires_seats"),
        (TAKEN, "403 hwid_mismatch"),
        (EXPIRED, "410 expired"),
        (REVOKED, "410 revoked"),
        ("NONE-SUCH-KEYX-2222", "401 invalid_key"),
    ] {
        assert_eq!(outcome(&server, license_key, HWID), expected);
    }
    for (change, expected) in [
        (json!({ "appId": "unknown" }), "401 invalid_app"),
        (json!({ "appSecret": "wrong" }), "401 invalid_app"),
        (json!({ "appSecret": null }), "400 bad_request"),
        (json!({ "nonce": null }), "400 bad_request"),
        (json!({ "hwid": 7 }), "400 bad_request"),
    ] {
        let body = with(validate_body(&server, LIFETIME), change);
        assert_eq!(activate(&server, &body).outcome(), expected);
    }
    let malformed = Connection::to(server.url()).post("/auth/offline/activate", b"[]");
    assert_eq!(malformed.outcome(), "400 malformed_request");
    server.set_disabled(true).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "403 app_disabled");
    server.set_disabled(false).unwrap();
    server.set_offline_opt_in(false).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "403 offline_activation_disabled");
    assert_eq!(outcome(&server, GOOD, HWID), "403 offline_activation_disabled", "before the license's terms");
    assert_eq!(spent(&server), 0);
    assert!(server.license(LIFETIME).unwrap().hwid_list.is_empty());
    assert!(server.offline_files(LIFETIME).unwrap().is_empty());
}

#[test]
fn a_license_that_expires_later_is_refused_for_that_and_then_for_having_expired() {
    let server = server();
    assert_eq!(outcome(&server, GOOD, HWID), "409 offline_activation_requires_perpetual");
    server.advance_clock(20 * 31_557_600).unwrap();
    assert_eq!(outcome(&server, GOOD, HWID), "410 expired");
}

#[test]
fn one_credit_is_not_enough_and_nothing_is_done_without() {
    let server = server();
    server.set_credits(1).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "429 no_credits");
    assert!(server.license(LIFETIME).unwrap().hwid_list.is_empty());
    server.set_credits(2).unwrap();
    let cap = |cap| AppUpdate { burn_cap: Some(Some(cap)), ..AppUpdate::default() };
    server.update_app(server.app_id(), cap(1)).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "429 app_burn_cap_reached");
    server.update_app(server.app_id(), cap(2)).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "201");
}

#[test]
fn a_nonce_counts_once_over_logins_and_activations() {
    let server = server();
    let body = validate_body(&server, LIFETIME);
    assert_eq!(validate(&server, &body).status, 200);
    assert_eq!(activate(&server, &body).outcome(), "401 replay_detected");
    server.advance_clock(600).unwrap();
    assert_eq!(activate(&server, &body).outcome(), "201");
    assert_eq!(validate(&server, &body).outcome(), "401 replay_detected");
}

#[test]
fn access_lists_are_asked_before_the_license() {
    let server = server();
    let path = format!("/v1/apps/{}/security/blacklist", server.app_id());
    admin(&server, "POST", &path, Some(json!({ "type": "hwid", "value": HWID })));
    assert_eq!(outcome(&server, "NONE-SUCH-KEYX-2222", HWID), "403 blocked");
    assert_eq!(outcome(&server, LIFETIME, "another"), "201");
    server.clear_security().unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "201");
}

#[test]
fn activations_and_logins_have_limits_of_their_own() {
    let server = server();
    for _ in 0..5 {
        assert_eq!(log_in(&server, LIFETIME).status, 200);
    }
    assert_eq!(log_in(&server, LIFETIME).outcome(), "429 rate_limited");
    let statuses: Vec<u16> = (0..5).map(|_| activate_machine(&server, LIFETIME, HWID).status).collect();
    assert_eq!(statuses, [201, 200, 200, 200, 200]);
    let refused = activate_machine(&server, LIFETIME, HWID);
    assert_eq!(refused.outcome(), "429 rate_limited");
    let wait: i64 = refused.header("retry-after").unwrap().parse().unwrap();
    server.advance_clock(wait).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "200");
}

#[test]
fn an_address_has_thirty_activations_a_minute() {
    let server = server();
    for at in 0..30 {
        assert_eq!(outcome(&server, &format!("NONE-{at}"), HWID), "401 invalid_key");
    }
    assert_eq!(outcome(&server, LIFETIME, HWID), "429 rate_limited");
    assert_eq!(log_in(&server, LIFETIME).status, 200);
}

#[test]
fn without_limits_nothing_is_charged_and_the_rules_still_hold() {
    let server = Server::start(Options { no_limits: true, ..Options::default() }).unwrap();
    server.set_credits(0).unwrap();
    assert_eq!(outcome(&server, LIFETIME, HWID), "201");
    assert_eq!(outcome(&server, GOOD, HWID), "409 offline_activation_requires_perpetual");
}

#[test]
fn a_license_shows_its_files_without_their_text() {
    let server = server();
    let path = format!("/v1/licenses/{LIFETIME}");
    assert_eq!(admin(&server, "GET", &path, None).json()["offlineFiles"], json!([]));
    let given = activate_machine(&server, LIFETIME, HWID).json();
    let files = admin(&server, "GET", &path, None).json()["offlineFiles"].clone();
    let file = &files[0];
    assert_eq!(files.as_array().unwrap().len(), 1);
    assert_eq!((&file["jti"], &file["origin"]), (&given["jti"], &json!("activation")));
    assert_eq!(file["hwid"], json!({ "mode": "bound", "hwids": [HWID] }));
    assert_eq!((&file["keyId"], &file["expiresAt"]), (&json!("dev-1"), &Value::Null));
    assert!(file.get("file").is_none());
    let whole = admin(&server, "GET", &format!("{path}/offline-files"), None).json();
    assert_eq!(whole["offlineFiles"][0]["file"], given["file"]);
    assert_eq!(whole["offlineFiles"][0]["fileName"], given["fileName"]);
}

#[test]
fn activations_are_recorded_and_waited_for() {
    let server = server();
    let body = validate_body(&server, LIFETIME);
    activate(&server, &body);
    outcome(&server, GOOD, HWID);
    assert!(server.wait_for_requests(Endpoint::OfflineActivate, 2, PATIENCE));
    let path = "/dev/requests?endpoint=offline_activate&at_least=2&timeout_ms=20000";
    let requests = admin(&server, "GET", path, None).json()["requests"].clone();
    assert_eq!((&requests[0]["body"], &requests[0]["status"]), (&body, &json!(201)));
    assert_eq!(requests[1]["error"], "offline_activation_requires_perpetual");
    let none = admin(&server, "GET", "/dev/requests?endpoint=validate", None).json();
    assert_eq!(none["requests"], json!([]));
}
