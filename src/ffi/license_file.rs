//! What a session from a license file tells besides.

use std::ffi::c_char;

use super::lent::{borrowed, read};
use super::opaque::af_session;
use crate::offline::{HwidPolicy, LicenseFile};
use crate::session::Session;
use crate::values::text::Text;

/// Which machines a license file is for.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_hwid_policy {
    /// Not a session from a license file.
    None = 0,
    /// Those that it lists.
    Bound = 1,
    /// Any.
    Any = 2,
}

fn of_file<T>(session: *const af_session, empty: T, get: impl FnOnce(&LicenseFile) -> Option<T>) -> T {
    read(session, None, |session: &Session| session.file().and_then(get)).unwrap_or(empty)
}

/// Tells the license file's own name (a UUID), to quote to its operator.
///
/// @return UTF-8, borrowed; NULL for a session of the service, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_file_id(session: *const af_session) -> *const c_char {
    of_file(session, std::ptr::null(), |file| Some(borrowed(file.jti.as_deref())))
}

/// Tells which machines the license file is for.
///
/// @return `AF_HWID_POLICY_NONE` for a session of the service, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_hwid_policy(session: *const af_session) -> af_hwid_policy {
    of_file(session, af_hwid_policy::None, |file| match file.hwid_policy {
        HwidPolicy::Any => Some(af_hwid_policy::Any),
        HwidPolicy::Bound(_) => Some(af_hwid_policy::Bound),
    })
}

/// Counts the machines that the license file lists; 0 when it is for any, for a session of the service, and
/// for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_bound_hwid_count(session: *const af_session) -> usize {
    of_file(session, 0, |file| Some(bound(file).len()))
}

/// Tells the hardware id of a machine that the license file lists.
///
/// @param index 0 to count - 1, in the order of the file.
/// @return UTF-8, borrowed from the session; NULL when out of range.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_bound_hwid_at(session: *const af_session, index: usize) -> *const c_char {
    of_file(session, std::ptr::null(), |file| bound(file).get(index).map(|hwid| hwid.as_ptr()))
}

fn bound(file: &LicenseFile) -> &[std::ffi::CString] {
    match &file.hwid_policy {
        HwidPolicy::Bound(hwids) => hwids,
        HwidPolicy::Any => &[],
    }
}

/// Gives the license file's text as it was given or handed out: for hosts with a storage of their own.
/// Holds the license key: not for logs.
///
/// @return UTF-8, borrowed; NULL for a session of the service, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_file(session: *const af_session) -> *const c_char {
    of_file(session, std::ptr::null(), |file| file.text.as_ref().map(Text::as_ptr))
}

/// Tells whether an offline activation got the file that this machine already had, which costs nothing.
/// False for all other sessions, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_is_reissued(session: *const af_session) -> bool {
    of_file(session, false, |file| Some(file.replay))
}
