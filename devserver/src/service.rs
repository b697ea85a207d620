//! The state behind its one lock, and word to those who wait for requests.

use std::net::IpAddr;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::Endpoint;
use crate::exchange::{self, Call, Exchange, body_as_json};
use crate::record::RecordedRequest;
use crate::reply::Answer;
use crate::state::State;

/// Who is calling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    pub ip: IpAddr,
    pub connection: u64,
}

pub(crate) struct Service {
    state: Mutex<State>,
    /// For threads of a test that wait for requests.
    arrived: Condvar,
    /// For admin calls that wait for requests.
    changes: watch::Sender<()>,
    verbose: bool,
}

impl Service {
    pub fn new(state: State, verbose: bool) -> Self {
        Self { state: Mutex::new(state), arrived: Condvar::new(), changes: watch::Sender::new(()), verbose }
    }

    /// A test that panicked while it held the lock must not take the server with it.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides and records a request in one step, so that a recorded request is one whose effects are
    /// there to see.
    pub fn answer(&self, endpoint: Endpoint, body: Option<&[u8]>, peer: Peer) -> Answer {
        let mut state = self.state();
        let now = state.clock.now();
        let exchange = exchange::decide(&mut state, &Call { endpoint, body, ip: peer.ip }, now);
        if state.rules.recording {
            let request = RecordedRequest {
                number: 0,
                connection: peer.connection,
                endpoint,
                at: now,
                body: body.and_then(body_as_json),
                status: exchange.status(),
                error: exchange.error.clone(),
                fault: exchange.fault,
            };
            state.log.push(request);
            drop(state);
            self.arrived.notify_all();
            self.changes.send_replace(());
        }
        if self.verbose {
            report(endpoint, peer, &exchange);
        }
        exchange.answer
    }

    /// Whether so many requests arrived since the log was cleared, waiting for them if need be.
    pub fn wait_for_requests(&self, endpoint: Endpoint, count: u64, timeout: Duration) -> bool {
        let missing = |state: &mut State| state.rules.recording && state.log.seen(endpoint) < count;
        let waited = self.arrived.wait_timeout_while(self.state(), timeout, missing);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.log.seen(endpoint) >= count
    }

    fn lacks_requests(&self, endpoint: Endpoint, count: u64) -> bool {
        let state = self.state();
        state.rules.recording && state.log.seen(endpoint) < count
    }

    /// The same without keeping a thread.
    pub async fn requests_arrive(&self, endpoint: Endpoint, count: u64) {
        let mut changes = self.changes.subscribe();
        while self.lacks_requests(endpoint, count) {
            // The sender is in self, so this ends only with a change.
            if changes.changed().await.is_err() {
                return;
            }
        }
    }
}

fn report(endpoint: Endpoint, peer: Peer, exchange: &Exchange) {
    let status = exchange.status().map_or("no answer".to_owned(), |status| status.to_string());
    let error = exchange.error.as_deref().map_or(String::new(), |error| format!(" {error}"));
    let fault = exchange.fault.map_or(String::new(), |fault| format!(" (fault {fault})"));
    eprintln!("{endpoint} from {} on connection {}: {status}{error}{fault}", peer.ip, peer.connection);
}
