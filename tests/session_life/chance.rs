//! What is left to chance, so that a service does not have to bear all clients at one moment.

use std::net::TcpListener;
use std::ptr::null_mut;
use std::time::Duration;

use crate::asked::start;
use crate::host::{FAILURE, HEARTBEAT, Host, LOGGED_IN, Polled, RETRYING, c};
use authforge::chance;
use authforge::clock::manual;
use authforge::ffi::config::af_config_set_api_base_url;
use authforge_devserver::{Effect, Endpoint, ErrorCode, Fault};

/// The chance that a test has set is gone with it.
struct Chance;

impl Chance {
    fn of(chance: u16) -> Chance {
        chance::set(Some(chance));
        Chance
    }
}

impl Drop for Chance {
    fn drop(&mut self) {
        chance::set(None);
    }
}

fn fails(host: &Host, effect: Effect, times: u64) {
    host.server.add_fault(Fault::new(effect).on(Endpoint::Heartbeat).times(times)).unwrap();
}

fn limited(retry_after: Option<u64>) -> Effect {
    Effect::RateLimited429 { code: "rate_limited".to_owned(), retry_after }
}

/// Nothing is told until this has passed, and then this is.
fn comes_after(host: &Host, ms: u64, kind: i32, code: &str) -> Polled {
    manual::advance(Duration::from_millis(ms - 1));
    assert_eq!(host.poll(), None, "something came before {ms} ms had passed");
    manual::advance(Duration::from_millis(1));
    host.expect(kind, code)
}

#[test]
fn the_first_interval_is_from_half_of_the_hosts_to_a_tenth_more_and_the_others_a_tenth_around_it() {
    for (chance, first, usual) in
        [(0, 450_000, 809_994), (1 << 15, 719_989, 900_000), (u16::MAX, 989_991, 989_991)]
    {
        let host = Host::new("server", 900);
        let _chance = Chance::of(chance);
        assert_eq!(host.login(), 0);
        host.expect(LOGGED_IN, "ok");
        for wait in [first, usual, usual] {
            comes_after(&host, wait, HEARTBEAT, "ok");
        }
        // Another chance is another session's.
        chance::set(Some(7));
        comes_after(&host, usual, HEARTBEAT, "ok");
        assert_eq!(host.login(), 0);
        host.expect(LOGGED_IN, "ok");
        comes_after(&host, 450_054, HEARTBEAT, "ok");
    }
}

/// Whoever makes it again at once doubles what a service in trouble has to bear. A single failure is nobody's, as ever.
#[test]
fn the_second_attempt_of_a_heartbeat_that_has_time_is_the_next_one_and_only_when_that_fails_too_it_has_failed()
 {
    for (effect, code) in [
        (Effect::Close, "network_error"),
        (limited(None), "rate_limited"),
        (limited(Some(1)), "rate_limited"),
    ] {
        let host = Host::new("server", 900);
        let _chance = Chance::of(1 << 15);
        assert_eq!(host.login(), 0);
        host.expect(LOGGED_IN, "ok");
        fails(&host, effect.clone(), 1);
        let told = comes_after(&host, 719_989, RETRYING, code);
        assert_eq!((told.request, told.has_session, told.attempt, told.retry_in_ms), (0, true, 1, 900_000));
        comes_after(&host, 900_000, HEARTBEAT, "ok");
        // Each that follows a failure is one, until a heartbeat succeeds.
        fails(&host, effect.clone(), 3);
        comes_after(&host, 900_000, RETRYING, code);
        comes_after(&host, 900_000, FAILURE, code);
        comes_after(&host, 900_000, FAILURE, code);
        comes_after(&host, 900_000, HEARTBEAT, "ok");
        fails(&host, effect, 1);
        comes_after(&host, 900_000, RETRYING, code);
        assert!(host.is_authenticated());
    }
}

#[test]
fn a_verdict_and_a_word_of_the_service_are_told_at_once() {
    for code in [ErrorCode::SystemError, ErrorCode::NoCredits, ErrorCode::Revoked] {
        let host = Host::new("server", 900);
        assert_eq!(host.login(), 0);
        host.expect(LOGGED_IN, "ok");
        fails(&host, Effect::error(code), 1);
        comes_after(&host, 900_000, FAILURE, code.as_str());
    }
}

/// Those whom a service lets down as it goes would come back at one moment.
#[test]
fn a_login_that_hung_is_made_again_after_a_pause_by_chance_and_one_that_did_not_after_the_usual() {
    for (hung, pause) in [(1_999, 2_000), (2_000, 7_000), (14_000, 7_000)] {
        let service = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = c(&format!("http://{}", service.local_addr().unwrap()));
        let host = Host::with("server", 900, |config| {
            assert_eq!(af_config_set_api_base_url(config, url.as_ptr(), null_mut()) as i32, 0);
        });
        let _chance = Chance::of(1 << 15);
        std::thread::scope(|scope| {
            let login = scope.spawn(|| host.login());
            let (connection, _) = service.accept().unwrap();
            manual::advance(Duration::from_millis(hung));
            drop((connection, service));
            assert_eq!(host.expect(RETRYING, "network_error").retry_in_ms, pause, "hung for {hung} ms");
            manual::advance(Duration::from_millis(pause.into()));
            assert_ne!(login.join().unwrap(), 0);
        });
    }
}

#[test]
fn who_was_told_to_come_back_after_a_time_comes_within_an_interval_of_it() {
    let host = Host::new("server", 900);
    let _chance = Chance::of(1 << 15);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    fails(&host, limited(Some(3_600)), 1);
    let told = comes_after(&host, 719_989, RETRYING, "rate_limited");
    assert_eq!(told.retry_in_ms, 3_600_000 + 450_000);
    comes_after(&host, 3_600_000 + 450_000, HEARTBEAT, "ok");
    // One that would be back by the next heartbeat is not asked for it.
    fails(&host, limited(Some(60)), 1);
    comes_after(&host, 900_000, RETRYING, "rate_limited");
    comes_after(&host, 900_000, HEARTBEAT, "ok");
}

#[test]
fn a_host_that_waits_for_a_heartbeat_has_the_pauses_of_any_call() {
    let host = Host::new("server", 900);
    let _chance = Chance::of(u16::MAX);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    fails(&host, limited(None), 2);
    start(&host);
    for pause in [2_000, 5_000] {
        assert_eq!(host.expect(RETRYING, "rate_limited").retry_in_ms, pause);
        manual::advance(Duration::from_millis(pause.into()));
    }
    host.expect(HEARTBEAT, "ok");
}
