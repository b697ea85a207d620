//! The server's clock: the machine's, moved by whole seconds.

use crate::values::error::Error;
use crate::values::moment::Moment;

/// A hundred years: beyond it instants no longer have four-digit years that everybody can read.
const FARTHEST_OFFSET: i64 = 100 * 31_557_600;

#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_seconds: i64,
}

impl Clock {
    pub fn now(&self) -> Moment {
        Moment::now().plus_seconds(self.offset_seconds)
    }

    pub fn offset_seconds(&self) -> i64 {
        self.offset_seconds
    }

    pub fn set(&mut self, offset_seconds: i64) -> Result<(), Error> {
        if offset_seconds.unsigned_abs() > FARTHEST_OFFSET.unsigned_abs() {
            return Err(Error::new(format!(
                "offset_seconds is {offset_seconds}, need at most {FARTHEST_OFFSET} either way"
            )));
        }
        self.offset_seconds = offset_seconds;
        Ok(())
    }

    pub fn advance(&mut self, seconds: i64) -> Result<(), Error> {
        self.set(self.offset_seconds.saturating_add(seconds))
    }
}
