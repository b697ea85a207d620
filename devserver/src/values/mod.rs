//! The ground floor: plain values and how they are read and written. It knows nothing of the rooms above.

pub(crate) mod endpoint;
pub(crate) mod error;
pub(crate) mod moment;
pub(crate) mod object;
pub(crate) mod presence;
pub(crate) mod random;
pub(crate) mod refusal;
pub(crate) mod signing;
pub(crate) mod variables;
