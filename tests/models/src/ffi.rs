//! Of the border, for models.

#[path = "../../../src/ffi/pile.rs"]
pub mod pile;
