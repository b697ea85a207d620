//! Sessions from license files, which the development server mints.

use std::ptr::null_mut;
use std::time::Duration;

use crate::host::{Client, ENDED, FAILURE, HEARTBEAT, Host, LOGGED_IN, advance, c};
use authforge::clock::manual;
use authforge::ffi::client::*;
use authforge::ffi::offline::*;
use authforge::ffi::opaque::*;
use authforge::ffi::session::*;
use authforge_devserver::{Endpoint, FileOrder, Moment};

const HEARTBEAT_FAILED: i32 = 2;
const OFFLINE_LOGIN_FAILED: i32 = 4;
const LIFETIME: &str = "EVER-LAST-KEY8-5GRN";
const DAY: u64 = 86_400;

fn log_in(client: &Client, file: &str) -> i32 {
    af_login_from_file(client.raw(), c(file).as_ptr(), null_mut(), null_mut()) as i32
}

/// A file for any machine that ends so many seconds from now.
fn file_of(host: &Host, seconds: i64) -> String {
    let end = Moment::from_unix_seconds(now() + seconds);
    let order = FileOrder::for_any_machine().expiring(end);
    host.server.mint(host.server.license_key(), order).unwrap().text
}

/// Turns the clock, and waits until the library has seen it: a client of its own, whose file ends then, is
/// told so after everybody whose time came before.
fn pass(host: &Host, seconds: u64) {
    let beacon = host.another();
    let file = file_of(host, i64::try_from(seconds).unwrap());
    assert_eq!(log_in(&beacon, &file), 0);
    beacon.expect(LOGGED_IN, "ok");
    advance(seconds);
    beacon.expect(FAILURE, "expired");
}

fn now() -> i64 {
    authforge::clock::wall_ms() / 1000
}

#[test]
fn a_license_file_that_ends_while_the_program_runs_ends_its_session_at_that_moment() {
    let host = Host::new("server", 900);
    let file = file_of(&host, 30 * 86_400);
    assert_eq!(log_in(&host, &file), 0);
    host.expect(LOGGED_IN, "ok");
    let left = host.session_end() - now();
    pass(&host, u64::try_from(left).unwrap() - 1);
    assert!(host.is_authenticated());
    assert_eq!(host.poll(), None);
    advance(1);
    let told = host.expect(FAILURE, "expired");
    assert_eq!(told.reason, HEARTBEAT_FAILED);
    assert!(!host.is_authenticated());
    host.expect(ENDED, "expired");
    assert_eq!(log_in(&host, &file), 303);
    assert_eq!(host.expect(FAILURE, "expired").reason, OFFLINE_LOGIN_FAILED);
    assert!(host.server.requests().is_empty());
}

#[test]
fn a_wall_clock_that_is_turned_past_the_end_of_a_file_is_noticed_within_a_minute() {
    let host = Host::new("server", 900);
    assert_eq!(log_in(&host, &file_of(&host, 30 * 86_400)), 0);
    host.expect(LOGGED_IN, "ok");
    manual::set_wall(31 * 86_400 * 1000);
    for _ in 0..60 {
        manual::advance(Duration::from_secs(1));
    }
    host.expect(FAILURE, "expired");
    manual::set_wall(-31 * 86_400 * 1000);
}

#[test]
fn a_lifetime_file_never_ends() {
    let host = Host::new("server", 900);
    let order = FileOrder::for_any_machine().lifetime();
    let file = host.server.mint(LIFETIME, order).unwrap().text;
    assert_eq!(log_in(&host, &file), 0);
    host.expect(LOGGED_IN, "ok");
    assert_eq!(host.session_end(), i64::MAX);
    for _ in 0..10 {
        pass(&host, 365 * DAY);
        assert!(host.is_authenticated());
    }
    assert_eq!(host.poll(), None);
    manual::set_wall(-10 * 365 * 86_400 * 1000);
}

#[test]
fn a_login_after_a_file_is_checked_in_again_and_the_files_end_is_forgotten() {
    let host = Host::new("server", 900);
    assert_eq!(log_in(&host, &file_of(&host, 1000)), 0);
    host.expect(LOGGED_IN, "ok");
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    advance(900);
    host.server.advance_clock(900).unwrap();
    host.expect(HEARTBEAT, "ok");
    pass(&host, 800);
    assert!(host.is_authenticated());
    assert_eq!(host.poll(), None);
}

#[test]
fn a_file_after_a_login_ends_the_heartbeats() {
    let host = Host::new("server", 900);
    assert_eq!(host.login(), 0);
    host.expect(LOGGED_IN, "ok");
    assert_eq!(log_in(&host, &file_of(&host, 30 * 86_400)), 0);
    host.expect(LOGGED_IN, "ok");
    let asked = host.server.requests().len();
    pass(&host, DAY);
    assert!(host.is_authenticated());
    assert_eq!(host.poll(), None);
    assert!(!host.server.wait_for_requests(Endpoint::Heartbeat, 1, Duration::from_millis(50)));
    assert_eq!(host.server.requests().len(), asked);
    let mut session: *mut af_session = null_mut();
    assert_eq!(af_client_session(host.client.raw(), &raw mut session, null_mut()) as i32, 0);
    assert_eq!(af_session_get_kind(session) as i32, 2);
    af_session_free(session);
}

#[test]
fn a_logout_silences_the_end_of_a_file() {
    let host = Host::new("server", 900);
    assert_eq!(log_in(&host, &file_of(&host, 100)), 0);
    host.expect(LOGGED_IN, "ok");
    assert_eq!(af_logout(host.client.raw(), null_mut()) as i32, 0);
    host.expect(ENDED, "ok");
    pass(&host, 200);
    assert_eq!(host.poll(), None);
}
