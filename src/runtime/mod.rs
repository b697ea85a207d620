//! The ground floor: what a process and a machine offer. Each file owns what it keeps for its process; nothing here knows
//! of licenses, the service or the host's objects.

mod allocator;
pub mod child;
pub mod clock;
pub mod descriptors;
pub mod diagnostics;
pub mod disk;
#[cfg(windows)]
pub mod ending;
pub mod engine;
pub mod epoch;
pub mod lock;
pub mod log;
#[cfg(windows)]
mod module;
pub mod moment;
mod on_load;
pub mod panic;
pub mod per_process;
pub mod published;
pub mod random;
pub mod readiness;
pub mod resources;
mod standard_error;
pub mod sync;
pub mod thread_cancel;
pub mod wait_for_graph;
#[cfg(windows)]
pub mod wine;
