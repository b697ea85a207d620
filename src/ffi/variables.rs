//! Typed lookups in a session's variables, for both scopes. None of them takes a lock or allocates.

use std::ffi::c_char;
use std::mem::offset_of;

use super::lent::read;
use super::opaque::af_session;
use super::options::{self, Sized32};
use super::text;
use crate::session::Session;
use crate::session::variables::{Variable, Variables};

/// What a variable is.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_variable_type {
    /// There is no variable of this name.
    None = 0,
    /// JSON null.
    Null = 1,
    /// True or false.
    Bool = 2,
    /// A whole number of 64 bits, also when it is written as 3.0 or 1e3.
    Int = 3,
    /// Any other number.
    Double = 4,
    /// A text.
    String = 5,
    /// An array or object: read it from the JSON text.
    Json = 6,
}

/// Whose variables. A number that is none of these has no variables.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum af_scope {
    /// The app's, the same for all of its licenses.
    App = 0,
    /// This license's.
    License = 1,
}

/// A variable as it was found. Set it up with `AF_VARIABLE_INIT` for `af_session_variable`. It may grow at
/// its end: only `struct_size` bytes are written. 0 stands for the size of version 0.1.0, as in `af_error`.
#[repr(C)]
pub struct af_variable {
    /// Size of the struct in bytes; the caller's to set.
    pub struct_size: u32,
    /// Tells which of the values there is.
    pub r#type: af_variable_type,
    /// For `AF_VARIABLE_TYPE_INT`, else 0.
    pub int_value: i64,
    /// For `AF_VARIABLE_TYPE_INT` and `AF_VARIABLE_TYPE_DOUBLE`, else 0.
    pub double_value: f64,
    /// For `AF_VARIABLE_TYPE_STRING`, and for `AF_VARIABLE_TYPE_JSON` the JSON, else NULL. UTF-8, borrowed
    /// from the session.
    pub string_value: *const c_char,
    /// For `AF_VARIABLE_TYPE_BOOL`, else false.
    pub bool_value: bool,
}

impl af_variable {
    fn of(found: Variable<'_>, struct_size: u32) -> af_variable {
        let mut out = af_variable {
            struct_size,
            r#type: kind(found),
            int_value: 0,
            double_value: number(found).unwrap_or_default(),
            string_value: std::ptr::null(),
            bool_value: false,
        };
        match found {
            Variable::Null | Variable::Double(_) => {}
            Variable::Bool(flag) => out.bool_value = flag,
            Variable::Int(number) => out.int_value = number,
            Variable::String(text) | Variable::Json(text) => out.string_value = text.as_ptr(),
        }
        out
    }
}

fn kind(found: Variable<'_>) -> af_variable_type {
    match found {
        Variable::Null => af_variable_type::Null,
        Variable::Bool(_) => af_variable_type::Bool,
        Variable::Int(_) => af_variable_type::Int,
        Variable::Double(_) => af_variable_type::Double,
        Variable::String(_) => af_variable_type::String,
        Variable::Json(_) => af_variable_type::Json,
    }
}

#[expect(clippy::cast_precision_loss, reason = "the caller asked for a double")]
fn number(found: Variable<'_>) -> Option<f64> {
    match found {
        Variable::Int(number) => Some(number as f64),
        Variable::Double(number) => Some(number),
        _ => None,
    }
}

impl Sized32 for af_variable {
    const FIRST: usize = if options::POINTER == 8 { 40 } else { 32 };
}

fn variables(session: &Session, scope: i32) -> Option<&Variables> {
    match scope {
        0 => Some(&session.app),
        1 => Some(&session.license),
        _ => None,
    }
}

