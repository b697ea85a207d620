//! What threads share and wait with. Whoever takes these from here can be given others: `tests/models` runs
//! such files under a scheduler of its own.

pub use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, atomic};
pub use std::thread_local;
