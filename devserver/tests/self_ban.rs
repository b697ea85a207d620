//! `POST /auth/selfban`.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use authforge_devserver::{Endpoint, LicenseStatus, Server};
use serde_json::{Value, json};
use support::*;

fn before_session(server: &Server, license_key: &str, flags: Value) -> Reply {
    self_ban(server, &with(validate_body(server, license_key), flags))
}

fn in_session(server: &Server, token: &str, flags: Value) -> Reply {
    let body = json!({ "appId": server.app_id(), "sessionToken": token, "hwid": HWID });
    self_ban(server, &with(body, flags))
}

/// Leaves the address alone: it is everybody's here.
fn hwid_only() -> Value {
    json!({ "blacklistIp": false })
}

fn lists(server: &Server) -> Value {
    admin(server, "GET", &format!("/v1/apps/{}/security", server.app_id()), None).json()
}

#[test]
fn a_ban_before_the_session_lists_machine_and_address_and_leaves_the_license() {
    let server = server();
    let reply = before_session(&server, GOOD, json!({}));
    assert_eq!((reply.status, reply.text()), (200, r#"{"status":"success"}"#));
    let lists = lists(&server);
    assert_eq!((&lists["hwidBlacklist"], &lists["ipBlacklist"]), (&json!([HWID]), &json!(["127.0.0.1"])));
    assert_eq!(server.license(GOOD).unwrap().status, LicenseStatus::Active);
    assert_eq!(log_in(&server, GOOD).outcome(), "403 blocked");
    assert_eq!(activate_machine(&server, LIFETIME, "another").outcome(), "403 blocked", "the address is");
    server.clear_security().unwrap();
    assert_eq!(log_in(&server, GOOD).outcome(), "200");
}

#[test]
fn a_ban_of_a_session_revokes_the_license_too() {
    let server = server();
    let token = token(&server, GOOD);
    assert_eq!(in_session(&server, &token, json!({})).outcome(), "200");
    assert_eq!(server.license(GOOD).unwrap().status, LicenseStatus::Revoked);
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).outcome(), "403 blocked");
    server.clear_security().unwrap();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).outcome(), "410 revoked");
}

#[test]
fn every_flag_stands_for_itself() {
    let nothing = json!({ "revokeLicense": false, "blacklistHwid": false, "blacklistIp": false });
    for (flag, expected) in [
        ("revokeLicense", (true, json!([]), json!([]))),
        ("blacklistHwid", (false, json!([HWID]), json!([]))),
        ("blacklistIp", (false, json!([]), json!(["127.0.0.1"]))),
    ] {
        let server = server();
        let token = token(&server, GOOD);
        let flags = with(nothing.clone(), json!({ flag: true }));
        assert_eq!(in_session(&server, &token, flags).outcome(), "200");
        let (revoked, lists) =
            (server.license(GOOD).unwrap().status == LicenseStatus::Revoked, lists(&server));
        assert_eq!(
            (revoked, lists["hwidBlacklist"].clone(), lists["ipBlacklist"].clone()),
            expected,
            "{flag}"
        );
    }
}

#[test]
fn without_a_session_nobody_revokes() {
    let server = server();
    let reply = before_session(&server, GOOD, json!({ "revokeLicense": true }));
    assert_eq!(reply.outcome(), "403 revoke_requires_session");
    assert_eq!(lists(&server)["hwidBlacklist"], json!([]), "and nothing else is done");
    let explicit = json!({ "revokeLicense": false, "blacklistIp": false });
    assert_eq!(before_session(&server, GOOD, explicit).outcome(), "200");
}

#[test]
fn a_banned_machine_is_blocked_and_others_are_not() {
    let server = server();
    before_session(&server, GOOD, hwid_only());
    assert_eq!(log_in(&server, GOOD).outcome(), "403 blocked");
    let other = with(validate_body(&server, GOOD), json!({ "hwid": "another" }));
    assert_eq!(validate(&server, &other).outcome(), "200");
}

