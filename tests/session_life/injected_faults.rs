//! Every job of the library and every step of one panics or vanishes: whoever waits hears the end, and the life of the
//! session goes on.

use std::collections::BTreeSet;
use std::ffi::c_void;
use std::path::{Path, PathBuf};
use std::ptr::{null, null_mut};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::host::{ENDED, FAILURE, FINISHED, HEARTBEAT, Host, LOGGED_IN, Polled, RETRYING, advance, c, said};
use authforge::fault::{self, Fault};
use authforge::ffi::activation_request::*;
use authforge::ffi::callback::*;
use authforge::ffi::client::*;
use authforge::ffi::config::*;
use authforge::ffi::error::af_error;
use authforge::ffi::event::af_event;
use authforge::ffi::heartbeat::*;
use authforge::ffi::offline::*;
use authforge::ffi::opaque::*;
use authforge::ffi::process::*;
use authforge::ffi::self_ban::*;
use authforge_devserver::{Effect, Endpoint, Fault as ServiceFault, FileOrder};

const LIFETIME: &str = "EVER-LAST-KEY8-5GRN";
const HEARTBEAT_FAILED: i32 = 2;
const MOST_OPEN: usize = 64;
const TOO_MANY: i32 = 11;
/// Of a call, in seconds: twice the request timeout and the pauses.
pub const BUDGET: u64 = 37;
pub const PATIENCE: Duration = Duration::from_secs(20);

pub const BOTH: [Fault; 2] = [Fault::Panic, Fault::Vanish];
const PANIC: [Fault; 1] = [Fault::Panic];

/// Jobs and steps of a heartbeat.
const OF_HEARTBEATS: [(&str, &[Fault]); 6] = [
    ("heartbeat", &BOTH),
    ("heartbeat begins", &PANIC),
    ("heartbeat asks", &PANIC),
    ("heartbeat answered", &PANIC),
    ("heartbeat renewed", &PANIC),
    ("session timer", &BOTH),
];
/// Of a started request.
const OF_STARTED: [(&str, &[Fault]); 10] = [
    ("request", &BOTH),
    ("request prepares", &PANIC),
    ("request asks", &PANIC),
    ("request answered", &PANIC),
    ("request goes on", &PANIC),
    ("request finishes", &PANIC),
    ("request concludes", &PANIC),
    ("request commits its file", &PANIC),
    ("resume", &BOTH),
    ("deadline", &BOTH),
];
/// Of a call that blocks.
const OF_BLOCKING: [&str; 7] = [
    "blocking",
    "concluding",
    "request prepares",
    "request asks",
    "request answered",
    "request finishes",
    "request commits its file",
];
/// Comes only where the system refuses threads, or where many requests wait for one, which C programs do:
/// `a_heartbeat_that_found_no_thread_beside_...`, `what_waits_for_a_slow_server_gets_a_thread`.
const OF_WANT: [&str; 1] = ["looking after threads"];
/// Of telling.
const OF_DELIVERY: [&str; 2] = ["delivery", "delivery retry"];
/// Of a line for the log, in `wakeups.rs`.
const OF_LINES: [&str; 1] = ["line"];

/// The names of jobs and steps in the library's sources.
fn names(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names(&path, found);
            continue;
        }
        if path.ends_with("tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let tests = source.find("#[cfg(test)]\nmod tests").unwrap_or(source.len());
        for call in ["Job::new(", "fault::point(", "job::run_inline("] {
            for rest in source[..tests].split(call).skip(1) {
                let Some(rest) = rest.trim_start().strip_prefix('"') else {
                    assert!(path.ends_with("engine/job.rs"), "{}: a name that is not plain", path.display());
                    continue;
                };
                found.insert(rest.split('"').next().unwrap().to_owned());
            }
        }
    }
}

#[test]
fn every_job_and_step_has_its_fault_here() {
    let mut found = BTreeSet::new();
    names(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let heartbeats = OF_HEARTBEATS.into_iter().chain(OF_STARTED).map(|(name, _)| name);
    let covered: BTreeSet<String> = heartbeats
        .chain(OF_BLOCKING)
        .chain(OF_DELIVERY)
        .chain(OF_LINES)
        .chain(OF_WANT)
        .map(str::to_owned)
        .collect();
    assert_eq!(found, covered);
}

fn code_of(injected: Fault) -> &'static str {
    match injected {
        Fault::Panic => "internal_error",
        Fault::Vanish => "out_of_resources",
        Fault::Notice => "ok",
    }
}

