//! `af_client_heartbeat`: the session renewed when the host wants it.

use super::call::{block, start};
use super::error::af_error;
use super::event::af_request;
use super::guard::Blocks;
use super::opaque::{af_client, af_session};
use crate::client::Task;
use crate::status::Status;

/// Renews the session now, with a heartbeat: for a button "refresh my license". Costs the app's owner a
/// tenth of the credit that a login costs.
///
/// It is a heartbeat as any other, but for when it comes: the same events, the same failure callback, the
/// same verdicts. A fatal one has ended the session when this returns; any other failure leaves it as it
/// was. The next heartbeat comes one interval after it, and with `"LOCAL"`, where this works too, none.
/// One that is under way when this is called is not made a second time: its outcome is that of the call.
/// The session is over at its end all the same, as `af_config_set_heartbeat_interval` says.
///
/// The service allows six heartbeats a minute. Sooner than 10 s after the one before ended, whoever asked
/// for that, or than the service itself has said in a refusal, this is `AF_STATUS_RATE_LIMITED` with the
/// rest of that time in `retry_after_ms`, and nobody is asked. A call takes at most 23 s: the heartbeat's
/// three attempts of 8 s, or of the request timeout where that is shorter, and its pauses.
///
/// @param out_session Gets the renewed session, to free with `af_session_free`; may be NULL; untouched on
///   failure.
/// @return `AF_STATUS_NOT_AUTHENTICATED` without a session, `AF_STATUS_OFFLINE_SESSION` with one from a
///   license file, `AF_STATUS_RATE_LIMITED`, any status of the groups 100, 200 and 300,
///   `AF_STATUS_SESSION_EXPIRED` when the session's end came first, `AF_STATUS_OUT_OF_RESOURCES` without a
///   thread for it, `AF_STATUS_CANCELLED` after logout, free or another login on another thread,
///   `AF_STATUS_WOULD_DEADLOCK` inside a callback on a library thread.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_heartbeat(
    client: *mut af_client,
    out_session: *mut *mut af_session,
    error: *mut af_error,
) -> Status {
    block(client, error, "af_client_heartbeat", Blocks::Callbacks, out_session, &mut || Ok(Task::Heartbeat))
}

/// `af_client_heartbeat` without blocking; the event carries the renewed session. A cancelled request is
/// no longer told of: the heartbeat itself, which others may wait for too, ends as one of the schedule.
/// One that fails is told as a failure first: see `AF_EVENT_KIND_REQUEST_FINISHED`.
///
/// @param out_request As for `af_login_start`.
/// @return What `af_client_heartbeat` finds without asking: `AF_STATUS_NOT_AUTHENTICATED`,
///   `AF_STATUS_OFFLINE_SESSION`, `AF_STATUS_RATE_LIMITED`; `AF_STATUS_TOO_MANY` as `af_login_start`.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_heartbeat_start(
    client: *mut af_client,
    out_request: *mut af_request,
    error: *mut af_error,
) -> Status {
    start(client, error, out_request, &mut || Ok(Task::Heartbeat))
}
