//! The developer API under `/v1`.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use serde_json::{Value, json};
use support::*;

fn get(server: &authforge_devserver::Server, path: &str) -> Value {
    let reply = admin(server, "GET", path, None);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.json()
}

#[test]
fn without_the_key_nothing_is_told() {
    let server = server();
    for headers in ["", "authorization: Bearer wrong\r\n", "authorization: Basic x\r\n"] {
        let path = format!("/v1/licenses/{GOOD}");
        let reply = Connection::to(server.admin_url()).ask("GET", &path, headers, b"");
        assert_eq!((reply.status, &reply.json()["error"]), (401, &json!("invalid_api_key")));
        assert!(!reply.text().contains(server.admin_key()));
    }
    assert_eq!(
        Connection::to(server.url()).ask("GET", "/v1/licenses", "", b"").status,
        404,
        "nor on the public side"
    );
}

#[test]
fn licenses_are_created_and_log_in() {
    let server = server();
    let body = json!({
        "appId": server.app_id(), "quantity": 3, "expiresAt": "2035-05-05T00:00:00Z", "maxHwidSlots": 16,
        "unlimitedHwidSlots": true, "label": "order 7"
    });
    let reply = admin(&server, "POST", "/v1/licenses", Some(body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let licenses = reply.json()["licenses"].as_array().unwrap().clone();
    assert_eq!(licenses.len(), 3);
    let license = &licenses[2];
    let key = license["licenseKey"].as_str().unwrap();
    for (name, value) in [
        ("appId", json!(server.app_id())),
        ("status", json!("active")),
        ("expiresAt", json!("2035-05-05T00:00:00.000Z")),
        ("maxHwidSlots", json!(16)),
        ("unlimitedHwidSlots", json!(true)),
        ("hwidList", json!([])),
        ("label", json!("order 7")),
    ] {
        assert_eq!(license[name], value, "{name}");
    }
    assert_eq!(&get(&server, &format!("/v1/licenses/{key}")), license);
    assert_eq!(log_in(&server, key).payload()["licenseLabel"], "order 7");
}

#[test]
fn wrong_creations_name_field_and_value_and_create_nothing() {
    let server = server();
    let count = || {
        get(&server, &format!("/v1/licenses?appId={}", server.app_id()))["licenses"].as_array().unwrap().len()
    };
    let before = count();
    for (field, value, message) in [
        ("quantity", json!(0), "quantity is 0, need 1 to 100"),
        ("quantity", json!(101), "quantity is 101, need 1 to 100"),
        ("quantity", json!("3"), "quantity: invalid type: string \"3\""),
        ("maxHwidSlots", json!(17), "maxHwidSlots: 17 is outside 1 to 16"),
        ("expiresAt", json!("soon"), "expiresAt: \"soon\" is no ISO-8601 time"),
        ("label", json!("x".repeat(129)), "label has 129 characters, at most 128"),
        ("appId", json!("unknown"), "appId \"unknown\" is no app"),
        ("colour", json!("red"), "unknown field `colour`"),
    ] {
        let body = with(json!({ "appId": server.app_id(), "quantity": 2 }), json!({ field: value }));
        let reply = admin(&server, "POST", "/v1/licenses", Some(body));
        assert_eq!((reply.status, &reply.json()["error"]), (400, &json!("bad_request")), "{field}");
        assert!(reply.json()["message"].as_str().unwrap().contains(message), "{}", reply.text());
    }
    assert_eq!(count(), before);
}

#[test]
fn lists_come_in_pages_that_miss_and_repeat_nothing() {
    let server = server();
    let body = json!({ "appId": server.app_id(), "quantity": 100 });
    assert_eq!(admin(&server, "POST", "/v1/licenses", Some(body)).status, 201);
    let first = format!("/v1/licenses?appId={}&limit=40", server.app_id());
    let (mut keys, mut path) = (Vec::new(), first.clone());
    loop {
        let page = get(&server, &path);
        keys.extend(page["licenses"].as_array().unwrap().iter().map(|license| license["licenseKey"].clone()));
        let Some(cursor) = page["cursor"].as_str() else { break };
        if keys.len() == 40 {
            // What the cursor stands on may go away.
            let last = keys[39].as_str().unwrap();
            assert_eq!(admin(&server, "DELETE", &format!("/v1/licenses/{last}"), None).status, 204);
        }
        path = format!("{first}&cursor={cursor}");
    }
    assert_eq!(keys.len(), 106);
    assert_eq!(keys[0], GOOD);
    keys.sort_by_key(|key| key.as_str().unwrap().to_owned());
    keys.dedup();
    assert_eq!(keys.len(), 106);

    for (query, message) in [
        ("", "appId is missing"),
        ("?appId=unknown", "appId \"unknown\""),
        ("?appId=x&limit=0", "appId \"x\""),
        ("?appid=x", "query \"appid\" is not known"),
    ] {
        let reply = admin(&server, "GET", &format!("/v1/licenses{query}"), None);
        assert!(
            reply.status == 400 && reply.text().contains(&message.replace('"', "\\\"")),
            "{}",
            reply.text()
        );
    }
    for (query, message) in [("limit=0", "limit is 0"), ("limit=x", "limit is"), ("cursor=x", "cursor")] {
        let reply = admin(&server, "GET", &format!("{}&{query}", first.replace("&limit=40", "")), None);
        assert!(reply.status == 400 && reply.text().contains(message), "{}", reply.text());
    }
}

#[test]
fn a_license_is_revoked_activated_and_reset_in_mid_session() {
    let server = server();
    let token = token(&server, GOOD);
    let outcome = || heartbeat(&server, &heartbeat_body(&server, &token)).outcome();
    let path = format!("/v1/licenses/{GOOD}");
    let act = |action: &str| admin(&server, "PUT", &path, Some(json!({ "action": action }))).json();
    assert_eq!(act("revoke")["status"], "revoked");
    assert_eq!(outcome(), "410 revoked");
    assert_eq!(act("activate")["status"], "active");
    assert_eq!(outcome(), "200");
    assert_eq!(act("reset-hwid")["hwidList"], json!([]));
    assert_eq!(outcome(), "403 hwid_mismatch");
    log_in(&server, GOOD);
    assert_eq!(get(&server, &path)["hwidList"], json!([HWID]));
    assert_eq!(admin(&server, "POST", &format!("{path}/hwid/reset"), None).json()["hwidList"], json!([]));
    assert_eq!(outcome(), "403 hwid_mismatch");
    let wrong = admin(&server, "PUT", &path, Some(json!({ "action": "explode" })));
    assert!(
        wrong.status == 400 && wrong.text().contains("action: unknown variant `explode`"),
        "{}",
        wrong.text()
    );
}

#[test]
fn a_license_is_changed_field_by_field_and_deleted() {
    let server = server();
    let path = format!("/v1/licenses/{GOOD}");
    let change = json!({ "label": null, "maxHwidSlots": 1, "expiresAt": "2030-01-01T00:00:00Z" });
    let changed = admin(&server, "PUT", &path, Some(change)).json();
    assert_eq!((&changed["label"], &changed["maxHwidSlots"]), (&Value::Null, &json!(1)));
    assert_eq!(changed["expiresAt"], "2030-01-01T00:00:00.000Z");
    assert_eq!(
        admin(&server, "PUT", &path, Some(json!({ "expiresAt": null }))).json()["expiresAt"],
        Value::Null
    );
    assert_eq!(admin(&server, "DELETE", &path, None).status, 204);
    let gone = admin(&server, "GET", &path, None);
    assert_eq!((gone.status, &gone.json()["error"]), (404, &json!("not_found")));
    assert!(gone.text().contains(GOOD), "{}", gone.text());
}

#[test]
fn variables_are_replaced_as_a_whole_and_reach_the_next_answer() {
    let server = server();
    let app = format!("/v1/apps/{}/variables", server.app_id());
    let license = format!("/v1/licenses/{GOOD}/variables");
    assert_eq!(get(&server, &app)["min_version"], 3);
    assert_eq!(admin(&server, "PUT", &app, Some(json!({ "motd": "new" }))).json(), json!({ "motd": "new" }));
    assert_eq!(admin(&server, "PUT", &license, Some(json!({ "tier": 1.5 }))).json(), json!({ "tier": 1.5 }));
    assert_eq!(get(&server, &license), json!({ "tier": 1.5 }));
    let payload = log_in(&server, GOOD).payload();
    assert_eq!(payload["appVariables"], json!({ "motd": "new" }));
    assert_eq!(payload["licenseVariables"], json!({ "tier": 1.5 }));
    let many: Value =
        (0..51).map(|at| (format!("k{at}"), json!(at))).collect::<serde_json::Map<_, _>>().into();
    for (body, part) in [
        (json!({ "nested": {} }), "\\\"nested\\\" is {}"),
        (json!({ "list": [] }), "\\\"list\\\" is []"),
        (json!({ "nothing": null }), "\\\"nothing\\\" is null"),
        (json!({ "k".repeat(65): 1 }), "65 characters"),
        (json!({ "k": "v".repeat(5000) }), "at most 4096"),
        (many, "51 keys, at most 50"),
        (json!([1]), "an object of strings, numbers and booleans"),
    ] {
        for path in [&app, &license] {
            let reply = admin(&server, "PUT", path, Some(body.clone()));
            assert!(reply.status == 400 && reply.text().contains(part), "{}", reply.text());
        }
    }
    assert_eq!(get(&server, &app), json!({ "motd": "new" }), "a refused change changes nothing");
}

#[test]
fn access_lists_block_by_address_and_machine() {
    let server = server();
    let path = format!("/v1/apps/{}/security", server.app_id());
    let outcome = || log_in(&server, GOOD).outcome();
    let empty = json!({ "hwidBlacklist": [], "hwidWhitelist": [], "ipBlacklist": [], "ipWhitelist": [] });
    assert_eq!(get(&server, &path), empty);
    let put = |body: Value| admin(&server, "PUT", &path, Some(body));
    assert_eq!(put(json!({ "hwidWhitelist": ["other"] })).status, 200);
    assert_eq!(outcome(), "403 blocked");
    assert_eq!(
        put(json!({ "hwidWhitelist": [HWID, "other"] })).json()["hwidWhitelist"],
        json!([HWID, "other"])
    );
    assert_eq!(outcome(), "200");
    let entry = |method: &str, list: &str, kind: &str, value: &str| {
        admin(&server, method, &format!("{path}/{list}"), Some(json!({ "type": kind, "value": value })))
    };
    assert_eq!(entry("POST", "blacklist", "hwid", HWID).json()["hwidBlacklist"], json!([HWID]));
    assert_eq!(outcome(), "403 blocked");
    assert_eq!(entry("DELETE", "blacklist", "hwid", HWID).json()["hwidBlacklist"], json!([]));
    assert_eq!(entry("POST", "blacklist", "ip", "127.0.0.1").status, 200);
    assert_eq!(
        entry("POST", "blacklist", "ip", "127.0.0.1").json()["ipBlacklist"],
        json!(["127.0.0.1"]),
        "once"
    );
    assert_eq!(outcome(), "403 blocked");
    assert_eq!(entry("DELETE", "blacklist", "ip", "127.0.0.1").status, 200);
    assert_eq!(entry("POST", "whitelist", "ip", "10.0.0.1").status, 200);
    assert_eq!(outcome(), "403 blocked");
    let wrong = entry("POST", "blacklist", "ip", "localhost");
    assert!(wrong.status == 400 && wrong.text().contains("localhost"), "{}", wrong.text());
    assert_eq!(put(json!({ "hwidBlacklist": [""] })).status, 400);
    assert_eq!(put(json!({ "hwidList": [] })).status, 400);
}

#[test]
fn unknown_routes_methods_and_bodies_are_named() {
    let server = server();
    for (method, path, status) in [
        ("GET", "/v1/webhooks", 404),
        ("GET", "/v1/apps/unknown/variables", 404),
        ("PATCH", "/v1/licenses", 405),
        ("POST", "/v1/apps/x", 404),
        ("GET", "/", 404),
    ] {
        assert_eq!(admin(&server, method, path, None).status, status, "{method} {path}");
    }
    let key = format!("authorization: Bearer {}\r\n", server.admin_key());
    let mut connection = Connection::to(server.admin_url());
    let reply = connection.ask("PUT", &format!("/v1/licenses/{GOOD}"), &key, b"{");
    assert!(reply.status == 400 && reply.text().contains("EOF"), "{}", reply.text());
    assert_eq!(connection.ask("GET", "/v1/licenses/%FF", &key, b"").status, 400);
    let spaced = connection.ask("GET", "/v1/licenses/A%20B", &key, b"");
    assert!(spaced.status == 404 && spaced.text().contains("A B"), "{}", spaced.text());
}

#[test]
fn a_key_is_free_again_when_its_license_is_deleted_and_the_new_license_knows_nothing_of_the_old() {
    let server = server();
    let path = format!("/v1/licenses/{GOOD}");
    let again = json!({ "appId": server.app_id(), "licenseKey": GOOD, "label": "again" });
    let refused = admin(&server, "POST", "/v1/licenses", Some(again.clone()));
    assert_eq!((refused.status, &refused.json()["error"]), (400, &json!("bad_request")));
    assert_eq!(log_in(&server, GOOD).status, 200);
    assert_eq!(admin(&server, "DELETE", &path, None).status, 204);
    assert_eq!(log_in(&server, GOOD).outcome(), "401 invalid_key");
    let made = admin(&server, "POST", "/v1/licenses", Some(again.clone()));
    assert_eq!(made.status, 201);
    let license = &made.json()["licenses"][0];
    assert_eq!((&license["licenseKey"], &license["label"]), (&json!(GOOD), &json!("again")));
    assert_eq!(license["hwidList"], json!([]));
    assert_eq!(log_in(&server, GOOD).payload()["licenseLabel"], "again");
    let several = with(again, json!({ "licenseKey": "ANOTHER-KEY", "quantity": 2 }));
    let refused = admin(&server, "POST", "/v1/licenses", Some(several));
    assert_eq!((refused.status, &refused.json()["error"]), (400, &json!("bad_request")));
    assert_eq!(admin(&server, "GET", "/v1/licenses/ANOTHER-KEY", None).status, 404);
}
