//! The network, left out: what knows of a request on it.

#[path = "../../../src/transport/lease.rs"]
pub mod lease;

pub use lease::Lease;
