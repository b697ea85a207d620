//! What works without the service: license files, activation requests, and files on disk.

pub mod activation_request;
mod armor;
pub mod input;
pub mod license_file;
#[cfg(test)]
mod mangled;
mod unescape;

pub use activation_request::ActivationRequest;
pub use license_file::{HwidPolicy, LicenseFile};
