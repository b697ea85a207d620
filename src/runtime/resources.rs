//! Resource exhaustion: how systems say that there is no more of something. It says nothing about a license, a file
//! or a server: whoever meets it answers `out_of_resources`, and keeps nothing of what was not found.

use std::io::{Error, ErrorKind};

/// Descriptors, of the process or the system; buffers; memory.
#[cfg(unix)]
const NUMBERS: [i32; 4] = [libc::EMFILE, libc::ENFILE, libc::ENOBUFS, libc::ENOMEM];

/// ERROR_TOO_MANY_OPEN_FILES, ERROR_NOT_ENOUGH_MEMORY, ERROR_OUTOFMEMORY, ERROR_NO_SYSTEM_RESOURCES,
/// ERROR_COMMITMENT_LIMIT, ERROR_NOT_ENOUGH_QUOTA, WSAEMFILE, WSAENOBUFS.
#[cfg(windows)]
const NUMBERS: [i32; 8] = [4, 8, 14, 1450, 1455, 1816, 10024, 10055];

pub fn exhausted(cause: &Error) -> bool {
    let number = cause.raw_os_error();
    cause.kind() == ErrorKind::OutOfMemory || number.is_some_and(|number| NUMBERS.contains(&number))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn want_of_a_resource_is_told_from_what_is_not_there() {
        let is = |number| exhausted(&Error::from_raw_os_error(number));
        assert!([libc::EMFILE, libc::ENFILE, libc::ENOBUFS, libc::ENOMEM].into_iter().all(is));
        let other = [libc::ENOENT, libc::EACCES, libc::ENOSPC, libc::ECONNREFUSED, libc::EAFNOSUPPORT];
        assert!(!other.into_iter().any(is));
    }
}
