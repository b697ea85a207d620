//! Heartbeats that a host asks for.

use std::ptr::null_mut;
use std::time::{Duration, Instant};

use crate::endings::sessions_of;
use crate::host::{
    Client, ENDED, FAILURE, FINISHED, HEARTBEAT, Host, LOGGED_IN, VARIABLES, advance, c, said,
};
use authforge::clock::manual;
use authforge::ffi::client::*;
use authforge::ffi::error::af_error;
use authforge::ffi::heartbeat::*;
use authforge::ffi::offline::*;
use authforge::ffi::opaque::*;
use authforge::ffi::process::*;
use authforge::ffi::session::*;
use authforge_devserver::{Effect, Endpoint, ErrorCode, Fault, FileOrder};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(20);
const HEARTBEAT_FAILED: i32 = 2;
/// Of a call, in seconds: twice the timeout of a heartbeat and the pauses.
const BUDGET: u64 = 23;

fn on_heartbeats(host: &Host, fault: Fault) {
    host.server.add_fault(fault.on(Endpoint::Heartbeat)).unwrap();
}

/// A blocking call: its code, and the milliseconds after which to ask again.
fn ask(client: &Client) -> (String, u32) {
    let mut error = af_error::new();
    match af_client_heartbeat(client.raw(), null_mut(), &raw mut error) as i32 {
        0 => ("ok".to_owned(), 0),
        _ => (said(error.code.as_ptr()), error.retry_after_ms),
    }
}

pub fn start(client: &Client) -> u64 {
    let (mut request, mut error) = (0, af_error::new());
    let status = af_client_heartbeat_start(client.raw(), &raw mut request, &raw mut error);
    assert_eq!(status as i32, 0, "{}", said(error.message.as_ptr()));
    assert_ne!(request, 0);
    request
}

fn refused(client: &Client) -> (String, u32) {
    let (mut request, mut error) = (7, af_error::new());
    assert_ne!(af_client_heartbeat_start(client.raw(), &raw mut request, &raw mut error) as i32, 0);
    assert_eq!(request, 7, "written although the call failed");
    (said(error.code.as_ptr()), error.retry_after_ms)
}

fn heartbeats(host: &Host) -> usize {
    host.asked(Endpoint::Heartbeat)
}

#[test]
fn it_renews_the_session_and_the_next_one_comes_an_interval_later() {
    let host = Host::new("server", 900);
    host.log_in();
    let end = host.session_end();
    advance(600);
    host.server.advance_clock(600).unwrap();
    let mut session: *mut af_session = null_mut();
    assert_eq!(af_client_heartbeat(host.client.raw(), &raw mut session, null_mut()) as i32, 0);
    assert!((598..=602).contains(&(af_session_expires_at(session) - end)));
    assert_eq!(host.session_end(), af_session_expires_at(session));
    af_session_free(session);
    host.expect(HEARTBEAT, "ok");
    manual::advance(Duration::from_millis(899_999));
    assert_eq!((host.poll(), heartbeats(&host)), (None, 1));
    manual::advance(Duration::from_millis(1));
    host.expect(HEARTBEAT, "ok");
    assert_eq!(heartbeats(&host), 2);
}

#[test]
fn a_started_one_is_told_as_any_other_and_then_ends_with_the_session() {
    let host = Host::new("server", 900);
    host.log_in();
    host.server.set_license_variables(host.server.license_key(), &json!({"tier": "basic"})).unwrap();
    let request = start(&host);
    host.expect(HEARTBEAT, "ok");
    host.expect(VARIABLES, "ok");
    let finished = host.expect(FINISHED, "ok");
    assert_eq!((finished.request, finished.has_session), (request, true));
    assert_eq!(host.poll(), None);
}

#[test]
fn a_fatal_verdict_ends_the_session_and_is_reported_as_of_any_other() {
    for mode in ["server", "local"] {
        for started in [false, true] {
            let host = Host::new(mode, 900);
            host.log_in();
            host.server.revoke(host.server.license_key()).unwrap();
            let request = if started {
                start(&host)
            } else {
                assert_eq!(ask(&host).0, "revoked");
                assert!(!host.is_authenticated());
                0
            };
            assert_eq!(host.expect(FAILURE, "revoked").reason, HEARTBEAT_FAILED);
            host.expect(ENDED, "revoked");
            if started {
                assert_eq!(host.expect(FINISHED, "revoked").request, request);
            }
            assert_eq!(host.poll(), None);
            assert_eq!(ask(&host).0, "not_authenticated");
        }
    }
}

