//! The C ABI. Each file is one noun of `include/authforge.h`; nothing here decides anything.
//!
//! Every function goes through `guard`, so that no panic leaves the library, and reaches its object
//! through `handles`, so that no pointer of the host is ever followed to one.

#![allow(unsafe_code)]
#![allow(non_camel_case_types)]
// The contract of every pointer is the header's rule 1: NULL, or valid for what the parameter says.
#![allow(clippy::missing_safety_doc, clippy::not_unsafe_ptr_arg_deref)]

pub mod activation_request;
mod call;
pub mod callback;
pub mod client;
mod client_entry;
pub mod config;
mod config_entry;
pub mod config_enums;
pub mod error;
pub mod event;
mod free_slots;
mod freed_clients;
mod guard;
mod handle;
mod handles;
pub mod heartbeat;
mod host;
mod lent;
pub mod license_file;
pub mod log;
mod number;
pub mod offline;
pub mod opaque;
mod options;
mod out_session;
mod pile;
pub mod process;
pub mod pump;
pub mod self_ban;
pub mod session;
pub mod status;
mod table;
mod text;
pub mod user_messages;
pub mod variables;
