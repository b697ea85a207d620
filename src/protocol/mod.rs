//! Bytes to values and back, without I/O. `docs/protocol.md` has the facts.

pub mod envelope;
pub mod payload;
pub mod request;
pub mod time;
mod verify;

pub use payload::Payload;
pub use verify::{Kind, Reply, reply};
