//! The manual clock is the process', so the tests that set it take turns.

use std::sync::mpsc::channel;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use authforge::clock::{manual, wall_ms};
use official::parse_iso8601_ms;

static TURN: Mutex<()> = Mutex::new(());

pub struct Turn {
    _turn: MutexGuard<'static, ()>,
}

impl Turn {
    /// Stops the clock; nobody else sets it meanwhile.
    pub fn take() -> Turn {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        manual::install();
        Turn { _turn: turn }
    }

    pub fn set(&self, date: &str) {
        let date = parse_iso8601_ms(date).expect("a date");
        manual::set_wall(date - wall_ms());
    }

    pub fn advance(&self, seconds: u64) {
        manual::advance(Duration::from_secs(seconds));
    }

    /// Runs the call on a thread of its own and turns the clock until it has come back.
    pub fn turn_until<T: Send>(&self, call: impl FnOnce() -> T + Send) -> T {
        let (done, came_back) = channel();
        let patience = Instant::now() + Duration::from_secs(30);
        thread::scope(|scope| {
            scope.spawn(move || done.send(call()));
            loop {
                if let Ok(result) = came_back.recv_timeout(Duration::from_millis(5)) {
                    return result;
                }
                assert!(Instant::now() < patience, "the call does not come back");
                manual::advance(Duration::from_secs(1));
            }
        })
    }
}

/// Unix seconds.
pub fn seconds(date: &str) -> i64 {
    parse_iso8601_ms(date).expect("a date").div_euclid(1000)
}
