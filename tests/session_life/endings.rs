//! How sessions end, and how they do not: short ones, sleeping computers, turned clocks, services that hang.

use std::collections::BTreeMap;
use std::ptr::null_mut;
use std::time::Duration;

use crate::host::{Client, ENDED, FAILURE, FINISHED, HEARTBEAT, Host, LOGGED_IN, Polled, advance, c};
use authforge::clock::manual;
use authforge::fault::{self, Fault as InjectedFault};
use authforge::ffi::client::*;
use authforge::ffi::config::*;
use authforge_devserver::{Effect, Endpoint, ErrorCode, Fault};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(20);
const HEARTBEAT_FAILED: i32 = 2;
/// Longer than a session of the service, in seconds.
const SLEEP: u64 = 130_000;
const DAY_MS: i64 = 86_400_000;

/// The next answer to a login gives a session of exactly so many seconds, by a timestamp of its own.
pub fn sessions_of(host: &Host, seconds: i64) {
    let begin = authforge::clock::wall_ms() / 1000;
    let fields = BTreeMap::from([
        ("timestamp".to_owned(), json!(begin).into()),
        ("expiresIn".to_owned(), json!(begin + seconds).into()),
    ]);
    host.server.add_fault(Fault::new(Effect::SetFields(fields)).on(Endpoint::Validate)).unwrap();
}

fn log_in(host: &Host) {
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
}

fn heartbeats(host: &Host) -> usize {
    host.server.requests().iter().filter(|request| request.endpoint == Endpoint::Heartbeat).count()
}

fn on_heartbeats(host: &Host, effect: Effect) {
    host.server.add_fault(Fault::new(effect).on(Endpoint::Heartbeat)).unwrap();
}

fn is_told_over(client: &Client, code: &str) {
    assert_eq!(client.expect(FAILURE, code).reason, HEARTBEAT_FAILED);
    assert!(!client.is_authenticated());
    client.expect(ENDED, code);
    assert_eq!(client.poll(), None);
}

#[test]
fn the_shortest_sessions_get_a_heartbeat_before_their_end() {
    for (seconds, heartbeat_ms) in [(2, 1_000), (5, 2_500), (9, 4_500), (11, 10_000), (25, 10_000)] {
        let host = Host::new("server", 900);
        sessions_of(&host, seconds);
        log_in(&host);
        manual::advance(Duration::from_millis(heartbeat_ms - 1));
        assert!(host.is_authenticated());
        assert_eq!((host.poll(), heartbeats(&host)), (None, 0), "{seconds} s");
        manual::advance(Duration::from_millis(1));
        host.expect(HEARTBEAT, "ok");
        assert!(host.is_authenticated());
        assert_eq!(heartbeats(&host), 1, "{seconds} s");
    }
}

#[test]
fn a_session_whose_heartbeat_hangs_is_over_when_its_attempt_should_be() {
    let host = Host::new("server", 900);
    sessions_of(&host, 15);
    log_in(&host);
    on_heartbeats(&host, Effect::Hang);
    advance(10);
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
    // The end, and the grace of the attempt's 8 seconds but for a moment.
    advance(5);
    manual::advance(Duration::from_millis(2_999));
    assert!(host.is_authenticated());
    assert_eq!(host.poll(), None);
    manual::advance(Duration::from_millis(1));
    is_told_over(&host, "session_expired");
    assert_eq!(heartbeats(&host), 1);
}

#[test]
fn a_session_whose_heartbeat_waits_for_a_thread_is_over_at_its_end() {
    let host = Host::new("server", 900);
    host.few_threads();
    sessions_of(&host, 15);
    on_heartbeats(&host, Effect::Hang);
    // Three at a time are made; the others wait.
    let clients: Vec<Client> = (0..6).map(|_| Client::new(&host.server, "SERVER", 900, |_| {})).collect();
    for client in &clients {
        assert_eq!(client.login(&host.server), 0);
        client.expect(LOGGED_IN, "ok");
    }
    // All six have begun before the end comes: who sleeps past it is owed an attempt.
    fault::inject("heartbeat begins", InjectedFault::Notice, 5);
    advance(10);
    let patience = std::time::Instant::now() + PATIENCE;
    while fault::is_pending() {
        assert!(std::time::Instant::now() < patience, "not all heartbeats begin");
        std::thread::yield_now();
    }
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 3, PATIENCE));
    advance(5);
    // Those that wait are over now, and those on the wire when their attempt should be.
    let patience = std::time::Instant::now() + PATIENCE;
    let alive = || clients.iter().filter(|client| client.is_authenticated()).count();
    while alive() > 3 {
        assert!(std::time::Instant::now() < patience, "a queue keeps {} sessions alive", alive());
        std::thread::yield_now();
    }
    advance(3);
    clients.iter().for_each(|client| is_told_over(client, "session_expired"));
    assert_eq!(heartbeats(&host), 3);
}

