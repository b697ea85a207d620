//! The private side: the developer API under `/v1` and the test controls under `/dev`.

mod address;
mod apps;
mod dev;
mod extract;
pub(crate) mod front;
mod licenses;
mod offline_files;
mod reply;
mod routes;
