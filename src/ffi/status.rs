//! Statuses as text, by class, and what to do about them.

use std::ffi::c_char;

use crate::status::{self, Advice, Class, Row};

/// Names a status as all AuthForge libraries do, for example `"invalid_key"`.
///
/// @param status Any number.
/// @return Static text; `"unknown_status"` for a number that is none.
#[unsafe(no_mangle)]
pub extern "C" fn af_status_code(status: i32) -> *const c_char {
    status::find(status).map_or(c"unknown_status", Row::code).as_ptr()
}

/// Explains a status in one English sentence for a developer's log.
///
/// @param status Any number.
/// @return Static text, never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn af_status_message(status: i32) -> *const c_char {
    status::find(status).map_or(c"a status that this version does not know", Row::message).as_ptr()
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

/// Tells what the program should do after a login that failed so, or when its session ended so.
///
/// @param status Any number. One that this version does not know is judged by its hundred (`af_status`).
/// @return `AF_ADVICE_STOP` also for a number that no status can have.
#[unsafe(no_mangle)]
pub extern "C" fn af_status_advice(status: i32) -> Advice {
    status::outlook(status).0
}
