//! What the library decides about attempts.

#[path = "../../../src/protocol/budget.rs"]
pub mod budget;
