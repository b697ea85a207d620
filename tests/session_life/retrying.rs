//! What is told of attempts that failed and are made again.

use std::ptr::null_mut;
use std::time::Duration;

use crate::endings::sessions_of;
use crate::host::{FAILURE, FINISHED, HEARTBEAT, Host, LOGGED_IN, Polled, RETRYING, advance, c};
use authforge::clock::manual;
use authforge::ffi::client::*;
use authforge::ffi::config::*;
use authforge::ffi::heartbeat::*;
use authforge::ffi::self_ban::*;
use authforge_devserver::{Effect, Endpoint, ErrorCode, Fault};

const PATIENCE: Duration = Duration::from_secs(20);

fn limited(retry_after: Option<u64>) -> Effect {
    Effect::RateLimited429 { code: "rate_limited".to_owned(), retry_after }
}

fn on(host: &Host, endpoint: Endpoint, effect: Effect, times: u64) {
    host.server.add_fault(Fault::new(effect).on(endpoint).times(times)).unwrap();
}

fn start_login(host: &Host) -> u64 {
    let (mut request, key) = (0, c(host.server.license_key()));
    assert_eq!(af_login_start(host.client.raw(), key.as_ptr(), &raw mut request, null_mut()) as i32, 0);
    request
}

/// The next event. Where it tells of an attempt that is made again, its pause passes: it has begun before it was told.
fn next(host: &Host) -> Polled {
    let told = host.next();
    manual::advance(Duration::from_millis(told.retry_in_ms.into()));
    told
}

fn is_retrying(told: &Polled, request: u64, code: &str, attempt: u32, ms: u32) {
    let expected = (RETRYING, request, code, attempt, ms);
    assert_eq!((told.kind, told.request, told.code.as_str(), told.attempt, told.retry_in_ms), expected);
    assert_eq!((told.reason, told.has_session), (0, false));
}

#[test]
fn a_started_login_says_each_attempt_that_failed_and_the_pause_before_the_next() {
    let host = Host::new("server", 900);
    on(&host, Endpoint::Validate, limited(None), 2);
    let request = start_login(&host);
    is_retrying(&next(&host), request, "rate_limited", 1, 2000);
    is_retrying(&next(&host), request, "rate_limited", 2, 5000);
    let told = next(&host);
    assert_eq!((told.kind, told.attempt, told.retry_in_ms), (LOGGED_IN, 0, 0));
    assert_eq!(host.expect(FINISHED, "ok").request, request);
    assert_eq!(host.poll(), None);
}

#[test]
fn a_blocking_login_is_told_of_with_the_number_0_and_what_calls_nobody_is_not() {
    let host = Host::new("server", 900);
    type Call = fn(&Host) -> i32;
    let login: Call = |host| host.login();
    let validate: Call = |host| {
        let key = c(host.server.license_key());
        af_validate(host.client.raw(), key.as_ptr(), null_mut(), null_mut()) as i32
    };
    let ban: Call = |host| af_self_ban(host.client.raw(), std::ptr::null(), null_mut()) as i32;
    let calls = [(Endpoint::Validate, login), (Endpoint::Validate, validate), (Endpoint::SelfBan, ban)];
    for (round, (endpoint, call)) in calls.into_iter().enumerate() {
        on(&host, endpoint, limited(None), 1);
        let before = host.asked(endpoint);
        let status = std::thread::scope(|scope| {
            let call = scope.spawn(|| call(&host));
            if round == 0 {
                is_retrying(&next(&host), 0, "rate_limited", 1, 2000);
                host.expect(LOGGED_IN, "ok");
            } else {
                host.turn_until_requests(endpoint, u64::try_from(before + 2).unwrap());
            }
            call.join().unwrap()
        });
        assert_eq!(status, 0);
        assert_eq!(host.poll(), None);
    }
}

#[test]
fn a_heartbeat_of_the_schedule_is_told_of_with_its_session_and_one_that_was_asked_for_by_its_number() {
    let host = Host::new("server", 900);
    sessions_of(&host, 60);
    host.log_in();
    on(&host, Endpoint::Heartbeat, limited(None), 1);
    advance(40);
    let told = next(&host);
    let of_the_schedule = (RETRYING, 0, true, 1, 2000);
    assert_eq!((told.kind, told.request, told.has_session, told.attempt, told.retry_in_ms), of_the_schedule);
    host.expect(HEARTBEAT, "ok");
    advance(10);
    on(&host, Endpoint::Heartbeat, limited(None), 1);
    let mut request = 0;
    assert_eq!(af_client_heartbeat_start(host.client.raw(), &raw mut request, null_mut()) as i32, 0);
    is_retrying(&next(&host), request, "rate_limited", 1, 2000);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(host.expect(FINISHED, "ok").request, request);
    assert_eq!(host.poll(), None);
}

