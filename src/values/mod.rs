//! What is handed around on every floor: the error, secrets, texts, and the numbers that bound them.

pub mod clip;
pub mod encoding;
pub mod error;
pub mod hash;
pub mod key_text;
pub mod limits;
pub mod pause;
pub mod quoted;
pub mod redacted;
pub mod secret;
pub mod text;
