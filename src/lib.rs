//! libauthforge: AuthForge licensing for C, C++, Unity and Unreal programs.
//!
//! The map, from the C border inwards:
//!
//! - `ffi`: the C face; checks, looks up, calls once, hands over. `include/authforge.h` is made from it.
//! - `client`, `session`, `variables`, `event`, `mailbox`: what a host holds and hears.
//! - `config`, `status`, `error`, `secret`, `text`: every default and limit, every outcome, what is wiped.
//! - `engine`: the one scheduler thread and the small pool behind all clients.
//! - `policy`: pure decisions about check-ins, retries and expiry.
//! - `exchange`, `protocol`, `trust`: one question to the service and the only road to its answer.
//! - `offline`: license files, activation requests, files on disk.
//! - `transport`: the network, stoppable at any point.
//! - `process`, `waits`, `clock`, `sync`, `random`, `log`, `hwid`, `panic`: what a process and a machine offer.

#![deny(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

#[cfg(panic = "abort")]
compile_error!(
    "panic = \"abort\" would end the host where panics are caught now; build with panic = \"unwind\""
);

mod client;
#[cfg(feature = "testing")]
pub mod clock;
#[cfg(not(feature = "testing"))]
mod clock;
mod config;
mod engine;
#[cfg(feature = "testing")]
pub use engine::job::fault;
mod error;
mod event;
mod exchange;
pub mod ffi;
#[cfg(feature = "testing")]
pub mod hwid;
#[cfg(not(feature = "testing"))]
mod hwid;
mod log;
mod mailbox;
mod offline;
mod panic;
mod policy;
mod process;
mod protocol;
mod random;
mod secret;
mod session;
mod status;
mod sync;
mod text;
#[cfg(feature = "testing")]
pub mod transport;
#[cfg(not(feature = "testing"))]
mod transport;
mod trust;
mod variables;
mod waits;
