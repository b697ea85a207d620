//! A development server that behaves like the AuthForge licensing service.
//!
//! ```
//! use authforge_devserver::{Effect, Endpoint, Fault, Options, Server};
//!
//! let server = Server::start(Options::default())?;
//! // Point the client at server.url(), with app_id(), app_secret(), public_key() and license_key().
//! server.add_fault(Fault::new(Effect::Close).on(Endpoint::Heartbeat).times(1))?;
//! server.revoke(server.license_key())?;
//! # Ok::<(), authforge_devserver::Error>(())
//! ```
//!
//! From outside in: [`Server`] owns a thread that runs two listeners. `http` accepts connections and turns answers into
//! bytes; `auth` and `admin` answer what comes, the one as the service does, the other for tests. What they know is in
//! `model`, behind the one lock of its `service`. `offline` writes license files and reads activation requests, `faults` says
//! what goes wrong on purpose, `values` has what all of them speak of.
//!
//! Each room knows those before it in this list and none behind it, which `tests/floors` holds: `values`, `http`, `faults`,
//! `offline`, `model`, `auth`, `admin`, and then the files here.

#![forbid(unsafe_code)]

mod admin;
mod auth;
mod controls;
mod faults;
mod http;
mod model;
mod offline;
mod options;
mod server;
mod values;

pub use controls::AppSnapshot;
pub use faults::effect::Effect;
pub use faults::fault::{Fault, FaultScope};
pub use faults::raw_json::RawJson;
pub use http::tls_flaw::TlsFlaw;
pub use model::access::AccessLists;
pub use model::app::{AppSpec, AppUpdate, KeySpec};
pub use model::fixtures::{FixtureSource, Fixtures};
pub use model::license::{License, LicenseSpec, LicenseStatus, Slots};
pub use model::record::RecordedRequest;
pub use offline::file_order::FileOrder;
pub use offline::license_file::{LicenseFile, Machines};
pub use offline::offline_file::{FileOrigin, OfflineFile};
pub use options::Options;
pub use server::{Contact, Server};
pub use values::endpoint::Endpoint;
pub use values::error::Error;
pub use values::moment::Moment;
pub use values::refusal::ErrorCode;
pub use values::signing::Seed;
pub use values::variables::Variables;
