//! Where a machine's id is read, and what it means that it cannot be.

use std::fmt::Display;
use std::io;

use crate::runtime::resources;
use crate::status::Status;
use crate::values::error::{Error, Result};

/// What the system tells of this machine. `None` is what is not there; an error is what could not be looked at, and
/// says nothing about that.
pub struct Source {
    /// Texts that may hold the machine's id, best first.
    pub ids: &'static [fn() -> Result<Option<String>>],
    pub host_name: fn() -> Option<String>,
    pub mac_address: fn() -> Result<Option<String>>,
}

/// The system did not let us look. Want of a resource passes, the rest its user has to mend.
pub fn cannot_read(what: &str, cause: &io::Error) -> Error {
    if resources::exhausted(cause) {
        return Error::new(Status::OutOfResources, format!("cannot read {what}: {cause}"));
    }
    unavailable(format!("cannot read {what}: {cause}"))
}

/// This machine has no id, or one that cannot be read.
pub fn unavailable(why: impl Display) -> Error {
    let text = format!("{why}; set one with af_config_set_hwid_override");
    Error::new(Status::HwidUnavailable, text)
}
