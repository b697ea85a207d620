//! What the server knows - apps, licenses, the clock, limits, faults that wait - and what may be done to it.

pub(crate) mod access;
pub(crate) mod app;
pub(crate) mod clock;
pub(crate) mod fixtures;
pub(crate) mod license;
pub(crate) mod license_files;
pub(crate) mod limits;
pub(crate) mod minting;
pub(crate) mod record;
pub(crate) mod service;
pub(crate) mod state;
pub(crate) mod token_key;
