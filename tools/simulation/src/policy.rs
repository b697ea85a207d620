//! Who decides when a client asks: the library, by its own files, or the official clients, by what is known of them.

use std::collections::HashMap;
use std::time::Duration;

use crate::client::heartbeat_policy::{self, Action, Phase};
use crate::client::pace::Pace;
use crate::protocol::budget::Budget;
use crate::runtime::clock::Moment;
use crate::service::Answer;
use crate::status::Status;
use crate::values::error::Error;

/// What both have by default, and this simulation too.
pub const INTERVAL: u64 = 900_000;
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);
const HEARTBEAT_TIMEOUT: Duration = Duration::from_secs(8);

/// Of a client, what decisions rest on. Milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub client: u32,
    pub now: u64,
    /// To the session's end; `None` before the login.
    pub left: Option<i64>,
    /// Drawn when the session began.
    pub pace: u16,
    /// Drawn for this decision.
    pub chance: u16,
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The same again after this.
    Again(u64),
    /// The request has ended.
    Ended,
}

/// Milliseconds, where nothing else is said.
pub trait Policy {
    /// How long an attempt may take. The first of a request begins it.
    fn begin(&mut self, of: Standing) -> u64;
    /// The request has a good answer.
    fn answered(&mut self, client: u32);
    /// What follows an attempt without one.
    fn failed(&mut self, of: Standing, answer: Answer) -> Next;
    /// From a login to the first heartbeat.
    fn first_wait(&self, of: Standing) -> u64;
    /// From one heartbeat that was answered to the next.
    fn usual_wait(&self, of: Standing) -> u64;
    /// From one that ended without a good answer to the next.
    fn wait_after(&self, of: Standing, answer: Answer) -> u64;
    /// Whether a session whose heartbeat is due, or whose end has come, is over.
    fn is_over(&self, of: Standing) -> bool;
    /// Whether a session's end is noticed as it comes, and not with the next heartbeat.
    fn notices_the_end(&self) -> bool;
}

/// As the library decides.
#[derive(Default)]
pub struct Ours {
    /// Of the requests between two attempts.
    budgets: HashMap<u32, Budget>,
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn left_of(of: Standing) -> i64 {
    of.left.unwrap_or(0)
}

impl Policy for Ours {
    fn begin(&mut self, of: Standing) -> u64 {
        let now = Moment(of.now);
        let budget = self.budgets.entry(of.client).or_insert_with(|| match of.left {
            None => Budget::of_call(REQUEST_TIMEOUT, now),
            Some(left) => Budget::of_heartbeat(HEARTBEAT_TIMEOUT, heartbeat_policy::is_patient(left), now),
        });
        budget.begin(now).map_or(1, |terms| ms(terms.timeout))
    }

    fn answered(&mut self, client: u32) {
        self.budgets.remove(&client);
    }

    fn failed(&mut self, of: Standing, answer: Answer) -> Next {
        let error = match answer {
            Answer::Good(_) => None,
            Answer::NoAnswer(_) => Some(Error::of(Status::NetworkError)),
            Answer::Limited { retry_after, .. } => {
                let ms = u32::try_from(ms(retry_after)).unwrap_or(u32::MAX);
                Some(Error::of(Status::RateLimited).with_http(429, ms))
            }
        };
        let pause = error.and_then(|error| {
            self.budgets
                .get_mut(&of.client)
                .and_then(|budget| budget.next(&error, false, Moment(of.now), Some(of.chance)))
        });
        match pause {
            Some(pause) => Next::Again(ms(pause)),
            None => {
                self.budgets.remove(&of.client);
                Next::Ended
            }
        }
    }

    fn first_wait(&self, of: Standing) -> u64 {
        let interval = Pace::of(of.pace).first(Duration::from_millis(INTERVAL));
        ms(heartbeat_policy::first_wait(interval, left_of(of)))
    }

    fn usual_wait(&self, of: Standing) -> u64 {
        let interval = Pace::of(of.pace).usual(Duration::from_millis(INTERVAL));
        ms(heartbeat_policy::first_wait(interval, left_of(of)))
    }

    fn wait_after(&self, of: Standing, answer: Answer) -> u64 {
        let interval = Pace::of(of.pace).usual(Duration::from_millis(INTERVAL));
        let retry_after = match answer {
            Answer::Limited { retry_after, .. } => retry_after,
            Answer::Good(_) | Answer::NoAnswer(_) => Duration::ZERO,
        };
        ms(heartbeat_policy::refused_wait(interval, left_of(of), retry_after, of.chance))
    }

    fn is_over(&self, of: Standing) -> bool {
        let now = Moment(of.now);
        let due = Phase::Idle { next: Some(now) };
        !matches!(heartbeat_policy::next_action(due, left_of(of), now), Action::Heartbeat)
    }

    fn notices_the_end(&self) -> bool {
        true
    }
}

/// As the official clients decide: a heartbeat each interval, nothing by chance; 2 s and 5 s after a refusal, once more after
/// 2 s without an answer.
#[derive(Default)]
pub struct Official {
    /// Of the requests between two attempts: how often they were refused, and went without an answer.
    failures: HashMap<u32, (usize, usize)>,
}

impl Policy for Official {
    fn begin(&mut self, _: Standing) -> u64 {
        ms(REQUEST_TIMEOUT)
    }

    fn answered(&mut self, client: u32) {
        self.failures.remove(&client);
    }

    fn failed(&mut self, of: Standing, answer: Answer) -> Next {
        let (refused, unanswered) = self.failures.entry(of.client).or_default();
        let pause = match answer {
            Answer::Good(_) => None,
            Answer::NoAnswer(_) => {
                *unanswered += 1;
                (*unanswered <= 1).then_some(2_000)
            }
            Answer::Limited { .. } => {
                *refused += 1;
                [2_000, 5_000].get(*refused - 1).copied()
            }
        };
        match pause {
            Some(pause) => Next::Again(pause),
            None => {
                self.failures.remove(&of.client);
                Next::Ended
            }
        }
    }

    fn first_wait(&self, _: Standing) -> u64 {
        INTERVAL
    }

    fn usual_wait(&self, _: Standing) -> u64 {
        INTERVAL
    }

    fn wait_after(&self, _: Standing, _: Answer) -> u64 {
        INTERVAL
    }

    fn is_over(&self, of: Standing) -> bool {
        left_of(of) <= 0
    }

    fn notices_the_end(&self) -> bool {
        false
    }
}
