//! Files on disk: read with a limit, written whole or not at all.

mod draft;
mod in_use;
#[cfg(windows)]
mod owner_only;
pub mod store;
mod target;
#[cfg(any(windows, test))]
mod windows_name;
