//! Structs that the host fills in or has filled, and that may grow at their end.

use std::mem::size_of;

use crate::values::error::{Error, Result};

/// A struct that begins with its size as a `u32`.
pub trait Sized32 {
    /// Its size when it was first published, which a host of any age has: never changed, whatever is added.
    const FIRST: usize;
}

pub const POINTER: usize = size_of::<*const u8>();

/// The host's struct, or the defaults for NULL and for what an older host's does not have.
///
/// # Safety
///
/// `T` begins with its size as a `u32` and is made of integers and pointers alone; `pointer` is NULL or
/// valid for as many bytes as its first field says.
pub unsafe fn read<T: Sized32>(pointer: *const T, name: &str, default: T) -> Result<T> {
    let mut read = default;
    if pointer.is_null() {
        return Ok(read);
    }
    // SAFETY: not NULL, and the size is the first field.
    let size = unsafe { pointer.cast::<u32>().read() };
    let count = usize::try_from(size).unwrap_or(usize::MAX).min(size_of::<T>());
    if count < T::FIRST {
        let macro_name = name.to_ascii_uppercase();
        return Err(Error::argument(format!(
            "{name}.struct_size is {size}, need {}; set it up with {macro_name}_INIT",
            T::FIRST
        )));
    }
    // SAFETY: both are valid for so many bytes, and any bits are a T.
    unsafe { std::ptr::copy_nonoverlapping(pointer.cast::<u8>(), (&raw mut read).cast::<u8>(), count) };
    Ok(read)
}

/// How many bytes a struct has that the host wants filled, by its first field. Whoever writes `= {0}` has left that out, and
/// has at least what was published first.
///
/// # Safety
///
/// `out` is valid for its first field.
pub unsafe fn room<T: Sized32>(out: *const T) -> u32 {
    // SAFETY: the caller's promise.
    let size = unsafe { out.cast::<u32>().read() };
    if size == 0 { u32::try_from(T::FIRST).unwrap_or(u32::MAX) } else { size }
}

/// Writes a struct into the host's, as far as that reaches. `end_texts` ends the texts that so many bytes would cut.
///
/// # Safety
///
/// `out` is valid for its first field, and for as many bytes as that says.
pub unsafe fn write<T: Sized32>(whole: &mut T, out: *mut T, end_texts: &mut dyn FnMut(&mut T, usize)) {
    // SAFETY: the caller's promise.
    let size = unsafe { room(out) };
    let count = usize::try_from(size).unwrap_or(usize::MAX).min(size_of::<T>());
    end_texts(whole, count);
    let whole = &raw mut *whole;
    // SAFETY: the first field is the size. The host said that its struct has `size` bytes, or has never had less, and `count`
    // is no more.
    unsafe {
        whole.cast::<u32>().write(size);
        std::ptr::copy_nonoverlapping(whole.cast::<u8>(), out.cast::<u8>(), count);
    }
}

#[cfg(test)]
mod tests {
    use super::super::activation_request::af_activation_request_options;
    use super::super::error::af_error;
    use super::super::event::af_event;
    use super::super::self_ban::af_self_ban_options;
    use super::super::variables::af_variable;
    use super::*;

    /// A struct that was published without its last two fields.
    #[repr(C)]
    struct Grown {
        struct_size: u32,
        old: i32,
        new: i32,
        newer: *const u8,
    }

    impl Sized32 for Grown {
        const FIRST: usize = 8;
    }

    fn grown(struct_size: u32) -> Grown {
        Grown { struct_size, old: 1, new: 2, newer: std::ptr::null() }
    }

    #[test]
    fn what_an_older_host_does_not_have_is_the_default() {
        let fields = |size: u32| {
            let host = Grown { old: 7, new: 8, ..grown(size) };
            // SAFETY: it has more bytes than it says, but for the last, which are not looked at.
            unsafe { read(&raw const host, "grown", grown(0)) }.map(|read| (read.old, read.new))
        };
        assert_eq!(fields(8), Ok((7, 2)));
        assert_eq!(fields(12), Ok((7, 8)));
        assert_eq!(fields(u32::MAX), Ok((7, 8)));
        for too_small in [0, 4, 7] {
            let error = fields(too_small).unwrap_err();
            assert_eq!(
                error.message,
                format!("grown.struct_size is {too_small}, need 8; set it up with GROWN_INIT")
            );
        }
    }

    #[test]
    fn sizes_that_were_published_never_change() {
        // Numbers, so that nobody makes them follow the structs. Version 0.1.0.
        let sizes = [af_error::FIRST, af_event::FIRST, af_variable::FIRST, af_self_ban_options::FIRST];
        let all = (sizes, af_activation_request_options::FIRST);
        assert_eq!(all, if POINTER == 8 { ([336, 368, 40, 32], 48) } else { ([336, 364, 32, 24], 28) });
        assert!(size_of::<af_error>() >= af_error::FIRST);
        assert!(size_of::<af_event>() >= af_event::FIRST);
        assert!(size_of::<af_variable>() >= af_variable::FIRST);
        assert!(size_of::<af_self_ban_options>() >= af_self_ban_options::FIRST);
        assert!(size_of::<af_activation_request_options>() >= af_activation_request_options::FIRST);
    }
}
