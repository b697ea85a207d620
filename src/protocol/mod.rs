//! One question to the service and the only road to its answer: bytes to values and back, whose word is believed, how
//! often a question is asked. `docs/protocol.md` has the facts.

pub mod budget;
mod envelope;
pub mod exchange;
pub mod json;
mod kind;
pub mod payload;
mod peer;
mod question;
pub mod request;
pub mod time;
pub mod token;
pub mod trust;
mod verify;

pub use payload::Payload;
pub use peer::Peer;
pub use question::Question;
pub use verify::FileText;
