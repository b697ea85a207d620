//! One program of the system, and what it prints. Without a shell and without the host's notice: its streams are not
//! touched, and whatever it does with signals and its children does no harm here.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int};
use std::io;
use std::mem::MaybeUninit;
use std::time::{Duration, Instant};

use super::End;
use crate::runtime::descriptors;
use crate::values::limits::PRINTED;

/// How long it may take. The C# client gives up then too.
const LIMIT: Duration = Duration::from_secs(2);
const CHUNK: usize = 4096;
/// In milliseconds. That it has ended is seen also where others hold its output open: a child of the host's that was
/// forked meanwhile.
const LOOK_AGAIN: c_int = 20;
/// One that closes its output ends soon after.
const NAP: c_int = 1;

/// Runs the first of these programs that is there, and gives what it printed. The arguments begin with its name and
/// end with NULL.
pub fn run(paths: &[&CStr], arguments: &[*const c_char]) -> (End, Vec<u8>) {
    let (mut own, mut printed) = (Descriptors([-1; ALL]), Vec::new());
    let mut child = Child { number: 0, status: None, has_ended: false };
    let mut failed = own.open();
    if failed == 0 {
        failed = libc::ENOENT;
        for path in paths {
            if failed == libc::ENOENT {
                failed = child.spawn(path, arguments, &own);
            }
        }
    }
    let end = match failed {
        0 => {
            own.close_all_but(READER);
            let end = child.follow(own.0[READER], &mut printed);
            child.end();
            end
        }
        // Of these a shell has no more to say than that there is no such program.
        libc::ENOENT | libc::ENOTDIR | libc::EACCES | libc::ENOEXEC => End::Absent,
        libc::EAGAIN => End::NoProcess,
        number => End::NotRead(number),
    };
    (end, printed)
}

/// Three of the system's making; the same with numbers of 3 and above; and some that are only free for the program,
/// which inherits the host's and has the same limit: one that cannot open its libraries fails without a word, and
/// would be taken for one that finds no disks.
const ALL: usize = 18;
const READER: usize = 3;
const WRITER: usize = 4;
const NOTHING: usize = 5;

struct Descriptors([c_int; ALL]);

impl Descriptors {
    /// Gives the number of an error.
    fn open(&mut self) -> c_int {
        let Descriptors(own) = self;
        // SAFETY: a path with its terminator, and a place for two numbers.
        descriptors::away_from_standard(|| unsafe {
            own[2] = libc::open(c"/dev/null".as_ptr(), libc::O_RDWR | libc::O_CLOEXEC);
            if own[2] != -1 {
                pipe(own.as_mut_ptr());
            }
        });
        for place in 0..ALL {
            if place >= READER {
                // SAFETY: makes a descriptor, and touches no other.
                own[place] = unsafe { libc::fcntl(own[place % 3], libc::F_DUPFD_CLOEXEC, 3) };
            }
            if own[place] == -1 {
                return io::Error::last_os_error().raw_os_error().unwrap_or(libc::EMFILE);
            }
        }
        0
    }

    fn close_all_but(&mut self, kept: usize) {
        for (place, descriptor) in self.0.iter_mut().enumerate() {
            if place != kept && *descriptor != -1 {
                // SAFETY: ours, and forgotten with it.
                unsafe { libc::close(std::mem::replace(descriptor, -1)) };
            }
        }
    }
}

impl Drop for Descriptors {
    fn drop(&mut self) {
        self.close_all_but(ALL);
    }
}

/// SAFETY: `ends` has room for two.
#[cfg(not(target_vendor = "apple"))]
unsafe fn pipe(ends: *mut c_int) {
    // SAFETY: see above.
    unsafe { libc::pipe2(ends, libc::O_CLOEXEC) };
}

/// Inherited by what the host starts at this very moment. What is used of it are copies.
///
/// SAFETY: `ends` has room for two.
#[cfg(target_vendor = "apple")]
unsafe fn pipe(ends: *mut c_int) {
    // SAFETY: see above.
    unsafe {
        if libc::pipe(ends) == 0 {
            libc::fcntl(*ends, libc::F_SETFD, libc::FD_CLOEXEC);
            libc::fcntl(*ends.add(1), libc::F_SETFD, libc::FD_CLOEXEC);
        }
    }
}

struct Child {
    number: libc::pid_t,
    /// `None` if the host took it or wants none.
    status: Option<c_int>,
    has_ended: bool,
}

#[cfg(not(target_vendor = "apple"))]
const FLAGS: c_int = libc::POSIX_SPAWN_SETSIGMASK;
/// It gets no other descriptors.
#[cfg(target_vendor = "apple")]
const FLAGS: c_int = libc::POSIX_SPAWN_SETSIGMASK | libc::POSIX_SPAWN_CLOEXEC_DEFAULT;

