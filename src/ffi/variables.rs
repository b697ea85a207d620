//! Typed lookups in a session's variables, for both scopes: `app` (the app's) and `license` (this
//! license's). None of them takes a lock or allocates.

use std::ffi::c_char;

use super::session::{af_session, read};
use super::text;
use crate::session::Session;
use crate::variables::{Variable, Variables};

/// What a variable is.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_variable_type {
    /// There is no variable of this name.
    None = 0,
    /// JSON null.
    Null = 1,
    Bool = 2,
    /// A whole number of 64 bits, also when it is written as 3.0 or 1e3.
    Int = 3,
    /// Any other number.
    Double = 4,
    String = 5,
    /// An array or object: read it from the JSON text.
    Json = 6,
}

type Scope = fn(&Session) -> &Variables;

fn app(session: &Session) -> &Variables {
    &session.app
}

fn license(session: &Session) -> &Variables {
    &session.license
}

fn find<T>(
    session: *const af_session,
    scope: Scope,
    name: *const c_char,
    fallback: T,
    get: impl FnOnce(Variable<'_>) -> Option<T>,
) -> T {
    let found = read(session, None, |session| get(scope(session).get(text::name(name)?)?));
    found.unwrap_or(fallback)
}

fn bool_of(variable: Variable<'_>) -> Option<bool> {
    if let Variable::Bool(flag) = variable { Some(flag) } else { None }
}

fn int_of(variable: Variable<'_>) -> Option<i64> {
    if let Variable::Int(number) = variable { Some(number) } else { None }
}

#[expect(clippy::cast_precision_loss, reason = "the caller asked for a double")]
fn double_of(variable: Variable<'_>) -> Option<f64> {
    match variable {
        Variable::Double(number) => Some(number),
        Variable::Int(number) => Some(number as f64),
        _ => None,
    }
}

fn string_of(variable: Variable<'_>) -> Option<*const c_char> {
    if let Variable::String(text) = variable { Some(text.as_ptr()) } else { None }
}

fn type_of(variable: Variable<'_>) -> Option<af_variable_type> {
    Some(match variable {
        Variable::Null => af_variable_type::Null,
        Variable::Bool(_) => af_variable_type::Bool,
        Variable::Int(_) => af_variable_type::Int,
        Variable::Double(_) => af_variable_type::Double,
        Variable::String(_) => af_variable_type::String,
        Variable::Json(_) => af_variable_type::Json,
    })
}

fn name_at(session: *const af_session, scope: Scope, index: usize) -> *const c_char {
    let null = std::ptr::null();
    read(session, null, |session| scope(session).name(index).map_or(null, |name| name.as_ptr()))
}

/// Looks up a boolean in this license's variables.
///
/// @param name UTF-8, exact case.
/// @param fallback Returned when there is no such variable or it is of another type, and for NULL and
///   stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_bool(
    session: *const af_session,
    name: *const c_char,
    fallback: bool,
) -> bool {
    find(session, license, name, fallback, bool_of)
}

/// Looks up a whole number in this license's variables, as `af_session_license_bool`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_int(
    session: *const af_session,
    name: *const c_char,
    fallback: i64,
) -> i64 {
    find(session, license, name, fallback, int_of)
}

/// Looks up any number in this license's variables, as `af_session_license_bool`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_double(
    session: *const af_session,
    name: *const c_char,
    fallback: f64,
) -> f64 {
    find(session, license, name, fallback, double_of)
}

/// Looks up a text in this license's variables, as `af_session_license_bool`.
///
/// @return UTF-8, borrowed from the session; or `fallback` itself, which may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_string(
    session: *const af_session,
    name: *const c_char,
    fallback: *const c_char,
) -> *const c_char {
    find(session, license, name, fallback, string_of)
}

/// Tells what a variable of this license is.
///
/// @return `AF_VARIABLE_TYPE_NONE` when there is no such variable, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_type(
    session: *const af_session,
    name: *const c_char,
) -> af_variable_type {
    find(session, license, name, af_variable_type::None, type_of)
}

/// Counts this license's variables.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_count(session: *const af_session) -> usize {
    read(session, 0, |session| license(session).len())
}

/// Names one of this license's variables.
///
/// @param index 0 to count - 1; sorted by name.
/// @return UTF-8, borrowed from the session; NULL when out of range.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_name(session: *const af_session, index: usize) -> *const c_char {
    name_at(session, license, index)
}

/// All of this license's variables as a JSON object, UTF-8, borrowed; `{}` when there are none.
///
/// @return NULL for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_license_json(session: *const af_session) -> *const c_char {
    read(session, std::ptr::null(), |session| license(session).json.as_ptr())
}

/// Looks up a boolean in the app's variables, as `af_session_license_bool`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_app_bool(
    session: *const af_session,
    name: *const c_char,
    fallback: bool,
) -> bool {
    find(session, app, name, fallback, bool_of)
}

/// Looks up a whole number in the app's variables, as `af_session_license_bool`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_app_int(session: *const af_session, name: *const c_char, fallback: i64) -> i64 {
    find(session, app, name, fallback, int_of)
}

/// Looks up any number in the app's variables, as `af_session_license_bool`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_app_double(
    session: *const af_session,
    name: *const c_char,
    fallback: f64,
) -> f64 {
    find(session, app, name, fallback, double_of)
}

/// Looks up a text in the app's variables, as `af_session_license_bool`.
///
/// @return UTF-8, borrowed from the session; or `fallback` itself, which may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_app_string(
    session: *const af_session,
    name: *const c_char,
    fallback: *const c_char,
) -> *const c_char {
    find(session, app, name, fallback, string_of)
}

/// Tells what a variable of the app is.
///
/// @return `AF_VARIABLE_TYPE_NONE` when there is no such variable, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_app_type(session: *const af_session, name: *const c_char) -> af_variable_type {
    find(session, app, name, af_variable_type::None, type_of)
}

/// Counts the app's variables.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_app_count(session: *const af_session) -> usize {
    read(session, 0, |session| app(session).len())
}

/// Names one of the app's variables.
///
/// @param index 0 to count - 1; sorted by name.
/// @return UTF-8, borrowed from the session; NULL when out of range.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_app_name(session: *const af_session, index: usize) -> *const c_char {
    name_at(session, app, index)
}

/// All of the app's variables as a JSON object, UTF-8, borrowed; `{}` when there are none.
///
/// @return NULL for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_app_json(session: *const af_session) -> *const c_char {
    read(session, std::ptr::null(), |session| app(session).json.as_ptr())
}
