//! When the next check-in is due, when a session is over, and what a failed check-in means.

use std::time::Duration;

use crate::error::Error;
use crate::status::Status;

/// `heartbeat_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// No network until the session ends.
    Local,
    /// A check-in each interval.
    Server,
}

/// What a session needs now.
#[derive(Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing; look again after this.
    Wait(Duration),
    CheckIn,
    Expired,
}

/// The last check-in of a session begins this long before its end: two attempts of 8 s and the pause
/// between them fit.
const LEAD: Duration = Duration::from_secs(20);
/// The service allows six check-ins a minute.
const CLOSEST: Duration = Duration::from_secs(10);

/// A license file is judged by the wall clock, which its user can turn: it is looked at this often.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(60);

/// What a session from a license file needs, which nobody renews.
pub fn due_of_file(left_ms: i64) -> Due {
    match u64::try_from(left_ms) {
        Ok(left) if left > 0 => Due::Wait(Duration::from_millis(left).min(LOOK_AT_CLOCK)),
        _ => Due::Expired,
    }
}

/// `left_ms` is the time to the session's end, negative once it is over; `since_check` counts from the
/// end of the last login or check-in.
pub fn due(mode: Mode, interval: Duration, left_ms: i64, since_check: Duration) -> Due {
    let left = Duration::from_millis(u64::try_from(left_ms).unwrap_or(0));
    let over = left_ms <= 0;
    match mode {
        Mode::Local if over => Due::Expired,
        Mode::Local => Due::Wait(left.min(interval)),
        // After suspend the session may be over without a check-in having been possible: ask first.
        Mode::Server if over && since_check <= LEAD => Due::Expired,
        Mode::Server if over => Due::CheckIn,
        Mode::Server => {
            let until_interval = interval.saturating_sub(since_check);
            let until_last = left.saturating_sub(LEAD).max(CLOSEST.saturating_sub(since_check));
            let wait = until_interval.min(until_last);
            if wait.is_zero() { Due::CheckIn } else { Due::Wait(wait.min(left)) }
        }
    }
}

/// The failure as it is to be reported; fatal ones end the session.
pub fn judge(error: Error, left_ms: i64) -> Error {
    if !error.is_fatal() && left_ms <= 0 {
        return Error::new(
            Status::SessionExpired,
            format!("the session is over and could not be renewed: {}", error.message),
        );
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(s: u64) -> Duration {
        Duration::from_secs(s)
    }

    #[test]
    fn a_check_in_comes_each_interval() {
        let plan = |since| due(Mode::Server, seconds(900), 80_000_000, seconds(since));
        assert_eq!(plan(0), Due::Wait(seconds(900)));
        assert_eq!(plan(899), Due::Wait(seconds(1)));
        assert_eq!(plan(900), Due::CheckIn);
    }

    #[test]
    fn a_long_interval_still_renews_before_the_session_ends() {
        let plan = |left, since| due(Mode::Server, seconds(90_000), left, seconds(since));
        assert_eq!(plan(3_600_000, 0), Due::Wait(seconds(3580)));
        assert_eq!(plan(20_000, 3580), Due::CheckIn);
        // It failed: once more, but not closer than the service allows.
        assert_eq!(plan(12_000, 0), Due::Wait(seconds(10)));
        assert_eq!(plan(0, 2), Due::Expired);
    }

    #[test]
    fn after_suspend_the_check_in_comes_before_the_verdict() {
        assert_eq!(due(Mode::Server, seconds(900), -5_000_000, seconds(5000)), Due::CheckIn);
        assert_eq!(due(Mode::Local, seconds(900), -1, seconds(5000)), Due::Expired);
    }

    #[test]
    fn local_mode_ends_at_the_second_of_expiry() {
        assert_eq!(due(Mode::Local, seconds(900), 1, seconds(0)), Due::Wait(Duration::from_millis(1)));
        assert_eq!(due(Mode::Local, seconds(900), 0, seconds(0)), Due::Expired);
    }

    #[test]
    fn a_license_file_ends_at_its_millisecond_and_the_clock_is_looked_at() {
        assert_eq!(due_of_file(1), Due::Wait(Duration::from_millis(1)));
        assert_eq!(due_of_file(86_400_000), Due::Wait(seconds(60)));
        assert_eq!((due_of_file(0), due_of_file(-5)), (Due::Expired, Due::Expired));
    }

    #[test]
    fn a_transient_failure_after_the_end_is_session_expired() {
        let error = || Error::of(Status::NetworkError);
        assert_eq!(judge(error(), 1).status, Status::NetworkError);
        assert_eq!(judge(error(), 0).status, Status::SessionExpired);
        assert_eq!(judge(Error::of(Status::Revoked), 0).status, Status::Revoked);
    }
}