impl Child {
    /// Its streams are the null device but for its output, and no signal is blocked in it, which they are on threads of
    /// the library. Gives the number of an error.
    fn spawn(&mut self, path: &CStr, arguments: &[*const c_char], own: &Descriptors) -> c_int {
        let mut actions = MaybeUninit::<libc::posix_spawn_file_actions_t>::uninit();
        let mut attributes = MaybeUninit::<libc::posix_spawnattr_t>::uninit();
        // None: this is how an empty set looks on both systems.
        let signals = MaybeUninit::<libc::sigset_t>::zeroed();
        let (actions, attributes) = (actions.as_mut_ptr(), attributes.as_mut_ptr());
        // SAFETY: all outlive the calls; each is used once it is initialised, which fails only for want of memory.
        unsafe {
            if libc::posix_spawn_file_actions_init(actions) | libc::posix_spawnattr_init(attributes) != 0 {
                return libc::ENOMEM;
            }
            let mut failed = 0;
            for (stream, place) in (0..).zip([NOTHING, WRITER, NOTHING]) {
                failed |= libc::posix_spawn_file_actions_adddup2(actions, own.0[place], stream);
            }
            libc::posix_spawnattr_setsigmask(attributes, signals.as_ptr());
            libc::posix_spawnattr_setflags(attributes, FLAGS as libc::c_short);
            if failed == 0 {
                let (path, arguments) = (path.as_ptr(), arguments.as_ptr().cast());
                failed = libc::posix_spawn(
                    &raw mut self.number,
                    path,
                    actions,
                    attributes,
                    arguments,
                    environment(),
                );
            }
            libc::posix_spawnattr_destroy(attributes);
            libc::posix_spawn_file_actions_destroy(actions);
            failed
        }
    }

    /// Reads what it prints until it has ended.
    fn follow(&mut self, from: c_int, printed: &mut Vec<u8>) -> End {
        let begun = Instant::now();
        let mut one = libc::pollfd { fd: from, events: libc::POLLIN, revents: 0 };
        while begun.elapsed() < LIMIT {
            // Asked before the look at its output, to which nothing can come then.
            self.look(libc::WNOHANG);
            let patience = match one.fd {
                _ if self.has_ended => 0,
                -1 => NAP,
                _ => LOOK_AGAIN,
            };
            // SAFETY: the entry outlives the call.
            match unsafe { libc::poll(&raw mut one, 1, patience) } {
                0 if self.has_ended => return self.how(),
                -1 | 0 => continue,
                _ => {}
            }
            let kept = printed.len().min(PRINTED);
            printed.resize(kept + CHUNK, 0);
            // SAFETY: there is room for a chunk.
            let count = unsafe { libc::read(from, printed.as_mut_ptr().add(kept).cast(), CHUNK) };
            printed.truncate(kept + usize::try_from(count).unwrap_or(0));
            if count <= 0 {
                // No more of it is looked at.
                one.fd = -1;
            }
        }
        End::Late
    }

    /// Notes that it has ended, if it has. Of a child that is gone without a trace the host has the status.
    fn look(&mut self, options: c_int) {
        let mut status = 0;
        if self.has_ended {
            return;
        }
        // SAFETY: `status` outlives the call.
        match unsafe { libc::waitpid(self.number, &raw mut status, options) } {
            0 => return,
            -1 if io::Error::last_os_error().raw_os_error() == Some(libc::EINTR) => return,
            -1 => {}
            _ => self.status = Some(status),
        }
        self.has_ended = true;
    }

    /// Kills it, unless it has ended, and waits for that. One that waits for a dead disk ends when that does: nobody
    /// waits for it here but the thread that was made for it.
    fn end(&mut self) {
        self.look(libc::WNOHANG);
        if !self.has_ended {
            // SAFETY: the number is the child's until somebody has waited for it.
            unsafe { libc::kill(self.number, libc::SIGKILL) };
        }
        while !self.has_ended {
            self.look(0);
        }
    }

    fn how(&self) -> End {
        match self.status {
            None => End::Unknown,
            Some(0) => End::Succeeded,
            Some(status) if libc::WIFSIGNALED(status) => End::Killed,
            Some(_) => End::Failed,
        }
    }
}

/// The host's, as the official clients pass it on.
#[cfg(not(target_vendor = "apple"))]
fn environment() -> *const *mut c_char {
    unsafe extern "C" {
        static environ: *const *mut c_char;
    }
    // SAFETY: a word of the C library, which is always there.
    unsafe { environ }
}

#[cfg(target_vendor = "apple")]
fn environment() -> *const *mut c_char {
    // SAFETY: gives the place of the same word.
    unsafe { *libc::_NSGetEnviron() }
}