#[test]
fn what_is_asked_again_at_once_is_not_told() {
    let host = Host::new("server", 20);
    host.log_in();
    // The connection of the login has ended, and a new one is made.
    on(&host, Endpoint::Heartbeat, Effect::Close, 1);
    advance(20);
    host.expect(HEARTBEAT, "ok");
    assert_eq!(host.asked(Endpoint::Heartbeat), 2);
}

#[test]
fn nothing_is_told_of_a_request_after_it_was_called_off() {
    let host = Host::new("server", 900);
    host.log_in();
    for logout in [false, true] {
        host.server.clear_faults();
        host.server.add_fault(Fault::new(limited(None)).on(Endpoint::Validate)).unwrap();
        let before = host.asked(Endpoint::Validate);
        let request = start_login(&host);
        assert!(host.server.wait_for_requests(
            Endpoint::Validate,
            u64::try_from(before + 1).unwrap(),
            PATIENCE
        ));
        // Told or not, nobody has fetched it: the end takes it out of the queue.
        host.turn_until_requests(Endpoint::Validate, u64::try_from(before + 2).unwrap());
        let called_off = if logout {
            af_logout(host.client.raw(), null_mut())
        } else {
            af_client_cancel(host.client.raw(), request, null_mut())
        };
        assert_eq!(called_off as i32, 0);
        assert_eq!(host.expect(FINISHED, "cancelled").request, request);
        advance(10);
        let told = std::iter::from_fn(|| host.poll()).filter(|told| told.kind == RETRYING).count();
        assert_eq!(told, 0);
    }
}

#[test]
fn a_rate_limit_that_is_longer_than_the_pause_ends_the_call_at_once() {
    let host = Host::new("server", 900);
    on(&host, Endpoint::Validate, limited(Some(3)), 9);
    assert_eq!(host.login(), 308);
    assert_eq!(host.asked(Endpoint::Validate), 1);
    host.expect(FAILURE, "rate_limited");
    let request = start_login(&host);
    host.expect(FAILURE, "rate_limited");
    assert_eq!(host.expect(FINISHED, "rate_limited").request, request);
    assert_eq!((host.asked(Endpoint::Validate), host.poll()), (2, None));
}

#[test]
fn a_login_makes_the_attempts_that_its_host_has_set() {
    for attempts in [1, 2, 5] {
        let host = Host::with("server", 900, |config| {
            assert_eq!(af_config_set_login_attempts(config, attempts, null_mut()) as i32, 0);
        });
        on(&host, Endpoint::Validate, limited(None), 99);
        start_login(&host);
        let mut retries = 0;
        loop {
            let told = next(&host);
            if told.kind == FINISHED {
                break;
            }
            retries += i32::from(told.kind == RETRYING);
        }
        assert_eq!(retries, attempts - 1);
        assert_eq!(host.asked(Endpoint::Validate), usize::try_from(attempts).unwrap());
        // Heartbeats have their own.
        host.server.clear_faults();
        sessions_of(&host, 60);
        host.log_in();
        on(&host, Endpoint::Heartbeat, Effect::error(ErrorCode::RateLimited), 2);
        advance(40);
        let told: Vec<i32> = (0..3).map(|_| next(&host).kind).collect();
        assert_eq!(told, [RETRYING, RETRYING, HEARTBEAT]);
    }
}

#[test]
fn a_login_is_over_in_the_time_that_its_host_has_set() {
    let host = Host::with("server", 900, |config| {
        assert_eq!(af_config_set_login_timeout_ms(config, 5000, null_mut()) as i32, 0);
    });
    // The third attempt would come after 7 s.
    on(&host, Endpoint::Validate, limited(None), 99);
    let request = start_login(&host);
    is_retrying(&next(&host), request, "rate_limited", 1, 2000);
    assert_eq!(next(&host).kind, FAILURE);
    assert_eq!(host.expect(FINISHED, "rate_limited").request, request);
    assert_eq!(host.asked(Endpoint::Validate), 2);
    // Its timer comes when an attempt hangs.
    host.server.clear_faults();
    on(&host, Endpoint::Validate, Effect::Hang, 99);
    let request = start_login(&host);
    assert!(host.server.wait_for_requests(Endpoint::Validate, 3, PATIENCE));
    advance(4);
    assert_eq!(host.poll(), None);
    advance(1);
    host.expect(FAILURE, "timeout");
    assert_eq!(host.expect(FINISHED, "timeout").request, request);
}
