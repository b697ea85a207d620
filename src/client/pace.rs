//! Chance, so that clients which began together do not go on together: after a release, or a server that came back, a
//! service that has to bear all of them at one moment bears none. Pure but for the draw; `docs/scale.md` has what comes of it.

use std::time::Duration;

use super::heartbeat_policy::MIN_INTERVAL;
use crate::runtime::random;
use crate::values::pause::{WHOLE, part};

/// How far a session's heartbeats are from the host's interval; drawn once for each session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    first: u32,
    usual: u32,
}

impl Pace {
    /// Each interval as the host has set it.
    pub fn even() -> Pace {
        Pace { first: WHOLE, usual: WHOLE }
    }

    pub fn drawn() -> Pace {
        random::chance().map_or_else(Pace::even, Pace::of)
    }

    /// The first interval is from half of the host's to a tenth more, the others a tenth around it.
    pub fn of(chance: u16) -> Pace {
        let chance = u32::from(chance);
        Pace { first: (WHOLE * 5 + chance * 6) / 10, usual: (WHOLE * 9 + chance * 2) / 10 }
    }

    /// From the login to the first heartbeat.
    pub fn first(self, interval: Duration) -> Duration {
        part(interval, self.first).max(MIN_INTERVAL)
    }

    /// From one heartbeat to the next.
    pub fn usual(self, interval: Duration) -> Duration {
        part(interval, self.usual).max(MIN_INTERVAL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::pause::whole_ms;

    #[test]
    fn an_interval_is_exceeded_by_a_tenth_at_most_and_never_under_what_the_service_allows() {
        let ms = |pace: Pace, interval: u64| {
            let interval = Duration::from_millis(interval);
            (whole_ms(pace.first(interval)), whole_ms(pace.usual(interval)))
        };
        let (least, most) = (Pace::of(0), Pace::of(u16::MAX));
        assert_eq!(ms(least, 900_000), (450_000, 809_994));
        assert_eq!(ms(Pace::of(1 << 15), 900_000), (719_989, 900_000));
        assert_eq!(ms(most, 900_000), (989_991, 989_991));
        assert_eq!((ms(least, 10_000), ms(most, 10_000)), ((10_000, 10_000), (10_999, 10_999)));
        assert_eq!(ms(Pace::even(), 12_345), (12_345, 12_345));
        // The longest that a host can set.
        let longest = u64::from(u32::MAX >> 1) * 1000;
        assert!(ms(most, longest).0 <= longest / 10 * 11);
        for chance in 0..=u16::MAX {
            let (first, usual) = ms(Pace::of(chance), 900_000);
            assert!((450_000..=990_000).contains(&first) && (809_990..=990_000).contains(&usual));
        }
    }
}