/// No job of an earlier client is left, which the fault could meet.
pub fn alone(host: Host) -> Host {
    assert_eq!(af_shutdown(20_000, null_mut()) as i32, 0);
    host
}

/// Waits until the fault has happened.
pub fn wait_for_fault(what: &str) {
    let patience = Instant::now() + PATIENCE;
    while fault::is_pending() {
        assert!(Instant::now() < patience, "{what} was not reached");
        std::thread::yield_now();
    }
}

/// The next event, while the clock is turned. It goes slowly enough for the library to come along.
pub fn advance_until_event(host: &Host) -> Polled {
    let patience = Instant::now() + PATIENCE;
    loop {
        let tick = Instant::now() + Duration::from_millis(20);
        while Instant::now() < tick {
            if let Some(told) = host.poll() {
                return told;
            }
            std::thread::yield_now();
        }
        assert!(Instant::now() < patience, "no event came");
        advance(1);
    }
}

/// The heartbeat after the fault is made, and hears of the revocation.
fn expect_revoked(host: &Host, what: &str) {
    assert!(host.is_authenticated(), "{what}");
    host.server.revoke(host.server.license_key()).unwrap();
    advance(900);
    host.server.advance_clock(900).unwrap();
    let told = host.next();
    assert_eq!((told.kind, told.code.as_str()), (FAILURE, "revoked"), "{what}");
    host.expect(ENDED, "revoked");
    assert!(!host.is_authenticated());
    assert_eq!(host.poll(), None);
}

#[test]
fn a_fault_in_a_heartbeat_is_told_and_the_next_one_is_made() {
    for (name, faults) in OF_HEARTBEATS {
        for injected in faults {
            let what = format!("{name}, {injected:?}");
            let host = alone(Host::new("server", 900));
            assert_eq!(host.login(), 0);
            host.expect(LOGGED_IN, "ok");
            fault::inject(name, *injected, 0);
            advance(900);
            host.server.advance_clock(900).unwrap();
            wait_for_fault(&what);
            match name {
                // Looked at again after some seconds, and the heartbeat is made.
                "session timer" => {
                    let told = advance_until_event(&host);
                    assert_eq!((told.kind, told.code.as_str()), (HEARTBEAT, "ok"), "{what}");
                }
                // The session is renewed, and only the news of it is lost.
                "heartbeat renewed" => {
                    assert!(host.server.license(host.server.license_key()).unwrap().heartbeats == 1)
                }
                _ => {
                    let told = host.next();
                    let expected = (FAILURE, HEARTBEAT_FAILED, code_of(*injected));
                    assert_eq!((told.kind, told.reason, told.code.as_str()), expected, "{what}");
                }
            }
            expect_revoked(&host, &what);
        }
    }
}

#[test]
fn an_fault_in_a_heartbeat_that_was_asked_for_ends_everybody_who_waits_for_it_once() {
    for (name, faults) in OF_HEARTBEATS {
        for injected in faults {
            let what = format!("{name}, {injected:?}");
            let host = alone(Host::new("server", 900));
            host.log_in();
            fault::inject(name, *injected, 0);
            let (mut request, mut code) = (0, String::new());
            std::thread::scope(|scope| {
                let call = scope.spawn(|| Kind::Heartbeat.block(&host));
                wait_for_fault(&what);
                if name == "session timer" {
                    // Nothing has begun yet, so that this one comes in time for it.
                    request = Kind::Heartbeat.start(&host);
                    // Looked at again after some seconds; the library may be a moment behind.
                    while !host.server.wait_for_requests(Endpoint::Heartbeat, 1, Duration::from_millis(20)) {
                        advance(1);
                    }
                }
                code = call.join().unwrap();
            });
            let honest = name == "session timer";
            assert_eq!(code, if honest { "ok" } else { code_of(*injected) }, "{what}");
            if honest {
                host.expect(HEARTBEAT, "ok");
                assert_eq!(host.expect(FINISHED, "ok").request, request);
            } else if name != "heartbeat renewed" {
                assert_eq!(host.expect(FAILURE, code_of(*injected)).reason, HEARTBEAT_FAILED, "{what}");
            }
            assert_eq!(host.poll(), None, "{what}");
            expect_revoked(&host, &what);
            has_all_its_slots(&host, &what);
        }
    }
}

