//! What may befall a service and its clients.

use crate::policy::{Official, Ours};
use crate::service::{Service, Trouble};
use crate::world::{Course, Outcome, Players, World};

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
/// When trouble begins.
const BEGINS: u64 = 45 * MINUTE;
/// What the service gives by default, and the least that it gives.
const DAY_LONG: u64 = 24 * HOUR;
const SHORTEST: u64 = HOUR;

#[derive(Clone)]
pub struct Scenario {
    /// A word, for files.
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    pub course: Course,
    pub trouble: Trouble,
    /// Seconds between which a peak says how the trouble is over, or how the course goes.
    pub watched: (usize, usize),
    /// Seconds between which it is as always; `None` where the mean of all is meant.
    pub steady: Option<(usize, usize)>,
}

/// Of one scenario.
pub struct Played {
    pub scenario: Scenario,
    pub ours: Outcome,
    pub official: Outcome,
}

/// All of them with so many clients.
pub fn all(clients: u32) -> Vec<Scenario> {
    let course = |players, length, session| Course {
        clients,
        players,
        length,
        play: 2 * HOUR,
        session,
        seed: 20_261_130,
    };
    let seconds = |ms: u64| usize::try_from(ms / 1000).unwrap_or(usize::MAX);
    let steady = Some((seconds(15 * MINUTE), seconds(BEGINS)));
    let outage = |name, title, lasts: u64, trouble: fn(std::ops::Range<u64>) -> Trouble| {
        let ends = BEGINS + lasts;
        let length = ends + HOUR;
        Scenario {
            name,
            title,
            course: course(Players::Steady, length, DAY_LONG),
            trouble: trouble(BEGINS..ends),
            watched: (seconds(ends), seconds(length)),
            steady,
        }
    };
    // What so many clients ask in a second: a heartbeat each interval, and a login for each who comes.
    let usual = u64::from(clients) / 900;
    let limit = |name, title, retry_after| Scenario {
        name,
        title,
        course: course(Players::Steady, 4 * HOUR, SHORTEST),
        trouble: Trouble::Limit { a_second: usual, retry_after },
        watched: (seconds(HOUR), seconds(4 * HOUR)),
        steady: None,
    };
    vec![
        Scenario {
            name: "day",
            title: "an ordinary day",
            course: course(Players::Day, 24 * HOUR, DAY_LONG),
            trouble: Trouble::None,
            watched: (0, seconds(24 * HOUR)),
            steady: None,
        },
        outage("outage-refused", "10 minutes without a service: refused", 10 * MINUTE, Trouble::Gone),
        outage(
            "outage-hanging",
            "10 minutes without an answer, then all are reset",
            10 * MINUTE,
            Trouble::Hanging,
        ),
        outage("outage-long", "3 hours without an answer, then all are reset", 3 * HOUR, Trouble::Hanging),
        outage(
            "maintenance",
            "1 hour of maintenance, announced by `Retry-After`",
            HOUR,
            Trouble::Maintenance,
        ),
        Scenario {
            name: "release",
            title: "a release that everybody starts within a minute",
            course: Course { play: 100 * HOUR, ..course(Players::Release(MINUTE), 4 * HOUR, DAY_LONG) },
            trouble: Trouble::None,
            // After the logins, which nobody can spread.
            watched: (seconds(2 * MINUTE), seconds(4 * HOUR)),
            steady: Some((seconds(3 * HOUR), seconds(4 * HOUR))),
        },
        limit("limit", "a service that can bear nine tenths, and answers 429", None),
        limit("limit-retry-after", "the same, with `Retry-After: 30`", Some(30)),
    ]
}

impl Scenario {
    pub fn play(self) -> Played {
        let service = || Service::new(self.trouble.clone());
        let ours = World::new(self.course, Ours::default(), service()).run();
        let official = World::new(self.course, Official::default(), service()).run();
        Played { scenario: self, ours, official }
    }
}
