//! Sessions of the service.

use std::time::Duration;

use crate::endings::sessions_of;
use crate::host::{ENDED, FAILURE, FINISHED, HEARTBEAT, Host, LOGGED_IN, RETRYING, VARIABLES, advance, c};
use authforge::clock::manual;
use authforge::ffi::client::*;
use authforge::ffi::config::*;
use authforge_devserver::{Effect, Endpoint, ErrorCode, Fault};
use serde_json::json;
use std::ptr::null_mut;

const PATIENCE: Duration = Duration::from_secs(20);
const HEARTBEAT_FAILED: i32 = 2;
const NETWORK_ERROR: i32 = 3;

#[test]
fn a_heartbeat_comes_each_interval_and_the_tenth_is_billed() {
    let host = Host::new("server", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    let before = host.server.app(host.server.app_id()).unwrap().credits;
    for round in 1..=10 {
        advance(900);
        host.server.advance_clock(900).unwrap();
        host.expect(HEARTBEAT, "ok");
        let beats = host.server.license(host.server.license_key()).unwrap().heartbeats;
        assert_eq!(beats, round);
    }
    assert_eq!(before - host.server.app(host.server.app_id()).unwrap().credits, 1);
}

#[test]
fn a_heartbeat_renews_the_session_with_a_new_token() {
    let host = Host::new("SERVER", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    let first_end = host.session_end();
    for _ in 0..2 {
        advance(900);
        host.server.advance_clock(900).unwrap();
        host.expect(HEARTBEAT, "ok");
    }
    assert!((1795..=1805).contains(&(host.session_end() - first_end)));
    let tokens: Vec<_> = host
        .server
        .requests()
        .iter()
        .filter(|request| request.endpoint == Endpoint::Heartbeat)
        .map(|request| request.body.as_ref().unwrap()["sessionToken"].clone())
        .collect();
    assert!(tokens.len() == 2 && tokens[0] != tokens[1]);
}

#[test]
fn a_revoked_license_ends_the_session_at_the_next_heartbeat() {
    let host = Host::new("server", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    host.server.revoke(host.server.license_key()).unwrap();
    assert!(host.is_authenticated());
    advance(900);
    assert_eq!(host.expect(FAILURE, "revoked").reason, HEARTBEAT_FAILED);
    assert!(!host.is_authenticated());
    host.expect(ENDED, "revoked");
}

#[test]
fn a_transient_failure_leaves_the_session_and_the_next_heartbeat_succeeds() {
    let host = Host::new("server", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    host.server
        .add_fault(Fault::new(Effect::error(ErrorCode::SystemError)).on(Endpoint::Heartbeat).times(1))
        .unwrap();
    advance(900);
    assert_eq!(host.expect(FAILURE, "system_error").reason, HEARTBEAT_FAILED);
    assert!(host.is_authenticated());
    advance(900);
    host.expect(HEARTBEAT, "ok");
}

#[test]
fn a_dead_network_is_tried_twice_and_reported_as_network_error() {
    let host = Host::new("server", 20);
    // It ends too soon to leave its renewal to the next heartbeat.
    sessions_of(&host, 60);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    host.server.add_fault(Fault::new(Effect::Close).on(Endpoint::Heartbeat).times(3)).unwrap();
    advance(20);
    // The pooled connection that was closed is replaced at once; the counted retry comes after 2 s.
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 2, PATIENCE));
    host.expect(RETRYING, "network_error");
    assert_eq!(host.poll(), None);
    assert!(host.turn_until_requests(Endpoint::Heartbeat, 3) >= 2);
    assert_eq!(host.expect(FAILURE, "network_error").reason, NETWORK_ERROR);
    assert!(host.is_authenticated());
    let requests = host.server.requests();
    let mut nonces: Vec<_> = requests
        .iter()
        .filter(|request| request.endpoint == Endpoint::Heartbeat)
        .map(|request| request.body.as_ref().unwrap()["nonce"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(nonces.len(), 3);
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 3, "each attempt has a nonce of its own");
}

#[test]
fn rate_limits_are_waited_out_after_two_and_five_seconds() {
    let host = Host::new("server", 900);
    sessions_of(&host, 60);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    let limited = Effect::error(ErrorCode::RateLimited);
    host.server.add_fault(Fault::new(limited).on(Endpoint::Heartbeat).times(2)).unwrap();
    advance(40);
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
    assert!(host.turn_until_requests(Endpoint::Heartbeat, 2) >= 2);
    assert!(host.turn_until_requests(Endpoint::Heartbeat, 3) >= 5);
    host.expect(RETRYING, "rate_limited");
    host.expect(RETRYING, "rate_limited");
    host.expect(HEARTBEAT, "ok");
}

#[test]
fn local_mode_asks_nobody_and_ends_at_the_second_of_expiry() {
    let host = Host::with("LOCAL", 900, |config| {
        assert_eq!(af_config_set_ttl_seconds(config, 3600, null_mut()) as i32, 0);
    });
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    advance(3590);
    // A wall clock that is turned back does not prolong the session, one that is turned on does not end it.
    manual::set_wall(-86_400_000);
    assert!(host.is_authenticated());
    advance(11);
    assert_eq!(host.expect(FAILURE, "session_expired").reason, HEARTBEAT_FAILED);
    assert!(!host.is_authenticated());
    host.expect(ENDED, "session_expired");
    assert!(host.server.requests().iter().all(|request| request.endpoint == Endpoint::Validate));
}

#[test]
fn after_suspend_the_heartbeat_comes_before_the_verdict_about_expiry() {
    let host = Host::new("server", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    // The computer slept for a day and a half; the server is asked, and renews.
    advance(130_000);
    host.expect(HEARTBEAT, "ok");
    assert!(host.is_authenticated());
}

#[test]
fn a_session_that_cannot_be_renewed_ends_with_session_expired() {
    let host = Host::new("server", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    host.server.add_fault(Fault::new(Effect::error(ErrorCode::SystemError)).on(Endpoint::Heartbeat)).unwrap();
    advance(130_000);
    assert_eq!(host.expect(FAILURE, "session_expired").reason, HEARTBEAT_FAILED);
    assert!(!host.is_authenticated());
}

#[test]
fn an_interval_longer_than_the_session_still_renews_it_in_time() {
    let host = Host::with("server", 7200, |config| {
        assert_eq!(af_config_set_ttl_seconds(config, 3600, null_mut()) as i32, 0);
    });
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    advance(3585);
    host.expect(HEARTBEAT, "ok");
}

#[test]
fn changed_variables_are_told_after_the_heartbeat_that_brought_them() {
    let host = Host::new("server", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    host.server.set_license_variables(host.server.license_key(), &json!({"tier": "basic"})).unwrap();
    advance(900);
    host.expect(HEARTBEAT, "ok");
    host.expect(VARIABLES, "ok");
    advance(900);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(host.poll(), None);
}

#[test]
fn the_answer_to_a_heartbeat_of_a_logged_out_session_is_dropped() {
    let host = Host::new("server", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    host.server.add_fault(Fault::new(Effect::Hang).on(Endpoint::Heartbeat).times(1)).unwrap();
    advance(900);
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    host.server.clear_faults();
    advance(900);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(af_logout(host.client.raw(), null_mut()) as i32, 0);
    host.expect(ENDED, "ok");
    assert_eq!(host.poll(), None);
}

#[test]
fn a_started_login_retries_on_the_scheduler_and_ends_in_one_event() {
    let host = Host::new("server", 900);
    host.server.add_fault(Fault::new(Effect::Close).on(Endpoint::Validate).times(1)).unwrap();
    let mut request = 0;
    let key = c(host.server.license_key());
    assert_eq!(af_login_start(host.client.raw(), key.as_ptr(), &raw mut request, null_mut()) as i32, 0);
    assert!(host.server.wait_for_requests(Endpoint::Validate, 1, PATIENCE));
    // Before the clock is turned: the end of a request outdates it.
    assert_eq!(host.expect(RETRYING, "network_error").request, request);
    assert!(host.turn_until_requests(Endpoint::Validate, 2) >= 2);
    host.expect(LOGGED_IN, "ok");
    assert_eq!(host.expect(FINISHED, "ok").request, request);
    assert_eq!(host.poll(), None);
}

#[test]
fn an_idle_connection_is_as_old_as_suspend_makes_it() {
    let host = Host::new("LOCAL", 900);
    for idle in [0, 29, 31] {
        advance(idle);
        assert_eq!(host.login(), 0);
    }
    let connections: Vec<_> = host.server.requests().iter().map(|request| request.connection).collect();
    assert_eq!(connections[0], connections[1]);
    assert_ne!(connections[1], connections[2]);
}
