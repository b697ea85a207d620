//! A license file as the host gives it: a path, or the text itself.

use std::borrow::Cow;

use super::license_file::BEGIN;
use super::store;
use crate::config::MAX_PATH;
use crate::error::{Error, Result};
use crate::status::Status;

/// Longer than any file that the service makes; what a wrong path may lead to is not read further.
pub const LONGEST: usize = 256 * 1024;

/// The text, read from disk unless it is given.
pub fn read(path_or_text: &str) -> Result<Cow<'_, str>> {
    if path_or_text.contains(BEGIN) {
        return Ok(Cow::Borrowed(path_or_text));
    }
    // A damaged text may hold a license key, so it is not repeated in the message.
    if path_or_text.contains(['\n', '\r']) || path_or_text.len() > MAX_PATH {
        return Err(Error::new(Status::ReadError, format!("the text has no line {BEGIN:?}, and is no path")));
    }
    store::read(path_or_text, LONGEST).map(Cow::Owned)
}
