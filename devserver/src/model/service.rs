//! The state behind its one lock, and word to those who wait for requests.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::record::RecordedRequest;
use super::state::State;
use crate::values::endpoint::Endpoint;

pub(crate) struct Service {
    state: Mutex<State>,
    /// For threads of a test that wait for requests.
    arrived: Condvar,
    /// For admin calls that wait for requests.
    changes: watch::Sender<()>,
}

impl Service {
    pub fn new(state: State) -> Self {
        Self { state: Mutex::new(state), arrived: Condvar::new(), changes: watch::Sender::new(()) }
    }

    /// A test that panicked while it held the lock must not take the server with it.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a request be decided and records it in one step, so that a recorded request is one whose effects are
    /// there to see.
    pub fn decide<T>(
        &self,
        decide: impl FnOnce(&mut State) -> T,
        record: impl FnOnce(&T) -> RecordedRequest,
    ) -> T {
        let mut state = self.state();
        let decided = decide(&mut state);
        if state.rules.recording {
            state.log.push(record(&decided));
            drop(state);
            self.arrived.notify_all();
            self.changes.send_replace(());
        }
        decided
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