#[test]
fn a_session_whose_heartbeat_pauses_is_over_at_its_end() {
    let host = Host::new("server", 900);
    sessions_of(&host, 11);
    log_in(&host);
    on_heartbeats(&host, Effect::error(ErrorCode::RateLimited));
    advance(10);
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
    advance(1);
    is_told_over(&host, "session_expired");
    assert_eq!(heartbeats(&host), 1);
}

#[test]
fn after_sleeping_past_the_end_one_attempt_comes_before_the_verdict() {
    let revoked = |host: &Host| host.server.revoke(host.server.license_key()).unwrap();
    let closes = |host: &Host| on_heartbeats(host, Effect::Close);
    let fails = |host: &Host| on_heartbeats(host, Effect::error(ErrorCode::SystemError));
    let limited = |host: &Host| on_heartbeats(host, Effect::error(ErrorCode::RateLimited));
    type Prepare<'a> = &'a dyn Fn(&Host);
    let cases: [(&str, Prepare<'_>); 5] = [
        ("ok", &|_| {}),
        ("revoked", &revoked),
        ("session_expired", &closes),
        ("session_expired", &fails),
        ("session_expired", &limited),
    ];
    for (verdict, prepare) in cases {
        let host = Host::new("server", 900);
        log_in(&host);
        prepare(&host);
        advance(SLEEP);
        if verdict == "ok" {
            host.expect(HEARTBEAT, "ok");
            assert!(host.is_authenticated());
        } else {
            is_told_over(&host, verdict);
        }
        assert_eq!(heartbeats(&host), 1, "{verdict}");
    }
}

#[test]
fn an_attempt_that_the_computer_slept_in_says_nothing_and_one_is_made_after_it() {
    for healthy in [true, false] {
        let host = Host::new("server", 900);
        log_in(&host);
        host.server.add_fault(Fault::new(Effect::Hang).on(Endpoint::Heartbeat).times(1)).unwrap();
        advance(900);
        assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
        if !healthy {
            on_heartbeats(&host, Effect::Close);
        }
        advance(SLEEP);
        if healthy {
            host.expect(HEARTBEAT, "ok");
        } else {
            is_told_over(&host, "session_expired");
        }
        assert_eq!(heartbeats(&host), 2);
    }
}

#[test]
fn an_attempt_that_is_owed_and_slept_in_is_made_anew() {
    let host = Host::new("server", 900);
    log_in(&host);
    host.server.add_fault(Fault::new(Effect::Hang).on(Endpoint::Heartbeat).times(1)).unwrap();
    advance(SLEEP);
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
    advance(3600);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(heartbeats(&host), 2);
}

#[test]
fn an_attempt_that_is_owed_is_made_also_when_its_thread_comes_late() {
    let host = Host::new("server", 900);
    host.few_threads();
    let clients: Vec<Client> = (0..4).map(|_| Client::new(&host.server, "SERVER", 900, |_| {})).collect();
    for client in &clients {
        assert_eq!(client.login(&host.server), 0);
        client.expect(LOGGED_IN, "ok");
    }
    // The network is not back at once: the first attempts hang, as many as have threads.
    host.server.add_fault(Fault::new(Effect::Hang).on(Endpoint::Heartbeat).times(3)).unwrap();
    advance(SLEEP);
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 3, PATIENCE));
    advance(8);
    let patience = std::time::Instant::now() + PATIENCE;
    while clients.iter().filter(|client| client.is_authenticated()).count() > 1 {
        assert!(std::time::Instant::now() < patience, "{} heartbeats", heartbeats(&host));
        std::thread::yield_now();
    }
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 4, PATIENCE));
    let alive: Vec<&Client> = clients.iter().filter(|client| client.is_authenticated()).collect();
    assert_eq!(alive.len(), 1);
    alive[0].expect(HEARTBEAT, "ok");
    assert_eq!(heartbeats(&host), 4);
}

/// The next event, while the clock is turned: so slowly that the library comes along, and before each second
/// `meanwhile` is done.
fn advance_until_event(host: &Host, meanwhile: impl Fn()) -> Polled {
    let patience = std::time::Instant::now() + PATIENCE;
    loop {
        assert!(std::time::Instant::now() < patience, "no event came");
        meanwhile();
        advance(1);
        let tick = std::time::Instant::now() + Duration::from_millis(100);
        while std::time::Instant::now() < tick {
            if let Some(told) = host.poll() {
                return told;
            }
            std::thread::yield_now();
        }
    }
}

#[test]
fn want_of_a_thread_for_the_attempt_that_is_owed_is_no_verdict() {
    let host = Host::new("server", 900);
    log_in(&host);
    fault::inject("heartbeat", InjectedFault::Vanish, 0);
    advance(SLEEP);
    while fault::is_pending() {
        std::thread::yield_now();
    }
    let told = advance_until_event(&host, || assert!(host.is_authenticated()));
    assert_eq!((told.kind, told.code.as_str()), (HEARTBEAT, "ok"));
    assert_eq!(heartbeats(&host), 1);
}

