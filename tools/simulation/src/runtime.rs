//! In place of the library's clock and chance: both are the simulation's.

pub mod clock {
    use std::time::Duration;

    use crate::values::pause::whole_ms;

    /// Milliseconds since the simulation began.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Moment(pub u64);

    impl Moment {
        pub const ZERO: Moment = Moment(0);

        pub fn after(self, wait: Duration) -> Moment {
            Moment(self.0.saturating_add(whole_ms(wait)))
        }

        pub fn since(self, earlier: Moment) -> Duration {
            Duration::from_millis(self.0.saturating_sub(earlier.0))
        }
    }

    pub fn now() -> Moment {
        Moment::ZERO
    }
}

pub mod random {
    /// Nothing is drawn here: who simulates draws.
    pub fn chance() -> Option<u16> {
        None
    }
}
