//! Where a program's own diagnostics go: a line on stderr, and on Windows and Android also to the
//! debugger's or the system's log, since a program with a window has no stderr.
//!
//! A pipe that nobody reads, a terminal that was stopped or a slow disk may hold a line up for ever. So a thread
//! of its own writes it, and it is waited for no longer than a moment; with its signals blocked, so that neither a
//! closed pipe nor a terminal of another program's stops or ends the host.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::engine::threads::Threads;
use crate::sync::{Arc, Condvar, Mutex, PoisonError, no_lock_held};

/// So long a full pipe may take to have room again. After that the line is dropped.
const WRITE_TIMEOUT: Duration = Duration::from_millis(200);
/// So long a line is waited for that has room, but no thread that comes to its turn, or a disk that hangs.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// So many may hang at a time. Lines of others are dropped meanwhile.
const MOST_WRITERS: usize = 4;
/// What a pipe takes whole or not at all, on every system.
const LONGEST_LINE: usize = 512;

pub struct Diagnostics {
    threads: Arc<Threads>,
    writers: AtomicUsize,
}

impl Diagnostics {
    /// `threads` are joined by a shutdown.
    pub fn new(threads: Arc<Threads>) -> Diagnostics {
        Diagnostics { threads, writers: AtomicUsize::new(0) }
    }

    /// Returns when the line is written, or cannot be written for now.
    pub fn write_line(&'static self, line: &str) {
        no_lock_held("a line on stderr");
        let text = clipped(line);
        if self.writers.fetch_add(1, Ordering::Relaxed) >= MOST_WRITERS {
            self.writers.fetch_sub(1, Ordering::Relaxed);
            return;
        }
        let (written, copy) = (Arc::new(Written::default()), text.clone());
        let done = Arc::clone(&written);
        let work = move || {
            out::write(&copy, WRITE_TIMEOUT);
            self.writers.fetch_sub(1, Ordering::Relaxed);
            done.set();
        };
        if self.threads.spawn(work).is_ok() {
            written.wait();
        } else {
            // Without a thread there is a risk, which is small: that others fill the pipe between poll and write.
            out::write(&text, Duration::ZERO);
            self.writers.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// Whether a line has been written.
#[derive(Default)]
struct Written {
    done: Mutex<bool>,
    wake: Condvar,
}

impl Written {
    fn set(&self) {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.wake.notify_all();
    }

    fn wait(&self) {
        let deadline = Instant::now() + LONGEST_WAIT;
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        while !*done {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            done = self.wake.wait_timeout(done, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// One line with its end.
fn clipped(line: &str) -> String {
    let most = LONGEST_LINE - "authforge: \n".len();
    let end = (0..=most.min(line.len())).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(0);
    format!("authforge: {}\n", &line[..end])
}

#[allow(unsafe_code)]
mod out {
    use std::time::Duration;

    /// In one piece, so that other writers cannot come between.
    pub fn write(line: &str, timeout: Duration) {
        log(line);
        stderr(line, timeout);
    }

    #[cfg(unix)]
    fn stderr(line: &str, timeout: Duration) {
        // The number may be that of a file by now.
        if !crate::standard_error::is_unchanged() {
            return;
        }
        let mut entry = libc::pollfd { fd: libc::STDERR_FILENO, events: libc::POLLOUT, revents: 0 };
        let timeout = libc::c_int::try_from(timeout.as_millis()).unwrap_or(0);
        // SAFETY: one valid pollfd, and a line that outlives the call. Not by std, whose lock a forked child may find
        // held for ever.
        unsafe {
            if libc::poll(&raw mut entry, 1, timeout) == 1 && entry.revents & libc::POLLOUT != 0 {
                libc::write(libc::STDERR_FILENO, line.as_ptr().cast(), line.len());
            }
        }
    }

    #[cfg(not(unix))]
    fn stderr(line: &str, _: Duration) {
        use std::io::Write;
        let _ = std::io::stderr().write_all(line.as_bytes());
    }

    #[cfg(windows)]
    fn log(line: &str) {
        #[link(name = "kernel32")]
        unsafe extern "system" {
            fn OutputDebugStringW(text: *const u16);
        }
        let text: Vec<u16> = line.encode_utf16().chain([0]).collect();
        // SAFETY: a terminated text that outlives the call.
        unsafe { OutputDebugStringW(text.as_ptr()) };
    }

    #[cfg(target_os = "android")]
    fn log(line: &str) {
        use std::ffi::{CString, c_char, c_int};
        const ERROR: c_int = 6;
        #[link(name = "log")]
        unsafe extern "C" {
            fn __android_log_write(priority: c_int, tag: *const c_char, text: *const c_char) -> c_int;
        }
        let Ok(text) = CString::new(line.trim_end()) else { return };
        // SAFETY: terminated texts that outlive the call.
        unsafe { __android_log_write(ERROR, c"authforge".as_ptr(), text.as_ptr()) };
    }

    #[cfg(not(any(windows, target_os = "android")))]
    fn log(_: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_short_enough_for_a_pipe_and_ends_between_characters() {
        assert_eq!(clipped("oh"), "authforge: oh\n");
        let long = clipped(&"\u{e9}".repeat(1000));
        assert!(long.len() <= LONGEST_LINE && long.len() > LONGEST_LINE - 3 && long.ends_with("\u{e9}\n"));
    }
}
