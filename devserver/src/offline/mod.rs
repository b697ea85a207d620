//! License files and what leads to one: an activation from inside a program, or an operator's order.

pub(crate) mod activation;
pub(crate) mod activation_request;
pub(crate) mod armor;
pub(crate) mod file_order;
pub(crate) mod license_file;
pub(crate) mod minting;
pub(crate) mod offline_file;
