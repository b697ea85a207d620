//! Systems that the 1.x clients were not made for.

use super::super::source::unavailable;
use super::Official;
use crate::values::error::Result;

pub fn id(_: Official) -> Result<String> {
    Err(unavailable("the official 1.x clients have no machine id on this system"))
}
