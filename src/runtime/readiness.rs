//! Which of several sockets have something to tell. The one place that asks a system for that.

use std::io;
use std::sync::Arc;
use std::time::Duration;

pub use socket2::Socket;

use crate::values::pause::whole_ms;

pub use os::{CONNECTED, READABLE};

/// Waits until one of them is `ready`, or has failed, and for `most` at the most. Tells for each whether it is or has.
pub fn wait(sockets: &[Arc<Socket>], ready: i16, most: Duration) -> io::Result<Vec<bool>> {
    let mut entries: Vec<os::Entry> = sockets.iter().map(|socket| os::entry(socket, ready)).collect();
    let ms = i32::try_from(whole_ms(most)).unwrap_or(i32::MAX).max(1);
    if os::poll(&mut entries, ms) < 0 {
        let error = io::Error::last_os_error();
        return if error.kind() == io::ErrorKind::Interrupted {
            Ok(vec![false; sockets.len()])
        } else {
            Err(error)
        };
    }
    Ok(entries.iter().map(|entry| entry.revents != 0).collect())
}

#[cfg(unix)]
#[allow(unsafe_code)]
mod os {
    use std::os::fd::AsRawFd;

    use socket2::Socket;

    pub use libc::pollfd as Entry;

    pub const CONNECTED: i16 = libc::POLLOUT;
    pub const READABLE: i16 = libc::POLLIN;

    pub fn entry(socket: &Socket, events: i16) -> Entry {
        Entry { fd: socket.as_raw_fd(), events, revents: 0 }
    }

    pub fn poll(entries: &mut [Entry], ms: i32) -> i32 {
        // SAFETY: so many valid entries, whose sockets the caller borrows for the length of the call. No system counts fewer
        // than there can be descriptors.
        unsafe { libc::poll(entries.as_mut_ptr(), entries.len() as _, ms) }
    }
}

#[cfg(windows)]
#[allow(unsafe_code)]
mod os {
    use std::os::windows::io::{AsRawSocket, RawSocket};

    use socket2::Socket;

    pub const CONNECTED: i16 = 0x10;
    pub const READABLE: i16 = 0x300;

    #[repr(C)]
    pub struct Entry {
        socket: RawSocket,
        events: i16,
        pub revents: i16,
    }

    #[link(name = "ws2_32")]
    unsafe extern "system" {
        fn WSAPoll(entries: *mut Entry, count: u32, ms: i32) -> i32;
    }

    pub fn entry(socket: &Socket, events: i16) -> Entry {
        Entry { socket: socket.as_raw_socket(), events, revents: 0 }
    }

    pub fn poll(entries: &mut [Entry], ms: i32) -> i32 {
        // SAFETY: so many valid entries, whose sockets the caller borrows for the length of the call.
        unsafe { WSAPoll(entries.as_mut_ptr(), entries.len() as u32, ms) }
    }
}
