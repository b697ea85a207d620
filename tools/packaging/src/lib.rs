//! What is handed out: packages for engines, and the notices of whose code is in the library.

pub mod notices;
pub mod package;
