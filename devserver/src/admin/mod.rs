//! The private side: the developer API under `/v1` and the test controls under `/dev`.

mod apps;
mod dev;
mod front;
mod licenses;
mod offline_files;
mod reply;
mod request;

pub(crate) use front::AdminFront;
