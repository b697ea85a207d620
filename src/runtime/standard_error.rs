//! The host's stderr, as it was when the library was loaded. What has its number later may be anything: a host that
//! has closed it, or never had one, finds the number at its next file.

#[cfg(unix)]
pub use unix::{is_unchanged, record};

#[cfg(unix)]
#[allow(unsafe_code)]
mod unix {
    use std::mem::MaybeUninit;
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

    /// Device and number of what stderr was, if there was one.
    static DEVICE: AtomicU64 = AtomicU64::new(0);
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    static KNOWN: AtomicBool = AtomicBool::new(false);

    /// Called once, when the library is loaded.
    pub fn record() {
        if let Some((device, number)) = identity() {
            DEVICE.store(device, Relaxed);
            NUMBER.store(number, Relaxed);
            KNOWN.store(true, Relaxed);
        }
    }

    pub fn is_unchanged() -> bool {
        KNOWN.load(Relaxed) && identity() == Some((DEVICE.load(Relaxed), NUMBER.load(Relaxed)))
    }

    /// `None` for what cannot be a stderr: nothing that a program was started with is closed by `exec`, and a file
    /// that is read too is none, unless it is only added to. It matters where a library is loaded late.
    #[allow(clippy::cast_lossless, clippy::unnecessary_cast, reason = "widths differ between systems")]
    fn identity() -> Option<(u64, u64)> {
        let mut here = MaybeUninit::<libc::stat>::zeroed();
        // SAFETY: asks; `here` is read if it was filled.
        let (here, access, flags) = unsafe {
            if libc::fstat(libc::STDERR_FILENO, here.as_mut_ptr()) != 0 {
                return None;
            }
            let access = libc::fcntl(libc::STDERR_FILENO, libc::F_GETFL);
            (here.assume_init(), access, libc::fcntl(libc::STDERR_FILENO, libc::F_GETFD))
        };
        let is_file = here.st_mode as u32 & libc::S_IFMT as u32 == libc::S_IFREG as u32;
        let writable = match access & libc::O_ACCMODE {
            libc::O_WRONLY => true,
            libc::O_RDWR => !is_file || access & libc::O_APPEND != 0,
            _ => false,
        };
        (writable && flags & libc::FD_CLOEXEC == 0).then_some((here.st_dev as u64, here.st_ino as u64))
    }
}