#[test]
fn a_transient_failure_leaves_the_session_and_is_reported_as_of_any_other() {
    let host = Host::new("server", 900);
    host.log_in();
    advance(600);
    on_heartbeats(&host, Fault::new(Effect::error(ErrorCode::SystemError)).times(1));
    assert_eq!(ask(&host).0, "system_error");
    assert_eq!(host.expect(FAILURE, "system_error").reason, HEARTBEAT_FAILED);
    manual::advance(Duration::from_millis(899_999));
    assert_eq!((host.poll(), heartbeats(&host)), (None, 1));
    assert!(host.is_authenticated());
    manual::advance(Duration::from_millis(1));
    host.expect(HEARTBEAT, "ok");
}

#[test]
fn in_mode_local_it_works_too_and_none_comes_by_itself_after_it() {
    for fails in [false, true] {
        let host = Host::new("LOCAL", 900);
        sessions_of(&host, 20_000);
        host.log_in();
        let left = if fails {
            on_heartbeats(&host, Fault::new(Effect::error(ErrorCode::SystemError)));
            assert_eq!(ask(&host).0, "system_error");
            host.expect(FAILURE, "system_error");
            20_000
        } else {
            assert_eq!(ask(&host).0, "ok");
            host.expect(HEARTBEAT, "ok");
            86_400
        };
        advance(left - 5);
        assert!(host.is_authenticated());
        assert_eq!((host.poll(), heartbeats(&host)), (None, 1));
        advance(10);
        host.expect(FAILURE, "session_expired");
        host.expect(ENDED, "session_expired");
        assert_eq!(heartbeats(&host), 1);
    }
}

#[test]
fn sooner_than_ten_seconds_after_any_heartbeat_nobody_is_asked() {
    let host = Host::new("server", 900);
    host.log_in();
    assert_eq!(ask(&host).0, "ok");
    assert_eq!(ask(&host), ("rate_limited".to_owned(), 10_000));
    manual::advance(Duration::from_millis(9_999));
    assert_eq!(refused(&host), ("rate_limited".to_owned(), 1));
    // Another session of the client is no other license.
    assert_eq!(host.login(), 0);
    assert_eq!(ask(&host), ("rate_limited".to_owned(), 1));
    manual::advance(Duration::from_millis(1));
    assert_eq!(ask(&host).0, "ok");
    while host.poll().is_some() {}
    advance(900);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(ask(&host), ("rate_limited".to_owned(), 10_000));
    advance(10);
    on_heartbeats(&host, Fault::new(Effect::error(ErrorCode::SystemError)).times(1));
    assert_eq!(ask(&host).0, "system_error");
    assert_eq!(ask(&host), ("rate_limited".to_owned(), 10_000));
    assert_eq!(heartbeats(&host), 4);
}

#[test]
fn whoever_asks_in_each_second_is_within_the_six_a_minute_that_the_service_allows() {
    let host = Host::new("server", 10);
    host.log_in();
    let mut at = Vec::new();
    for second in 0..180 {
        let before = heartbeats(&host);
        let (code, wait) = ask(&host);
        assert!(code == "ok" || (code == "rate_limited" && wait <= 10_000), "{code}");
        // One of the schedule may have been on its way when this asked.
        at.extend((before..heartbeats(&host)).map(|_| second));
        advance(1);
    }
    for (first, seventh) in at.iter().zip(at.iter().skip(6)) {
        assert!(seventh - first >= 60, "{at:?}");
    }
    assert!((17..=18).contains(&at.len()), "{at:?}");
}

#[test]
fn a_service_that_names_a_time_is_not_asked_before_it() {
    let host = Host::new("server", 20);
    host.log_in();
    let limited = Effect::RateLimited429 { code: "rate_limited".to_owned(), retry_after: Some(60) };
    on_heartbeats(&host, Fault::new(limited).times(1));
    assert_eq!(ask(&host), ("rate_limited".to_owned(), 60_000));
    host.expect(FAILURE, "rate_limited");
    assert_eq!(heartbeats(&host), 1, "asked again although the service named a time");
    manual::advance(Duration::from_millis(59_999));
    assert_eq!(refused(&host), ("rate_limited".to_owned(), 1));
    assert_eq!((host.poll(), heartbeats(&host)), (None, 1));
    // Nor by the schedule.
    manual::advance(Duration::from_millis(1));
    host.expect(HEARTBEAT, "ok");
    assert_eq!(heartbeats(&host), 2);
}

