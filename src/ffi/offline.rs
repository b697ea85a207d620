//! Licenses without the service: from a file, and how to get one.

use std::ffi::c_char;

use super::call::{block, key_of, start};
use super::error::af_error;
use super::event::af_request;
use super::guard::Blocks;
use super::opaque::{af_client, af_session};
use super::text;
use crate::client::Task;
use crate::offline::input;
use crate::status::Status;
use crate::values::error::Result;
use crate::values::limits::{self, MAX_PATH};

fn input_of(path_or_text: *const c_char) -> Result<String> {
    text::known(path_or_text, "path_or_text", limits::LICENSE_FILE, input::is_text)
}

/// Logs in with a license file (`.authforge`), without any network: verifies that a trusted key signed it
/// for this app and machine and that it has not ended, and keeps it as the session, of the kind
/// `AF_SESSION_KIND_OFFLINE`. There are no heartbeats. When the file ends while the program runs, the
/// session ends: `AF_REASON_HEARTBEAT_FAILED` with `AF_STATUS_EXPIRED`. Its end is judged by this
/// computer's clock; a file with an end is refused by a clock that is more than a day behind its issue.
///
/// On failure an earlier session stays as it was, and the failure callback is called with
/// `AF_REASON_OFFLINE_LOGIN_FAILED`; it never ends the process. Needs neither app secret nor license key.
///
/// @param path_or_text A path, UTF-8, of a file of at most 256 KiB; or the text itself, known by its line
///   `-----BEGIN AUTHFORGE LICENSE-----`. What mail, chat and editors do to it does not matter, nor in what
///   encoding; of several files in one text the first good one is taken. A file that another program holds
///   open is waited for, 2 s at most.
/// @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
/// @return `AF_STATUS_READ_ERROR`, `AF_STATUS_IS_ACTIVATION_REQUEST`, `AF_STATUS_BAD_ARMOR`,
///   `AF_STATUS_BAD_SIGNATURE`, `AF_STATUS_UNSUPPORTED_VERSION`, `AF_STATUS_MALFORMED_PAYLOAD`,
///   `AF_STATUS_WRONG_APP`, `AF_STATUS_EXPIRED`, `AF_STATUS_HWID_MISMATCH`, `AF_STATUS_CLOCK_WRONG`, in the
///   order in which they are checked; where the machine is `AF_STATUS_HWID_UNAVAILABLE` as for
///   `af_client_hwid`; `AF_STATUS_OUT_OF_RESOURCES` for want of any.
#[unsafe(no_mangle)]
pub extern "C" fn af_login_from_file(
    client: *mut af_client,
    path_or_text: *const c_char,
    out_session: *mut *mut af_session,
    error: *mut af_error,
) -> Status {
    block(client, error, "af_login_from_file", Blocks::TheLog, out_session, &mut || {
        Ok(Task::LoginFromFile(input_of(path_or_text)?))
    })
}

/// `af_login_from_file` without blocking. One that fails is told as a failure and then as the end of its
/// request: see `AF_EVENT_KIND_REQUEST_FINISHED`.
///
/// @param out_request As for `af_login_start`.
#[unsafe(no_mangle)]
pub extern "C" fn af_login_from_file_start(
    client: *mut af_client,
    path_or_text: *const c_char,
    out_request: *mut af_request,
    error: *mut af_error,
) -> Status {
    start(client, error, out_request, &mut || Ok(Task::LoginFromFile(input_of(path_or_text)?)))
}

/// Verifies what `af_login_from_file` verifies, but keeps nothing and never calls back.
///
/// @param path_or_text As for `af_login_from_file`.
/// @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
/// @return As `af_login_from_file`.
#[unsafe(no_mangle)]
pub extern "C" fn af_verify_license_file(
    client: *const af_client,
    path_or_text: *const c_char,
    out_session: *mut *mut af_session,
    error: *mut af_error,
) -> Status {
    block(client, error, "af_verify_license_file", Blocks::TheLog, out_session, &mut || {
        Ok(Task::VerifyFile(input_of(path_or_text)?))
    })
}

/// `af_verify_license_file` without blocking; the event carries the session.
///
/// @param out_request As for `af_login_start`.
#[unsafe(no_mangle)]
pub extern "C" fn af_verify_license_file_start(
    client: *mut af_client,
    path_or_text: *const c_char,
    out_request: *mut af_request,
    error: *mut af_error,
) -> Status {
    start(client, error, out_request, &mut || Ok(Task::VerifyFile(input_of(path_or_text)?)))
}

fn activation(license_key: *const c_char, path: *const c_char) -> Result<Task> {
    Ok(Task::Activate {
        license_key: key_of(license_key)?,
        path: text::optional(path, "path", MAX_PATH)?.map(str::to_owned),
    })
}

/// Turns a license key into a license file for this machine with one call to the service, and logs in with
/// it, unless a login that was begun later has succeeded meanwhile: from then on `af_login_from_file` works
/// without a network, for ever. The app must have opted in, and the license must have no end and a limited
/// number of seats. A new machine takes a seat that nothing gives back and costs the app's owner two
/// credits; the same machine again costs nothing and gets the same file.
///
/// The file is verified before it is written and written before the session changes. On any failure nothing
/// is written, an earlier file and session stay as they were, nobody is called back and the process goes
/// on.
///
/// @param license_key As for `af_login`.
/// @param path Where to write the file, byte for byte, UTF-8, at most 4096 bytes: first beside it, flushed,
///   then renamed, so that it is whole whenever the process dies; readable by its owner only, from the
///   beginning (mode 0600; on Windows an access list of its own); missing folders are made. A symbolic
///   link, a folder (`dir/` is one), a device, a read-only file and a place where no file can be made are
///   refused before the service is asked: it is tried, and nothing is left of that. A relative one begins in
///   the folder that the process is in when this is called. NULL writes nothing; `af_session_license_file`
///   has the text.
/// @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
/// @return As `af_login`, the codes of offline activation among them (`AF_STATUS_HWID_MISMATCH` is: no seat
///   is free); `AF_STATUS_OFFLINE_FILE_REJECTED` if the file does not pass verification or is for another
///   license key, the message says why; `AF_STATUS_FILE_WRITE_FAILED`, which after the service has answered
///   says that asking again brings the same file; `AF_STATUS_WOULD_DEADLOCK` inside a callback on a library
///   thread. What is told as `AF_STATUS_CANCELLED` is not written.
#[unsafe(no_mangle)]
pub extern "C" fn af_activate_offline(
    client: *mut af_client,
    license_key: *const c_char,
    path: *const c_char,
    out_session: *mut *mut af_session,
    error: *mut af_error,
) -> Status {
    block(client, error, "af_activate_offline", Blocks::Callbacks, out_session, &mut || {
        activation(license_key, path)
    })
}

/// `af_activate_offline` without blocking, also where a disk hangs; the event carries the session. A place
/// where no file can be made is told by the event, a path that names no file at once.
///
/// @param out_request As for `af_login_start`.
#[unsafe(no_mangle)]
pub extern "C" fn af_activate_offline_start(
    client: *mut af_client,
    license_key: *const c_char,
    path: *const c_char,
    out_request: *mut af_request,
    error: *mut af_error,
) -> Status {
    start(client, error, out_request, &mut || activation(license_key, path))
}
