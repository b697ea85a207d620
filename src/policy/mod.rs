//! Pure decisions: values in, decision out.

pub mod heartbeat;
pub mod retry;
