//! A service and its clients on a virtual clock: what all of them together ask of it, in an ordinary day, after an outage,
//! after a release. What a client decides is decided by the library's own files.

#![allow(dead_code, reason = "of the library's files a part is used")]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "the library's own tests are here too, for Clippy alone")
)]
#![allow(unexpected_cfgs, reason = "the library's feature for tests")]

pub mod client;
pub mod protocol;
pub mod runtime;
pub mod values;

#[path = "../../../src/status/mod.rs"]
pub mod status;

pub mod curves;
pub mod policy;
pub mod report;
pub mod scenario;
pub mod service;
pub mod world;
