//! Fixtures files, right and wrong.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use authforge_devserver::{Fixtures, Options, Server};
use serde_json::{Value, json};
use support::*;

const SEED: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

fn smallest() -> Value {
    json!({
        "apps": [{ "appId": "a", "appSecret": "s", "signingKey": { "seed": SEED } }],
        "licenses": [{ "licenseKey": "K" }]
    })
}

fn start(fixtures: &Value) -> Result<Server, String> {
    let fixtures = Fixtures::parse(&fixtures.to_string()).map_err(|error| error.to_string())?;
    Server::start(Options { fixtures: fixtures.into(), ..Options::default() })
        .map_err(|error| error.to_string())
}

#[test]
fn the_smallest_file_is_enough() {
    let server = start(&smallest()).unwrap();
    assert_eq!((server.app_id(), server.app_secret(), server.license_key()), ("a", "s", "K"));
    let payload = log_in(&server, "K").payload();
    assert_eq!((&payload["maxHwidSlots"], &payload["licenseExpiresAt"]), (&json!(1), &Value::Null));
    assert_eq!(payload["appVariables"], json!({}));
}

#[test]
fn everything_that_can_be_said_is_heard() {
    let mut file = smallest();
    file["apps"][0] = json!({
        "appId": "a", "appSecret": "s", "signingKey": { "seed": SEED, "keyId": "kid" }, "credits": 3, "burnCap": 5,
        "demoQuota": null, "disabled": false, "thinHeartbeats": true, "offlineOptIn": true,
        "variables": { "min": 1, "max": 2 },
        "security": { "hwidBlacklist": ["bad"], "hwidWhitelist": [], "ipBlacklist": [], "ipWhitelist": ["127.0.0.1"] }
    });
    file["licenses"][0] = json!({
        "licenseKey": "K", "appId": "a", "status": "active", "expiresAt": "2040-01-01T00:00:00+01:00",
        "maxHwidSlots": 2, "unlimitedHwidSlots": false, "hwidList": ["one"], "label": "l", "variables": { "v": true }
    });
    file["faults"] = json!([{ "endpoint": "heartbeat", "count": 1, "fault": "garbage" }]);
    // json! sorts names; a file does not.
    let text = file.to_string().replace(r#"{"max":2,"min":1}"#, r#"{"min":1,"max":2}"#);
    let fixtures = Fixtures::parse(&text).unwrap().into();
    let server = Server::start(Options { fixtures, ..Options::default() }).unwrap();
    let reply = log_in(&server, "K");
    assert_eq!(reply.json()["keyId"], "kid");
    let payload = reply.payload();
    assert_eq!(payload["licenseExpiresAt"], "2039-12-31T23:00:00.000Z");
    assert_eq!((&payload["hwidCount"], &payload["licenseLabel"]), (&json!(2), &json!("l")));
    assert!(reply.payload_json().contains(r#""appVariables":{"min":1,"max":2}"#), "in the owner's order");
    let token = reply.payload_text("sessionToken");
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).text(), "]}this is not json{[");
    assert_eq!(heartbeat(&server, &heartbeat_body(&server, &token)).payload().len(), 4);
    let bad = with(validate_body(&server, "K"), json!({ "hwid": "bad" }));
    assert_eq!(validate(&server, &bad).outcome(), "403 blocked");
}

#[test]
fn mistakes_are_named_by_their_place() {
    for (pointer, value, message) in [
        ("/apps/0/signingKey/seed", json!("AAAA"), "apps[0].signingKey.seed: the seed is 3 bytes, need 32"),
        ("/apps/0/signingKey/seed", json!("!"), "apps[0].signingKey.seed: the seed is no standard base64"),
        ("/apps/0/credits", json!(-1), "apps[0].credits: invalid value: integer `-1`"),
        ("/apps/0/appId", json!(""), "apps[0].appId is 0 bytes, need 1 to 256"),
        ("/apps/0/colour", json!(1), "apps[0].colour: unknown field `colour`"),
        ("/apps/0/variables", json!({ "a": [] }), "apps[0].variables: \"a\" is []"),
        ("/apps/0/security", json!({ "ipBlacklist": ["x"] }), "apps[0].security.ipBlacklist[0]: invalid"),
        (
            "/apps/0/security",
            json!({ "hwidBlacklist": [""] }),
            "apps[0].security.hwidBlacklist[0] has 0 characters",
        ),
        ("/apps", json!([]), "apps is empty"),
        ("/licenses", json!([]), "licenses has none of app a"),
        ("/licenses/0/maxHwidSlots", json!(0), "licenses[0].maxHwidSlots: 0 is outside 1 to 16"),
        ("/licenses/0/expiresAt", json!("never"), "licenses[0].expiresAt: \"never\" is no ISO-8601 time"),
        ("/licenses/0/status", json!("gone"), "licenses[0].status: unknown variant `gone`"),
        ("/licenses/0/appId", json!("b"), "licenses[0].appId \"b\" is no app of this server"),
        ("/licenses/0/licenseKey", json!(""), "licenses[0].licenseKey \"\" has 0 characters"),
        ("/licenses/0/label", json!("x".repeat(129)), "licenses[0].label has 129 characters"),
        (
            "/licenses/0/hwidList",
            json!(["1", "2"]),
            "licenses[0].hwidList has 2 entries, but maxHwidSlots is 1",
        ),
        ("/licenses/1", json!({ "licenseKey": "K" }), "licenses[1].licenseKey \"K\" is there twice"),
        ("/faults", json!([{ "fault": "explode" }]), "faults[0].fault: unknown variant `explode`"),
        ("/faults", json!([{ "fault": { "delay": {} } }]), "faults[0].fault.delay: missing field `ms`"),
        ("/faults", json!([{ "fault": "close", "count": 0 }]), "faults[0].count is 0"),
        ("/webhooks", json!([]), "webhooks: unknown field `webhooks`"),
    ] {
        let mut file = smallest();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match file.pointer_mut(parent).unwrap() {
            Value::Array(list) => list.push(value),
            Value::Object(map) => drop(map.insert(name.into(), value)),
            _ => panic!("{pointer}"),
        }
        let error = start(&file).err().unwrap_or_else(|| panic!("{pointer} was accepted"));
        assert!(error.contains(message), "{pointer}: {error}");
        assert!(!error.contains('\n'), "{error}");
    }
}

#[test]
fn a_file_that_is_missing_or_no_json_is_named() {
    for (text, part) in [(None, "No such file"), (Some("{"), "EOF while parsing"), (Some("[]"), "invalid")] {
        let path =
            std::env::temp_dir().join(format!("authforge-fixtures-{}-{part:.3}.json", std::process::id()));
        if let Some(text) = text {
            std::fs::write(&path, text).unwrap();
        }
        let fixtures = authforge_devserver::FixtureSource::File(path.clone());
        let error = Server::start(Options { fixtures, ..Options::default() }).err().unwrap().to_string();
        let _ = std::fs::remove_file(&path);
        assert!(error.contains(path.to_str().unwrap()), "{error}");
        assert!(cfg!(not(unix)) || error.contains(part), "{error}");
    }
}
