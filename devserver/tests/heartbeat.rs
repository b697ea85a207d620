//! `POST /auth/heartbeat`.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use authforge_devserver::{AppUpdate, LicenseSpec, Moment};
use serde_json::{Value, json};
use support::*;

#[test]
fn a_heartbeat_renews_the_session_for_the_length_that_was_asked_at_login() {
    let server = server();
    let body = with(validate_body(&server, GOOD), json!({ "ttlSeconds": 7200 }));
    let first = validate(&server, &body).payload_text("sessionToken");
    server.advance_clock(1000).unwrap();
    let body = heartbeat_body(&server, &first);
    let reply = heartbeat(&server, &body);
    assert!(reply.is_signed_by(server.public_key()), "{}", reply.text());
    let payload = reply.payload();
    assert_eq!(payload["nonce"], body["nonce"]);
    let renewed = payload["sessionToken"].as_str().unwrap();
    assert_ne!(renewed, first);
    let (old, new) = (token_body(&first), token_body(renewed));
    assert_eq!(new["ttl"], 7200);
    assert_eq!(new["exp"], payload["expiresIn"]);
    let slid = new["exp"].as_i64().unwrap() - old["exp"].as_i64().unwrap();
    assert!((1000..1010).contains(&slid), "{slid}");
}

#[test]
fn the_old_token_works_until_its_own_expiry() {
    let server = server();
    let first = token(&server, GOOD);
    server.advance_clock(100).unwrap();
    let second = heartbeat(&server, &heartbeat_body(&server, &first)).payload_text("sessionToken");
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &first)).status, 200);
    server.advance_clock(86_350).unwrap();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &first)).outcome(), "401 session_expired");
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &second)).status, 200);
}

#[test]
fn answers_are_full_or_thin_as_the_app_is_set() {
    let server = server();
    let token = token(&server, GOOD);
    let full = heartbeat(&server, &heartbeat_body(&server, &token));
    assert_eq!(full.payload_order().len(), 13);
    assert_eq!(full.payload()["licenseVariables"]["tier"], "pro");
    server.set_thin_heartbeats(true).unwrap();
    let thin = heartbeat(&server, &heartbeat_body(&server, &token));
    assert_eq!(thin.payload_order(), ["sessionToken", "timestamp", "expiresIn", "nonce"]);
}

/// One request that is wrong in every way, put right one step at a time.
#[test]
fn the_checks_come_in_the_services_order() {
    let server = server();
    let app_id = server.app_id();
    let key = server.create_license(LicenseSpec::default()).unwrap();
    let token = token(&server, &key);
    for _ in 0..9 {
        server.advance_clock(60).unwrap();
        assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).status, 200);
    }
    server.advance_clock(60).unwrap();
    let security = format!("/v1/apps/{app_id}/security");
    admin(&server, "PUT", &security, Some(json!({ "ipWhitelist": ["10.0.0.1"] })));
    for _ in 0..6 {
        assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).outcome(), "403 blocked");
    }
    let past = json!({ "expiresAt": Moment::from_unix_seconds(0), "action": "revoke" });
    assert_eq!(admin(&server, "PUT", &format!("/v1/licenses/{key}"), Some(past)).status, 200);
    server.reset_hwids(&key).unwrap();
    let poor = AppUpdate {
        credits: Some(0),
        burn_cap: Some(Some(0)),
        demo_quota: Some(Some(0)),
        disabled: Some(true),
        ..AppUpdate::default()
    };
    server.update_app(app_id, poor).unwrap();
    let body = heartbeat_body(&server, &token);
    let outcome = |changes: Value| heartbeat(&server, &with(body.clone(), changes)).outcome();

    assert_eq!(
        Connection::to(server.url()).post("/auth/heartbeat", b"[]").outcome(),
        "400 malformed_request"
    );
    assert_eq!(outcome(json!({ "nonce": 5, "appId": "unknown" })), "400 bad_request");
    assert_eq!(outcome(json!({ "appId": "unknown" })), "401 invalid_app");
    assert_eq!(outcome(json!({ "sessionToken": "bad" })), "403 app_disabled");
    server.set_disabled(false).unwrap();
    assert_eq!(outcome(json!({ "sessionToken": "bad" })), "401 session_expired");
    assert_eq!(outcome(json!({ "hwid": "other" })), "401 session_expired");
    assert_eq!(outcome(json!({})), "429 rate_limited");
    server.advance_clock(60).unwrap();
    assert_eq!(outcome(json!({})), "403 blocked");
    admin(&server, "PUT", &security, Some(json!({ "ipWhitelist": [] })));
    assert_eq!(outcome(json!({})), "410 revoked");
    server.activate(&key).unwrap();
    assert_eq!(outcome(json!({})), "410 expired");
    admin(&server, "PUT", &format!("/v1/licenses/{key}"), Some(json!({ "expiresAt": null })));
    assert_eq!(outcome(json!({})), "403 hwid_mismatch");
    server.advance_clock(60).unwrap();
    let free =
        AppUpdate { demo_quota: Some(None), burn_cap: Some(None), credits: Some(9), ..AppUpdate::default() };
    server.update_app(app_id, free).unwrap();
    assert_eq!(log_in(&server, &key).status, 200, "takes the slot again");
    let poor = AppUpdate {
        credits: Some(0),
        burn_cap: Some(Some(0)),
        demo_quota: Some(Some(0)),
        ..AppUpdate::default()
    };
    server.update_app(app_id, poor).unwrap();
    assert_eq!(outcome(json!({})), "429 demo_quota_exceeded");
    server.update_app(app_id, AppUpdate { demo_quota: Some(None), ..AppUpdate::default() }).unwrap();
    assert_eq!(outcome(json!({})), "429 app_burn_cap_reached", "the tenth is the one that costs");
    server.update_app(app_id, AppUpdate { burn_cap: Some(None), ..AppUpdate::default() }).unwrap();
    assert_eq!(outcome(json!({})), "429 no_credits");
    assert_eq!(server.license(&key).unwrap().heartbeats, 9);
    server.set_credits(1).unwrap();
    assert_eq!(outcome(json!({})), "200");
    assert_eq!((server.license(&key).unwrap().heartbeats, server.app(app_id).unwrap().credits), (10, 0));
}

