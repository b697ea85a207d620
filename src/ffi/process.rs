//! What concerns the whole process.

use std::ffi::c_char;
use std::time::{Duration, Instant};

use super::error::af_error;
use super::guard::{Blocks, fallible, where_it_holds_up};
use crate::client::event::Reason;
use crate::client::shut_down;
use crate::runtime::engine;
use crate::status::Status;
use crate::values::error::Error;

/// Tells the library's version, such as `"0.1.0"`.
///
/// @return Static text.
#[unsafe(no_mangle)]
pub extern "C" fn af_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast::<c_char>()
}

/// Names a reason as all AuthForge libraries do, for example `"heartbeat_failed"`.
///
/// @param reason Any number.
/// @return Static text; `"none"` for a number that is none.
#[unsafe(no_mangle)]
pub extern "C" fn af_reason_name(reason: i32) -> *const c_char {
    let known =
        [Reason::LoginFailed, Reason::HeartbeatFailed, Reason::NetworkError, Reason::OfflineLoginFailed];
    let name = match known.into_iter().find(|known| *known as i32 == reason) {
        Some(Reason::LoginFailed) => c"login_failed",
        Some(Reason::HeartbeatFailed) => c"heartbeat_failed",
        Some(Reason::NetworkError) => c"network_error",
        Some(Reason::OfflineLoginFailed) => c"offline_login_failed",
        Some(Reason::None) | None => c"none",
    };
    name.as_ptr()
}

/// Logs every client out, cancels every request, tells the queued events, and joins the library's threads,
/// with those that an earlier call had to leave. Handles stay valid, and the next login starts the threads
/// anew. For hosts that unload or fork.
///
/// @param timeout_ms How long to wait, in milliseconds, for callbacks that run and for what the host has
///   its thread-local destructors do at the end of the library's threads (on Linux and Windows; elsewhere
///   these are not waited for). The network is not waited for.
/// @return `AF_STATUS_STILL_RUNNING` if a callback (or a name lookup, which no system can interrupt) did
///   not return in time: its thread ends when it does, and the next call joins it.
///   `AF_STATUS_WOULD_DEADLOCK` on a library thread, inside a callback.
#[unsafe(no_mangle)]
pub extern "C" fn af_shutdown(timeout_ms: u32, error: *mut af_error) -> Status {
    fallible(error, || {
        if let Some(place) = where_it_holds_up(Blocks::Callbacks) {
            let why = format!("af_shutdown {place}; call it from a thread of the host");
            return Err(Error::new(Status::WouldDeadlock, why));
        }
        shut_down(Instant::now() + Duration::from_millis(u64::from(timeout_ms)))
    })
}

/// Sets how many threads of the library may do what was started, heartbeats, callbacks and files, for
/// the whole process. As a rule there are four of them at most, six where callbacks, files and servers
/// hang at once, and none at rest; what waits for servers for longer than 20 ms gets more, which end
/// soon after. Where others wait for a thread, a request that has waited 50 ms for its answer gives its
/// own up, and the answer is waited for by the one with the timers: so there may be more requests on
/// their way than threads. Not counted: the one with the timers, that of name lookups, and those of
/// blocking calls, which are the host's own. May be called at any time; where it is less than there
/// are, those beyond it end with what they do.
///
/// @param threads 4 to 256; 64 until it is set.
/// @return `AF_STATUS_INVALID_ARGUMENT` for another number.
#[unsafe(no_mangle)]
pub extern "C" fn af_set_max_threads(threads: i32, error: *mut af_error) -> Status {
    fallible(error, || engine::set_max_threads(threads))
}
