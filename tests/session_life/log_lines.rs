//! What the log says of a session that ends by itself, and of pauses.

use std::ffi::{c_char, c_void};
use std::ptr::{from_ref, null_mut};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::host::{Client, ENDED, FAILURE, FINISHED, HEARTBEAT, Host, LOGGED_IN, RETRYING, advance, c};
use authforge::clock::manual;
use authforge::ffi::client::*;
use authforge::ffi::config::*;
use authforge::ffi::heartbeat::*;
use authforge::ffi::log::*;
use authforge::ffi::offline::*;
use authforge_devserver::{Effect, Endpoint, ErrorCode, Fault, FileOrder, Moment};

const DEBUG: i32 = 4;
const OVER: &str = "the session has ended";

/// While this lives it hears all lines of the process.
#[derive(Default)]
struct Lines(Box<Mutex<Vec<String>>>);

impl Lines {
    fn heard() -> Lines {
        let lines = Lines::default();
        let data = from_ref(&*lines.0).cast_mut().cast::<c_void>();
        assert_eq!(af_set_log_callback(DEBUG, Some(keep), data, None, null_mut()) as i32, 0);
        lines
    }

    /// Those with this in them.
    fn with(&self, part: &str) -> Vec<String> {
        self.0.lock().unwrap().iter().filter(|line| line.contains(part)).cloned().collect()
    }

    /// The one with this in it; what the scheduler has to say is said by another thread.
    fn one(&self, part: &str) -> String {
        let patience = Instant::now() + Duration::from_secs(60);
        loop {
            match self.with(part).as_slice() {
                [] => {
                    assert!(Instant::now() < patience, "no line has {part:?}: {:?}", self.0.lock().unwrap())
                }
                [line] => return line.clone(),
                lines => panic!("{lines:?}"),
            }
            std::thread::yield_now();
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        af_set_log_callback(0, None, null_mut(), None, null_mut());
    }
}

unsafe extern "C" fn keep<Level>(_: Level, text: *const c_char, length: usize, lines: *mut c_void) {
    // SAFETY: the library lends the text for this call, and `Lines` outlives the callback.
    let (lines, text) = unsafe {
        (&*lines.cast::<Mutex<Vec<String>>>(), std::slice::from_raw_parts(text.cast::<u8>(), length))
    };
    lines.lock().unwrap().push(String::from_utf8(text.to_vec()).unwrap());
}

/// The client that the line with this in it is about, as lines call it.
fn client_of(lines: &Lines, part: &str) -> String {
    let line = lines.one(part);
    assert!(line.starts_with("client "), "{line}");
    line.split([':', ',']).next().unwrap().to_owned()
}

/// It has ended with this code, and one line says so and of which client.
fn is_said_over(lines: &Lines, client: &Client, code: &str, number: &str) {
    client.expect(FAILURE, code);
    client.expect(ENDED, code);
    let (line, begin) = (lines.one(OVER), format!("{number}: {OVER}: {code}: "));
    assert!(line.starts_with(&begin), "{line}, need {begin}");
}

#[test]
fn a_line_says_when_a_local_session_ends_by_itself_and_of_which_client() {
    let host = Host::with("LOCAL", 900, |config| {
        assert_eq!(af_config_set_ttl_seconds(config, 3600, null_mut()) as i32, 0);
    });
    let lines = Lines::heard();
    host.log_in();
    let number = client_of(&lines, "login succeeded");
    assert!(lines.with(OVER).is_empty());
    advance(3601);
    is_said_over(&lines, &host, "session_expired", &number);
}

#[test]
fn a_line_says_when_a_license_file_ends_and_of_which_client() {
    let host = Host::new("LOCAL", 900);
    let lines = Lines::heard();
    let end = authforge::clock::wall_ms() / 1000 + 3600;
    let order = FileOrder::for_any_machine().expiring(Moment::from_unix_seconds(end));
    let file = host.server.mint(host.server.license_key(), order).unwrap().text;
    assert_eq!(af_login_from_file(host.raw(), c(&file).as_ptr(), null_mut(), null_mut()) as i32, 0);
    host.expect(LOGGED_IN, "ok");
    let number = client_of(&lines, "succeeded");
    advance(3600);
    is_said_over(&lines, &host, "expired", &number);
}

#[test]
fn a_line_says_when_a_heartbeat_ends_the_session_and_none_when_the_host_does() {
    let host = Host::new("server", 900);
    let lines = Lines::heard();
    host.log_in();
    let number = client_of(&lines, "login succeeded");
    host.server.add_fault(Fault::new(Effect::error(ErrorCode::Revoked)).on(Endpoint::Heartbeat)).unwrap();
    advance(900);
    is_said_over(&lines, &host, "revoked", &number);
    host.log_in();
    assert_eq!(af_logout(host.raw(), null_mut()) as i32, 0);
    host.expect(ENDED, "ok");
    assert_eq!(lines.with(OVER).len(), 1);
}

/// A started login that comes after so many pauses, each of which passes.
fn logs_in_after(host: &Host, pauses: u32) {
    let key = c(host.server.license_key());
    assert_eq!(af_login_start(host.raw(), key.as_ptr(), null_mut(), null_mut()) as i32, 0);
    for _ in 0..pauses {
        let told = host.next();
        assert_eq!(told.kind, RETRYING);
        manual::advance(Duration::from_millis(told.retry_in_ms.into()));
    }
    host.expect(LOGGED_IN, "ok");
    host.expect(FINISHED, "ok");
}

#[test]
fn pauses_are_told_in_words_for_people() {
    let host = Host::new("server", 900);
    let lines = Lines::heard();
    // A connection of the pool that ends in place of an answer is replaced at once.
    host.log_in();
    host.server.add_fault(Fault::new(Effect::Close).on(Endpoint::Validate).times(1)).unwrap();
    logs_in_after(&host, 0);
    let limited = Effect::RateLimited429 { code: "rate_limited".to_owned(), retry_after: None };
    host.server.add_fault(Fault::new(limited).on(Endpoint::Validate).times(2)).unwrap();
    logs_in_after(&host, 2);
    let ends: Vec<String> =
        lines.with("next try").iter().map(|line| line[line.find("next try").unwrap()..].to_owned()).collect();
    assert_eq!(ends, ["next try at once", "next try in 2.0 s", "next try in 5.0 s"]);

    // A heartbeat that is asked for too soon says when.
    assert_eq!(af_client_heartbeat_start(host.raw(), null_mut(), null_mut()) as i32, 0);
    host.expect(HEARTBEAT, "ok");
    host.expect(FINISHED, "ok");
    let mut error = authforge::ffi::error::af_error::new();
    assert_ne!(af_client_heartbeat_start(host.raw(), null_mut(), &raw mut error) as i32, 0);
    let message = crate::host::said(error.message.as_ptr());
    assert!(message.ends_with("the next may be asked for in 10.0 s"), "{message}");
}
