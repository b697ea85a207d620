//! The C interface: `generate` reads it from the Rust source of the border and writes it down for every language,
//! `messages` what users are told, `abi` holds the header against the baselines of earlier versions, and `public_api` writes
//! down what is public of C#.

pub mod abi;
pub mod generate;
mod messages;
pub mod public_api;
