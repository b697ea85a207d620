//! What works without the service: license files, activation requests, and files on disk.

pub mod activation_request;
mod armor;
mod draft;
pub mod input;
pub mod license_file;
pub mod store;
mod target;

pub use activation_request::ActivationRequest;
pub use license_file::{HwidPolicy, LicenseFile};
