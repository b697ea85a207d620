//! Faults of activations and bans: what is inside a license file, and what is around it.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use authforge_devserver::{Effect, Endpoint, ErrorCode, Fault, Server};
use serde_json::{Value, json};
use support::*;

/// The answer to a first activation under a fault that applies once.
fn spoiled(server: &Server, effect: Effect) -> Reply {
    server.add_fault(Fault::new(effect).on(Endpoint::OfflineActivate).times(1)).unwrap();
    activate_machine(server, LIFETIME, HWID)
}

/// What the server gives when nothing is wrong; it has to be honest whatever was sent before.
fn honest(server: &Server) -> LicenseText {
    let reply = activate_machine(server, LIFETIME, HWID);
    assert_eq!((reply.status, &reply.json()["replay"]), (200, &json!(true)), "the work was done");
    let file = LicenseText::of(&reply);
    assert!(file.is_signed_by(server.public_key()));
    assert_eq!(file.payload["hwid"]["hwids"], json!([HWID]));
    file
}

#[test]
fn a_tampered_file_and_a_forged_one_are_signed_wrongly() {
    for effect in [Effect::FileTampered, Effect::WrongKey] {
        let server = server();
        let reply = spoiled(&server, effect.clone());
        assert_eq!(reply.status, 201);
        let file = LicenseText::of(&reply);
        assert!(!file.is_signed_by(server.public_key()));
        assert_eq!(file.payload == honest(&server).payload, matches!(effect, Effect::WrongKey));
    }
}

#[test]
fn a_file_for_another_machine_app_or_license_is_signed_rightly() {
    for (effect, field, value) in [
        (Effect::FileOtherHwid, "hwid", json!({ "mode": "bound", "hwids": ["a-machine-that-nobody-has"] })),
        (Effect::FileOtherApp, "appId", json!("another-app")),
        (Effect::FileOtherKey, "licenseKey", json!("ANOT-HERX-KEYX-7WRQ")),
    ] {
        let server = server();
        let file = LicenseText::of(&spoiled(&server, effect));
        assert!(file.is_signed_by(server.public_key()));
        assert_eq!(file.payload[field], value);
        honest(&server);
    }
}