#[test]
fn a_service_that_names_a_time_after_the_sessions_end_is_asked_before_it_all_the_same() {
    let host = Host::new("server", 20);
    sessions_of(&host, 60);
    host.log_in();
    let limited = Effect::RateLimited429 { code: "rate_limited".to_owned(), retry_after: Some(3600) };
    on_heartbeats(&host, Fault::new(limited).times(1));
    advance(20);
    host.expect(FAILURE, "rate_limited");
    advance(20);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(heartbeats(&host), 2);
}

#[test]
fn one_that_is_under_way_is_shared_by_all_who_ask() {
    for verdict in ["ok", "revoked"] {
        let host = Host::new("server", 900);
        host.log_in();
        on_heartbeats(&host, Fault::new(Effect::Delay { ms: 3_000 }).times(1));
        if verdict == "revoked" {
            host.server.revoke(host.server.license_key()).unwrap();
        }
        // Of the schedule.
        advance(900);
        assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
        let requests = [start(&host), start(&host)];
        assert_eq!(ask(&host).0, verdict);
        let mut ended = Vec::new();
        while ended.len() < requests.len() {
            let told = host.next();
            if told.kind == FINISHED {
                assert_eq!(told.code, verdict);
                ended.push(told.request);
            }
        }
        ended.sort();
        assert_eq!(ended, requests);
        assert_eq!((host.poll(), heartbeats(&host)), (None, 1));
    }
}

#[test]
fn a_cancelled_one_is_told_at_once_and_the_heartbeat_ends_as_one_of_the_schedule() {
    let host = Host::new("server", 900);
    host.log_in();
    on_heartbeats(&host, Fault::new(Effect::Delay { ms: 3_000 }).times(1));
    let (first, second) = (start(&host), start(&host));
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
    assert_eq!(af_client_cancel(host.client.raw(), first, null_mut()) as i32, 0);
    assert_eq!(host.expect(FINISHED, "cancelled").request, first);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(host.expect(FINISHED, "ok").request, second);
    assert_eq!((host.poll(), heartbeats(&host)), (None, 1));
}

/// What `end` does while a call waits and another was started; gives the code of the call and the events.
fn ended_by(host: &Host, end: impl FnOnce(&Host)) -> (String, Vec<(i32, String)>) {
    on_heartbeats(host, Fault::new(Effect::Hang));
    let (code, request) = std::thread::scope(|scope| {
        let call = scope.spawn(|| ask(&host.client).0);
        assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
        let request = start(host);
        end(host);
        (call.join().unwrap(), request)
    });
    let mut told = Vec::new();
    loop {
        let next = host.next();
        told.push((next.kind, next.code));
        if next.kind == FINISHED {
            assert_eq!(next.request, request);
            break;
        }
    }
    (code, told)
}

#[test]
fn logout_and_shutdown_end_it_and_everybody_who_waits() {
    let logout: fn(&Host) = |host| assert_eq!(af_logout(host.client.raw(), null_mut()) as i32, 0);
    let shutdown: fn(&Host) = |_| assert_eq!(af_shutdown(20_000, null_mut()) as i32, 0);
    for end in [logout, shutdown] {
        let host = Host::new("server", 900);
        host.log_in();
        let (code, told) = ended_by(&host, end);
        assert_eq!((code.as_str(), told), ("cancelled", vec![(FINISHED, "cancelled".to_owned())]));
        host.expect(ENDED, "ok");
        assert_eq!(ask(&host).0, "not_authenticated");
    }
}

#[test]
fn a_login_ends_it_since_its_session_is_replaced() {
    let host = Host::new("server", 900);
    host.log_in();
    let (code, told) = ended_by(&host, |host| assert_eq!(host.login(), 0));
    assert_eq!((code.as_str(), told), ("cancelled", vec![(FINISHED, "cancelled".to_owned())]));
    host.expect(LOGGED_IN, "ok");
    assert!(host.is_authenticated());
    host.server.clear_faults();
    advance(10);
    assert_eq!(ask(&host).0, "ok");
    host.expect(HEARTBEAT, "ok");
    assert_eq!(host.poll(), None);
}

