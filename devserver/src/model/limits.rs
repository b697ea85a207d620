//! Rate limits over a sliding minute, and the memory of nonces.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::net::IpAddr;

use crate::values::moment::Moment;
use crate::values::refusal::Refusal;

const WINDOW_MILLIS: i64 = 60_000;
const NONCE_MEMORY_MILLIS: i64 = 600_000;
/// Names with no recent hit are forgotten once there are so many.
const SWEEP_AT: usize = 1024;

/// App and license key together: keys are counted for each app.
pub(crate) type LicenseName = (String, String);

/// So many requests within any minute, for each name.
pub(crate) struct RateLimit<K> {
    most: usize,
    hits: HashMap<K, VecDeque<i64>>,
}

impl<K: Eq + Hash> RateLimit<K> {
    pub fn per_minute(most: usize) -> Self {
        Self { most, hits: HashMap::new() }
    }

    /// Counts a request, or says in how many seconds it could pass. A refused one does not count, so a
    /// client that waits as told gets through.
    pub fn admit(&mut self, name: K, now: Moment) -> Result<(), u64> {
        let now = now.unix_millis();
        if self.hits.len() >= SWEEP_AT {
            self.hits.retain(|_, hits| hits.iter().any(|hit| is_near(*hit, now, WINDOW_MILLIS)));
        }
        let hits = self.hits.entry(name).or_default();
        // Both ways: a clock that was set back must not leave hits in a far future.
        hits.retain(|hit| is_near(*hit, now, WINDOW_MILLIS));
        if hits.len() < self.most {
            hits.push_back(now);
            return Ok(());
        }
        let oldest = hits.iter().min().copied().unwrap_or(now);
        let wait = oldest.saturating_add(WINDOW_MILLIS).saturating_sub(now);
        Err(u64::try_from(wait).unwrap_or(0).div_ceil(1000).max(1))
    }
}

/// The two limits of calls that begin with a license key: for each address and for each license.
pub(crate) struct KeyLimits {
    by_ip: RateLimit<IpAddr>,
    by_key: RateLimit<LicenseName>,
}

impl Default for KeyLimits {
    fn default() -> Self {
        Self { by_ip: RateLimit::per_minute(30), by_key: RateLimit::per_minute(5) }
    }
}

impl KeyLimits {
    pub fn admit(&mut self, name: LicenseName, ip: IpAddr, now: Moment) -> Result<(), Refusal> {
        let by_key = |()| self.by_key.admit(name, now);
        self.by_ip.admit(ip, now).and_then(by_key).map_err(Refusal::rate_limited)
    }
}

/// Nonces of the last ten minutes, for each app.
#[derive(Default)]
pub(crate) struct NonceMemory {
    seen: HashMap<(String, String), i64>,
    order: VecDeque<(String, String)>,
}

impl NonceMemory {
    /// Whether the nonce is new; from now on it is not.
    pub fn remember(&mut self, app_id: &str, nonce: &str, now: Moment) -> bool {
        let now = now.unix_millis();
        while let Some(oldest) = self.order.front() {
            match self.seen.get(oldest) {
                Some(at) if is_near(*at, now, NONCE_MEMORY_MILLIS) => break,
                _ => self.seen.remove(oldest),
            };
            self.order.pop_front();
        }
        let name = (app_id.to_owned(), nonce.to_owned());
        if self.seen.get(&name).is_some_and(|at| is_near(*at, now, NONCE_MEMORY_MILLIS)) {
            return false;
        }
        if self.seen.insert(name.clone(), now).is_none() {
            self.order.push_back(name);
        }
        true
    }
}

fn is_near(at: i64, now: i64, reach: i64) -> bool {
    now.abs_diff(at) < reach.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_unix_seconds(seconds)
    }

    #[test]
    fn a_rate_limit_slides() {
        let mut limit = RateLimit::per_minute(2);
        assert_eq!((limit.admit("k", at(0)), limit.admit("k", at(30))), (Ok(()), Ok(())));
        assert_eq!(limit.admit("k", at(31)), Err(29));
        assert_eq!(limit.admit("other", at(31)), Ok(()));
        assert_eq!(limit.admit("k", at(59)), Err(1));
        assert_eq!(limit.admit("k", at(60)), Ok(()), "the first hit is a minute old");
        assert_eq!(limit.admit("k", at(61)), Err(29), "the second is not");
    }

    #[test]
    fn a_clock_set_back_does_not_block_for_ever() {
        let mut limit = RateLimit::per_minute(1);
        assert_eq!(limit.admit("k", at(1_000_000)), Ok(()));
        assert_eq!(limit.admit("k", at(0)), Ok(()));
    }

    #[test]
    fn names_without_recent_hits_are_forgotten() {
        let mut limit = RateLimit::per_minute(1);
        for name in 0..5000 {
            assert_eq!(limit.admit(name, at(i64::from(name))), Ok(()));
        }
        assert!(limit.hits.len() <= SWEEP_AT, "{}", limit.hits.len());
    }

    #[test]
    fn a_nonce_is_new_once_in_ten_minutes_for_each_app() {
        let mut memory = NonceMemory::default();
        assert!(memory.remember("a", "n", at(0)));
        assert!(!memory.remember("a", "n", at(599)));
        assert!(memory.remember("b", "n", at(599)));
        assert!(memory.remember("a", "n", at(600)));
        assert!(!memory.remember("a", "n", at(601)));
        assert_eq!(memory.order.len(), 2, "the forgotten one is gone");
    }
}
