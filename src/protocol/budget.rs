//! What one call may cost in attempts and time. `docs/protocol.md`, "Retries".

use std::time::Duration;

use crate::runtime::clock::Moment;
use crate::status::Status;
use crate::values::error::Error;
use crate::values::pause::{any_part, whole_ms};

/// Of a call, whatever the causes; a host may set another number for its logins.
pub const ATTEMPTS: u32 = 3;
/// The last repeats where more attempts are made than there are pauses.
const RATE_LIMITED: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(5)];
const NO_ANSWER: Duration = Duration::from_secs(2);
/// A server that hangs and goes lets down at one moment who has asked it in many seconds. An attempt that has waited for so
/// long is made again after as much more by chance, at most.
const HUNG: Duration = NO_ANSWER;
const HUNG_MORE: Duration = Duration::from_secs(10);
/// No attempt is begun with less time than this, unless the whole call has less than two of it.
const SHORTEST_ATTEMPT: Duration = Duration::from_secs(1);

/// How long a call may take from its beginning to its end. The header states this.
const fn longest(timeout: Duration) -> Duration {
    let pauses = RATE_LIMITED[0].saturating_add(RATE_LIMITED[1]);
    timeout.saturating_mul(2).saturating_add(pauses)
}

/// Whether an attempt that ended so may have met the service in trouble, and would add to it if it were made again.
pub fn may_be_the_service(status: Status) -> bool {
    matches!(status, Status::RateLimited | Status::NetworkError | Status::Timeout | Status::TlsError)
}

/// What a request is told whose time is over, whatever it waits for.
pub fn used_up(longest: Duration) -> Error {
    // A day at most, which a host may set.
    let ms = whole_ms(longest);
    let text = format!("not done within {ms} ms, waiting for a thread and for the disk included");
    Error::new(Status::Timeout, text)
}

/// How the next attempt is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub timeout: Duration,
    /// Not on a connection of the pool: the one before found no answer, and the others may be as dead.
    pub new_connection: bool,
}

/// Of one call.
#[derive(Debug)]
pub struct Budget {
    timeout: Duration,
    longest: Duration,
    ends: Moment,
    attempts: u32,
    made: u32,
    /// When the last was begun.
    last: Moment,
    rate_limited: usize,
    unanswered: u32,
    stale: bool,
    new_connection: bool,
    manner: Manner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Usual,
    /// What may be the service's trouble is not made worse.
    Patient,
    /// There is no time for chance.
    Urgent,
}

impl Budget {
    /// Three attempts at most, each within `timeout`.
    pub fn of_call(timeout: Duration, begun: Moment) -> Budget {
        Budget::of_login(timeout, ATTEMPTS, None, begun)
    }

    /// As many attempts as a host has set, and all of it within `longest`, if it has set that.
    pub fn of_login(timeout: Duration, attempts: u32, most: Option<Duration>, begun: Moment) -> Budget {
        let longest = most.unwrap_or(longest(timeout));
        Budget {
            timeout,
            longest,
            ends: begun.after(longest),
            attempts,
            made: 0,
            last: begun,
            rate_limited: 0,
            unanswered: 0,
            stale: false,
            // Where there is no other attempt, a dead connection of the pool must not spoil it.
            new_connection: attempts == 1,
            manner: Manner::Usual,
        }
    }

    /// The same of a heartbeat. Where it has time, what may be the service's trouble ends it, and only what never got there
    /// is made again; where it has none, its pauses are as short as they can be.
    pub fn of_heartbeat(timeout: Duration, has_time: bool, begun: Moment) -> Budget {
        let manner = if has_time { Manner::Patient } else { Manner::Urgent };
        Budget { manner, ..Budget::of_call(timeout, begun) }
    }

    /// A single attempt.
    pub fn one_attempt(timeout: Duration, begun: Moment) -> Budget {
        Budget::of_login(timeout, 1, Some(timeout), begun)
    }

    /// The call is over by then.
    pub fn ends(&self) -> Moment {
        self.ends
    }

    /// From its beginning to its end.
    pub fn longest(&self) -> Duration {
        self.longest
    }

    /// Attempts that were begun.
    pub fn made(&self) -> u32 {
        self.made
    }

    /// Spends an attempt; `None` if none is left, or no time for one.
    pub fn begin(&mut self, now: Moment) -> Option<Terms> {
        if !self.has_room(now) {
            return None;
        }
        self.made += 1;
        self.last = now;
        let timeout = self.timeout.min(self.ends.since(now));
        Some(Terms { timeout, new_connection: self.new_connection })
    }

    /// How long to wait before the next attempt; `None` ends the call with this error. Without a chance nothing is left to it.
    pub fn next(&mut self, error: &Error, stale: bool, now: Moment, chance: Option<u16>) -> Option<Duration> {
        let pause = self.pause(error, stale, now, chance)?;
        self.has_room(now.after(pause)).then_some(pause)
    }

    fn pause(&mut self, error: &Error, stale: bool, now: Moment, chance: Option<u16>) -> Option<Duration> {
        if stale && !self.stale {
            self.stale = true;
            self.new_connection = true;
            return Some(Duration::ZERO);
        }
        match error.status {
            status if self.manner == Manner::Patient && may_be_the_service(status) => None,
            Status::RateLimited => {
                let pause = RATE_LIMITED[self.rate_limited.min(RATE_LIMITED.len() - 1)];
                self.rate_limited += 1;
                // Asked sooner than it has said, the service would refuse again, and count that too.
                (error.retry_after() <= pause).then_some(pause)
            }
            Status::NetworkError | Status::Timeout | Status::DnsError | Status::TlsError
                if self.unanswered < self.unanswered_most() =>
            {
                self.unanswered += 1;
                self.new_connection = true;
                let spreads = self.manner == Manner::Usual && now.since(self.last) >= HUNG;
                // What is left for the next attempt is half of what it may take, or more.
                let room = self.ends.since(now).saturating_sub(NO_ANSWER + self.timeout / 2);
                let more = chance.filter(|_| spreads).map(|chance| any_part(HUNG_MORE.min(room), chance));
                Some(NO_ANSWER + more.unwrap_or_default())
            }
            _ => None,
        }
    }

    /// How often an attempt without an answer is made again: once, and once more for each attempt that a host allows
    /// beyond the usual ones.
    fn unanswered_most(&self) -> u32 {
        1 + self.attempts.saturating_sub(ATTEMPTS)
    }

    fn has_room(&self, at: Moment) -> bool {
        let shortest = SHORTEST_ATTEMPT.min(self.timeout).min(self.longest / 2);
        self.made < self.attempts && self.ends.since(at) >= shortest
    }
}

#[cfg(test)]
// Named, since the simulation has this file by its path.
#[path = "budget/tests.rs"]
mod tests;
