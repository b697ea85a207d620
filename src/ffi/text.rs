//! Text across the border: in by bounded copy, out into the caller's buffer.

use std::ffi::{CStr, c_char};

use crate::status::Status;
use crate::values::error::{Error, Result};

/// The bytes of a C string, at most `most` of them.
fn bytes<'a>(pointer: *const c_char, name: &str, most: usize) -> Result<&'a [u8]> {
    if pointer.is_null() {
        return Err(Error::argument(format!("{name} is NULL")));
    }
    // SAFETY: the caller's string is valid up to its terminator, and nothing behind it is read.
    let length = (0..=most).find(|at| unsafe { *pointer.add(*at) } == 0);
    let Some(length) = length else {
        return Err(Error::argument(format!("{name} is longer than {most} bytes")));
    };
    // SAFETY: these bytes were just read.
    Ok(unsafe { std::slice::from_raw_parts(pointer.cast::<u8>(), length) })
}

/// A required UTF-8 text.
pub fn required<'a>(pointer: *const c_char, name: &str, most: usize) -> Result<&'a str> {
    std::str::from_utf8(bytes(pointer, name, most)?)
        .map_err(|_| Error::new(Status::InvalidUtf8, format!("{name} is not UTF-8")))
}

/// A text of any encoding, if what can be read of it is known for what it should be; else a UTF-8 text.
pub fn known(pointer: *const c_char, name: &str, most: usize, is_known: fn(&str) -> bool) -> Result<String> {
    let text = String::from_utf8_lossy(bytes(pointer, name, most)?);
    if is_known(&text) { Ok(text.into_owned()) } else { required(pointer, name, most).map(str::to_owned) }
}

/// A UTF-8 text that may be NULL.
pub fn optional<'a>(pointer: *const c_char, name: &str, most: usize) -> Result<Option<&'a str>> {
    if pointer.is_null() { Ok(None) } else { required(pointer, name, most).map(Some) }
}

/// Copies for a check that comes later: one byte more than `most` shows that it was too long.
pub fn unchecked(pointer: *const c_char, most: usize) -> Option<Vec<u8>> {
    if pointer.is_null() {
        return None;
    }
    // SAFETY: as in `bytes`.
    let taken = (0..=most).map(|at| unsafe { *pointer.cast::<u8>().add(at) });
    Some(taken.take_while(|byte| *byte != 0).collect())
}

/// A name to look up; `None` if it cannot be one.
pub fn name<'a>(pointer: *const c_char) -> Option<&'a CStr> {
    // SAFETY: not NULL, so a valid string by the contract of every function.
    (!pointer.is_null()).then(|| unsafe { CStr::from_ptr(pointer) })
}

/// Writes `text` and its terminator into the caller's buffer. `out_len` gets the length without the
/// terminator, also when the buffer is too small.
pub fn copy_out(text: &[u8], buffer: *mut c_char, size: usize, out_len: *mut usize) -> Result<()> {
    if !out_len.is_null() {
        // SAFETY: not NULL, so valid by the contract.
        unsafe { *out_len = text.len() };
    }
    if buffer.is_null() || size <= text.len() {
        if !buffer.is_null() && size > 0 {
            // SAFETY: the buffer has `size` bytes, at least one.
            unsafe { *buffer = 0 };
        }
        return Err(Error::new(
            Status::BufferTooSmall,
            format!("the buffer has {size} bytes, need {}", text.len() + 1),
        ));
    }
    // SAFETY: the buffer has `size` bytes, more than the text; a caller's buffer is not our text.
    unsafe {
        std::ptr::copy_nonoverlapping(text.as_ptr().cast::<c_char>(), buffer, text.len());
        *buffer.add(text.len()) = 0;
    }
    Ok(())
}

/// Ends a field of text that begins at `start` of a struct of which only `count` bytes are written, an older
/// caller's, say: where it would be cut, and between characters.
pub fn end_at(text: &mut [c_char], count: usize, start: usize) {
    let Some(mut last) = count.checked_sub(start + 1).filter(|last| *last < text.len()) else { return };
    // Not in the middle of a character.
    while last > 0 && text[last] as u8 & 0xc0 == 0x80 {
        last -= 1;
    }
    text[last] = 0;
}
