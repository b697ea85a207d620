//! From a result inside to a status outside.

use super::error::{self, af_error};
#[cfg(windows)]
use crate::runtime::ending;
use crate::runtime::engine::threads;
use crate::runtime::log;
use crate::runtime::panic::{self, Unwound};
use crate::runtime::thread_cancel;
use crate::status::Status;
use crate::values::error::{Error, Result};

/// Runs the body of a fallible function. A panic becomes `AF_STATUS_INTERNAL_ERROR`; `out` is written on
/// failure only.
pub fn fallible(out: *mut af_error, body: impl FnOnce() -> Result<()>) -> Status {
    let mut body = Some(body);
    uncancelled(out, &mut || body.take().map_or(Ok(()), |body| body()))
}

/// As `fallible`, for one that never waits and calls nobody.
pub fn fallible_at_once(out: *mut af_error, body: impl FnOnce() -> Result<()>) -> Status {
    let mut body = Some(body);
    fallible_erased(out, &mut || body.take().map_or(Ok(()), |body| body()))
}

#[inline(never)]
fn uncancelled(out: *mut af_error, body: &mut dyn FnMut() -> Result<()>) -> Status {
    let _kept = thread_cancel::disable();
    fallible_erased(out, body)
}

/// One copy for all functions of the header.
#[inline(never)]
fn fallible_erased(out: *mut af_error, body: &mut dyn FnMut() -> Result<()>) -> Status {
    #[cfg(windows)]
    if ending::has_begun() {
        let error = Error::new(Status::OutOfResources, "the process is ending and has no threads left");
        error::write(out, &error);
        return error.status;
    }
    let fail = |error: &Error| {
        error::write(out, error);
        error.status
    };
    panic::contain_all(|| body().map_or_else(|error| fail(&error), |()| Status::Ok)).unwrap_or_else(
        |unwound| {
            fail(&match unwound {
                Unwound::Panicked(text) => Error::internal(&text),
                Unwound::LeftForChild => Error::of(Status::Forked),
            })
        },
    )
}

/// Runs the body of a function that cannot fail and never waits; a panic yields `fallback`.
pub fn infallible<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    panic::contain_all(body).unwrap_or(fallback)
}

/// As `infallible`, for one that may wait or call the host.
pub fn waiting<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    // Whom it would wait for is dead.
    #[cfg(windows)]
    if ending::has_begun() {
        return fallback;
    }
    let _kept = thread_cancel::disable();
    infallible(fallback, body)
}

/// Whom a call that blocks would hold up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// Whatever is being logged.
    TheLog,
    /// That, and everybody who waits for the library thread that it is made on.
    Callbacks,
}

/// Refuses a call where it would hold up others. Each has a form without blocking, which the message names.
pub fn may_block(name: &str, blocks: Blocks) -> Result<()> {
    where_it_holds_up(blocks).map_or(Ok(()), |place| {
        Err(Error::new(Status::WouldDeadlock, format!("{name} {place}; use {name}_start")))
    })
}

/// Where in the library's own doings the current code is, if a call would hold those up.
pub fn where_it_holds_up(blocks: Blocks) -> Option<&'static str> {
    if log::inside() {
        Some("inside the log callback")
    } else if blocks == Blocks::Callbacks && threads::on_library_thread() {
        Some("inside a callback on a library thread")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_internal_error() {
        let mut out = af_error::new();
        assert_eq!(fallible(&raw mut out, || panic!("oh")), Status::InternalError);
        assert_eq!(out.status, Status::InternalError);
        assert_eq!(infallible(7, || panic!("oh")), 7);
    }
}
