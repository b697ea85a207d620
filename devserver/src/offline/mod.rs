//! License files and activation requests: what they say, and their text.
//!
//! **This must never share a line of code with `src/offline` of the library, in either direction.** Each of the two was
//! written from the description of the formats (`docs/protocol.md`), and the tests hold one against the other: what this
//! server writes the library has to read, and what the library writes this server has to read. A mistake in code that both
//! used would be made twice, agree with itself, and pass every test. `devserver/tests/independence.rs` looks for the plain
//! ways to do so.

pub(crate) mod activation_request;
pub(crate) mod armor;
pub(crate) mod file_order;
pub(crate) mod license_file;
pub(crate) mod mint_refusal;
pub(crate) mod offline_file;