/// What a host can ask for.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Login,
    Validate,
    Heartbeat,
    SelfBan,
    Activate,
    LoginFromFile,
    VerifyFile,
    WriteRequest,
}

const KINDS: [Kind; 8] = [
    Kind::Login,
    Kind::Validate,
    Kind::Heartbeat,
    Kind::SelfBan,
    Kind::Activate,
    Kind::LoginFromFile,
    Kind::VerifyFile,
    Kind::WriteRequest,
];

impl Kind {
    fn path(self) -> PathBuf {
        std::env::temp_dir().join(format!("authforge-fault-{}-{self:?}", std::process::id()))
    }

    /// A host that can ask for it.
    fn host(self) -> Host {
        let host = alone(Host::new("server", 900));
        if matches!(self, Kind::SelfBan | Kind::Heartbeat) {
            assert_eq!(host.login(), 0);
            host.expect(LOGGED_IN, "ok");
        }
        let _ = std::fs::remove_file(self.path());
        host
    }

    fn file(host: &Host) -> String {
        host.server.mint(LIFETIME, FileOrder::for_any_machine().lifetime()).unwrap().text
    }

    fn start(self, host: &Host) -> u64 {
        let (client, key, lifetime) = (host.client.raw(), c(host.server.license_key()), c(LIFETIME));
        let (file, path) = (c(&Kind::file(host)), c(self.path().to_str().unwrap()));
        let mut request = 0;
        let out = &raw mut request;
        let status = match self {
            Kind::Login => af_login_start(client, key.as_ptr(), out, null_mut()),
            Kind::Validate => af_validate_start(client, key.as_ptr(), out, null_mut()),
            Kind::Heartbeat => af_client_heartbeat_start(client, out, null_mut()),
            Kind::SelfBan => af_self_ban_start(client, null(), out, null_mut()),
            Kind::Activate => {
                af_activate_offline_start(client, lifetime.as_ptr(), path.as_ptr(), out, null_mut())
            }
            Kind::LoginFromFile => af_login_from_file_start(client, file.as_ptr(), out, null_mut()),
            Kind::VerifyFile => af_verify_license_file_start(client, file.as_ptr(), out, null_mut()),
            Kind::WriteRequest => {
                af_write_activation_request_start(client, null(), path.as_ptr(), out, null_mut())
            }
        };
        assert_eq!(status as i32, 0, "{self:?}");
        assert_ne!(request, 0);
        request
    }

    /// Gives the code.
    fn block(self, host: &Host) -> String {
        let (client, key, lifetime) = (host.client.raw(), c(host.server.license_key()), c(LIFETIME));
        let (file, path) = (c(&Kind::file(host)), c(self.path().to_str().unwrap()));
        let mut error = af_error::new();
        let out = &raw mut error;
        let status = match self {
            Kind::Login => af_login(client, key.as_ptr(), null_mut(), out),
            Kind::Validate => af_validate(client, key.as_ptr(), null_mut(), out),
            Kind::Heartbeat => af_client_heartbeat(client, null_mut(), out),
            Kind::SelfBan => af_self_ban(client, null(), out),
            Kind::Activate => af_activate_offline(client, lifetime.as_ptr(), path.as_ptr(), null_mut(), out),
            Kind::LoginFromFile => af_login_from_file(client, file.as_ptr(), null_mut(), out),
            Kind::VerifyFile => af_verify_license_file(client, file.as_ptr(), null_mut(), out),
            Kind::WriteRequest => af_write_activation_request(client, null(), path.as_ptr(), out),
        };
        if status as i32 == 0 { "ok".to_owned() } else { said(error.code.as_ptr()) }
    }