#[test]
fn freeing_the_client_ends_a_call_that_waits() {
    let host = Host::new("server", 900);
    host.log_in();
    let other = host.another();
    assert_eq!(other.login(&host.server), 0);
    on_heartbeats(&host, Fault::new(Effect::Hang));
    std::thread::scope(|scope| {
        let call = scope.spawn(|| ask(&other).0);
        assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
        af_client_free(other.raw());
        assert_eq!(call.join().unwrap(), "cancelled");
    });
}

#[test]
fn it_does_not_put_off_the_end_of_the_session() {
    for mode in ["server", "LOCAL"] {
        let host = Host::new(mode, 900);
        sessions_of(&host, 20);
        host.log_in();
        on_heartbeats(&host, Fault::new(Effect::Hang));
        advance(9);
        let first = start(&host);
        assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
        manual::advance(Duration::from_millis(10_999));
        // As often as they like.
        let others = [start(&host), start(&host)];
        assert!(host.is_authenticated());
        // Over 8 s after it began, so that it ends with the session.
        manual::advance(Duration::from_millis(1));
        assert_eq!(host.expect(FAILURE, "session_expired").reason, HEARTBEAT_FAILED, "{mode}");
        assert!(!host.is_authenticated());
        host.expect(ENDED, "session_expired");
        for request in [first, others[0], others[1]] {
            assert_eq!(host.expect(FINISHED, "session_expired").request, request);
        }
        assert_eq!((host.poll(), heartbeats(&host)), (None, 1));
    }
}

#[test]
fn one_that_is_on_the_wire_at_the_sessions_end_may_end_as_any_other_and_no_longer() {
    let host = Host::new("LOCAL", 900);
    sessions_of(&host, 20);
    host.log_in();
    on_heartbeats(&host, Fault::new(Effect::Hang));
    manual::advance(Duration::from_millis(19_999));
    let request = start(&host);
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 1, PATIENCE));
    manual::advance(Duration::from_millis(7_999));
    let late = start(&host);
    assert!(host.is_authenticated());
    assert_eq!(host.poll(), None);
    manual::advance(Duration::from_millis(1));
    host.expect(FAILURE, "session_expired");
    host.expect(ENDED, "session_expired");
    for request in [request, late] {
        assert_eq!(host.expect(FINISHED, "session_expired").request, request);
    }
}

#[test]
fn one_that_waits_too_long_for_a_thread_ends_by_its_time() {
    let host = Host::new("server", 900);
    host.few_threads();
    let clients: Vec<Client> = (0..4).map(|_| host.another()).collect();
    for client in &clients {
        assert_eq!(client.login(&host.server), 0);
        client.expect(LOGGED_IN, "ok");
    }
    on_heartbeats(&host, Fault::new(Effect::Hang));
    let requests: Vec<u64> = clients.iter().map(start).collect();
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, 3, PATIENCE));
    advance(BUDGET);
    for (client, request) in clients.iter().zip(requests) {
        assert_eq!(client.expect(FINISHED, "timeout").request, request);
        assert!(client.is_authenticated());
    }
    // A call that blocks has no timer: it looks at the clock itself.
    let code = std::thread::scope(|scope| {
        let call = scope.spawn(|| ask(&clients[0]).0);
        while !call.is_finished() {
            advance(1);
            let tick = Instant::now() + Duration::from_millis(20);
            while Instant::now() < tick {
                std::thread::yield_now();
            }
        }
        call.join().unwrap()
    });
    assert_eq!(code, "timeout");
}

#[test]
fn without_a_session_of_the_service_nobody_is_asked() {
    let host = Host::new("server", 900);
    assert_eq!(
        (ask(&host).0, refused(&host).0),
        ("not_authenticated".to_owned(), "not_authenticated".to_owned())
    );
    let order = FileOrder::for_any_machine().lifetime();
    let file = c(&host.server.mint("EVER-LAST-KEY8-5GRN", order).unwrap().text);
    assert_eq!(af_login_from_file(host.client.raw(), file.as_ptr(), null_mut(), null_mut()) as i32, 0);
    host.expect(LOGGED_IN, "ok");
    assert_eq!(
        (ask(&host).0, refused(&host).0),
        ("offline_session".to_owned(), "offline_session".to_owned())
    );
    assert!(host.is_authenticated());
    assert_eq!((host.poll(), heartbeats(&host)), (None, 0));
}