#[test]
fn banning_twice_lists_once_and_the_nonce_may_come_again() {
    let server = server();
    let body = with(validate_body(&server, GOOD), hwid_only());
    assert_eq!(self_ban(&server, &body).outcome(), "200");
    assert_eq!(self_ban(&server, &body).outcome(), "200");
    assert_eq!(lists(&server)["hwidBlacklist"], json!([HWID]));
}

#[test]
fn revoked_and_expired_licenses_can_be_banned_with() {
    let server = server();
    for license_key in [REVOKED, EXPIRED] {
        assert_eq!(before_session(&server, license_key, hwid_only()).outcome(), "200");
    }
    let token = token_of_another_machine(&server);
    server.revoke(GOOD).unwrap();
    assert_eq!(in_session(&server, &token, json!({ "hwid": "another" })).outcome(), "200");
}

fn token_of_another_machine(server: &Server) -> String {
    let body = with(validate_body(server, GOOD), json!({ "hwid": "another" }));
    validate(server, &body).payload_text("sessionToken")
}

#[test]
fn every_refusal_has_its_code_and_bans_nobody() {
    let server = server();
    let token = token(&server, GOOD);
    for (change, expected) in [
        (json!({ "appId": "unknown" }), "401 invalid_app"),
        (json!({ "appSecret": "wrong" }), "401 invalid_app"),
        (json!({ "licenseKey": "NONE-SUCH-KEYX-2222" }), "401 invalid_key"),
        (json!({ "nonce": null }), "400 bad_request"),
        (json!({ "hwid": null }), "400 bad_request"),
        (json!({ "blacklistIp": "no" }), "400 bad_request"),
    ] {
        assert_eq!(before_session(&server, GOOD, change).outcome(), expected);
    }
    for (change, expected) in [
        (json!({ "appId": "unknown" }), "401 invalid_app"),
        (json!({ "sessionToken": "x.y" }), "401 session_expired"),
        (json!({ "sessionToken": "" }), "400 bad_request"),
        (json!({ "hwid": "another" }), "401 session_expired"),
        (json!({ "revokeLicense": 1 }), "400 bad_request"),
    ] {
        assert_eq!(in_session(&server, &token, change).outcome(), expected);
    }
    assert_eq!(Connection::to(server.url()).post("/auth/selfban", b"no").outcome(), "400 malformed_request");
    server.advance_clock(86_400).unwrap();
    assert_eq!(in_session(&server, &token, json!({})).outcome(), "401 session_expired");
    server.set_disabled(true).unwrap();
    assert_eq!(before_session(&server, GOOD, json!({})).outcome(), "403 app_disabled");
    let none = json!([]);
    assert_eq!((&lists(&server)["hwidBlacklist"], &lists(&server)["ipBlacklist"]), (&none, &none));
    assert_eq!(server.license(GOOD).unwrap().status, LicenseStatus::Active);
}

#[test]
fn a_ban_that_does_not_fit_into_the_lists_does_nothing() {
    let server = server();
    let full: Vec<String> = (0..1000).map(|at| format!("h{at}")).collect();
    let path = format!("/v1/apps/{}/security", server.app_id());
    admin(&server, "PUT", &path, Some(json!({ "hwidBlacklist": full })));
    let token = token(&server, GOOD);
    assert_eq!(in_session(&server, &token, json!({})).outcome(), "500 system_error");
    assert_eq!(server.license(GOOD).unwrap().status, LicenseStatus::Active);
    assert_eq!(lists(&server)["ipBlacklist"], json!([]));
    assert_eq!(in_session(&server, &token, json!({ "blacklistHwid": false })).outcome(), "200");
}

#[test]
fn bans_cost_nothing_have_no_limit_and_are_recorded() {
    let server = server();
    for _ in 0..40 {
        assert_eq!(before_session(&server, GOOD, hwid_only()).outcome(), "200");
    }
    assert_eq!(server.app(server.app_id()).unwrap().credits_spent, 0);
    assert!(server.wait_for_requests(Endpoint::SelfBan, 40, PATIENCE));
    let requests = admin(&server, "GET", "/dev/requests?endpoint=self_ban", None).json();
    assert_eq!(requests["requests"].as_array().unwrap().len(), 40);
}
