//! Which process this is. A child is known by itself, without a handler that a raw `_Fork` or `clone` would not
//! run and that can be registered too late: the system wipes a page in it, or else its number is another.

#![allow(unsafe_code)]

use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

/// Holds the epoch, and zero in a child that does not know yet that it is one. Points to `UNWIPED` where the
/// system wipes nothing; null before the first look.
static MARK: AtomicPtr<AtomicU64> = AtomicPtr::new(std::ptr::null_mut());
/// Always zero, so that every look goes on to `by_number`.
static UNWIPED: AtomicU64 = AtomicU64::new(0);
/// The last epoch that was given out, here or by an ancestor.
static LAST: AtomicU64 = AtomicU64::new(0);

/// Grows from a process to its child; never 0. Siblings may have the same.
pub fn current() -> u64 {
    // SAFETY: null, `UNWIPED`, or a page that is never given back.
    let mark = unsafe { MARK.load(Ordering::Acquire).as_ref() };
    match mark.map_or(0, |mark| mark.load(Ordering::Relaxed)) {
        0 => current_slow(mark),
        epoch => epoch,
    }
}

#[cold]
fn current_slow(mark: Option<&'static AtomicU64>) -> u64 {
    let mark = mark.unwrap_or_else(install);
    if std::ptr::eq(mark, &raw const UNWIPED) {
        return by_number();
    }
    let next = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    mark.compare_exchange(0, next, Ordering::Relaxed, Ordering::Relaxed)
        .map_or_else(|faster| faster, |_| next)
}

fn install() -> &'static AtomicU64 {
    let page = page::new();
    let mark = page.unwrap_or((&raw const UNWIPED).cast_mut());
    let first = MARK.compare_exchange(std::ptr::null_mut(), mark, Ordering::AcqRel, Ordering::Acquire);
    if first.is_err()
        && let Some(page) = page
    {
        page::give_back(page);
    }
    // SAFETY: `UNWIPED`, or the page that was published, here or by a faster thread.
    unsafe { &*first.map_or_else(|faster| faster, |_| mark) }
}

/// The process' number in the upper half, its epoch in the lower.
static KNOWN: AtomicU64 = AtomicU64::new(0);

fn by_number() -> u64 {
    const EPOCH: u64 = u32::MAX as u64;
    let number = u64::from(std::process::id());
    let mut known = KNOWN.load(Ordering::Relaxed);
    while known >> 32 != number {
        let next = number << 32 | ((known & EPOCH) + 1);
        match KNOWN.compare_exchange(known, next, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => known = next,
            Err(now) => known = now,
        }
    }
    known & EPOCH
}

#[cfg(any(target_os = "linux", target_os = "android"))]
mod page {
    use std::ptr::null_mut;
    use std::sync::atomic::AtomicU64;

    /// The system rounds it up to whole pages.
    const SIZE: usize = size_of::<AtomicU64>();
    /// Refused by every system. Emulators take any advice and follow none.
    const NO_ADVICE: libc::c_int = -1;

    /// A page of zeros that will be zeros again in every child; `None` before Linux 4.14.
    pub fn new() -> Option<*mut AtomicU64> {
        let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        // SAFETY: asks for memory that nobody has, and gives advice about that alone.
        unsafe {
            let page = libc::mmap(null_mut(), SIZE, access, kind, -1, 0);
            if page == libc::MAP_FAILED {
                return None;
            }
            let wiped = libc::madvise(page, SIZE, libc::MADV_WIPEONFORK) == 0
                && libc::madvise(page, SIZE, NO_ADVICE) != 0;
            if !wiped {
                libc::munmap(page, SIZE);
            }
            wiped.then_some(page.cast())
        }
    }

    pub fn give_back(page: *mut AtomicU64) {
        // SAFETY: made by `new`, and nobody else has heard of it.
        unsafe { libc::munmap(page.cast(), SIZE) };
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod page {
    use std::sync::atomic::AtomicU64;

    pub fn new() -> Option<*mut AtomicU64> {
        None
    }

    pub fn give_back(_: *mut AtomicU64) {}
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// The epoch that a look gives in a child.
    fn in_child(look: fn() -> u64) -> i32 {
        // SAFETY: the child looks, which takes no lock, and ends.
        unsafe {
            let child = libc::fork();
            if child == 0 {
                libc::_exit(i32::try_from(look()).unwrap_or(0));
            }
            let mut ended = 0;
            libc::waitpid(child, &raw mut ended, 0);
            libc::WEXITSTATUS(ended)
        }
    }

    #[test]
    fn a_child_is_known_with_and_without_a_page_that_is_wiped() {
        for look in [current, by_number] {
            let here = look();
            assert!(here > 0 && look() == here);
            assert_eq!(in_child(look), i32::try_from(here + 1).unwrap());
            assert_eq!(look(), here);
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn linux_wipes_the_page() {
        if std::env::var_os("AUTHFORGE_TEST_RUNNER").is_some() {
            // An emulator has no such page, and says so; there the process' own number counts.
            return;
        }
        assert_ne!(current(), 0);
        assert!(!std::ptr::eq(MARK.load(Ordering::Relaxed), &raw const UNWIPED));
    }
}