    /// Where the service is asked for it, if it is.
    fn endpoint(self) -> Option<Endpoint> {
        match self {
            Kind::Login | Kind::Validate => Some(Endpoint::Validate),
            Kind::Heartbeat => Some(Endpoint::Heartbeat),
            Kind::SelfBan => Some(Endpoint::SelfBan),
            Kind::Activate => Some(Endpoint::OfflineActivate),
            Kind::LoginFromFile | Kind::VerifyFile | Kind::WriteRequest => None,
        }
    }
}

/// The client has all its slots, and nothing more is told of the requests before.
fn has_all_its_slots(host: &Host, what: &str) {
    host.server.clear_faults();
    host.server.add_fault(ServiceFault::new(Effect::Hang)).unwrap();
    let key = c(host.server.license_key());
    let mut open = BTreeSet::new();
    let start = || {
        let mut request = 0;
        let status = af_validate_start(host.client.raw(), key.as_ptr(), &raw mut request, null_mut()) as i32;
        (status, request)
    };
    for _ in 0..MOST_OPEN {
        let (status, request) = start();
        assert_eq!(status, 0, "{what}: {} slots are left", open.len());
        open.insert(request);
    }
    assert_eq!(start().0, TOO_MANY, "{what}");
    assert_eq!(af_logout(host.client.raw(), null_mut()) as i32, 0);
    while !open.is_empty() {
        let told = host.next();
        if told.kind == FINISHED {
            assert!(open.remove(&told.request), "{what}: {told:?} is told again");
            assert_eq!(told.code, "cancelled", "{what}");
        }
    }
    while let Some(told) = host.poll() {
        assert_ne!(told.kind, FINISHED, "{what}: {told:?}");
    }
    host.server.clear_faults();
}

/// A started request of this kind, with a fault the time after so many; true if it happened.
fn started(kind: Kind, name: &str, injected: Fault, skip: u32) -> bool {
    let what = format!("{kind:?}: {name}, {injected:?}, after {skip}");
    let host = kind.host();
    let effect = match name {
        "resume" => Some(ServiceFault::new(Effect::Close).times(1)),
        "deadline" => Some(ServiceFault::new(Effect::Hang)),
        _ => None,
    };
    effect.into_iter().for_each(|effect| host.server.add_fault(effect).unwrap());
    fault::inject(name, injected, skip);
    let request = kind.start(&host);
    let endpoint = kind.endpoint().filter(|_| name == "deadline");
    if let Some(endpoint) = endpoint {
        // On the wire, before its time passes.
        assert!(host.server.wait_for_requests(endpoint, 1, PATIENCE), "{what}");
        advance(BUDGET);
    }
    let finished = loop {
        let told = if name == "resume" { advance_until_event(&host) } else { host.next() };
        if told.kind == FINISHED {
            break told;
        }
    };
    let happened = !fault::is_pending();
    fault::clear();
    let honest = if endpoint.is_some() { "timeout" } else { "ok" };
    let expected = if happened { code_of(injected) } else { honest };
    assert_eq!((finished.request, finished.code.as_str()), (request, expected), "{what}");
    if happened {
        assert!(!kind.path().exists(), "{what}: a file is left of what failed");
        has_all_its_slots(&host, &what);
    }
    happened
}

#[test]
fn a_started_request_of_each_kind_ends_once_whatever_becomes_of_its_jobs() {
    for (name, faults) in OF_STARTED {
        for injected in faults {
            let mut reached = 0;
            for kind in KINDS {
                // From disk to network and back: up to three jobs.
                let mut skip = 0;
                while started(kind, name, *injected, skip) {
                    reached += 1;
                    skip += 1;
                }
            }
            assert!(reached > 0, "{name}, {injected:?}");
        }
    }
}

#[test]
fn a_blocking_call_of_each_kind_returns_whatever_becomes_of_its_steps() {
    for name in OF_BLOCKING {
        let mut reached = 0;
        for kind in KINDS {
            let what = format!("{kind:?}: {name}");
            let host = kind.host();
            fault::inject(name, Fault::Panic, 0);
            let code = kind.block(&host);
            let happened = !fault::is_pending();
            fault::clear();
            assert_eq!(code, if happened { "internal_error" } else { "ok" }, "{what}");
            if happened {
                reached += 1;
                assert!(!kind.path().exists(), "{what}: a file is left of what failed");
                has_all_its_slots(&host, &what);
            }
        }
        assert!(reached > 0, "{name}");
    }
}

