//! What the tests from outside of the library share. Each part of the tests is a test binary of its own in `tests/`;
//! each sentence that it proves is a case, which `cargo test` and `cargo nextest` list, choose and run like any other test.

pub mod c;
pub mod calls;
pub mod case;
pub mod lines;
pub mod mono;
pub mod quickstart;
pub mod system;

pub use case::{Case, Kind, main};
