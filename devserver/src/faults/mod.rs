//! What goes wrong on purpose: which requests it meets, how often, and what it does to an answer.

pub(crate) mod effect;
pub(crate) mod fault;
pub(crate) mod queue;
pub(crate) mod raw_json;
pub(crate) mod spoiling;
