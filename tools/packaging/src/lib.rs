//! What is handed out: archives for each system, packages for engines, and the notices of whose code is in the library.

pub mod dist;
pub mod notices;
pub mod package;
