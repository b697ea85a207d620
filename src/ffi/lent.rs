//! Reading a session through its handle, and what it lends out of itself.

use std::ffi::{CStr, c_char};

use super::guard::infallible;
use super::handles::handles;
use super::opaque::af_session;
use crate::session::Session;

/// What `get` reads; `empty` for what is no session.
pub fn read<T>(session: *const af_session, empty: T, get: impl FnOnce(&Session) -> T) -> T {
    infallible(None, || handles().sessions.find(session as usize).map(|session| get(&session)))
        .unwrap_or(empty)
}

/// A text that is good as long as its session.
pub fn borrowed(text: Option<&CStr>) -> *const c_char {
    text.map_or(std::ptr::null(), CStr::as_ptr)
}
