//! A point in time, and what is reckoned with it.

use std::time::Duration;

use crate::values::pause::whole_ms;

/// A point of the monotonic clock, in milliseconds since boot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub u64);

impl Moment {
    #[cfg(test)]
    pub const ZERO: Moment = Moment(0);

    pub fn after(self, wait: Duration) -> Moment {
        Moment(self.0.saturating_add(whole_ms(wait)))
    }

    /// Zero if `earlier` is later.
    pub fn since(self, earlier: Moment) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}
