//! Where a program's own diagnostics go: a line on stderr, and on Windows and Android also to the
//! debugger's or the system's log, since a program with a window has no stderr.
//!
//! A pipe that nobody reads, a terminal that was stopped or a slow disk may hold a line up for ever. So a thread
//! of its own writes it, and it is waited for no longer than a moment; with its signals blocked, so that neither a
//! closed pipe nor a terminal of another program's stops or ends the host.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::engine::alone;
use super::lock::{lock, wait_at_most};
use super::per_process::PerProcess;
use super::sync::{Arc, Condvar, Mutex, no_lock_held};
use crate::values::clip;
use crate::values::limits::{STDERR_LINE, STDERR_WRITERS};
use crate::values::redacted::redacted;

/// So long a full pipe may take to have room again. After that the line is dropped.
const WRITE_TIMEOUT: Duration = Duration::from_millis(200);
/// So long a line is waited for that has room, but no thread that comes to its turn, or a disk that hangs.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

#[derive(Default)]
struct Diagnostics {
    writers: AtomicUsize,
}

static CURRENT: PerProcess<Diagnostics> = PerProcess::new();

/// One line on stderr, if that takes one.
pub fn write_line(line: &str) {
    CURRENT.get(Diagnostics::default).write_line(&redacted(line));
}

/// Ends the process without running exit handlers, after one line on stderr, if that takes one.
#[allow(unsafe_code)]
pub fn exit(line: &str) -> ! {
    write_line(line);
    #[cfg(windows)]
    super::ending::end(1);
    // SAFETY: _exit takes any status and does not return.
    #[cfg(not(windows))]
    unsafe {
        libc::_exit(1)
    }
}

impl Diagnostics {
    /// Returns when the line is written, or cannot be written for now.
    fn write_line(&'static self, line: &str) {
        no_lock_held("a line on stderr");
        let text = clipped(line);
        if self.writers.fetch_add(1, Ordering::Relaxed) >= STDERR_WRITERS {
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
        if alone::spawn(work).is_ok() {
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
        *lock(&self.done) = true;
        self.wake.notify_all();
    }

    fn wait(&self) {
        let deadline = Instant::now() + LONGEST_WAIT;
        let mut done = lock(&self.done);
        while !*done {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            done = wait_at_most(&self.wake, done, left).0;
        }
    }
}

/// One line with its end.
fn clipped(line: &str) -> String {
    let most = STDERR_LINE - "authforge: \n".len();
    format!("authforge: {}\n", clip::beginning(line, most))
}

#[allow(unsafe_code)]
mod out {
    use std::time::Duration;

    #[cfg(unix)]
    use crate::runtime::standard_error;

    /// In one piece, so that other writers cannot come between.
    pub fn write(line: &str, timeout: Duration) {
        log(line);
        stderr(line, timeout);
    }

    #[cfg(unix)]
    fn stderr(line: &str, timeout: Duration) {
        // The number may be that of a file by now.
        if !standard_error::is_unchanged() {
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
        assert!(long.len() <= STDERR_LINE && long.len() > STDERR_LINE - 3 && long.ends_with("\u{e9}\n"));
    }
}
