//! `af_error`: the caller's own struct.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};

use super::options::{self, Sized32};
use super::text;
use crate::status::Status;
use crate::values::clip;
use crate::values::error::Error;

/// What went wrong, in the caller's memory. Set it up with `AF_ERROR_INIT`; every function that fails
/// writes it, none that succeeds does. It may grow at its end: only `struct_size` bytes are written. 0, as
/// `af_error error = {0}` leaves it, stands for the size of version 0.1.0, and is replaced by it.
#[repr(C)]
pub struct af_error {
    /// Size of the caller's struct in bytes; the caller's to set.
    pub struct_size: u32,
    /// The status that the function returned.
    pub status: Status,
    /// HTTP status of the answer, 0 if there was none.
    pub http_status: i32,
    /// What the server asked to wait, in milliseconds; 0 if it did not.
    pub retry_after_ms: u32,
    /// Machine-readable code, such as `invalid_key`; also codes that this version does not know.
    pub code: [c_char; 64],
    /// One line for a developer, in English, UTF-8. Never a secret, key or token.
    pub message: [c_char; 256],
}

impl af_error {
    /// What `AF_ERROR_INIT` makes.
    pub fn new() -> af_error {
        af_error {
            struct_size: u32::try_from(size_of::<af_error>()).unwrap_or(u32::MAX),
            status: Status::Ok,
            http_status: 0,
            retry_after_ms: 0,
            code: [0; 64],
            message: [0; 256],
        }
    }

    pub fn of(error: &Error) -> af_error {
        let mut out = af_error::new();
        out.status = error.status;
        out.http_status = i32::from(error.http_status);
        out.retry_after_ms = error.retry_after_ms;
        fill(&mut out.code, &error.code);
        fill(&mut out.message, &error.message);
        out
    }
}

impl Default for af_error {
    fn default() -> af_error {
        af_error::new()
    }
}

/// Whether the caller's struct takes a status: NULL does not, nor one that is too small for it.
pub fn is_heard(out: *const af_error) -> bool {
    // SAFETY: not NULL, so valid for at least its first field, by the contract of every function.
    !out.is_null() && unsafe { options::room(out) } >= 8
}

/// Writes an error into the caller's struct, as far as it reaches. NULL is fine.
pub fn write(out: *mut af_error, error: &Error) {
    if out.is_null() {
        return;
    }
    let mut whole = af_error::of(error);
    // SAFETY: not NULL, so valid for as many bytes as it says, by the contract of every function.
    unsafe {
        options::write(&mut whole, out, &mut |whole, count| {
            text::end_at(&mut whole.code, count, offset_of!(af_error, code));
            text::end_at(&mut whole.message, count, offset_of!(af_error, message));
        })
    };
}

impl Sized32 for af_error {
    const FIRST: usize = 336;
}

/// Copies as many whole characters as fit, and a terminator.
fn fill(buffer: &mut [c_char], text: &str) {
    let whole = clip::beginning(text, buffer.len() - 1);
    for (to, from) in buffer.iter_mut().zip(whole.as_bytes()) {
        *to = from.cast_signed() as c_char;
    }
    buffer[whole.len()] = 0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    #[test]
    fn only_struct_size_bytes_are_written_and_text_ends() {
        let error = Error::argument("é".repeat(400));
        let mut out = af_error::new();
        out.message = [0x55; 256];
        let cut = offset_of!(af_error, message) + 10;
        out.struct_size = u32::try_from(cut).unwrap();
        write(&raw mut out, &error);
        // The ninth byte is the first half of a character.
        assert_eq!((out.message[8], out.message[9]), (0, c_char::from_ne_bytes([0xa9])));
        assert_eq!(out.message[10], 0x55);
        assert_eq!(out.status, Status::InvalidArgument);
        write(std::ptr::null_mut(), &error);
        out.struct_size = 0;
        out.status = Status::Ok;
        write(&raw mut out, &error);
        assert_eq!((out.struct_size, out.status), (336, Status::InvalidArgument));
    }

    #[test]
    fn a_struct_of_any_size_gets_whole_characters_and_their_end() {
        let error = Error::argument("a\u{e9}\u{65e5}\u{1f600}".repeat(40));
        let start = offset_of!(af_error, message);
        for size in start + 1..=size_of::<af_error>() {
            let mut out = af_error::new();
            out.message = [0x55; 256];
            out.struct_size = u32::try_from(size).unwrap();
            write(&raw mut out, &error);
            // Signed or not, as C has it on this machine.
            let written: Vec<u8> =
                out.message[..size - start].iter().flat_map(|byte| byte.to_ne_bytes()).collect();
            let end = written.iter().position(|byte| *byte == 0).unwrap();
            let text = std::str::from_utf8(&written[..end]).unwrap();
            assert!(error.message.starts_with(text) && end + 4 >= written.len(), "{size}: {text}");
        }
    }

    #[test]
    fn the_longest_message_fits_with_its_terminator() {
        assert_eq!(af_error::new().message.len(), crate::values::limits::LONGEST_MESSAGE + 1);
    }

    #[test]
    fn a_long_message_is_cut_between_characters() {
        let out = af_error::of(&Error::argument("é".repeat(400)));
        // SAFETY: `fill` wrote a terminator inside the array.
        let text = unsafe { CStr::from_ptr(out.message.as_ptr()) };
        assert_eq!(text.to_str().unwrap().chars().count(), 127);
    }
}
