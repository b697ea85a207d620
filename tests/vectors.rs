//! The conformance vectors that are published with the official client, through the C ABI. They are read
//! from the package itself, a dev-dependency: nothing is copied, and a new case fails until it is run. Beside them
//! the project's own of machine ids, which no package has.
#![cfg(feature = "testing")]

#[path = "vectors/activation_requests.rs"]
mod activation_requests;
#[path = "vectors/activations.rs"]
mod activations;
mod capi;
#[path = "vectors/folder.rs"]
mod folder;
#[path = "vectors/hwids.rs"]
mod hwids;
#[path = "vectors/license_files.rs"]
mod license_files;
#[path = "differential/loopback.rs"]
mod loopback;
#[path = "vectors/machine_ids.rs"]
mod machine_ids;
#[path = "vectors/package.rs"]
mod package;
#[path = "vectors/signatures.rs"]
mod signatures;
#[path = "vectors/turn.rs"]
mod turn;
