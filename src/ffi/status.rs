//! Statuses as text and by class.

use std::ffi::{CString, c_char};

use super::guard::infallible;
use crate::per_process::PerProcess;
use crate::status::{self, Class, TABLE};

/// The table's texts with their terminators, in the order of the table.
fn texts() -> &'static [(CString, CString)] {
    static TEXTS: PerProcess<Vec<(CString, CString)>> = PerProcess::new();
    TEXTS.get(|| {
        let text = |text: &str| CString::new(text).unwrap_or_default();
        TABLE.iter().map(|row| (text(row.code), text(row.message))).collect()
    })
}

fn position(status: i32) -> Option<usize> {
    TABLE.iter().position(|row| row.status as i32 == status)
}

/// Names a status as all AuthForge libraries do, for example `"invalid_key"`.
///
/// @param status Any number.
/// @return Static text; `"unknown_status"` for a number that is none.
#[unsafe(no_mangle)]
pub extern "C" fn af_status_code(status: i32) -> *const c_char {
    let unknown = c"unknown_status".as_ptr();
    infallible(unknown, || position(status).map_or(unknown, |at| texts()[at].0.as_ptr()))
}

/// Explains a status in one English sentence for a developer's log.
///
/// @param status Any number.
/// @return Static text, never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn af_status_message(status: i32) -> *const c_char {
    let unknown = c"a status that this version does not know".as_ptr();
    infallible(unknown, || position(status).map_or(unknown, |at| texts()[at].1.as_ptr()))
}

/// Tells whether a session survives this failure of a heartbeat, so that the next one may succeed.
///
/// @param status Any number; false for success and for mistakes of the caller (1-99).
#[unsafe(no_mangle)]
pub extern "C" fn af_status_is_transient(status: i32) -> bool {
    status::find(status).is_some_and(|row| row.class == Class::Transient)
}

/// Tells whether this failure ends a session.
///
/// @param status Any number.
#[unsafe(no_mangle)]
pub extern "C" fn af_status_is_fatal(status: i32) -> bool {
    status::find(status).is_some_and(|row| row.class == Class::Fatal)
}
