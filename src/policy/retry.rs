//! Whether a failed attempt is made again. `docs/protocol.md`, "Retries".

use std::time::Duration;

use crate::error::Error;
use crate::status::Status;

const RATE_LIMITED: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(5)];
const NETWORK: [Duration; 1] = [Duration::from_secs(2)];

/// What one call has tried so far.
#[derive(Debug, Default)]
pub struct Retry {
    rate_limited: usize,
    network: usize,
    stale: bool,
}

impl Retry {
    /// How long to wait before the next attempt; `None` ends the call with this error.
    pub fn next(&mut self, error: &Error, stale_connection: bool) -> Option<Duration> {
        if stale_connection && !self.stale {
            self.stale = true;
            return Some(Duration::ZERO);
        }
        match error.status {
            Status::RateLimited => take(&RATE_LIMITED, &mut self.rate_limited),
            Status::NetworkError | Status::Timeout | Status::DnsError | Status::TlsError => {
                take(&NETWORK, &mut self.network)
            }
            _ => None,
        }
    }
}

fn take(waits: &[Duration], used: &mut usize) -> Option<Duration> {
    let wait = waits.get(*used).copied()?;
    *used += 1;
    Some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(status: Status) -> Vec<u64> {
        let mut retry = Retry::default();
        std::iter::from_fn(|| retry.next(&Error::of(status), false)).map(|wait| wait.as_secs()).collect()
    }

    #[test]
    fn rate_limits_are_tried_three_times_and_networks_twice() {
        assert_eq!(waits(Status::RateLimited), [2, 5]);
        assert_eq!(waits(Status::Timeout), [2]);
        assert_eq!(waits(Status::NetworkError), [2]);
    }

    #[test]
    fn verdicts_and_empty_accounts_are_final() {
        for status in [
            Status::NoCredits,
            Status::AppBurnCapReached,
            Status::DemoQuotaExceeded,
            Status::InvalidKey,
            Status::TlsUntrusted,
            Status::TlsClock,
            Status::SignatureMismatch,
        ] {
            assert_eq!(waits(status), [0u64; 0], "{status:?}");
        }
    }

    #[test]
    fn a_stale_connection_is_replaced_at_once_and_apart_from_the_counted_retry() {
        let mut retry = Retry::default();
        let error = Error::of(Status::NetworkError);
        assert_eq!(retry.next(&error, true), Some(Duration::ZERO));
        assert_eq!(retry.next(&error, true), Some(Duration::from_secs(2)));
        assert_eq!(retry.next(&error, true), None);
    }
}
