//! The service, as all clients together find it.

use std::ops::Range;
use std::time::Duration;

/// From a request to its answer, where there is one.
const ROUND_TRIP: u64 = 100;
/// Until a machine without the service on it has refused a connection.
const REFUSED: u64 = 50;

/// What is wrong with it, and when. Milliseconds of the simulation.
#[derive(Clone, Debug)]
pub enum Trouble {
    None,
    /// Connections are refused.
    Gone(Range<u64>),
    /// Nobody is answered; as it comes back, all connections that still wait are reset at once.
    Hanging(Range<u64>),
    /// It answers so many requests a second, and refuses the others: with the seconds after which to come back, if it says
    /// so.
    Limit {
        a_second: u64,
        retry_after: Option<u64>,
    },
    /// It refuses everything, and says how long it will still do so: maintenance that was announced.
    Maintenance(Range<u64>),
}

/// How a request ended, and after how many milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Good(u64),
    NoAnswer(u64),
    Limited { after: u64, retry_after: Duration },
}

impl Answer {
    pub fn after(self) -> u64 {
        match self {
            Answer::Good(after) | Answer::NoAnswer(after) | Answer::Limited { after, .. } => after,
        }
    }
}

pub struct Service {
    trouble: Trouble,
    second: u64,
    served: u64,
}

impl Service {
    pub fn new(trouble: Trouble) -> Service {
        Service { trouble, second: 0, served: 0 }
    }

    /// A request that a client gives so many milliseconds.
    pub fn ask(&mut self, now: u64, timeout: u64) -> Answer {
        match &self.trouble {
            Trouble::Gone(when) if when.contains(&now) => Answer::NoAnswer(REFUSED),
            Trouble::Hanging(when) if when.contains(&now) => Answer::NoAnswer(timeout.min(when.end - now)),
            Trouble::Maintenance(when) if when.contains(&now) => {
                let retry_after = Duration::from_secs((when.end - now).div_ceil(1000));
                Answer::Limited { after: ROUND_TRIP, retry_after }
            }
            Trouble::Limit { a_second, retry_after } => {
                if now / 1000 != self.second {
                    (self.second, self.served) = (now / 1000, 0);
                }
                self.served += 1;
                if self.served <= *a_second {
                    return Answer::Good(ROUND_TRIP);
                }
                let retry_after = Duration::from_secs(retry_after.unwrap_or(0));
                Answer::Limited { after: ROUND_TRIP, retry_after }
            }
            _ => Answer::Good(ROUND_TRIP),
        }
    }
}
