//! The life of a session, hours in milliseconds: the real C ABI, the development server, the manual clock.
#![cfg(feature = "testing")]
#![allow(clippy::unwrap_used)]

mod asked;
mod awaited;
#[path = "../capi/mod.rs"]
mod capi;
mod chance;
mod endings;
mod host;
mod injected_faults;
mod log_lines;
mod offline;
mod online;
mod retrying;
mod wakeups;