#[test]
fn where_no_thread_comes_for_the_attempt_that_is_owed_the_session_is_over() {
    let host = Host::new("server", 900);
    log_in(&host);
    fault::inject_all(&[("heartbeat", InjectedFault::Vanish); 1000]);
    advance(SLEEP);
    let told = advance_until_event(&host, || ());
    assert!(fault::is_pending());
    fault::clear();
    assert_eq!((told.kind, told.code.as_str(), told.reason), (FAILURE, "session_expired", HEARTBEAT_FAILED));
    host.expect(ENDED, "session_expired");
    assert_eq!(heartbeats(&host), 0);
}

#[test]
fn no_heartbeat_begins_after_the_end_of_a_session_that_nobody_slept_through() {
    // The one that failed is tried again at the end, or shortly before and seen too late.
    for (first, second) in [(10_000, 10_000), (10_005, 10_010)] {
        let host = Host::new("server", 10);
        sessions_of(&host, 20);
        log_in(&host);
        host.server
            .add_fault(Fault::new(Effect::error(ErrorCode::SystemError)).on(Endpoint::Heartbeat).times(1))
            .unwrap();
        manual::advance(Duration::from_millis(first));
        host.expect(FAILURE, "system_error");
        on_heartbeats(&host, Effect::Hang);
        manual::advance(Duration::from_millis(second));
        is_told_over(&host.client, "session_expired");
        assert_eq!(heartbeats(&host), 1);
    }
}

#[test]
fn a_local_session_that_was_slept_through_is_over_and_nobody_is_asked() {
    let host = Host::new("LOCAL", 900);
    log_in(&host);
    advance(SLEEP);
    is_told_over(&host, "session_expired");
    assert_eq!(heartbeats(&host), 0);
}

#[test]
fn a_wall_clock_that_is_turned_changes_nothing_where_the_service_said_its_time() {
    let host = Host::new("server", 900);
    log_in(&host);
    for by in [2 * DAY_MS, -4 * DAY_MS, 2 * DAY_MS] {
        manual::set_wall(by);
        advance(60);
        assert!(host.is_authenticated());
        assert_eq!(host.poll(), None);
    }
    advance(720);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(heartbeats(&host), 1);
}

#[test]
fn a_wall_clock_that_is_turned_is_noticed_within_a_minute_where_the_service_said_nothing() {
    for healthy in [true, false] {
        let host = Host::new("server", 900);
        let without = Effect::DropFields(vec!["timestamp".to_owned()]);
        host.server.add_fault(Fault::new(without).on(Endpoint::Validate)).unwrap();
        // Both say the same time.
        let ahead = authforge::clock::wall_ms() / 1000 - host.server.now().unix_seconds();
        host.server.advance_clock(ahead).unwrap();
        log_in(&host);
        if !healthy {
            on_heartbeats(&host, Effect::Close);
        }
        manual::set_wall(2 * DAY_MS);
        advance(60);
        // It may have been asleep, so it is asked once.
        if healthy {
            host.expect(HEARTBEAT, "ok");
        } else {
            is_told_over(&host, "session_expired");
        }
        assert_eq!(heartbeats(&host), 1);
        manual::set_wall(-2 * DAY_MS);
    }
}

#[test]
fn a_login_that_was_begun_earlier_does_not_replace_a_later_one() {
    let host = Host::new("server", 900);
    host.server.add_fault(Fault::new(Effect::Delay { ms: 3_000 }).on(Endpoint::Validate).times(1)).unwrap();
    let (mut request, key) = (0, c(host.server.license_key()));
    assert_eq!(af_login_start(host.client.raw(), key.as_ptr(), &raw mut request, null_mut()) as i32, 0);
    assert!(host.server.wait_for_requests(Endpoint::Validate, 1, PATIENCE));
    log_in(&host);
    // Its end is a success too, and brings no session.
    assert_eq!(host.expect(FINISHED, "ok").request, request);
    advance(900);
    host.expect(HEARTBEAT, "ok");
    assert!(host.is_authenticated());
}

#[test]
fn an_hour_of_heartbeats_is_told_in_order_whatever_is_slept_through() {
    let host = Host::with("server", 900, |config| {
        assert_eq!(af_config_set_ttl_seconds(config, 3600, null_mut()) as i32, 0);
    });
    log_in(&host);
    for nap in [900, 3_000, 3_599, 3_601, 7_200, 900] {
        advance(nap);
        host.expect(HEARTBEAT, "ok");
        assert!(host.is_authenticated());
    }
    assert_eq!(heartbeats(&host), 6);
}
