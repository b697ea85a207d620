//! A host that sleeps until it is woken, and the lines that the scheduler leaves to others: with faults to their jobs, and
//! with every lock of the library counted where the host is called.

use std::ffi::{c_char, c_void};
use std::ptr::null_mut;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::{Duration, Instant};

use crate::host::{ENDED, FAILURE, FINISHED, HEARTBEAT, Host, LOGGED_IN, advance, c};
use crate::injected_faults::{BOTH, BUDGET, PATIENCE, alone, wait_for_fault};
use authforge::fault::{self, Fault};
use authforge::ffi::callback::*;
use authforge::ffi::client::*;
use authforge::ffi::log::af_set_log_callback;
use authforge::ffi::opaque::*;
use authforge_devserver::{Effect, Endpoint, Fault as ServiceFault};

const WARN: i32 = 2;

unsafe extern "C" fn wake(_: *mut af_client, woken: *mut c_void) {
    // SAFETY: the test outlives its client.
    unsafe { &*woken.cast::<AtomicU32>() }.fetch_add(1, SeqCst);
}

/// Turns the clock, slowly enough for the library to come along.
fn tick() {
    let end = Instant::now() + Duration::from_millis(20);
    while Instant::now() < end {
        std::thread::yield_now();
    }
    advance(1);
}

/// Turns the clock until it was woken so often.
fn turn_until(woken: &AtomicU32, times: u32, what: &str) {
    let patience = Instant::now() + PATIENCE;
    while woken.load(SeqCst) < times {
        assert!(Instant::now() < patience, "{what}: woken {} times", woken.load(SeqCst));
        tick();
    }
    assert_eq!(woken.load(SeqCst), times, "{what}");
}

/// Never polls but when it is woken.
fn woken_all_the_same(faults: &[(&str, Fault)]) {
    let what = format!("{faults:?}");
    let woken = AtomicU32::new(0);
    let host = alone(Host::new("server", 900));
    let data = (&raw const woken).cast_mut().cast::<c_void>();
    assert_eq!(
        af_client_set_wakeup_callback(host.client.raw(), Some(wake), data, None, null_mut()) as i32,
        0
    );
    fault::inject_all(faults);
    assert_eq!(host.login(), 0);
    let patience = Instant::now() + PATIENCE;
    while fault::is_pending() {
        assert!(Instant::now() < patience, "{what}");
        tick();
    }
    turn_until(&woken, 1, &what);
    host.expect(LOGGED_IN, "ok");
    assert_eq!(host.poll(), None);
    // Later news have calls of their own.
    advance(900);
    host.server.advance_clock(900).unwrap();
    turn_until(&woken, 2, &what);
    host.expect(HEARTBEAT, "ok");
    host.server.revoke(host.server.license_key()).unwrap();
    advance(900);
    host.server.advance_clock(900).unwrap();
    turn_until(&woken, 3, &what);
    host.expect(FAILURE, "revoked");
    host.expect(ENDED, "revoked");
    drop(host);
    assert_eq!(woken.load(SeqCst), 3, "{what}");
}

#[test]
fn a_host_is_woken_for_each_turn_of_a_sessions_life_whatever_becomes_of_the_jobs() {
    woken_all_the_same(&[]);
    for first in BOTH {
        woken_all_the_same(&[("delivery", first)]);
        for second in BOTH {
            woken_all_the_same(&[("delivery", first), ("delivery retry", second)]);
            woken_all_the_same(&[("delivery", first), ("delivery", second)]);
        }
    }
}

type Lines = Mutex<Vec<String>>;

unsafe extern "C" fn keep<Level>(_: Level, text: *const c_char, length: usize, lines: *mut c_void) {
    // SAFETY: the library lends the text for this call, and the test removes this before its end.
    let (lines, text) =
        unsafe { (&*lines.cast::<Lines>(), std::slice::from_raw_parts(text.cast::<u8>(), length)) };
    lines.lock().unwrap().push(String::from_utf8(text.to_vec()).unwrap());
}

/// Takes the callback away before what it writes to goes, also when a test fails.
struct Quiet;

impl Drop for Quiet {
    fn drop(&mut self) {
        af_set_log_callback(0, None, null_mut(), None, null_mut());
    }
}

/// A request on the wire ends by its timer; gives its number.
fn expires(host: &Host, count: u64) -> u64 {
    let (key, mut request) = (c(host.server.license_key()), 0);
    assert_eq!(af_validate_start(host.client.raw(), key.as_ptr(), &raw mut request, null_mut()) as i32, 0);
    assert!(host.server.wait_for_requests(Endpoint::Validate, count, PATIENCE));
    advance(BUDGET);
    assert_eq!(host.expect(FINISHED, "timeout").request, request);
    request
}

#[test]
fn a_line_that_the_scheduler_leaves_to_others_may_have_a_fault_and_the_next_comes() {
    for injected in BOTH {
        let lines = Lines::default();
        let host = alone(Host::new("server", 900));
        host.server.add_fault(ServiceFault::new(Effect::Hang)).unwrap();
        let data = (&raw const lines).cast_mut().cast::<c_void>();
        assert_eq!(af_set_log_callback(WARN, Some(keep), data, None, null_mut()) as i32, 0);
        let _removed = Quiet;
        fault::inject("line", injected, 0);
        let lost = expires(&host, 1);
        wait_for_fault("line");
        let told = expires(&host, 2);
        let of = |request: u64| {
            let words =
                format!(", request {request}: validate failed: timeout: not done within {BUDGET}000 ms");
            lines.lock().unwrap().iter().filter(|line| line.contains(&words)).count()
        };
        let patience = Instant::now() + PATIENCE;
        while of(told) == 0 {
            assert!(Instant::now() < patience, "{:?}", lines.lock().unwrap());
            std::thread::yield_now();
        }
        assert_eq!((of(lost), of(told)), (0, 1), "{injected:?}");
    }
}
