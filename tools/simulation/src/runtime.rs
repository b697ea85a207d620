//! In place of the library's clock and chance: both are the simulation's.

#[path = "../../../src/runtime/moment.rs"]
pub mod moment;

/// Milliseconds since the simulation began.
pub mod clock {
    pub use super::moment::Moment;

    pub fn now() -> Moment {
        Moment(0)
    }
}

pub mod random {
    /// Nothing is drawn here: who simulates draws.
    pub fn chance() -> Option<u16> {
        None
    }
}
