//! `POST /auth/validate`.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use std::time::Duration;

use authforge_devserver::{AppUpdate, Endpoint, LicenseSpec, LicenseStatus, Moment, Options, Server};
use serde_json::{Value, json};
use support::*;

#[test]
fn a_login_is_signed_and_tells_everything_in_the_services_order() {
    let server = server();
    let body = validate_body(&server, GOOD);
    let reply = validate(&server, &body);
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let envelope = reply.json();
    assert_eq!(envelope.as_object().unwrap().len(), 4);
    assert!(reply.text().starts_with(r#"{"status":"success","payload":""#), "{}", reply.text());
    assert_eq!((&envelope["status"], &envelope["keyId"]), (&json!("success"), &json!("dev-1")));
    assert_eq!(envelope["signature"].as_str().unwrap().len(), 88);
    assert_eq!(server.public_key(), "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    assert!(reply.is_signed_by(server.public_key()));

    let order = "sessionToken timestamp expiresIn nonce requestId sessionExpiresAt licenseExpiresAt maxHwidSlots \
        hwidCount unlimitedHwidSlots licenseLabel appVariables licenseVariables";
    assert_eq!(reply.payload_order().join(" "), order);
    let payload = reply.payload();
    assert_eq!(payload["nonce"], body["nonce"]);
    assert_eq!(payload["licenseLabel"], "Ada Lovelace");
    assert_eq!(payload["licenseExpiresAt"], "2036-01-01T00:00:00.000Z");
    assert_eq!((&payload["maxHwidSlots"], &payload["hwidCount"]), (&json!(3), &json!(1)));
    assert_eq!(payload["unlimitedHwidSlots"], false);
    assert_eq!(payload["licenseVariables"], json!({"tier": "pro", "seats": 3, "beta": true, "ratio": 0.5}));
    assert_eq!(payload["appVariables"]["min_version"], 3);
    assert!(!reply.payload_json().contains(": "), "compact");
}

#[test]
fn expiry_is_the_same_instant_in_token_payload_and_text() {
    let server = server();
    let before = server.now().unix_seconds();
    let reply = log_in(&server, GOOD);
    let after = server.now().unix_seconds();
    let payload = reply.payload();
    let expires = payload["expiresIn"].as_i64().unwrap();
    assert!((before + 86_400..=after + 86_400).contains(&expires));
    let token = token_body(payload["sessionToken"].as_str().unwrap());
    let expected = json!({
        "appId": server.app_id(), "licenseKey": GOOD, "hwid": HWID, "exp": expires, "ttl": 86_400
    });
    assert_eq!(token, expected);
    let text = payload["sessionExpiresAt"].as_str().unwrap();
    assert_eq!(Moment::parse(text).unwrap(), Moment::from_unix_seconds(expires));
    let issued = payload["timestamp"].as_str().unwrap();
    assert!(issued.len() == 24 && issued.ends_with('Z'), "{issued}");
    assert!((before..=after).contains(&Moment::parse(issued).unwrap().unix_seconds()));
}

#[test]
fn the_asked_session_length_is_clamped_without_a_word() {
    let server = unhurried_server();
    for (asked, given) in
        [(json!(1), 3600), (json!(3600), 3600), (json!(7200), 7200), (json!(9_999_999), 604_800)]
    {
        let body = with(validate_body(&server, GOOD), json!({ "ttlSeconds": asked }));
        let token = token_body(&validate(&server, &body).payload_text("sessionToken"));
        assert_eq!(token["ttl"], given, "{asked}");
        let left = token["exp"].as_i64().unwrap() - server.now().unix_seconds();
        assert!((given - 5..=given).contains(&left), "{asked}: {left}");
    }
}

#[test]
fn a_lifetime_license_says_null_and_a_label_can_be_missing() {
    let server = server();
    assert_eq!(log_in(&server, LIFETIME).payload()["licenseExpiresAt"], Value::Null);
    let key = server.create_license(LicenseSpec::default()).unwrap();
    let payload = log_in(&server, &key).payload();
    assert!(!payload.contains_key("licenseLabel"));
    assert_eq!(payload["licenseVariables"], json!({}), "an object even when empty");
}

/// One request that is wrong in every way, put right one step at a time.
#[test]
fn the_checks_come_in_the_services_order() {
    let server = server();
    let app_id = server.app_id();
    let update = |update| server.update_app(app_id, update).unwrap();
    let poor = AppUpdate {
        credits: Some(0),
        burn_cap: Some(Some(0)),
        demo_quota: Some(Some(0)),
        disabled: Some(true),
        ..AppUpdate::default()
    };
    update(poor);
    let key = server
        .create_license(LicenseSpec {
            status: LicenseStatus::Revoked,
            expires_at: Some(Moment::from_unix_seconds(0)),
            hwid_list: vec!["another".into()],
            ..LicenseSpec::default()
        })
        .unwrap();
    let body = validate_body(&server, &key);
    let outcome = |changes: Value| validate(&server, &with(body.clone(), changes)).outcome();
    let fresh = || json!({ "nonce": fresh_nonce() });

    let garbled = Connection::to(server.url()).post("/auth/validate", b"{");
    assert_eq!(garbled.outcome(), "400 malformed_request");
    assert_eq!(outcome(json!({ "hwid": null, "appId": "unknown" })), "400 bad_request");
    assert_eq!(outcome(json!({ "appId": "unknown" })), "401 invalid_app");
    assert_eq!(outcome(json!({ "appSecret": "wrong" })), "401 invalid_app");
    assert_eq!(outcome(json!({})), "403 app_disabled");

    server.set_disabled(false).unwrap();
    let block = json!({ "type": "ip", "value": "127.0.0.1" });
    let blacklist = format!("/v1/apps/{app_id}/security/blacklist");
    assert_eq!(admin(&server, "POST", &blacklist, Some(block.clone())).status, 200);
    assert_eq!(outcome(json!({})), "403 blocked", "and from here on the nonce is known");
    (1..30).for_each(|other| {
        let other = json!({ "licenseKey": format!("OTHER-{other}"), "nonce": fresh_nonce() });
        assert_eq!(outcome(other), "403 blocked");
    });
    assert_eq!(outcome(json!({})), "429 rate_limited", "before the replay is noticed");
    server.set_disabled(true).unwrap();
    assert_eq!(outcome(json!({})), "403 app_disabled", "before the rate limit");
    server.set_disabled(false).unwrap();

    server.advance_clock(60).unwrap();
    assert_eq!(outcome(json!({})), "401 replay_detected");
    let unknown = json!({ "nonce": fresh_nonce(), "licenseKey": "UNKNOWN" });
    assert_eq!(outcome(unknown.clone()), "403 blocked");
    assert_eq!(admin(&server, "DELETE", &blacklist, Some(block)).status, 200);
    assert_eq!(outcome(with(unknown, fresh())), "401 invalid_key");
    assert_eq!(outcome(fresh()), "410 revoked");
    server.activate(&key).unwrap();
    assert_eq!(outcome(fresh()), "410 expired");
    let path = format!("/v1/licenses/{key}");
    assert_eq!(admin(&server, "PUT", &path, Some(json!({ "expiresAt": null }))).status, 200);
    assert_eq!(outcome(fresh()), "403 hwid_mismatch");

    server.reset_hwids(&key).unwrap();
    server.advance_clock(60).unwrap();
    assert_eq!(outcome(fresh()), "429 demo_quota_exceeded");
    update(AppUpdate { demo_quota: Some(None), ..AppUpdate::default() });
    assert_eq!(outcome(fresh()), "429 app_burn_cap_reached");
    update(AppUpdate { burn_cap: Some(None), ..AppUpdate::default() });
    assert_eq!(outcome(fresh()), "429 no_credits");
    assert!(server.license(&key).unwrap().hwid_list.is_empty(), "a refused login takes no slot");
    server.set_credits(1).unwrap();
    assert_eq!(outcome(fresh()), "200");
    assert_eq!(server.app(app_id).unwrap().credits, 0);
}

#[test]
fn the_kinds_of_demo_licenses_answer_as_they_are_called() {
    let server = server();
    for (key, outcome) in [
        (GOOD, "200"),
        (LIFETIME, "200"),
        (EXPIRED, "410 expired"),
        (REVOKED, "410 revoked"),
        (TAKEN, "403 hwid_mismatch"),
        (UNLIMITED, "200"),
        ("NONE-SUCH-KEYX-2222", "401 invalid_key"),
    ] {
        assert_eq!(log_in(&server, key).outcome(), outcome, "{key}");
    }
}

#[test]
fn failures_have_exactly_their_two_fields() {
    let reply = log_in(&server(), REVOKED);
    assert_eq!(reply.text(), r#"{"status":"failed","error":"revoked"}"#);
    assert_eq!(reply.header("content-type"), Some("application/json"));
}

#[test]
fn a_license_of_another_app_is_unknown() {
    let mut fixtures = authforge_devserver::Fixtures::demo().unwrap();
    let mut second = fixtures.apps[0].clone();
    second.app_id = "second".into();
    fixtures.apps.push(second);
    let server = Server::start(Options { fixtures: fixtures.into(), ..Options::default() }).unwrap();
    let body = with(validate_body(&server, GOOD), json!({ "appId": "second" }));
    assert_eq!(validate(&server, &body).outcome(), "401 invalid_key");
}

#[test]
fn a_nonce_is_refused_for_ten_minutes_even_after_a_failure() {
    let server = server();
    let body = validate_body(&server, GOOD);
    assert_eq!(validate(&server, &with(body.clone(), json!({ "licenseKey": "UNKNOWN" }))).status, 401);
    assert_eq!(validate(&server, &body).outcome(), "401 replay_detected");
    server.advance_clock(599).unwrap();
    assert_eq!(validate(&server, &body).outcome(), "401 replay_detected");
    server.advance_clock(1).unwrap();
    assert_eq!(validate(&server, &body).outcome(), "200");
}

#[test]
fn five_logins_a_minute_for_each_license_with_the_seconds_to_wait() {
    let server = server();
    for _ in 0..5 {
        assert_eq!(log_in(&server, GOOD).status, 200);
    }
    server.advance_clock(20).unwrap();
    let refused = log_in(&server, GOOD);
    assert_eq!(refused.outcome(), "429 rate_limited");
    let wait: i64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((30..=40).contains(&wait), "{wait}");
    assert_eq!(log_in(&server, LIFETIME).status, 200, "another license");
    server.advance_clock(wait).unwrap();
    assert_eq!(log_in(&server, GOOD).status, 200, "who waits as told gets through");
}

#[test]
fn thirty_logins_a_minute_for_each_address() {
    let server = server();
    for number in 0..30 {
        assert_eq!(log_in(&server, &format!("KEY-{number}")).outcome(), "401 invalid_key");
    }
    assert_eq!(log_in(&server, GOOD).outcome(), "429 rate_limited");
    server.advance_clock(60).unwrap();
    assert_eq!(log_in(&server, GOOD).status, 200);
}

#[test]
fn only_successful_logins_are_billed() {
    let server = server();
    server.set_credits(2).unwrap();
    let credits = || server.app(server.app_id()).unwrap().credits;
    log_in(&server, REVOKED);
    log_in(&server, TAKEN);
    assert_eq!(credits(), 2);
    log_in(&server, GOOD);
    log_in(&server, LIFETIME);
    assert_eq!(credits(), 0);
    assert_eq!(log_in(&server, GOOD).outcome(), "429 no_credits");
    assert_eq!(server.license(GOOD).unwrap().validations, 1);
}

#[test]
fn machines_take_slots_until_none_is_left_and_a_reset_frees_them() {
    let server = unhurried_server();
    let log_in_on =
        |hwid: &str| validate(&server, &with(validate_body(&server, GOOD), json!({ "hwid": hwid })));
    for (hwid, count) in [("one", 1), ("two", 2), ("two", 2), ("three", 3)] {
        assert_eq!(log_in_on(hwid).payload()["hwidCount"], count);
    }
    assert_eq!(log_in_on("four").outcome(), "403 hwid_mismatch");
    assert_eq!(server.license(GOOD).unwrap().hwid_list, ["one", "two", "three"]);
    server.reset_hwids(GOOD).unwrap();
    assert_eq!(log_in_on("four").payload()["hwidCount"], 1);
}

#[test]
fn unlimited_seats_admit_every_machine_and_bind_none() {
    let server = unhurried_server();
    for machine in 0..20 {
        let body = with(validate_body(&server, UNLIMITED), json!({ "hwid": format!("m{machine}") }));
        let payload = validate(&server, &body).payload();
        assert_eq!((&payload["unlimitedHwidSlots"], &payload["hwidCount"]), (&json!(true), &json!(0)));
    }
}

#[test]
fn a_clock_that_passes_the_license_expiry_expires_it() {
    let server = server();
    let end = server.license(GOOD).unwrap().expires_at.unwrap();
    server.set_clock_offset(end.unix_seconds() - Moment::now().unix_seconds() + 1).unwrap();
    assert_eq!(log_in(&server, GOOD).outcome(), "410 expired");
    server.set_clock_offset(0).unwrap();
    assert_eq!(log_in(&server, GOOD).outcome(), "200");
}

#[test]
fn other_routes_methods_and_sizes_are_refused() {
    let server = server();
    let mut connection = Connection::to(server.url());
    let unknown = connection.post("/auth/offline", b"{}");
    assert_eq!((unknown.status, unknown.text()), (404, r#"{"status":"failed","error":"not_found"}"#));
    let get = connection.ask("GET", "/auth/validate", "", b"");
    assert_eq!((get.status, get.header("allow")), (405, Some("post")));
    let largest = validate_body(&server, GOOD).to_string();
    let padded = format!("{largest}{}", " ".repeat(65_536 - largest.len()));
    assert_eq!(connection.post("/auth/validate", padded.as_bytes()).status, 200);
    let larger = connection.post("/auth/validate", format!("{padded} ").as_bytes());
    assert_eq!(larger.outcome(), "413 bad_request");
}

#[test]
fn chunked_bodies_and_any_content_type_are_read() {
    let server = server();
    let body = validate_body(&server, GOOD).to_string();
    let (one, two) = body.split_at(20);
    let chunked = format!("{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n", one.len(), two.len());
    let head = "POST /auth/validate HTTP/1.1\r\nhost: x\r\ncontent-type: text/x\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut stream = std::net::TcpStream::connect(server.url().strip_prefix("http://").unwrap()).unwrap();
    std::io::Write::write_all(&mut stream, format!("{head}{chunked}").as_bytes()).unwrap();
    assert!(server.wait_for_requests(Endpoint::Validate, 1, Duration::from_secs(20)));
    assert_eq!(server.requests()[0].status, Some(200));
}
