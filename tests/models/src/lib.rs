//! Files of the library as they are, whose threads, locks and condition variables are shuttle's here: a
//! test under `tests/` runs them in every order, or in very many.

#![allow(dead_code, reason = "a model uses a part of what the library does")]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "the library's own tests are here too, for Clippy alone")
)]
#![allow(unexpected_cfgs, reason = "the library's feature for tests")]

pub mod client;
pub mod ffi;
pub mod protocol;
pub mod run;
pub mod runtime;
pub mod transport;
pub mod values;

#[path = "../../../src/status/mod.rs"]
pub mod status;

pub mod session {
    #[derive(Debug)]
    pub struct Session(pub u64);
}
