//! The process' log callback.

use std::ffi::{c_char, c_void};

use super::callback::{UserData, af_release_fn};
use super::error::af_error;
use super::guard::fallible;
use super::host;
use super::number::choice;
use super::text;
use crate::runtime::log::{self, Level, Write};
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::limits::MAX_HOST_LINE;

/// Hears what the library does. `text` is UTF-8, one line, `length` bytes, not terminated, valid until it
/// returns; never a secret, key or token. It must return (rule 11).
pub type af_log_fn =
    Option<unsafe extern "C" fn(level: Level, text: *const c_char, length: usize, user_data: *mut c_void)>;

fn level_of(number: i32) -> Result<Level> {
    choice("level", number, &[Level::Off, Level::Error, Level::Warn, Level::Info, Level::Debug])
}

/// Sets who hears what the library does, for the whole process. The old callback is not running on another
/// thread any more when this returns, and never will.
///
/// @param level An `af_log_level`; messages above it are not even made.
/// @param callback May be called on any thread, several at once. It may call anything but what blocks
///   (`AF_STATUS_WOULD_DEADLOCK`); what the library logs meanwhile on that thread is left out. NULL
///   removes the callback.
/// @param user_data Handed to every call.
/// @param release Called exactly once with `user_data`, after the last call, and also when this function
///   fails or `callback` is NULL; may be NULL.
/// @return `AF_STATUS_INVALID_ARGUMENT` for an unknown level; `AF_STATUS_WOULD_DEADLOCK` if the old
///   callback waits for the one that this is called in: the new one is set all the same.
#[unsafe(no_mangle)]
pub extern "C" fn af_set_log_callback(
    level: i32,
    callback: af_log_fn,
    user_data: *mut c_void,
    release: af_release_fn,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        let user_data = UserData::new(user_data, release);
        let level = level_of(level)?;
        let write = callback.map(|call| -> Box<Write> {
            Box::new(move |level, text| {
                let arguments =
                    [level as usize, text.as_ptr() as usize, text.len(), user_data.pointer() as usize];
                // SAFETY: the host's function, with the arguments that its type promises.
                unsafe { host::call(call as *const c_void, arguments) };
            })
        });
        if log::set(level, write) {
            return Ok(());
        }
        Err(Error::new(
            Status::WouldDeadlock,
            "the old log callback waits for the callback that this is called in",
        ))
    })
}

/// Says a line to the log callback, as the library does: for bindings, which find out what the library
/// cannot see, such as an exception that leaves a host's callback. Inside the log callback it says nothing.
///
/// @param level An `af_log_level`; nobody hears `AF_LOG_LEVEL_OFF`.
/// @param text At most 1024 bytes. Its first line counts; license keys in it are blotted out.
/// @return `AF_STATUS_INVALID_ARGUMENT`, `AF_STATUS_INVALID_UTF8`.
#[unsafe(no_mangle)]
pub extern "C" fn af_log(level: i32, text: *const c_char, error: *mut af_error) -> Status {
    fallible(error, || {
        let level = level_of(level)?;
        let text = text::required(text, "text", MAX_HOST_LINE)?;
        if level != Level::Off {
            log::write_host_line(level, text.split('\n').next().unwrap_or_default());
        }
        Ok(())
    })
}