#[test]
fn a_success_can_come_without_its_file() {
    let server = server();
    let reply = spoiled(&server, Effect::FileMissing);
    let jti = server.offline_files(LIFETIME).unwrap()[0].content.jti.clone();
    let expected =
        format!(r#"{{"status":"success","fileName":"{LIFETIME}.authforge","jti":"{jti}","replay":false}}"#);
    assert_eq!((reply.status, reply.text()), (201, expected.as_str()));
    honest(&server);
}

#[test]
fn a_repeat_is_spoiled_as_the_first_file_was_signed() {
    let server = server();
    activate_machine(&server, LIFETIME, HWID);
    server.rotate_key().unwrap();
    let file = LicenseText::of(&spoiled(&server, Effect::FileOtherApp));
    assert!(file.is_signed_by(server.public_key()), "by the key of that time");
    honest(&server);
}

#[test]
fn fields_of_the_file_and_of_the_answer_go_missing_or_change() {
    let server = server();
    let reply = spoiled(&server, Effect::drop_fields(["expiresAt", "jti", "fileName"]));
    let file = LicenseText::of(&reply);
    assert!(file.is_signed_by(server.public_key()));
    assert!(!file.payload.contains_key("expiresAt") && !file.payload.contains_key("jti"));
    assert!(reply.json().get("fileName").is_none() && reply.json().get("jti").is_some());

    let file =
        LicenseText::of(&spoiled(&server, Effect::set_fields([("v", json!(true)), ("more", Value::Null)])));
    assert!(file.is_signed_by(server.public_key()));
    assert!(
        file.payload_json().starts_with(r#"{"v":true,"#) && file.payload_json().ends_with(r#","more":null}"#)
    );

    let reply = spoiled(&server, Effect::set_envelope([("file", json!("")), ("replay", json!("no"))]));
    assert_eq!((&reply.json()["file"], &reply.json()["replay"]), (&json!(""), &json!("no")));
    honest(&server);
}

#[test]
fn a_replayed_activation_is_the_last_honest_one_with_its_status() {
    let server = server();
    spoiled(&server, Effect::FileTampered);
    assert_eq!(activate_machine(&server, LIFETIME, "first").status, 201);
    let replayed = spoiled(&server, Effect::Replay);
    assert_eq!(replayed.status, 201);
    assert_eq!(LicenseText::of(&replayed).payload["hwid"]["hwids"], json!(["first"]));
}

#[test]
fn an_activation_whose_answer_is_lost_is_repeated_for_nothing() {
    let server = server();
    assert_eq!(spoiled(&server, Effect::LoseReply).status, 0);
    assert_eq!(server.app(server.app_id()).unwrap().credits_spent, 2);
    honest(&server);
    assert_eq!(server.app(server.app_id()).unwrap().credits_spent, 2);
}

#[test]
fn what_answers_instead_of_the_service_does_it_here_too() {
    let server = server();
    for effect in [Effect::Close, Effect::Garbage, Effect::Gateway429, Effect::error(ErrorCode::SystemError)]
    {
        spoiled(&server, effect);
    }
    let answered: Vec<_> = server.requests().iter().map(|request| request.status).collect();
    assert_eq!(answered, [None, Some(200), Some(429), Some(500)]);
    assert!(server.offline_files(LIFETIME).unwrap().is_empty());
    let limit = Effect::error(ErrorCode::OfflineActivationLimitReached);
    assert_eq!(spoiled(&server, limit).outcome(), "403 offline_activation_limit_reached");
}

#[test]
fn faults_wait_for_answers_that_have_what_they_spoil() {
    let server = server();
    server.add_fault(Fault::new(Effect::FileTampered).times(1)).unwrap();
    server.add_fault(Fault::new(Effect::WrongNonce).times(1)).unwrap();
    let ban = with(validate_body(&server, GOOD), json!({ "blacklistIp": false, "hwid": "cheat" }));
    assert_eq!(self_ban(&server, &ban).text(), r#"{"status":"success"}"#);
    activate_machine(&server, LIFETIME, HWID);
    log_in(&server, GOOD);
    let met: Vec<_> = server.requests().iter().map(|request| request.fault).collect();
    assert_eq!(met, [None, Some("file_tampered"), Some("wrong_nonce")]);
    for (effect, endpoint) in [
        (Effect::FileMissing, Endpoint::Validate),
        (Effect::FileOtherHwid, Endpoint::SelfBan),
        (Effect::WrongNonce, Endpoint::OfflineActivate),
        (Effect::set_fields([]), Endpoint::SelfBan),
    ] {
        let error = server.add_fault(Fault::new(effect).on(endpoint)).unwrap_err().to_string();
        assert!(error.contains(&format!("endpoint is {endpoint}, ")), "{error}");
    }
}

#[test]
fn a_ban_meets_the_faults_of_its_license_and_every_fault_for_all() {
    let server = server();
    let token = token(&server, GOOD);
    server.add_fault(Fault::new(Effect::Garbage).on(Endpoint::SelfBan).for_license(GOOD)).unwrap();
    let quiet = json!({ "revokeLicense": false, "blacklistHwid": false, "blacklistIp": false });
    let inside =
        with(json!({ "appId": server.app_id(), "sessionToken": token, "hwid": HWID }), quiet.clone());
    let before = |license_key: &str| with(validate_body(&server, license_key), quiet.clone());
    assert!(self_ban(&server, &inside).text().starts_with("]}"));
    assert!(self_ban(&server, &before(GOOD)).text().starts_with("]}"));
    assert_eq!(self_ban(&server, &before(LIFETIME)).outcome(), "200");
    server.clear_faults();
    let set = Effect::set_envelope([("status", json!(1))]);
    server.add_fault(Fault::new(set).times(1)).unwrap();
    assert_eq!(self_ban(&server, &inside).text(), r#"{"status":1}"#);
    server.add_fault(Fault::new(Effect::drop_fields(["status"])).times(1)).unwrap();
    assert_eq!(self_ban(&server, &inside).text(), "{}");
}
