//! What systems do differently with sockets: connecting that can be stopped, stopping what waits, and
//! sending without a signal.

use std::io;
use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

use super::lease::{Interrupt, Lease};
use super::request_context;
use crate::runtime::descriptors;
use crate::runtime::readiness;
use crate::runtime::sync::no_lock_held;

impl Interrupt for Socket {
    fn interrupt(&self) {
        // Wakes whoever connects (Linux), reads or writes. An error means that it is closed already.
        let _ = self.shutdown(Shutdown::Both);
        #[cfg(windows)]
        os::end_waits(self);
    }
}

/// Runs a step of the current request that may block in `on`; it is told how long it may take.
pub fn blocking<T>(
    on: Arc<dyn Interrupt>,
    step: impl FnOnce(&Lease, Duration) -> io::Result<T>,
) -> io::Result<T> {
    no_lock_held("a step of the network");
    let lease = request_context::current()?;
    let deadline = lease.enter(on)?;
    // No time at all would mean for ever to a socket.
    let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
    let result = step(&lease, left);
    lease.leave()?;
    result
}

/// The one place where sockets are made.
pub fn open(address: &SocketAddr) -> io::Result<Socket> {
    let open = || Socket::new(Domain::for_address(*address), Type::STREAM, Some(Protocol::TCP));
    descriptors::moved(descriptors::away_from_standard(open)?)
}

/// Begins to connect. It goes on without us: a cancelling that came before the system began would be lost in a
/// call that waits.
pub fn begin(address: SocketAddr) -> io::Result<Socket> {
    let socket = open(&address)?;
    socket.set_nonblocking(true)?;
    match socket.connect(&address.into()) {
        Err(error) if error.raw_os_error() != Some(os::CONNECT_BEGUN) => Err(error),
        _ => Ok(socket),
    }
}

/// Sockets that connect at the same time.
pub struct Connecting(Arc<Sockets>);

struct Sockets(Vec<Arc<Socket>>);

impl Interrupt for Sockets {
    fn interrupt(&self) {
        self.0.iter().for_each(|socket| socket.interrupt());
    }
}

impl Connecting {
    pub fn new(sockets: Vec<Arc<Socket>>) -> Connecting {
        Connecting(Arc::new(Sockets(sockets)))
    }

    /// Waits until one of them has ended, well or not, and for `most` at the most. Tells for each whether it
    /// has.
    pub fn wait(&self, most: Option<Duration>) -> io::Result<Vec<bool>> {
        let on: Arc<dyn Interrupt> = Arc::<Sockets>::clone(&self.0);
        let slice = if cfg!(target_os = "linux") { Duration::MAX } else { SLICE };
        let most = most.unwrap_or(Duration::MAX).min(slice);
        blocking(on, |_, left| readiness::wait(&self.0.0, readiness::CONNECTED, most.min(left)))
    }
}

/// Whether a connect has ended well; an error if it has not.
pub fn has_connected(socket: &Socket, ready: bool) -> io::Result<bool> {
    // Looked at each time: WSAPoll does not tell of a failed connect before Windows 10 2004.
    if let Some(error) = socket.take_error()? {
        return Err(error);
    }
    if ready {
        socket.peer_addr()?;
    }
    Ok(ready)
}

/// Systems on which shutting a socket down does not wake a connect look again after so long.
const SLICE: Duration = Duration::from_millis(20);

#[cfg(unix)]
#[allow(unsafe_code)]
mod os {
    use std::io::{self, ErrorKind};
    use std::os::fd::AsRawFd;

    use socket2::Socket;

    pub const CONNECT_BEGUN: i32 = libc::EINPROGRESS;

    /// Nothing has come, and no end either. A byte that is there stays there.
    pub fn is_silent(socket: &Socket) -> bool {
        let (mut byte, flags) = (0_u8, libc::MSG_PEEK | libc::MSG_DONTWAIT);
        // SAFETY: room for one byte, and the socket is borrowed for the length of the call.
        let got = unsafe { libc::recv(socket.as_raw_fd(), (&raw mut byte).cast(), 1, flags) };
        got < 0 && io::Error::last_os_error().kind() == ErrorKind::WouldBlock
    }
}

#[cfg(windows)]
#[allow(unsafe_code)]
mod os {
    use std::ffi::c_void;
    use std::io::{self, Read};
    use std::os::windows::io::AsRawSocket;
    use std::ptr::null_mut;

    use socket2::Socket;

    /// WSAEWOULDBLOCK.
    pub const CONNECT_BEGUN: i32 = 10035;

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn CancelIoEx(file: *mut c_void, overlapped: *mut c_void) -> i32;
    }

    /// Nothing has come, and no end either.
    pub fn is_silent(mut socket: &Socket) -> bool {
        if socket.set_nonblocking(true).is_err() {
            return false;
        }
        let silent = matches!(socket.read(&mut [0]), Err(error) if error.kind() == io::ErrorKind::WouldBlock);
        silent && socket.set_nonblocking(false).is_ok()
    }

    /// Shutting a socket down stops what begins afterwards. A read or write that waits already goes on
    /// waiting, other than on Unix, and is ended by this.
    pub fn end_waits(socket: &Socket) {
        // SAFETY: the socket is borrowed for the length of the call; NULL means all that waits on it.
        unsafe { CancelIoEx(socket.as_raw_socket() as *mut c_void, null_mut()) };
    }
}

/// Whether an idle connection is as it was left. A byte that nobody asked for means a broken peer, none at all an ended
/// connection.
pub fn is_silent(socket: &Socket) -> bool {
    os::is_silent(socket)
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
