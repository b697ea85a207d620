//! Every number that bounds what a host, a server, a file or time can make us hold. Widths that a format prescribes stand
//! with the format, and times with the decisions that they are part of.

use std::time::Duration;

// Texts of a host, in bytes. The service's own are shorter.

pub const MAX_APP_ID: usize = 256;
pub const MAX_APP_SECRET: usize = 1024;
/// A trust list.
pub const MAX_PUBLIC_KEY: usize = 4096;
/// Most keys of a trust list; a rotation needs two.
pub const MAX_PUBLIC_KEYS: usize = 16;
pub const MAX_MODE: usize = 32;
/// What browsers and servers take too.
pub const MAX_URL: usize = 2048;
pub const MAX_LICENSE_KEY: usize = 256;
pub const MAX_HWID: usize = 256;
/// What Linux takes.
pub const MAX_PATH: usize = 4096;
pub const MAX_SESSION_TOKEN: usize = 16 * 1024;
/// Of an activation request's field, before it is clipped.
pub const MAX_REQUEST_FIELD: usize = 4096;
/// A line that a host says to the log.
pub const MAX_HOST_LINE: usize = 1024;
/// A sentence for the user.
pub const MAX_USER_MESSAGE: usize = 1024;
/// Different tables of them in one process: each is kept, since texts of it may be in use.
pub const MAX_USER_MESSAGE_TABLES: u32 = 64;

// What a client holds for its host.

/// Started requests: more than a host asks at once on purpose. One is open until its event was fetched. A call that
/// blocks holds a thread of the host, which is bound enough.
pub const OPEN_REQUESTS: usize = 64;
/// Messages that were not fetched: more than a host can miss in an hour of heartbeats at the shortest interval. The ends
/// of requests come on top: there are no more of them than a client may have open.
pub const MESSAGES: usize = 512;

// What we say.

/// A message, in bytes: what `af_error` has room for.
pub const LONGEST_MESSAGE: usize = 255;
/// A text of others in it.
pub const MOST_QUOTED: usize = 80;
/// A line on stderr: what a pipe takes whole or not at all, on every system.
pub const STDERR_LINE: usize = 512;
/// So many lines on stderr may hang at a time. Others are dropped meanwhile.
pub const STDERR_WRITERS: usize = 4;

// What a server can make us do.

/// Longest body that is read. Answers of the service are about one KiB.
pub const BODY: u64 = 256 * 1024;
/// Longest block of response headers.
pub const HEADERS: usize = 16 * 1024;
/// Objects and arrays of JSON inside each other, the outermost counted. Deeper ones would cost whoever calls his stack.
pub const JSON_DEPTH: usize = 64;
/// Addresses of a name that are tried for one connection.
pub const ADDRESSES: usize = 64;
/// Buffers of a connection, each way; ureq's own default is 128 KiB.
pub const BUFFER: usize = 16 * 1024;
/// Idle connections that are kept, to all hosts that clients with the same issuers ask.
pub const IDLE_CONNECTIONS: usize = 64;
/// An idle connection older than this is not used again.
pub const IDLE_AGE: Duration = Duration::from_secs(30);

// What a file can make us do.

/// Longest file with trust roots.
pub const CA_FILE: usize = 4 * 1024 * 1024;
/// Longer than any file that the service makes; what a wrong path may lead to is not read further.
pub const LICENSE_FILE: usize = 256 * 1024;
/// Blocks of armor in a text that are tried: enough for the mails of years in one, and an end to a hostile one.
pub const ARMOR_BLOCKS: usize = 32;
/// Places where their base64 may begin, for the same reason.
pub const ARMOR_STARTS: usize = 4;

// What this machine can make us hold for its id.

/// Longest file that names it: longer than any of these texts.
#[cfg(not(any(windows, target_os = "macos")))]
pub const MACHINE_FILE: u64 = 4096;
/// What tells of its processors: a machine of a thousand says less.
#[cfg(target_os = "linux")]
pub const PROCESSORS_FILE: u64 = 4 * 1024 * 1024;
/// Of what a program prints this much is kept: many times what an id has of it.
#[cfg(any(windows, target_os = "linux", target_os = "macos"))]
pub const PRINTED: usize = 32 * 1024;
