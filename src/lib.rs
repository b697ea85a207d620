//! libauthforge: AuthForge licensing for C, C++, Unity and Unreal programs. `docs/architecture.md` is the map; the modules
//! below are its floors, the lowest first, and `tests/floors` holds them to it.

#![deny(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

#[cfg(panic = "abort")]
compile_error!(
    "panic = \"abort\" would end the host where panics are caught now; build with panic = \"unwind\""
);

mod status;
mod values;

mod runtime;

#[cfg(not(feature = "testing"))]
mod transport;
#[cfg(feature = "testing")]
pub mod transport;

#[cfg(not(feature = "testing"))]
mod hwid;
#[cfg(feature = "testing")]
pub mod hwid;

mod protocol;

mod offline;

mod session;

mod client;

pub mod ffi;

#[cfg(feature = "testing")]
pub use runtime::clock;
#[cfg(feature = "testing")]
pub use runtime::engine::job::fault;
#[cfg(feature = "testing")]
pub use runtime::random::manual as chance;
