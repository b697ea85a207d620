//! Structs of choices that the host fills in, and that may grow at their end.

use std::mem::size_of;

use crate::error::{Error, Result};

/// The host's struct, or the defaults for NULL.
///
/// # Safety
///
/// `T` begins with its size as a `u32` and is made of integers and pointers alone; `pointer` is NULL or
/// valid for as many bytes as its first field says.
pub unsafe fn read<T>(pointer: *const T, name: &str, default: T) -> Result<T> {
    if pointer.is_null() {
        return Ok(default);
    }
    // SAFETY: not NULL, and the size is the first field.
    let size = unsafe { pointer.cast::<u32>().read() };
    if usize::try_from(size).unwrap_or(usize::MAX) < size_of::<T>() {
        let macro_name = name.to_ascii_uppercase();
        return Err(Error::argument(format!(
            "{name}.struct_size is {size}, need {}; set it up with {macro_name}_INIT",
            size_of::<T>()
        )));
    }
    // SAFETY: valid for at least the size of T, and any bits are a T.
    Ok(unsafe { pointer.read() })
}
