//! From a result inside to a status outside.

use super::error::{self, af_error};
use crate::engine::threads;
use crate::error::{Error, Result};
use crate::panic::{self, Unwound};
use crate::status::Status;
use crate::thread_cancel;

/// Runs the body of a fallible function. A panic becomes `AF_STATUS_INTERNAL_ERROR`; `out` is written on
/// failure only.
pub fn fallible(out: *mut af_error, body: impl FnOnce() -> Result<()>) -> Status {
    let mut body = Some(body);
    fallible_erased(out, &mut || body.take().map_or(Ok(()), |body| body()))
}

/// One copy for all functions of the header.
#[inline(never)]
fn fallible_erased(out: *mut af_error, body: &mut dyn FnMut() -> Result<()>) -> Status {
    let _kept = thread_cancel::disable();
    let outcome = panic::contain_all(body).unwrap_or_else(|unwound| {
        Err(match unwound {
            Unwound::Panicked(text) => {
                Error::new(Status::InternalError, format!("internal error, please report: {text}"))
            }
            Unwound::LeftForChild => Error::of(Status::Forked),
        })
    });
    match outcome {
        Ok(()) => Status::Ok,
        Err(error) => {
            error::write(out, &error);
            error.status
        }
    }
}

/// Runs the body of a function that cannot fail and never waits; a panic yields `fallback`.
pub fn infallible<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    panic::contain_all(body).unwrap_or(fallback)
}

/// As `infallible`, for one that may wait or call the host.
pub fn waiting<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    let _kept = thread_cancel::disable();
    infallible(fallback, body)
}

/// Refuses a call that would hold up the library thread it is made on. `name` and `instead` are for the
/// message.
pub fn may_block(name: &str, instead: &str) -> Result<()> {
    may_block_in_log(name, instead)?;
    if threads::on_library_thread() {
        let text = format!("{name} inside a callback on a library thread; {instead}");
        return Err(Error::new(Status::WouldDeadlock, text));
    }
    Ok(())
}

/// Refuses a call that would hold up whatever is being logged.
pub fn may_block_in_log(name: &str, instead: &str) -> Result<()> {
    if crate::log::inside() {
        let text = format!("{name} inside the log callback; {instead}");
        return Err(Error::new(Status::WouldDeadlock, text));
    }
    Ok(())
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
