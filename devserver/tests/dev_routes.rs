//! The test controls under `/dev`.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use std::thread;
use std::time::Instant;

use authforge_devserver::{Endpoint, Server};
use serde_json::{Value, json};
use support::*;

fn get(server: &Server, path: &str) -> Value {
    admin(server, "GET", path, None).json()
}

#[test]
fn faults_are_added_listed_and_taken_back() {
    let server = server();
    let fault =
        json!({ "endpoint": "validate", "license_key": GOOD, "count": 2, "skip": 1, "fault": "garbage" });
    let added = admin(&server, "POST", "/dev/faults", Some(fault));
    assert_eq!((added.status, &added.json()["id"]), (201, &json!(1)), "{}", added.text());
    log_in(&server, GOOD);
    assert_eq!(log_in(&server, GOOD).text(), "]}this is not json{[");
    let waiting = get(&server, "/dev/faults");
    assert_eq!((&waiting["faults"][0]["count"], &waiting["faults"][0]["skip"]), (&json!(1), &json!(0)));
    assert_eq!(get(&server, "/dev/faults/1")["fault"], "garbage");
    assert_eq!(admin(&server, "DELETE", "/dev/faults/1", None).status, 204);
    assert_eq!(admin(&server, "DELETE", "/dev/faults/1", None).status, 404);
    assert_eq!(log_in(&server, GOOD).outcome(), "200");
    admin(&server, "POST", "/dev/faults", Some(json!({ "fault": { "error": { "code": "revoked" } } })));
    assert_eq!(log_in(&server, GOOD).outcome(), "410 revoked");
    assert_eq!(admin(&server, "DELETE", "/dev/faults", None).status, 204);
    assert_eq!(get(&server, "/dev/faults"), json!({ "faults": [] }));
}

#[test]
fn a_number_that_nothing_holds_travels_through_the_routes() {
    let server = server();
    let key = format!("authorization: Bearer {}\r\n", server.admin_key());
    let fault = br#"{"fault":{"set_fields":{"expiresIn":1e999}}}"#;
    let added = Connection::to(server.admin_url()).ask("POST", "/dev/faults", &key, fault);
    assert!(added.status == 201 && added.text().contains("1e999"), "{}", added.text());
    assert!(admin(&server, "GET", "/dev/faults", None).text().contains("1e999"));
    assert!(log_in(&server, GOOD).payload_json().contains("\"expiresIn\":1e999"));
}

#[test]
fn a_wrong_fault_is_named() {
    let server = server();
    for (fault, part) in [
        (json!({ "fault": "explode" }), "unknown variant `explode`"),
        (json!({ "fault": { "status": { "http": 1000 } } }), "fault.status.http is 1000, need 200 to 599"),
        (json!({ "fault": "close", "endpoint": "login" }), "endpoint: unknown variant `login`"),
        (json!({}), "missing field `fault`"),
    ] {
        let reply = admin(&server, "POST", "/dev/faults", Some(fault));
        assert!(reply.status == 400 && reply.text().contains(part), "{}", reply.text());
    }
}

