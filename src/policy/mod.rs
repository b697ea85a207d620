//! Pure decisions: values in, decision out.

pub mod budget;
pub mod heartbeat;
