//! A host program: the C ABI, a development server of its own, and the manual clock.

use std::ffi::c_char;
use std::ptr::{null, null_mut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use authforge::clock::manual;
use authforge::ffi::client::*;
use authforge::ffi::event::af_event;
use authforge::ffi::opaque::{af_config, af_session};
use authforge::ffi::process::af_set_max_threads;
use authforge::ffi::pump::*;
use authforge::ffi::session::*;
use authforge_devserver::{Endpoint, Options, Server};

pub use crate::capi::c;
use crate::capi::{self, Setup, text};

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

/// A text of the library that is always there.
pub fn said(pointer: *const c_char) -> String {
    text(pointer).expect("a text")
}

/// A client in pump dispatch.
pub struct Client(capi::Client);

// SAFETY: a handle, and any function may be called on any thread.
unsafe impl Sync for Client {}

/// What it can do in every suite.
impl std::ops::Deref for Client {
    type Target = capi::Client;

    fn deref(&self) -> &capi::Client {
        &self.0
    }
}

impl Client {
    pub fn new(
        server: &Server,
        mode: &'static str,
        interval: i32,
        more: impl FnOnce(*mut af_config),
    ) -> Client {
        let setup = Setup {
            app_id: server.app_id().to_owned(),
            app_secret: Some(server.app_secret().to_owned()),
            public_key: server.public_key().to_owned(),
            url: Some(server.url().to_owned()),
            mode: Some(mode),
            heartbeat_interval: Some(interval),
            ..Setup::default()
        };
        Client(capi::Client::with(&setup, more))
    }

    pub fn login(&self, server: &Server) -> i32 {
        self.0.login(server.license_key())
    }

    pub fn poll(&self) -> Option<Polled> {
        let mut event = blank();
        af_client_poll(self.raw(), &raw mut event).then(|| Polled {
            kind: event.kind as i32,
            reason: event.reason as i32,
            code: said(event.code.as_ptr()),
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

/// How many threads of the library there may be, for the process.
fn threads(most: i32) {
    assert_eq!(af_set_max_threads(most, null_mut()) as i32, 0);
}

impl Host {
    pub fn new(mode: &'static str, interval: i32) -> Host {
        Host::with(mode, interval, |_| {})
    }

    /// `more` may set further fields of the client's config.
    pub fn with(mode: &'static str, interval: i32, more: impl FnOnce(*mut af_config)) -> Host {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        manual::install();
        threads(64);
        let server = Server::start(Options { no_rate_limits: true, ..Options::default() }).unwrap();
        let client = Client::new(&server, mode, interval, more);
        Host { client, server, _turn: turn }
    }

    /// No more threads than the usual ones, so that what hangs keeps them from others.
    pub fn few_threads(&self) {
        threads(6);
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
        assert_eq!(af_client_session(self.client.raw(), &raw mut session, null_mut()) as i32, 0);
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
