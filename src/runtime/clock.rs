//! Time: a monotonic clock that goes on during suspend, the wall clock, and time anchored on the server's
//! signed timestamp.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::lock::wait_at_most;
pub use super::moment::Moment;
use super::sync::{Condvar, MutexGuard};
use crate::values::pause::whole_ms;

/// Condition variables do not count suspended time, so no wait is longer than this before the clock that
/// does count it is read again.
const LONGEST_WAIT: Duration = Duration::from_secs(15);

pub fn now() -> Moment {
    #[cfg(feature = "testing")]
    if let Some((boot, _)) = manual::read() {
        return Moment(boot);
    }
    Moment(os::boot_ms())
}

/// Milliseconds since 1970 by this computer's clock, which its user can set.
pub fn wall_ms() -> i64 {
    #[cfg(feature = "testing")]
    if let Some((_, wall)) = manual::read() {
        return wall;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(whole_ms(since)).unwrap_or(i64::MAX)
}

/// Waits on `wake` until notified or `deadline`, or shorter: callers look again at why they wait.
pub fn wait<'a, T>(wake: &Condvar, guard: MutexGuard<'a, T>, deadline: Option<Moment>) -> MutexGuard<'a, T> {
    let left = deadline.map_or(LONGEST_WAIT, |at| at.since(now()).min(LONGEST_WAIT));
    #[cfg(feature = "testing")]
    let left = if manual::read().is_some() { left.min(manual::LOOK_AGAIN) } else { left };
    wait_at_most(wake, guard, left).0
}

/// When an attempt on the network that begins now is to end. Sockets know no manual clock: where one is set a test
/// ends what hangs, and a slow machine must not.
pub fn network_deadline(timeout: Duration) -> Instant {
    #[cfg(feature = "testing")]
    let timeout =
        if manual::read().is_some() { timeout.saturating_mul(manual::NETWORK_PATIENCE) } else { timeout };
    Instant::now() + timeout
}

/// What the server said its time was, and when this computer heard it.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    server_ms: i64,
    received: Moment,
}

impl Anchor {
    pub fn new(server_ms: i64, received: Moment) -> Anchor {
        Anchor { server_ms, received }
    }
}

/// Milliseconds since 1970: the server's time plus what has passed since, or the wall clock without one.
pub fn trusted_ms(anchor: Option<Anchor>) -> i64 {
    let Some(anchor) = anchor else { return wall_ms() };
    let passed = whole_ms(now().since(anchor.received));
    anchor.server_ms.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX))
}

#[allow(unsafe_code)]
mod os {
    #[cfg(unix)]
    pub fn boot_ms() -> u64 {
        // Both count suspended time: CLOCK_MONOTONIC does on macOS, and does not on Linux.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        const CLOCK: libc::clockid_t = libc::CLOCK_BOOTTIME;
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        const CLOCK: libc::clockid_t = libc::CLOCK_MONOTONIC;
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: `time` is a valid timespec that outlives the call.
        unsafe { libc::clock_gettime(CLOCK, &raw mut time) };
        let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
        seconds.saturating_mul(1000) + u64::try_from(time.tv_nsec / 1_000_000).unwrap_or(0)
    }

    #[cfg(not(unix))]
    pub fn boot_ms() -> u64 {
        // The performance counter behind Instant goes on during suspend.
        static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        let start = START.get_or_init(std::time::Instant::now);
        u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// A clock that tests turn by hand; it stands still otherwise.
#[cfg(feature = "testing")]
pub mod manual {
    use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::SeqCst};
    use std::time::Duration;

    /// Waiters look at a manual clock this often, in real time.
    pub(super) const LOOK_AGAIN: Duration = Duration::from_millis(2);

    /// How much longer an attempt may take, in real time, than its timeout says.
    pub(super) const NETWORK_PATIENCE: u32 = 20;

    static ON: AtomicBool = AtomicBool::new(false);
    static BOOT: AtomicU64 = AtomicU64::new(0);
    static WALL: AtomicI64 = AtomicI64::new(0);

    pub(super) fn read() -> Option<(u64, i64)> {
        ON.load(SeqCst).then(|| (BOOT.load(SeqCst), WALL.load(SeqCst)))
    }

    pub fn is_installed() -> bool {
        ON.load(SeqCst)
    }

    /// Stops both clocks where they are.
    pub fn install() {
        let (boot, wall) = (super::os::boot_ms(), super::wall_ms());
        if !ON.swap(true, SeqCst) {
            BOOT.store(boot, SeqCst);
            WALL.store(wall, SeqCst);
        }
    }

    /// Turns both clocks forward.
    pub fn advance(by: Duration) {
        let ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        BOOT.fetch_add(ms, SeqCst);
        WALL.fetch_add(i64::try_from(ms).unwrap_or(i64::MAX), SeqCst);
    }

    /// Sets the wall clock alone, as a user would.
    pub fn set_wall(by_ms: i64) {
        WALL.fetch_add(by_ms, SeqCst);
    }
}
