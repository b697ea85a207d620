//! A host program: the C ABI, a development server of its own, and the manual clock.

use std::ffi::{CStr, CString, c_char};
use std::ptr::{null, null_mut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use authforge::clock::manual;
use authforge::ffi::client::*;
use authforge::ffi::config::*;
use authforge::ffi::error::af_error;
use authforge::ffi::event::af_event;
use authforge::ffi::opaque::*;
use authforge::ffi::pump::*;
use authforge::ffi::session::*;
use authforge_devserver::{Endpoint, Options, Server};

/// The manual clock is the process', so its tests take turns.
static TURN: Mutex<()> = Mutex::new(());

/// What `af_client_poll` gave.
#[derive(Debug, PartialEq, Eq)]
pub struct Polled {
    pub kind: i32,
    pub reason: i32,
    pub code: String,
    pub request: u64,
    pub has_session: bool,
    pub attempt: u32,
    pub retry_in_ms: u32,
}

pub const LOGGED_IN: i32 = 1;
pub const HEARTBEAT: i32 = 2;
pub const VARIABLES: i32 = 3;
pub const ENDED: i32 = 4;
pub const FINISHED: i32 = 5;
pub const FAILURE: i32 = 6;
pub const RETRYING: i32 = 7;

pub fn c(text: &str) -> CString {
    CString::new(text).unwrap()
}

pub fn text(pointer: *const c_char) -> String {
    assert!(!pointer.is_null());
    // SAFETY: a text of the library ends and lives as long as its owner.
    unsafe { CStr::from_ptr(pointer) }.to_str().unwrap().to_owned()
}

/// A client in pump dispatch.
pub struct Client(pub *mut af_client);

// SAFETY: a handle, and any function may be called on any thread.
unsafe impl Sync for Client {}

impl Client {
    pub fn new(server: &Server, mode: &str, interval: i32, more: impl FnOnce(*mut af_config)) -> Client {
        let (id, secret, key) = (c(server.app_id()), c(server.app_secret()), c(server.public_key()));
        let config = af_config_new(id.as_ptr(), secret.as_ptr(), key.as_ptr(), c(mode).as_ptr());
        let url = c(server.url());
        assert_eq!(af_config_set_api_base_url(config, url.as_ptr(), null_mut()) as i32, 0);
        assert_eq!(af_config_set_heartbeat_interval(config, interval, null_mut()) as i32, 0);
        assert_eq!(af_config_set_dispatch(config, 1, null_mut()) as i32, 0);
        more(config);
        let mut client = null_mut();
        let mut error = af_error::new();
        let status = af_client_new(config, &raw mut client, &raw mut error);
        assert_eq!(status as i32, 0, "{}", text(error.message.as_ptr()));
        af_config_free(config);
        Client(client)
    }

    pub fn login(&self, server: &Server) -> i32 {
        let key = c(server.license_key());
        af_login(self.0, key.as_ptr(), null_mut(), null_mut()) as i32
    }

    pub fn is_authenticated(&self) -> bool {
        af_is_authenticated(self.0)
    }

    pub fn poll(&self) -> Option<Polled> {
        let mut event = blank();
        af_client_poll(self.0, &raw mut event).then(|| Polled {
            kind: event.kind as i32,
            reason: event.reason as i32,
            code: text(event.code.as_ptr()),
            request: event.request,
            has_session: !event.session.is_null(),
            attempt: event.attempt,
            retry_in_ms: event.retry_in_ms,
        })
    }

    /// The next event; the library works in the background, so it may take a moment of real time.
    pub fn next(&self) -> Polled {
        let patience = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(told) = self.poll() {
                return told;
            }
            assert!(Instant::now() < patience, "no event came");
            std::thread::yield_now();
        }
    }

    pub fn expect(&self, kind: i32, code: &str) -> Polled {
        let told = self.next();
        assert_eq!((told.kind, told.code.as_str()), (kind, code));
        told
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        af_client_free(self.0);
    }
}

/// A program with one client, and its server.
pub struct Host {
    pub client: Client,
    pub server: Server,
    _turn: MutexGuard<'static, ()>,
}

/// Its client's functions are its own.
impl std::ops::Deref for Host {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Host {
    pub fn new(mode: &str, interval: i32) -> Host {
        Host::with(mode, interval, |_| {})
    }

    /// `more` may set further fields of the client's config.
    pub fn with(mode: &str, interval: i32, more: impl FnOnce(*mut af_config)) -> Host {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        manual::install();
        let server = Server::start(Options { no_rate_limits: true, ..Options::default() }).unwrap();
        let client = Client::new(&server, mode, interval, more);
        Host { client, server, _turn: turn }
    }

    /// A second client of the same program.
    pub fn another(&self) -> Client {
        Client::new(&self.server, "LOCAL", 900, |_| {})
    }

    pub fn login(&self) -> i32 {
        self.client.login(&self.server)
    }

    /// Turns the clock second by second until the server has seen `count` requests; gives the seconds.
    /// The library sets its timer a moment after the server has seen the attempt before.
    pub fn turn_until_requests(&self, endpoint: Endpoint, count: u64) -> u64 {
        let patience = Instant::now() + Duration::from_secs(60);
        let mut seconds = 0;
        while !self.server.wait_for_requests(endpoint, count, Duration::from_millis(20)) {
            assert!(Instant::now() < patience, "no request came");
            advance(1);
            seconds += 1;
        }
        seconds
    }

    /// How often the service was asked.
    pub fn asked(&self, endpoint: Endpoint) -> usize {
        self.server.requests().iter().filter(|request| request.endpoint == endpoint).count()
    }

    pub fn log_in(&self) {
        assert_eq!(self.login(), 0);
        self.expect(LOGGED_IN, "ok");
    }

    pub fn session_end(&self) -> i64 {
        let mut session: *mut af_session = null_mut();
        assert_eq!(af_client_session(self.client.0, &raw mut session, null_mut()) as i32, 0);
        let end = af_session_expires_at(session);
        af_session_free(session);
        end
    }
}

/// What `AF_EVENT_INIT` makes.
pub fn blank() -> af_event {
    let mut event = af_event::none();
    event.session = null::<af_session>().cast_mut();
    event
}

pub fn advance(seconds: u64) {
    manual::advance(Duration::from_secs(seconds));
}