#[test]
fn every_tenth_successful_heartbeat_costs_a_credit() {
    let server = unhurried_server();
    let token = token(&server, GOOD);
    server.set_credits(2).unwrap();
    let credits = || server.app(server.app_id()).unwrap().credits;
    let mut left = Vec::new();
    for _ in 0..20 {
        assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).status, 200);
        left.push(credits());
    }
    assert_eq!(left[8..10], [2, 1]);
    assert_eq!(left[18..20], [1, 0]);
    server.revoke(GOOD).unwrap();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).status, 410);
    let license = server.license(GOOD).unwrap();
    assert_eq!((license.heartbeats, license.credits_spent), (20, 3), "failures do not count, the login does");
}

#[test]
fn six_heartbeats_a_minute_for_each_license() {
    let server = server();
    let (one, other) = (token(&server, GOOD), token(&server, LIFETIME));
    for _ in 0..6 {
        assert_eq!(heartbeat(&server, &heartbeat_body(&server, &one)).status, 200);
    }
    let refused = heartbeat(&server, &heartbeat_body(&server, &one));
    assert_eq!(refused.outcome(), "429 rate_limited");
    let wait = refused.header("retry-after").unwrap().parse().unwrap();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &other)).status, 200);
    server.advance_clock(wait).unwrap();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &one)).status, 200);
}

#[test]
fn a_nonce_may_come_twice() {
    let server = server();
    let body = heartbeat_body(&server, &token(&server, GOOD));
    assert_eq!(heartbeat(&server, &body).status, 200);
    assert_eq!(heartbeat(&server, &body).status, 200);
}

#[test]
fn a_rotated_secret_ends_sessions_and_a_rotated_key_does_not() {
    let server = server();
    let token = token(&server, GOOD);
    let public_key = server.rotate_key().unwrap();
    let reply = heartbeat(&server, &heartbeat_body(&server, &token));
    assert!(reply.is_signed_by(&public_key));
    assert!(!reply.is_signed_by(server.public_key()));
    assert_ne!(reply.json()["keyId"], "dev-1");

    let secret = server.rotate_secret().unwrap();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).outcome(), "401 session_expired");
    assert_eq!(log_in(&server, GOOD).outcome(), "401 invalid_app");
    let body = with(validate_body(&server, GOOD), json!({ "appSecret": secret }));
    assert_eq!(validate(&server, &body).status, 200);
}

#[test]
fn a_deleted_license_is_an_unknown_one() {
    let server = server();
    let token = token(&server, GOOD);
    server.delete_license(GOOD).unwrap();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).outcome(), "401 invalid_key");
}

#[test]
fn a_session_on_unlimited_seats_never_lacks_its_machine() {
    let server = server();
    let token = token(&server, UNLIMITED);
    server.reset_hwids(UNLIMITED).unwrap();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).status, 200);
}

#[test]
fn a_token_of_another_server_is_none_here() {
    let (one, other) = (server(), server());
    let token = token(&one, GOOD);
    assert_eq!(heartbeat(&other, &heartbeat_body(&other, &token)).outcome(), "401 session_expired");
}
