//! Every fault, as bytes on the wire.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use std::time::{Duration, Instant};

use authforge_devserver::{Effect, Endpoint, ErrorCode, Fault, RawJson, Server};
use serde_json::{Value, json};
use support::*;

/// The answer to a login under a fault that applies once.
fn spoiled(server: &Server, effect: Effect) -> Reply {
    server.add_fault(Fault::new(effect).times(1)).unwrap();
    log_in(server, GOOD)
}

/// What the server did for the login: nothing, or everything.
fn was_handled(server: &Server) -> bool {
    let license = server.license(GOOD).unwrap();
    let credits = server.app(server.app_id()).unwrap().credits_spent;
    assert_eq!((license.validations > 0, !license.hwid_list.is_empty()), (credits > 0, credits > 0));
    credits > 0
}

#[test]
fn hang_never_answers_and_does_nothing() {
    let server = server();
    server.add_fault(Fault::new(Effect::Hang).times(1)).unwrap();
    let mut connection = Connection::to(server.url());
    connection.send("POST", "/auth/validate", "", validate_body(&server, GOOD).to_string().as_bytes());
    assert!(server.wait_for_requests(Endpoint::Validate, 1, PATIENCE));
    assert!(connection.is_silent_for(Duration::from_millis(100)));
    assert_eq!((server.requests()[0].status, server.requests()[0].fault), (None, Some("hang")));
    assert!(!was_handled(&server));
    drop(server);
    assert!(connection.is_ended());
}

#[test]
fn close_ends_the_connection_before_the_work_and_lose_reply_after_it() {
    let server = server();
    let reply = spoiled(&server, Effect::Close);
    assert_eq!((reply.status, reply.body.len()), (0, 0));
    assert!(!was_handled(&server));

    let body = validate_body(&server, GOOD);
    server.add_fault(Fault::new(Effect::LoseReply).times(1)).unwrap();
    assert_eq!(validate(&server, &body).status, 0);
    assert!(was_handled(&server));
    assert_eq!(validate(&server, &body).outcome(), "401 replay_detected", "the nonce is spent");
}