/// One road for all lookups: what `pick` makes of the variable, else `fallback`.
fn look_up<T: Copy>(
    session: *const af_session,
    scope: i32,
    name: *const c_char,
    fallback: T,
    pick: impl FnOnce(Variable<'_>) -> Option<T>,
) -> T {
    read(session, fallback, |session| {
        let found = variables(session, scope).zip(text::name(name)).and_then(|(all, name)| all.get(name));
        found.and_then(pick).unwrap_or(fallback)
    })
}

/// Looks up a boolean.
///
/// @param scope An `af_scope`.
/// @param name UTF-8, exact case.
/// @param fallback What is returned otherwise.
/// @return The variable; `fallback` when there is none of this name or it is of another type, and for NULL
///   and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variable_bool(
    session: *const af_session,
    scope: i32,
    name: *const c_char,
    fallback: bool,
) -> bool {
    look_up(session, scope, name, fallback, |found| match found {
        Variable::Bool(flag) => Some(flag),
        _ => None,
    })
}

/// Looks up a whole number, as `af_session_variable_bool`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variable_int(
    session: *const af_session,
    scope: i32,
    name: *const c_char,
    fallback: i64,
) -> i64 {
    look_up(session, scope, name, fallback, |found| match found {
        Variable::Int(number) => Some(number),
        _ => None,
    })
}

/// Looks up any number, as `af_session_variable_bool`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variable_double(
    session: *const af_session,
    scope: i32,
    name: *const c_char,
    fallback: f64,
) -> f64 {
    look_up(session, scope, name, fallback, number)
}

/// Looks up a text, as `af_session_variable_bool`.
///
/// @return UTF-8, borrowed from the session; or `fallback` itself, which may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variable_string(
    session: *const af_session,
    scope: i32,
    name: *const c_char,
    fallback: *const c_char,
) -> *const c_char {
    look_up(session, scope, name, fallback, |found| match found {
        Variable::String(text) => Some(text.as_ptr()),
        _ => None,
    })
}

/// Tells what a variable is.
///
/// @param scope An `af_scope`.
/// @param name UTF-8, exact case.
/// @return `AF_VARIABLE_TYPE_NONE` when there is no such variable, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variable_type(
    session: *const af_session,
    scope: i32,
    name: *const c_char,
) -> af_variable_type {
    look_up(session, scope, name, af_variable_type::None, |found| Some(kind(found)))
}

/// Looks up a variable of any type, and tells one that is absent from one that equals a fallback.
///
/// @param scope An `af_scope`.
/// @param name UTF-8, exact case.
/// @param out_variable Set up with `AF_VARIABLE_INIT`; written when true is returned.
/// @return False when there is no such variable, with a `struct_size` that has no room for the type, and
///   for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variable(
    session: *const af_session,
    scope: i32,
    name: *const c_char,
    out_variable: *mut af_variable,
) -> bool {
    if out_variable.is_null() {
        return false;
    }
    // SAFETY: not NULL, so valid for at least its first field, by the contract of the header.
    let size = unsafe { options::room(out_variable) };
    if usize::try_from(size).is_ok_and(|size| size < offset_of!(af_variable, int_value)) {
        return false;
    }
    look_up(session, scope, name, false, |found| {
        // SAFETY: not NULL, so valid for as many bytes as it says, by the contract of the header.
        unsafe { options::write(&mut af_variable::of(found, 0), out_variable, &mut |_, _| {}) };
        Some(true)
    })
}

/// Counts the variables of a scope; 0 for NULL and stale handles.
///
/// @param scope An `af_scope`.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variable_count(session: *const af_session, scope: i32) -> usize {
    read(session, 0, |session| variables(session, scope).map_or(0, Variables::len))
}

/// Names one of the variables of a scope.
///
/// @param scope An `af_scope`.
/// @param index 0 to count - 1; sorted by name.
/// @return UTF-8, borrowed from the session; NULL when out of range.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variable_name_at(
    session: *const af_session,
    scope: i32,
    index: usize,
) -> *const c_char {
    let null = std::ptr::null();
    read(session, null, |session| {
        variables(session, scope).and_then(|all| all.name(index)).map_or(null, |name| name.as_ptr())
    })
}

/// Gives all variables of a scope as a JSON object; `{}` when there are none.
///
/// @param scope An `af_scope`.
/// @return UTF-8, borrowed; NULL for a number that is no scope, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_session_variables_json(session: *const af_session, scope: i32) -> *const c_char {
    let null = std::ptr::null();
    read(session, null, |session| variables(session, scope).map_or(null, |all| all.json.as_ptr()))
}