#[test]
fn recorded_requests_tell_what_was_sent_and_on_which_connection() {
    let server = server();
    let body = validate_body(&server, GOOD);
    let mut connection = Connection::to(server.url());
    connection.post("/auth/validate", body.to_string().as_bytes());
    connection.post("/auth/heartbeat", b"[1]");
    connection.post("/auth/heartbeat", b"not json");
    Connection::to(server.url()).post("/auth/validate", b"{}");
    let requests = get(&server, "/dev/requests")["requests"].as_array().unwrap().clone();
    let column = |name: &str| requests.iter().map(|request| request[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("number"), [1, 2, 3, 4]);
    assert_eq!(column("connection"), [1, 1, 1, 2]);
    assert_eq!(column("endpoint"), ["validate", "heartbeat", "heartbeat", "validate"]);
    assert_eq!(column("status"), [200, 400, 400, 400]);
    assert_eq!(
        column("error"),
        [Value::Null, json!("malformed_request"), json!("malformed_request"), json!("bad_request")]
    );
    assert_eq!(column("body"), [body, json!([1]), Value::Null, json!({})]);
    assert_eq!(column("fault"), [Value::Null, Value::Null, Value::Null, Value::Null]);

    let some = get(&server, "/dev/requests?endpoint=heartbeat&after=2");
    assert_eq!(some["requests"].as_array().unwrap().len(), 1);
    assert_eq!(admin(&server, "DELETE", "/dev/requests", None).status, 204);
    log_in(&server, GOOD);
    assert_eq!(get(&server, "/dev/requests")["requests"][0]["number"], 5);
    assert_eq!(admin(&server, "GET", "/dev/requests?endpoint=login", None).status, 400);
    assert_eq!(admin(&server, "GET", "/dev/requests?since=2", None).status, 400);
}

#[test]
fn a_script_can_wait_for_requests() {
    let server = server();
    log_in(&server, GOOD);
    thread::scope(|scope| {
        let waiting =
            scope.spawn(|| get(&server, "/dev/requests?endpoint=validate&at_least=2&timeout_ms=20000"));
        log_in(&server, GOOD);
        assert_eq!(waiting.join().unwrap()["requests"].as_array().unwrap().len(), 2);
    });
    let began = Instant::now();
    let few = get(&server, "/dev/requests?endpoint=validate&at_least=3&timeout_ms=10");
    assert_eq!(few["requests"].as_array().unwrap().len(), 2, "too few, told after the time");
    assert!(began.elapsed() < PATIENCE);
    assert_eq!(admin(&server, "GET", "/dev/requests?at_least=1", None).status, 400, "of which endpoint");
}

#[test]
fn the_clock_is_set_and_advanced() {
    let server = server();
    assert_eq!(get(&server, "/dev/clock")["offset_seconds"], 0);
    assert_eq!(
        admin(&server, "PUT", "/dev/clock", Some(json!({ "offset_seconds": 100 }))).json()["offset_seconds"],
        100
    );
    let moved = admin(&server, "POST", "/dev/clock/advance", Some(json!({ "seconds": -30 }))).json();
    assert_eq!(moved["offset_seconds"], 70);
    let now = authforge_devserver::Moment::parse(moved["now"].as_str().unwrap()).unwrap();
    assert!((68..=72).contains(&(now.unix_seconds() - authforge_devserver::Moment::now().unix_seconds())));
    for (method, path, body) in [
        ("PUT", "/dev/clock", json!({ "offset_seconds": i64::MAX })),
        ("PUT", "/dev/clock", json!({ "offset": 1 })),
        ("POST", "/dev/clock/advance", json!({ "seconds": i64::MAX })),
        ("POST", "/dev/clock/advance", json!({ "seconds": 0.5 })),
    ] {
        assert_eq!(admin(&server, method, path, Some(body.clone())).status, 400, "{body}");
    }
    assert_eq!(get(&server, "/dev/clock")["offset_seconds"], 70);
}

#[test]
fn switches_of_an_app_take_effect() {
    let server = server();
    let path = format!("/dev/apps/{}", server.app_id());
    let put = |body: Value| {
        let reply = admin(&server, "PUT", &path, Some(body));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    };
    assert_eq!(put(json!({ "disabled": true }))["disabled"], true);
    assert_eq!(log_in(&server, GOOD).outcome(), "403 app_disabled");
    put(json!({ "disabled": false, "credits": 0 }));
    assert_eq!(log_in(&server, GOOD).outcome(), "429 no_credits");
    put(json!({ "credits": 5, "burnCap": 0 }));
    assert_eq!(log_in(&server, GOOD).outcome(), "429 app_burn_cap_reached");
    put(json!({ "burnCap": null, "demoQuota": 0 }));
    assert_eq!(log_in(&server, GOOD).outcome(), "429 demo_quota_exceeded");
    put(json!({ "demoQuota": null, "thinHeartbeats": true, "offlineOptIn": true }));
    let token = token(&server, GOOD);
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).payload().len(), 4);
    let seed = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let app = put(json!({ "signingKey": { "seed": seed, "keyId": "second" } }));
    assert_eq!(
        (&app["keyId"], &app["credits"], &app["creditsSpent"]),
        (&json!("second"), &json!(4), &json!(1))
    );
    server.advance_clock(60).unwrap();
    assert!(log_in(&server, GOOD).is_signed_by(app["publicKey"].as_str().unwrap()));
    put(json!({ "appSecret": "rotated" }));
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).outcome(), "401 session_expired");
    assert!(!admin(&server, "GET", &path, None).text().contains("rotated"), "secrets are not told");
    for wrong in
        [json!({ "signingKey": { "seed": "AAAA" } }), json!({ "credit": 1 }), json!({ "appSecret": "" })]
    {
        assert_eq!(admin(&server, "PUT", &path, Some(wrong)).status, 400);
    }
    assert_eq!(admin(&server, "PUT", "/dev/apps/unknown", Some(json!({}))).status, 404);
}

#[test]
fn the_controls_are_not_recorded_and_need_the_key() {
    let server = server();
    get(&server, "/dev/clock");
    assert!(server.requests().is_empty());
    assert_eq!(Connection::to(server.admin_url()).ask("GET", "/dev/requests", "", b"").status, 401);
    assert!(!server.wait_for_requests(Endpoint::Validate, 1, std::time::Duration::ZERO));
}
