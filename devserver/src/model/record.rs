//! The requests that arrived, for tests that ask what a client really sent.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use crate::values::endpoint::Endpoint;
use crate::values::moment::Moment;

/// The oldest are forgotten beyond this.
const MOST: usize = 10_000;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordedRequest {
    /// Grows by one with every request, and never starts again.
    pub number: u64,
    /// Which connection it came on: the same number twice is a connection used twice.
    pub connection: u64,
    /// `full` or `resumed`: how TLS was agreed on for that connection. Nothing without TLS.
    pub handshake: Option<&'static str>,
    pub endpoint: Endpoint,
    pub at: Moment,
    /// Nothing when it was no JSON.
    pub body: Option<Value>,
    /// Nothing when it got no answer.
    pub status: Option<u16>,
    pub error: Option<String>,
    /// The fault that applied.
    pub fault: Option<&'static str>,
}

#[derive(Default)]
pub(crate) struct RequestLog {
    requests: VecDeque<RecordedRequest>,
    last_number: u64,
    seen: [u64; Endpoint::ALL.len()],
}

impl RequestLog {
    /// Gives the request its number.
    pub fn push(&mut self, mut request: RecordedRequest) {
        self.last_number += 1;
        request.number = self.last_number;
        self.seen[request.endpoint as usize] += 1;
        if self.requests.len() == MOST {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    /// How many arrived since the log was cleared, forgotten ones too.
    pub fn seen(&self, endpoint: Endpoint) -> u64 {
        self.seen[endpoint as usize]
    }

    pub fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.requests.iter()
    }

    pub fn clear(&mut self) {
        self.requests.clear();
        self.seen = Default::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(endpoint: Endpoint) -> RecordedRequest {
        let at = Moment::from_unix_seconds(0);
        RecordedRequest {
            number: 0,
            connection: 1,
            handshake: None,
            endpoint,
            at,
            body: None,
            status: None,
            error: None,
            fault: None,
        }
    }

    #[test]
    fn numbers_go_on_after_clearing_and_counts_begin_again() {
        let mut log = RequestLog::default();
        log.push(request(Endpoint::Validate));
        log.clear();
        log.push(request(Endpoint::Heartbeat));
        assert_eq!(log.requests().map(|request| request.number).collect::<Vec<_>>(), [2]);
        assert_eq!((log.seen(Endpoint::Validate), log.seen(Endpoint::Heartbeat)), (0, 1));
    }

    #[test]
    fn the_log_is_bounded() {
        let mut log = RequestLog::default();
        (0..MOST + 5).for_each(|_| log.push(request(Endpoint::Validate)));
        assert_eq!(log.requests().count(), MOST);
        assert_eq!(log.requests().next().unwrap().number, 6);
        assert_eq!(log.seen(Endpoint::Validate), 10_005);
    }
}
