//! Those of the library's that need nothing.

#[path = "../../../src/values/clip.rs"]
pub mod clip;
#[path = "../../../src/values/error.rs"]
pub mod error;
#[path = "../../../src/values/limits.rs"]
pub mod limits;
#[path = "../../../src/values/pause.rs"]
pub mod pause;
#[path = "../../../src/values/redacted.rs"]
pub mod redacted;
