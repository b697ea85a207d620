//! Bytes to values and back, without I/O. `docs/protocol.md` has the facts.

pub mod envelope;
pub mod json;
pub mod payload;
pub mod request;
pub mod time;
pub mod token;
mod verify;

pub use payload::Payload;
pub use verify::{Kind, Reply, reply};
