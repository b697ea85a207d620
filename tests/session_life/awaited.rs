//! Answers that no thread waits for, because others need one: the session goes on as with any other, whatever becomes of
//! the jobs that bring them.

use std::ptr::null_mut;
use std::time::{Duration, Instant};

use crate::asked::start;
use crate::host::{Client, ENDED, FAILURE, FINISHED, HEARTBEAT, Host, LOGGED_IN, advance, c, said};
use authforge::fault::{self, Fault};
use authforge::ffi::client::*;
use authforge::ffi::error::af_error;
use authforge_devserver::{Effect, Endpoint, Fault as ServiceFault};

/// More than there are threads for.
const MANY: usize = 12;
/// Until the last of them is asked, none is answered.
const LATER: Effect = Effect::Delay { ms: 2_000 };
const LONG: Duration = Duration::from_secs(20);

fn validate(host: &Host) {
    let (key, mut error) = (c(host.server.license_key()), af_error::new());
    let status = af_validate_start(host.raw(), key.as_ptr(), null_mut(), &raw mut error);
    assert_eq!(status as i32, 0, "{}", said(error.message.as_ptr()));
}

/// Clients that have logged in, whose heartbeats are all asked and not answered.
fn heartbeating(host: &Host, effect: Effect) -> Vec<Client> {
    host.few_threads();
    let clients: Vec<Client> = (0..MANY).map(|_| Client::new(&host.server, "server", 900, |_| {})).collect();
    for client in &clients {
        assert_eq!(client.login(&host.server), 0);
        client.expect(LOGGED_IN, "ok");
    }
    host.server.add_fault(ServiceFault::new(effect).on(Endpoint::Heartbeat)).unwrap();
    clients.iter().for_each(|client| assert_ne!(start(client), 0));
    assert!(host.server.wait_for_requests(Endpoint::Heartbeat, MANY as u64, LONG));
    clients
}

#[test]
fn one_whose_job_is_lost_is_told_and_the_others_come() {
    for (injected, code) in [(Fault::Panic, "internal_error"), (Fault::Vanish, "out_of_resources")] {
        let host = Host::new("server", 900);
        host.few_threads();
        host.server.add_fault(ServiceFault::new(LATER).on(Endpoint::Validate)).unwrap();
        (0..MANY).for_each(|_| validate(&host));
        assert!(host.server.wait_for_requests(Endpoint::Validate, MANY as u64, LONG));
        fault::inject("resume", injected, 0);
        let mut codes: Vec<String> = (0..MANY).map(|_| host.next().code).collect();
        codes.sort();
        let mut expected = vec!["ok".to_owned(); MANY - 1];
        expected.push(code.to_owned());
        expected.sort();
        assert_eq!(codes, expected);
        assert!(!fault::is_pending());
        assert_eq!(host.asked(Endpoint::Validate), MANY);
    }
}

#[test]
fn a_heartbeat_whose_job_is_lost_is_told_and_the_next_one_renews_the_session() {
    for (injected, code) in [(Fault::Panic, "internal_error"), (Fault::Vanish, "out_of_resources")] {
        let host = Host::new("server", 900);
        let clients = heartbeating(&host, LATER);
        fault::inject("heartbeat", injected, 0);
        let failed: Vec<&Client> = clients
            .iter()
            .filter(|client| {
                let told = client.next();
                assert!(matches!(told.kind, HEARTBEAT | FAILURE), "{told:?}");
                let failed = told.kind == FAILURE;
                client.expect(FINISHED, if failed { code } else { "ok" });
                failed
            })
            .collect();
        assert_eq!(failed.len(), 1);
        host.server.clear_faults();
        advance(900);
        host.server.advance_clock(900).unwrap();
        failed[0].expect(HEARTBEAT, "ok");
        assert!(clients.iter().all(|client| client.is_authenticated()));
    }
}

#[test]
fn a_heartbeat_that_was_logged_out_of_meanwhile_changes_nothing_when_its_answer_comes() {
    let host = Host::new("server", 900);
    let clients = heartbeating(&host, LATER);
    for client in &clients {
        assert_eq!(af_logout(client.raw(), null_mut()) as i32, 0);
        assert_eq!(client.login(&host.server), 0);
    }
    // Only what tells of it: no answer to the one before, and no end that is not the logout's.
    for client in &clients {
        client.expect(FINISHED, "cancelled");
        let (ended, logged_in) = (client.next(), client.next());
        assert_eq!((ended.kind, logged_in.kind), (ENDED, LOGGED_IN));
    }
    host.server.clear_faults();
    advance(60);
    clients.iter().for_each(|client| assert_ne!(start(client), 0));
    for client in &clients {
        client.expect(HEARTBEAT, "ok");
        client.expect(FINISHED, "ok");
        assert_eq!(client.poll(), None);
    }
}

#[test]
fn a_session_ends_in_time_although_no_answer_comes() {
    let host = Host::new("server", 900);
    let clients = heartbeating(&host, Effect::Hang);
    // A day less a minute, and then slowly enough for the library to come along.
    advance(86_400 - 60);
    let patience = Instant::now() + 3 * LONG;
    while clients.iter().any(|client| client.is_authenticated()) {
        assert!(Instant::now() < patience, "a session did not end");
        advance(1);
        let tick = Instant::now() + Duration::from_millis(20);
        while Instant::now() < tick {
            std::thread::yield_now();
        }
    }
    for client in &clients {
        client.expect(FINISHED, "timeout");
        while client.next().kind != ENDED {}
    }
}
