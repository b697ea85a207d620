//! Descriptors 0, 1 and 2 belong to the host, also where it has closed them: what it prints would land in a file
//! of ours that got such a number, and our last words in one of its own.

#[cfg(unix)]
#[allow(unsafe_code)]
mod unix {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd, RawFd};
    use std::path::Path;

    use crate::runtime::lock;
    use crate::runtime::per_process::PerProcess;
    use crate::runtime::sync::{Mutex, MutexGuard};

    const STANDARD: std::ops::Range<RawFd> = 0..3;
    const FIRST_OWN: RawFd = 3;

    /// A placeholder: stands in a closed place while something is opened. Reading and writing fail with EBADF, as if the
    /// place were closed still.
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
    const NOTHING: libc::c_int = libc::O_PATH | libc::O_CLOEXEC;
    /// A folder can be neither read nor written.
    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
    const NOTHING: libc::c_int = libc::O_RDONLY | libc::O_CLOEXEC;

    /// The places that are held, and by how many.
    #[derive(Default)]
    struct Placeholders {
        holders: usize,
        places: [bool; 3],
    }

    /// Lets go of the places on drop.
    struct Hold;

    impl Hold {
        fn new() -> Hold {
            let mut held = held();
            held.holders += 1;
            for place in STANDARD.filter(|place| !is_open(*place)) {
                held.places[place as usize] |= fill(place);
            }
            Hold
        }
    }

    impl Drop for Hold {
        fn drop(&mut self) {
            let mut held = held();
            // None, if this is a child that was forked inside.
            held.holders = held.holders.saturating_sub(1);
            if held.holders > 0 {
                return;
            }
            for place in STANDARD {
                if std::mem::take(&mut held.places[place as usize]) && is_nothing(place) {
                    // SAFETY: ours: the host has put nothing else there.
                    unsafe { libc::close(place) };
                }
            }
        }
    }

    static HELD: PerProcess<Mutex<Placeholders>> = PerProcess::new();

    /// Held for a few system calls, none of which waits for anything.
    fn held() -> MutexGuard<'static, Placeholders> {
        lock::lock(HELD.get(Mutex::default))
    }

    fn is_open(place: RawFd) -> bool {
        // SAFETY: asks, and changes nothing.
        unsafe { libc::fcntl(place, libc::F_GETFD) != -1 }
    }

    /// Closed, or held by another of our threads, which will let go of it.
    fn is_free(place: RawFd) -> bool {
        // SAFETY: asks, and changes nothing.
        let flags = unsafe { libc::fcntl(place, libc::F_GETFL) };
        flags == -1 || flags & NOTHING == NOTHING & !libc::O_CLOEXEC
    }

    /// True if the place is taken now, by nothing. Lower ones have been filled, so that this comes next.
    fn fill(place: RawFd) -> bool {
        // SAFETY: a path with its terminator; a descriptor that is not the wanted one is ours and closed again.
        unsafe {
            let got = libc::open(c"/".as_ptr(), NOTHING);
            if got != -1 && got != place {
                libc::close(got);
            }
            got == place
        }
    }

    #[allow(clippy::cast_lossless, clippy::unnecessary_cast, reason = "widths differ between systems")]
    fn is_nothing(place: RawFd) -> bool {
        let mut here = std::mem::MaybeUninit::<libc::stat>::zeroed();
        // SAFETY: asks; `here` is read if it was filled.
        unsafe {
            let flags = libc::fcntl(place, libc::F_GETFL);
            let nothing = NOTHING & !libc::O_CLOEXEC;
            flags != -1
                && flags & nothing == nothing
                && libc::fstat(place, here.as_mut_ptr()) == 0
                && here.assume_init().st_mode as u32 & libc::S_IFMT as u32 == libc::S_IFDIR as u32
        }
    }

    /// Runs what opens descriptors that it cannot be told the numbers of, with 0, 1 and 2 out of its reach.
    pub fn away_from_standard<T>(open: impl FnOnce() -> T) -> T {
        let needed = STANDARD.into_iter().any(is_free);
        let _hold = needed.then(Hold::new);
        open()
    }

    /// The same descriptor with a number of 3 or above, should the host have closed one meanwhile.
    pub fn moved<D: AsFd + From<OwnedFd>>(descriptor: D) -> io::Result<D> {
        let number = descriptor.as_fd().as_raw_fd();
        if number >= FIRST_OWN {
            return Ok(descriptor);
        }
        // SAFETY: makes a descriptor that nobody else has.
        let other = unsafe { libc::fcntl(number, libc::F_DUPFD_CLOEXEC, FIRST_OWN) };
        if other == -1 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: made just now.
        Ok(unsafe { OwnedFd::from_raw_fd(other) }.into())
    }

    pub fn open(options: &OpenOptions, path: &Path) -> io::Result<File> {
        moved(away_from_standard(|| options.open(path))?)
    }

    /// A quarter of what the process may have open is free: a descriptor's number is the lowest that was, so that all
    /// below it are taken.
    #[allow(clippy::cast_lossless, clippy::unnecessary_cast, reason = "widths differ between systems")]
    pub fn are_plenty(newest: &impl AsRawFd) -> bool {
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: fills `limit`, or leaves it as it is.
        unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
        let most = limit.rlim_cur as u64;
        (newest.as_raw_fd() as u64) < most - most / 4
    }
}

#[cfg(unix)]
pub use unix::{are_plenty, away_from_standard, moved, open};

/// Windows has handles, and its three stand in a place of their own.
#[cfg(not(unix))]
mod elsewhere {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::path::Path;

    pub fn away_from_standard<T>(open: impl FnOnce() -> T) -> T {
        open()
    }

    pub fn moved<D>(descriptor: D) -> io::Result<D> {
        Ok(descriptor)
    }

    pub fn open(options: &OpenOptions, path: &Path) -> io::Result<File> {
        options.open(path)
    }

    pub fn are_plenty<D>(_: &D) -> bool {
        true
    }
}

#[cfg(not(unix))]
pub use elsewhere::{are_plenty, away_from_standard, moved, open};
