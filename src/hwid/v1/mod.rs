//! Machine ids of the official 1.x clients: a player whose license is bound by one keeps the seat.
//! `docs/protocol.md`, "Machine ids of the 1.x clients". `recipe.rs` is pure; `system` reads the machine.

#![cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "each system needs a part of the recipe"))]

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod making;
#[cfg(not(any(windows, target_os = "linux", target_os = "macos")))]
mod nowhere;
#[cfg(any(target_os = "linux", target_os = "macos"))]
mod program;
mod recipe;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(not(any(windows, target_os = "linux", target_os = "macos")))]
use nowhere as system;
#[cfg(windows)]
use windows as system;

pub use making::{id, known};
pub use recipe::Official;
#[cfg(any(windows, target_os = "linux", target_os = "macos"))]
pub use recipe::{End, KIND, Material, count_and_kind};
#[cfg(any(windows, feature = "testing"))]
pub use recipe::{of_affinity, vendor_and_type};