/// What the callbacks were told.
#[derive(Default)]
struct Heard(Mutex<Vec<(i32, String)>>);

unsafe extern "C" fn hear(_: *mut af_client, event: *const af_event, heard: *mut c_void) {
    // SAFETY: the library lends the event for this call, and the test outlives its client.
    let (event, heard) = unsafe { (&*event, &*heard.cast::<Heard>()) };
    heard.0.lock().unwrap().push((event.kind as i32, said(event.code.as_ptr())));
}

impl Heard {
    /// Turns the clock until so many were told.
    fn turn_until(&self, count: usize, what: &str) {
        let patience = Instant::now() + PATIENCE;
        while self.0.lock().unwrap().len() < count {
            assert!(Instant::now() < patience, "{what}: {:?}", self.0.lock().unwrap());
            let tick = Instant::now() + Duration::from_millis(20);
            while Instant::now() < tick {
                std::thread::yield_now();
            }
            advance(1);
        }
    }
}

/// In background dispatch; the faults happen one after the other before anything is told.
fn told_all_the_same(faults: &[(&str, Fault)]) {
    let what = format!("{faults:?}");
    let heard = Heard::default();
    let host = alone(Host::with("server", 900, |config| {
        assert_eq!(af_config_set_dispatch(config, 0, null_mut()) as i32, 0);
    }));
    let data = (&raw const heard).cast_mut().cast::<c_void>();
    assert_eq!(af_client_set_event_callback(host.client.raw(), Some(hear), data, None, null_mut()) as i32, 0);
    fault::inject_all(faults);
    assert_eq!(host.login(), 0);
    // That of a delivery retry comes when the clock is turned to it.
    let patience = Instant::now() + PATIENCE;
    while fault::is_pending() {
        assert!(Instant::now() < patience, "{what}");
        manual_tick();
    }
    // Later news wait for the ones before, and come after them.
    advance(900);
    host.server.advance_clock(900).unwrap();
    heard.turn_until(2, &what);
    assert_eq!(af_logout(host.client.raw(), null_mut()) as i32, 0);
    heard.turn_until(3, &what);
    let order: Vec<i32> = heard.0.lock().unwrap().iter().map(|(kind, _)| *kind).collect();
    assert_eq!(order, [LOGGED_IN, HEARTBEAT, ENDED], "{what}");
    drop(host);
}

fn manual_tick() {
    let tick = Instant::now() + Duration::from_millis(20);
    while fault::is_pending() && Instant::now() < tick {
        std::thread::yield_now();
    }
    advance(1);
}

#[test]
fn a_delivery_that_has_a_fault_is_made_again_and_later_events_come_in_order() {
    for first in BOTH {
        told_all_the_same(&[("delivery", first)]);
        for second in BOTH {
            told_all_the_same(&[("delivery", first), ("delivery retry", second)]);
            told_all_the_same(&[("delivery", first), ("delivery", second)]);
        }
        told_all_the_same(&[
            ("delivery", first),
            ("delivery retry", Fault::Panic),
            ("delivery retry", first),
        ]);
    }
}

#[test]
fn a_name_lookup_that_panics_ends_the_request_that_waits_for_it() {
    let host = Host::with("server", 900, |config| {
        let url = c("https://no-such-name.invalid");
        assert_eq!(af_config_set_api_base_url(config, url.as_ptr(), null_mut()) as i32, 0);
    });
    let key = c("ANY-KEY");
    let mut request = 0;
    authforge::transport::lookup_fault::panic_next(2);
    assert_eq!(af_validate_start(host.client.raw(), key.as_ptr(), &raw mut request, null_mut()) as i32, 0);
    for kind in [RETRYING, FINISHED] {
        let told = advance_until_event(&host);
        assert_eq!((told.kind, told.code.as_str(), told.request), (kind, "dns_error", request));
    }
    authforge::transport::lookup_fault::panic_next(0);
    has_all_its_slots(&host, "name lookup");
}
