//! Files that another program holds open for a moment, as virus scanners, indexers and backups do with a file
//! that has just been written, on Windows and on network drives.

use std::io;
use std::thread::sleep;
use std::time::Duration;

/// Between the attempts: two seconds in all. Often, since a file that many look at is free for moments only.
const PAUSE: Duration = Duration::from_millis(50);
const PAUSES: u32 = 40;

/// Windows refuses to replace, to replace what is mapped into memory, to open, and to read a part. Where a share of
/// Windows is mounted all come as "busy".
#[cfg(windows)]
const CODES: [i32; 4] = [5, 1224, 32, 33];
#[cfg(not(windows))]
const CODES: [i32; 3] = [libc::EBUSY, libc::EBUSY, libc::ETXTBSY];

#[cfg(windows)]
const IN_USE: &str = "another program holds it open, such as a virus scanner, a backup, a sync or an editor, or this \
                    user may not replace it; close that program and try again";
#[cfg(not(windows))]
const IN_USE: &str = "another program holds it open, such as a virus scanner, a backup, a sync or an editor; close that \
                    program and try again";

/// Replacing or removing a file. Whether it is held or forbidden Windows does not tell.
pub const REPLACING: &[i32] = &CODES;

/// Reading one: there the two are told apart.
pub const READING: &[i32] = CODES.split_at(if cfg!(windows) { 2 } else { 1 }).1;

/// Does a step again as long as it fails so, for two seconds at the most; then says who may be the cause.
pub fn retry_while_in_use(codes: &[i32], step: &mut dyn FnMut() -> io::Result<()>) -> io::Result<()> {
    with_pauses(codes, step, &mut sleep)
}

fn with_pauses(
    codes: &[i32],
    step: &mut dyn FnMut() -> io::Result<()>,
    pause: &mut dyn FnMut(Duration),
) -> io::Result<()> {
    let mut left = PAUSES;
    loop {
        match step() {
            Err(cause) if cause.raw_os_error().is_some_and(|code| codes.contains(&code)) => {
                if left == 0 {
                    return Err(io::Error::new(io::ErrorKind::InvalidInput, IN_USE));
                }
                left -= 1;
                pause(PAUSE);
            }
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a step that fails so often, how often it was done, and how long it was waited for.
    fn outcome(codes: &[i32], code: i32, failures: u32) -> (io::Result<()>, u32, Duration) {
        let (mut steps, mut waited) = (0, Duration::ZERO);
        let mut step = || {
            steps += 1;
            if steps > failures { Ok(()) } else { Err(io::Error::from_raw_os_error(code)) }
        };
        let result = with_pauses(codes, &mut step, &mut |pause| waited += pause);
        (result, steps, waited)
    }

    #[test]
    fn what_is_held_for_less_than_two_seconds_is_no_failure() {
        for code in CODES {
            for failures in [0, 1, PAUSES] {
                let (result, steps, waited) = outcome(REPLACING, code, failures);
                assert!(
                    result.is_ok() && steps == failures + 1 && waited <= Duration::from_secs(2),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn what_is_held_longer_is_given_up_after_two_seconds_and_the_message_says_who_holds_it() {
        for code in CODES {
            let (result, .., waited) = outcome(REPLACING, code, u32::MAX);
            assert_eq!(waited, Duration::from_secs(2));
            let message = result.unwrap_err().to_string();
            assert!(message.contains("another program holds it open"), "{message}");
            assert!(message.len() < 170, "{message}");
        }
    }

    #[test]
    fn any_other_failure_is_not_waited_for() {
        for code in [2, 13, 28] {
            let (result, steps, _) = outcome(READING, code, u32::MAX);
            assert_eq!((result.unwrap_err().raw_os_error(), steps), (Some(code), 1));
        }
        // For a reader it is forbidden, and stays so.
        #[cfg(windows)]
        assert_eq!(outcome(READING, 5, u32::MAX).1, 1);
    }
}
