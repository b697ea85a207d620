//! libauthforge: AuthForge licensing for C, C++, Unity and Unreal programs.
//!
//! The map, from the C border inwards:
//!
//! - `ffi`: the C ABI; checks, looks up, calls once, hands over. `include/authforge.h` is made from it.
//! - `client`, `session`, `variables`, `event`, `mailbox`: what a host holds and hears.
//! - `config`, `status`, `error`, `secret`, `text`, `key_text`: every default and limit, every outcome, what is wiped,
//!   what is trimmed.
//! - `engine`: the one scheduler thread and the small pool behind all clients.
//! - `policy`: pure decisions about heartbeats, retries and expiry.
//! - `exchange`, `protocol`, `trust`: one question to the service and the only road to its answer.
//! - `offline`: license files, activation requests, files on disk.
//! - `transport`: the network, stoppable at any point.
//! - `epoch`, `per_process`: which process this is, and what each makes for itself.
//! - `on_load`, `descriptors`, `standard_error`: what is looked at when the library is loaded; what stays the host's.
//! - `process`, `thread_cancel`, `wait_for_graph`, `clock`, `sync`, `random`, `log`, `diagnostics`, `hwid`, `panic`,
//!   `resources`, `allocator`: what a process and a machine offer.

#![deny(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

#[cfg(panic = "abort")]
compile_error!(
    "panic = \"abort\" would end the host where panics are caught now; build with panic = \"unwind\""
);

mod allocator;
mod client;
#[cfg(feature = "testing")]
pub mod clock;
#[cfg(not(feature = "testing"))]
mod clock;
mod config;
mod descriptors;
mod engine;
mod thread_cancel;
#[cfg(feature = "testing")]
pub use engine::job::fault;
mod diagnostics;
mod epoch;
mod error;
mod event;
mod exchange;
pub mod ffi;
#[cfg(feature = "testing")]
pub mod hwid;
#[cfg(not(feature = "testing"))]
mod hwid;
mod key_text;
mod log;
mod mailbox;
mod offline;
mod on_load;
mod panic;
mod per_process;
mod policy;
mod process;
mod protocol;
mod random;
mod resources;
mod secret;
mod session;
mod standard_error;
mod status;
mod sync;
mod text;
#[cfg(feature = "testing")]
pub mod transport;
#[cfg(not(feature = "testing"))]
mod transport;
mod trust;
mod variables;
mod wait_for_graph;
