//! The server inside a test's own process.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod support;

use std::thread;
use std::time::{Duration, Instant};

use authforge_devserver::{Effect, Endpoint, Fault, Fixtures, LicenseSpec, Options, Server, Slots};
use serde_json::json;
use support::*;

#[test]
fn dropping_ends_hanging_clients_at_once() {
    let server = server();
    server.add_fault(Fault::new(Effect::Hang)).unwrap();
    server.add_fault(Fault::new(Effect::Delay { ms: 3_600_000 })).unwrap();
    let body = validate_body(&server, GOOD).to_string();
    let mut clients: Vec<Connection> = (0..8).map(|_| Connection::to(server.url())).collect();
    for client in &mut clients {
        client.send("POST", "/auth/validate", "", body.as_bytes());
    }
    assert!(server.wait_for_requests(Endpoint::Validate, 8, PATIENCE));
    let began = Instant::now();
    drop(server);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert!(clients.iter_mut().all(Connection::is_ended));
}

#[test]
fn waiting_ends_with_the_request_and_not_before() {
    let server = server();
    assert!(!server.wait_for_requests(Endpoint::Validate, 1, Duration::from_millis(20)));
    thread::scope(|scope| {
        let waiting = scope.spawn(|| server.wait_for_requests(Endpoint::Validate, 1, PATIENCE));
        log_in(&server, GOOD);
        assert!(waiting.join().unwrap());
    });
    assert_eq!(server.license(GOOD).unwrap().validations, 1);
    server.clear_requests();
    assert!(!server.wait_for_requests(Endpoint::Validate, 1, Duration::ZERO), "counting begins again");
}

#[test]
fn controls_change_what_the_next_request_gets() {
    let server = server();
    let key = server
        .create_license(LicenseSpec {
            label: Some("made here".into()),
            max_hwid_slots: Slots::new(2).unwrap(),
            ..LicenseSpec::default()
        })
        .unwrap();
    server.set_license_variables(&key, &json!({ "tier": "gold" })).unwrap();
    server.set_app_variables(&json!({ "motd": "here" })).unwrap();
    let payload = log_in(&server, &key).payload();
    assert_eq!(payload["licenseVariables"], json!({ "tier": "gold" }));
    assert_eq!(payload["appVariables"], json!({ "motd": "here" }));
    server.revoke(&key).unwrap();
    assert_eq!(log_in(&server, &key).outcome(), "410 revoked");
    server.activate(&key).unwrap();
    server.set_disabled(true).unwrap();
    assert_eq!(log_in(&server, &key).outcome(), "403 app_disabled");
    let license = server.license(&key).unwrap();
    assert_eq!((license.hwid_list.as_slice(), license.validations), (&[HWID.to_owned()][..], 1));
    let error = server.revoke("UNKNOWN").unwrap_err().to_string();
    assert_eq!(error, "licenseKey \"UNKNOWN\" is no license of this server");
    assert!(server.set_app_variables(&json!({ "list": [] })).is_err());
}

#[test]
fn no_limits_lifts_every_limit_and_records_nothing() {
    let server = Server::start(Options { no_limits: true, ..Options::default() }).unwrap();
    server.set_credits(0).unwrap();
    let body = validate_body(&server, GOOD).to_string();
    let mut connection = Connection::to(server.url());
    for _ in 0..40 {
        let reply = connection.post("/auth/validate", body.as_bytes());
        assert!(reply.is_signed_by(server.public_key()), "{}", reply.text());
    }
    assert!(server.requests().is_empty());
    assert!(!server.wait_for_requests(Endpoint::Validate, 1, PATIENCE), "told at once");
    let waiting = admin(&server, "GET", "/dev/requests?endpoint=validate&at_least=1", None);
    assert_eq!(waiting.status, 200);
}

#[test]
fn no_rate_limits_keeps_everything_else() {
    let server = unhurried_server();
    for _ in 0..40 {
        assert_eq!(log_in(&server, GOOD).status, 200);
    }
    assert_eq!(server.app(server.app_id()).unwrap().credits_spent, 40);
    assert_eq!(server.requests().len(), 40);
}

#[test]
fn many_servers_live_beside_each_other() {
    let servers: Vec<Server> = (0..20).map(|_| server()).collect();
    servers[0].revoke(GOOD).unwrap();
    assert_eq!(log_in(&servers[0], GOOD).outcome(), "410 revoked");
    assert_eq!(log_in(&servers[19], GOOD).outcome(), "200");
    let keys: std::collections::HashSet<&str> = servers.iter().map(Server::admin_key).collect();
    assert_eq!(keys.len(), 20);
}

#[test]
fn fixtures_can_be_given_as_a_value() {
    let mut fixtures = Fixtures::demo().unwrap();
    fixtures.apps[0].disabled = true;
    fixtures.licenses.truncate(1);
    let server = Server::start(Options { fixtures: fixtures.into(), ..Options::default() }).unwrap();
    assert_eq!(log_in(&server, GOOD).outcome(), "403 app_disabled");
}

#[test]
fn an_admin_address_that_others_reach_is_refused() {
    let open = Options { admin_listen: ([0, 0, 0, 0], 0).into(), ..Options::default() };
    let error = Server::start(open.clone()).err().unwrap().to_string();
    assert!(error.contains("0.0.0.0:0 is not a loopback address"), "{error}");
    let server = Server::start(Options { allow_remote_admin: true, ..open }).unwrap();
    assert!(server.admin_url().starts_with("http://127.0.0.1:"), "{}", server.admin_url());
}

#[test]
fn a_port_in_use_is_named() {
    let first = server();
    let listen = first.url().strip_prefix("http://").unwrap().parse().unwrap();
    let error = Server::start(Options { listen, ..Options::default() }).err().unwrap().to_string();
    assert!(error.contains(&listen.to_string()), "{error}");
}