#[test]
fn truncate_announces_more_than_it_sends() {
    let server = server();
    let reply = spoiled(&server, Effect::Truncate);
    assert_eq!(reply.status, 200);
    assert!(reply.announced > 500, "{}", reply.announced);
    assert_eq!(reply.body.len(), reply.announced / 2);
    assert!(reply.text().starts_with(r#"{"status":"success""#));
    assert!(was_handled(&server));
}

#[test]
fn trickle_sends_the_real_answer_a_byte_at_a_time() {
    let server = server();
    let refused = || validate(&server, &with(validate_body(&server, REVOKED), json!({})));
    server.add_fault(Fault::new(Effect::Trickle { ms: 2 }).times(1)).unwrap();
    let began = Instant::now();
    let reply = refused();
    assert_eq!(reply.outcome(), "410 revoked");
    assert!(began.elapsed() >= Duration::from_millis(2) * reply.announced as u32);
}

#[test]
fn delay_holds_the_real_answer_back() {
    let server = server();
    let began = Instant::now();
    let reply = spoiled(&server, Effect::delay(Duration::from_millis(120)));
    assert!(began.elapsed() >= Duration::from_millis(120));
    assert!(reply.is_signed_by(server.public_key()));
    assert_eq!(server.requests()[0].status, Some(200));
}

#[test]
fn answers_of_proxies_gateways_and_madmen() {
    let server = server();
    let garbage = spoiled(&server, Effect::Garbage);
    assert_eq!(garbage.status, 200);
    assert!(serde_json::from_slice::<Value>(&garbage.body).is_err());

    let html = spoiled(&server, Effect::Html502);
    assert_eq!((html.status, html.header("content-type")), (502, Some("text/html")));
    assert!(html.text().starts_with("<html>"));

    let gateway = spoiled(&server, Effect::Gateway429);
    assert_eq!((gateway.status, gateway.text()), (429, r#"{"message":"Too Many Requests"}"#));

    let empty = spoiled(&server, Effect::Empty429);
    assert_eq!((empty.status, empty.announced, empty.header("content-length")), (429, 0, Some("0")));
    assert!(!was_handled(&server));
}

#[test]
fn refusals_in_the_services_own_form() {
    let server = server();
    let limited = spoiled(&server, Effect::RateLimited429 { code: "rate_limited".into(), retry_after: None });
    assert_eq!((limited.outcome().as_str(), limited.header("retry-after")), ("429 rate_limited", Some("1")));
    let told = spoiled(&server, Effect::RateLimited429 { code: "no_credits".into(), retry_after: Some(7) });
    assert_eq!((told.outcome().as_str(), told.header("retry-after")), ("429 no_credits", Some("7")));
    for code in ErrorCode::ALL.iter().copied() {
        let reply = spoiled(&server, Effect::error(code));
        assert_eq!(reply.outcome(), format!("{} {code}", code.http()));
        assert_eq!(reply.text(), format!(r#"{{"status":"failed","error":"{code}"}}"#));
    }
    let odd = spoiled(&server, Effect::Error { code: "handler_error".into(), http: Some(503) });
    assert_eq!(odd.outcome(), "503 handler_error");
    assert_eq!(server.requests().last().unwrap().error.as_deref(), Some("handler_error"));
    assert!(!was_handled(&server));
}

#[test]
fn any_status_with_any_body_and_headers() {
    let server = server();
    let status = |http, body: Option<RawJson>, headers: &[(&str, &str)]| {
        let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        spoiled(&server, Effect::Status { http, body, headers })
    };
    let bare = status(503, None, &[("Retry-After", "30")]);
    assert_eq!((bare.status, bare.announced, bare.header("retry-after")), (503, 0, Some("30")));
    let text = status(418, Some(json!("short and stout").into()), &[("Content-Type", "text/teapot")]);
    assert_eq!((text.text(), text.header("content-type")), ("short and stout", Some("text/teapot")));
    for json in ["null", "[]", "5"] {
        let effect = format!(r#"{{"status":{{"http":200,"body":{json}}}}}"#);
        let reply = spoiled(&server, serde_json::from_str(&effect).unwrap());
        assert_eq!((reply.text(), reply.header("content-type")), (json, Some("application/json")));
    }
    let huge = status(200, Some(RawJson::parse("[1e999, null]").unwrap()), &[]);
    assert_eq!((huge.text(), huge.header("content-type")), ("[1e999, null]", Some("application/json")));
}

#[test]
fn a_redirect_keeps_the_method_unless_told_otherwise() {
    let server = server();
    let to = "http://127.0.0.1:1/elsewhere".to_owned();
    let reply = spoiled(&server, Effect::Redirect { to: to.clone(), http: 307 });
    assert_eq!((reply.status, reply.header("location")), (307, Some(to.as_str())));
}

#[test]
fn a_big_body_has_the_size_that_was_asked_for() {
    let server = server();
    let reply = spoiled(&server, Effect::BigBody { bytes: 3_000_000 });
    assert_eq!((reply.status, reply.announced, reply.body.len()), (200, 3_000_000, 3_000_000));
    assert_eq!(reply.json()["status"], "success");
}

#[test]
fn a_wrong_key_and_a_wrong_nonce_are_real_answers_with_one_lie() {
    let server = server();
    let forged = spoiled(&server, Effect::WrongKey);
    assert!(!forged.is_signed_by(server.public_key()));
    assert_eq!(forged.payload()["licenseLabel"], "Ada Lovelace");
    let body = validate_body(&server, GOOD);
    server.add_fault(Fault::new(Effect::WrongNonce).times(1)).unwrap();
    let confused = validate(&server, &body);
    assert!(confused.is_signed_by(server.public_key()));
    assert_ne!(confused.payload()["nonce"], body["nonce"]);
    assert!(was_handled(&server));
}

#[test]
fn a_replay_is_the_last_honest_answer_byte_for_byte() {
    let server = server();
    let first = spoiled(&server, Effect::Replay);
    assert!(first.is_signed_by(server.public_key()), "nothing to replay yet");
    let replayed = log_in(&server, GOOD);
    assert_eq!(replayed.body, first.body);
    assert_eq!(server.requests()[1].fault, Some("replay"));
    assert_eq!(server.license(GOOD).unwrap().validations, 1, "not billed, not counted");
    let token = token(&server, GOOD);
    spoiled(&server, Effect::WrongKey);
    server.add_fault(Fault::new(Effect::Replay)).unwrap();
    let heartbeat = heartbeat(&server, &heartbeat_body(&server, &token));
    assert!(heartbeat.is_signed_by(server.public_key()), "answers of another endpoint are not replayed");
    let replayed = log_in(&server, GOOD);
    assert!(replayed.is_signed_by(server.public_key()), "neither are forged ones");
}

#[test]
fn fields_go_missing_from_payload_and_envelope() {
    let server = server();
    let reply = spoiled(&server, Effect::drop_fields(["sessionToken", "nonce", "keyId"]));
    assert!(reply.is_signed_by(server.public_key()));
    assert_eq!(reply.payload().len(), 11);
    assert!(!reply.payload().contains_key("nonce"));
    assert!(reply.json().get("keyId").is_none());
    let reply = spoiled(&server, Effect::drop_fields(["payload", "signature"]));
    assert_eq!(reply.text(), r#"{"status":"success","keyId":"dev-1"}"#);
    let reply = spoiled(&server, Effect::drop_fields(["status"]));
    assert!(reply.text().starts_with(r#"{"payload":""#), "{}", reply.text());
}

#[test]
fn fields_take_any_json_and_the_answer_is_still_signed() {
    let server = server();
    let effect = serde_json::from_str::<Effect>(
        r#"{"set_fields":{"expiresIn":1e999,"maxHwidSlots":99999999999999999999999999,"licenseVariables":[1],"extra":{"a":null}}}"#,
    );
    let reply = spoiled(&server, effect.unwrap());
    assert!(reply.is_signed_by(server.public_key()));
    let text = reply.payload_json();
    for part in [
        r#""expiresIn":1e999,"nonce":"#,
        r#""maxHwidSlots":99999999999999999999999999,"#,
        r#""licenseVariables":[1],"extra":{"a":null}}"#,
    ] {
        assert!(text.contains(part), "{text}");
    }
    let reply = spoiled(&server, Effect::set_envelope([("status", json!(true)), ("more", json!([]))]));
    assert!(reply.is_signed_by(server.public_key()));
    assert_eq!((&reply.json()["status"], &reply.json()["more"]), (&json!(true), &json!([])));
}

#[test]
fn the_token_can_name_another_license_and_is_still_the_servers() {
    let server = server();
    let reply = spoiled(&server, Effect::set_token([("licenseKey", json!(LIFETIME)), ("more", json!(null))]));
    assert!(reply.is_signed_by(server.public_key()));
    let token = reply.payload()["sessionToken"].as_str().unwrap().to_owned();
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).outcome(), "403 hwid_mismatch");
}

#[test]
fn the_envelope_of_a_failure_can_be_spoiled_too() {
    let server = server();
    server.add_fault(Fault::new(Effect::set_envelope([("status", json!("revoked"))])).times(1)).unwrap();
    assert_eq!(log_in(&server, REVOKED).text(), r#"{"status":"revoked","error":"revoked"}"#);
}

#[test]
fn faults_pick_their_endpoint_license_and_turn() {
    let server = server();
    let token = token(&server, GOOD);
    server
        .add_fault(Fault::new(Effect::Garbage).on(Endpoint::Heartbeat).for_license(GOOD).after(1).times(1))
        .unwrap();
    assert_eq!(log_in(&server, GOOD).outcome(), "200", "another endpoint");
    let other = support::token(&server, LIFETIME);
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &other)).outcome(), "200", "another license");
    let statuses: Vec<bool> = (0..3)
        .map(|_| heartbeat(&server, &heartbeat_body(&server, &token)).text().starts_with("]}"))
        .collect();
    assert_eq!(statuses, [false, true, false]);
}

#[test]
fn a_fault_without_a_count_stays_until_it_is_cleared() {
    let server = server();
    server.add_fault(Fault::new(Effect::error(ErrorCode::SystemError))).unwrap();
    for _ in 0..20 {
        assert_eq!(log_in(&server, GOOD).outcome(), "500 system_error");
    }
    server.clear_faults();
    assert_eq!(log_in(&server, GOOD).outcome(), "200", "those did not count against the rate limit");
}
