//! `af_session`: an immutable, verified picture of a license.

use std::ffi::c_char;
use std::sync::Arc;

use super::call::out_pointer;
use super::error::af_error;
use super::guard::{fallible_at_once, infallible};
use super::handles::handles;
use super::lent::{borrowed, read};
use super::opaque::af_session;
use crate::protocol::payload::LicenseExpiry;
use crate::session::{Proof, Session};
use crate::status::Status;
use crate::values::text::Text;

/// Where a session comes from.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_session_kind {
    /// Not a session.
    None = 0,
    /// From the service.
    Online = 1,
    /// From a license file.
    Offline = 2,
    /// Reserved for a session that outlives its process: no function of this version makes one.
    Cached = 3,
}

/// When a license ends.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_license_expiry {
    /// The service did not say.
    Unknown = 0,
    /// Never.
    Lifetime = 1,
    /// At a date.
    Date = 2,
}

/// Frees a session and the texts that it lent out. NULL and stale handles are fine.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_free(session: *mut af_session) {
    infallible((), || drop(handles().sessions.remove(session as usize)));
}

/// Makes a second handle of the same session, with a life of its own; for keeping an event's session.
///
/// @param out_session Gets a session to free with `af_session_free`; untouched on failure.
/// @return `AF_STATUS_INVALID_HANDLE`, `AF_STATUS_INVALID_ARGUMENT`, `AF_STATUS_TOO_MANY`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_clone(
    session: *const af_session,
    out_session: *mut *mut af_session,
    error: *mut af_error,
) -> Status {
    fallible_at_once(error, || {
        out_pointer(out_session, "out_session")?;
        let session = Arc::clone(&*handles().sessions.get(session as usize)?);
        let handle = handles().sessions.insert(session)?;
        // SAFETY: checked for NULL above.
        unsafe { *out_session = handle as *mut af_session };
        Ok(())
    })
}

/// Tells where the session comes from.
///
/// @return `AF_SESSION_KIND_NONE` for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_get_kind(session: *const af_session) -> af_session_kind {
    read(session, af_session_kind::None, |session| match session.proof {
        Proof::Token(_) => af_session_kind::Online,
        Proof::File(_) => af_session_kind::Offline,
    })
}

/// Tells when the session ends unless a heartbeat renews it; for a license file, when the file ends.
///
/// @return Unix seconds; `INT64_MAX` for a license file that never ends, and for nothing else (an end that
///   is farther off than the number goes is one less); 0 for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_expires_at(session: *const af_session) -> i64 {
    read(session, 0, |session| session.expires_at().map_or(i64::MAX, |seconds| seconds.min(i64::MAX - 1)))
}

/// Tells when the license itself ends.
///
/// @param out_time Gets Unix seconds for `AF_LICENSE_EXPIRY_DATE`, else untouched; may be NULL.
/// @return `AF_LICENSE_EXPIRY_UNKNOWN` for NULL and stale handles too.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_expires_at(
    session: *const af_session,
    out_time: *mut i64,
) -> af_license_expiry {
    read(session, af_license_expiry::Unknown, |session| match session.license_expiry {
        LicenseExpiry::Unknown => af_license_expiry::Unknown,
        LicenseExpiry::Lifetime => af_license_expiry::Lifetime,
        LicenseExpiry::At(time) => {
            if !out_time.is_null() {
                // SAFETY: not NULL, so valid by the contract.
                unsafe { *out_time = time };
            }
            af_license_expiry::Date
        }
    })
}

/// Tells the operator's label of the license.
///
/// @return UTF-8, borrowed; NULL when it has none.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_label(session: *const af_session) -> *const c_char {
    read(session, std::ptr::null(), |session| borrowed(session.license_label.as_deref()))
}

/// Tells how many machines the license may be bound to.
///
/// @return -1 when the service did not say, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_max_hwid_slots(session: *const af_session) -> i32 {
    read(session, -1, |session| session.max_hwid_slots)
}

/// Tells how many machines the license is bound to.
///
/// @return -1 when the service did not say, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_hwid_count(session: *const af_session) -> i32 {
    read(session, -1, |session| session.hwid_count)
}

/// Tells whether any number of machines may use the license; false for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_has_unlimited_hwid_slots(session: *const af_session) -> bool {
    read(session, false, |session| session.unlimited_hwid_slots)
}

/// Names the key that signed the session. Covered by the signature in a license file only: for logs.
///
/// @return UTF-8, borrowed; NULL when the service did not name it.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_key_id(session: *const af_session) -> *const c_char {
    read(session, std::ptr::null(), |session| borrowed(session.key_id.as_deref()))
}

/// Names the request as the service does, to quote to its support.
///
/// @return UTF-8, borrowed; NULL when the service gave it no name.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_request_id(session: *const af_session) -> *const c_char {
    read(session, std::ptr::null(), |session| borrowed(session.request_id.as_deref()))
}

/// Tells the license key that the session is for: what was sent, or what the license file says. Not for
/// logs.
///
/// @return UTF-8, borrowed; NULL for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_key(session: *const af_session) -> *const c_char {
    read(session, std::ptr::null(), |session| {
        session.license_key.as_ref().map_or(std::ptr::null(), Text::as_ptr)
    })
}

/// Tells when the service signed what the session rests on, by its clock.
///
/// @return Unix seconds; 0 when it did not say, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_issued_at(session: *const af_session) -> i64 {
    read(session, 0, |session| session.issued_at)
}

/// Tells what time it is now by the clock that the session's end is judged by: the service's, which no
/// wrong date of this computer changes; the computer's where the service did not say its time, and for a
/// license file. For a countdown to `af_session_expires_at` or `af_session_license_expires_at`.
///
/// @return Unix seconds; 0 for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_now(session: *const af_session) -> i64 {
    read(session, 0, Session::now)
}

/// Gives the signed payload as JSON. Holds the session token: not for logs.
///
/// @return UTF-8, borrowed; NULL for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_json(session: *const af_session) -> *const c_char {
    read(session, std::ptr::null(), |session| session.json.as_ptr())
}
