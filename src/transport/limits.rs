//! Every number that bounds what a server can make us do.

use std::time::Duration;

/// Longest body that is read. Answers of the service are about one KiB.
pub const BODY: u64 = 256 * 1024;
/// Longest block of response headers.
pub const HEADERS: usize = 16 * 1024;
/// Addresses of a name that are tried for one connection.
pub const ADDRESSES: usize = 64;
/// Buffers of a connection, each way; ureq's own default is 128 KiB.
pub const BUFFER: usize = 16 * 1024;
/// Idle connections that are kept, in total and to one host.
pub const IDLE_CONNECTIONS: usize = 4;
/// An idle connection older than this is not used again.
pub const IDLE_AGE: Duration = Duration::from_secs(30);
/// Longest file with trust roots.
pub const CA_FILE: usize = 4 * 1024 * 1024;
