//! JSON that is sent as it was written.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::values::error::Error;

/// Any JSON, kept as it was written: numbers may be larger than any type here.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    pub fn parse(text: &str) -> Result<Self, Error> {
        let value = RawValue::from_string(text.to_owned());
        value.map(Self).map_err(|error| Error::new(format!("{text} is no JSON: {error}")))
    }

    pub fn get(&self) -> &str {
        self.0.get()
    }
}

impl From<serde_json::Value> for RawJson {
    fn from(value: serde_json::Value) -> Self {
        // A value always is JSON; the null is for the type.
        Self(RawValue::from_string(value.to_string()).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }
}
