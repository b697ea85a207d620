//! The C interface: `generate` reads it from the Rust source of the border and writes it down for every language,
//! `messages` what users are told, and `abi` holds the header against the baselines of earlier versions.

pub mod abi;
pub mod generate;
mod messages;
