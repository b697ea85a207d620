//! The life of a session, hours in milliseconds: the real C ABI, the development server, the manual clock.
#![cfg(feature = "testing")]

mod host;
mod offline;
mod online;
