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
//! From outside in: [`Server`] owns a thread that runs two listeners. `listener` accepts, `auth_front` and
//! `admin` read requests and route them, `service` holds the one lock. Behind it everything is values and
//! decisions: `exchange` lets a fault or a handler (`validate`, `heartbeat`, `offline_activate`, `self_ban`)
//! answer, `state` is what they know, `envelope` signs sessions and `offline` license files, `reply` is the
//! answer that `wire` turns into bytes.

#![forbid(unsafe_code)]

mod access;
mod admin;
mod admission;
mod app;
mod auth_front;
mod clock;
mod controls;
mod effect;
mod endpoint;
mod envelope;
mod error;
mod exchange;
mod fault;
mod fault_queue;
mod fixtures;
mod grant;
mod heartbeat;
mod license;
mod limits;
mod listener;
mod moment;
mod object;
mod offline;
mod offline_activate;
mod options;
mod presence;
mod random;
mod record;
mod refusal;
mod reply;
mod request;
mod self_ban;
mod server;
mod service;
mod signing;
mod state;
mod tls;
mod token;
mod validate;
mod variables;
mod wire;

pub use access::AccessLists;
pub use app::{AppSpec, AppUpdate, KeySpec};
pub use controls::AppSnapshot;
pub use effect::{Effect, RawJson};
pub use endpoint::Endpoint;
pub use error::Error;
pub use fault::{Fault, FaultScope};
pub use fixtures::{FixtureSource, Fixtures};
pub use license::{License, LicenseSpec, LicenseStatus, Slots};
pub use moment::Moment;
pub use offline::file_order::FileOrder;
pub use offline::license_file::{LicenseFile, Machines};
pub use offline::offline_file::{FileOrigin, OfflineFile};
pub use options::{Options, TlsFlaw};
pub use record::RecordedRequest;
pub use refusal::ErrorCode;
pub use server::{Contact, Server};
pub use signing::Seed;
pub use variables::Variables;
