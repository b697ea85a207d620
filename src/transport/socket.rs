//! What systems do differently with sockets: connecting that can be stopped, stopping what waits, and
//! sending without a signal.

use std::io::{self, ErrorKind};
use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::Socket;

use super::lease::Interrupt;
use super::scope;
use crate::sync::no_lock_held;

impl Interrupt for Socket {
    fn interrupt(&self) {
        // Wakes whoever connects (Linux), reads or writes. An error means that it is closed already.
        let _ = self.shutdown(Shutdown::Both);
        #[cfg(windows)]
        os::end_waits(self);
    }
}

/// Runs a step of the current request that may block in `socket`; it is told how long it may take.
pub fn blocking<T>(socket: &Arc<Socket>, step: impl FnOnce(Duration) -> io::Result<T>) -> io::Result<T> {
    no_lock_held("a step of the network");
    let lease = scope::current()?;
    let blocks_in: Arc<dyn Interrupt> = Arc::<Socket>::clone(socket);
    let deadline = lease.enter(blocks_in)?;
    // No time at all would mean for ever to a socket.
    let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
    let result = step(left);
    lease.leave()?;
    result
}

/// A cancelling that came before the system began to connect would be lost in a blocking connect. So it
/// is begun first, and then waited for, for `share` of the request's time at most.
pub fn connect(socket: &Arc<Socket>, address: SocketAddr, share: Duration) -> io::Result<()> {
    let begun = Instant::now();
    socket.set_nonblocking(true)?;
    if let Err(error) = socket.connect(&address.into()) {
        if error.raw_os_error() != Some(os::CONNECT_BEGUN) {
            return Err(error);
        }
        loop {
            let share_left = share.saturating_sub(begun.elapsed());
            if share_left.is_zero() {
                return Err(io::Error::new(ErrorKind::TimedOut, "out of time"));
            }
            let ended = blocking(socket, |left| os::writable(socket, left.min(share_left)))?;
            // Looked at each time: WSAPoll does not tell of a failed connect before Windows 10 2004.
            if let Some(error) = socket.take_error()? {
                return Err(error);
            }
            if ended {
                break;
            }
        }
    }
    socket.set_nonblocking(false)
}

/// Systems on which shutting a socket down does not wake a connect look again after so long.
const SLICE: Duration = Duration::from_millis(20);

fn poll_ms(left: Duration) -> i32 {
    let wait = if cfg!(target_os = "linux") { left } else { left.min(SLICE) };
    i32::try_from(wait.as_millis()).unwrap_or(i32::MAX).max(1)
}

#[cfg(unix)]
#[allow(unsafe_code)]
mod os {
    use std::io::{self, ErrorKind};
    use std::os::fd::AsRawFd;
    use std::time::Duration;

    use socket2::Socket;

    pub const CONNECT_BEGUN: i32 = libc::EINPROGRESS;

    /// Waits until a connect has ended, well or not; false if it goes on.
    pub fn writable(socket: &Socket, left: Duration) -> io::Result<bool> {
        let mut entry = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLOUT, revents: 0 };
        // SAFETY: one valid entry, and the socket is borrowed for the length of the call.
        let ready = unsafe { libc::poll(&raw mut entry, 1, super::poll_ms(left)) };
        if ready >= 0 {
            return Ok(ready > 0);
        }
        let error = io::Error::last_os_error();
        if error.kind() == ErrorKind::Interrupted { Ok(false) } else { Err(error) }
    }
}

#[cfg(windows)]
#[allow(unsafe_code)]
mod os {
    use std::ffi::c_void;
    use std::io;
    use std::os::windows::io::{AsRawSocket, RawSocket};
    use std::ptr::null_mut;
    use std::time::Duration;

    use socket2::Socket;

    /// WSAEWOULDBLOCK.
    pub const CONNECT_BEGUN: i32 = 10035;
    const POLLOUT: i16 = 0x10;

    #[repr(C)]
    struct Entry {
        socket: RawSocket,
        events: i16,
        revents: i16,
    }

    #[link(name = "ws2_32")]
    unsafe extern "system" {
        fn WSAPoll(entries: *mut Entry, count: u32, ms: i32) -> i32;
    }

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn CancelIoEx(file: *mut c_void, overlapped: *mut c_void) -> i32;
    }

    /// Waits until a connect has ended, well or not; false if it goes on.
    pub fn writable(socket: &Socket, left: Duration) -> io::Result<bool> {
        let mut entry = Entry { socket: socket.as_raw_socket(), events: POLLOUT, revents: 0 };
        // SAFETY: one valid entry, and the socket is borrowed for the length of the call.
        let ready = unsafe { WSAPoll(&raw mut entry, 1, super::poll_ms(left)) };
        if ready < 0 { Err(io::Error::last_os_error()) } else { Ok(ready > 0) }
    }

    /// Shutting a socket down stops what begins afterwards. A read or write that waits already goes on
    /// waiting, other than on Unix, and is ended by this.
    pub fn end_waits(socket: &Socket) {
        // SAFETY: the socket is borrowed for the length of the call; NULL means all that waits on it.
        unsafe { CancelIoEx(socket.as_raw_socket() as *mut c_void, null_mut()) };
    }
}

/// A peer that is gone is an error, not a SIGPIPE, which would end a host that does not ignore it.
#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
pub fn send(socket: &Socket, bytes: &[u8]) -> io::Result<usize> {
    socket.send_with_flags(bytes, libc::MSG_NOSIGNAL)
}

/// macOS has an option of the socket for that, which socket2 sets; Windows has no such signal.
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
pub fn send(socket: &Socket, bytes: &[u8]) -> io::Result<usize> {
    socket.send(bytes)
}
