//! Files on disk: read with a limit, written whole or not at all.

mod draft;
mod in_use;
pub mod store;
mod target;
