//! Cancelling of threads (`pthread_cancel`) is held off while they are in the library: it would unwind through
//! frames that cannot be unwound so, and what others wait for would never come. It takes effect at the first
//! cancellation point after the call.

/// While it lives, the thread that made it is not cancelled.
#[must_use]
pub struct Disabled(
    #[cfg(any(target_os = "linux", target_os = "freebsd", target_vendor = "apple"))] std::ffi::c_int,
);

/// A few loads and stores of the C library.
#[cfg(any(target_os = "linux", target_os = "freebsd", target_vendor = "apple"))]
#[allow(unsafe_code)]
mod os {
    use std::ffi::c_int;

    // Not in the libc crate.
    unsafe extern "C" {
        fn pthread_setcancelstate(state: c_int, before: *mut c_int) -> c_int;
    }

    /// Apple has it the other way round.
    const DISABLED: c_int = if cfg!(target_vendor = "apple") { 0 } else { 1 };

    pub fn disable() -> super::Disabled {
        let mut before = DISABLED;
        // SAFETY: `before` outlives the call.
        unsafe { pthread_setcancelstate(DISABLED, &raw mut before) };
        super::Disabled(before)
    }

    impl Drop for super::Disabled {
        fn drop(&mut self) {
            // SAFETY: what there was before; nothing is written.
            unsafe { pthread_setcancelstate(self.0, std::ptr::null_mut()) };
        }
    }
}

/// Windows and Android cannot cancel threads.
#[cfg(not(any(target_os = "linux", target_os = "freebsd", target_vendor = "apple")))]
mod os {
    pub fn disable() -> super::Disabled {
        super::Disabled()
    }
}

pub use os::disable;
