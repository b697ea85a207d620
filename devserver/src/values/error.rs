//! Why the server did not start, or a control did not apply.

use std::fmt;

/// One line for people: what, which value, and where it helps, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Reads JSON text; the message of a failure begins with the place in the text.
    pub(crate) fn from_json<'a, T: serde::Deserialize<'a>>(text: &'a [u8]) -> Result<T, Self> {
        let mut reader = serde_json::Deserializer::from_slice(text);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let place = error.path().to_string();
            let reason = error.into_inner();
            match place.as_str() {
                "." => Self::new(reason.to_string()),
                _ => Self::new(format!("{place}: {reason}")),
            }
        })?;
        reader.end().map_err(|reason| Self::new(reason.to_string()))?;
        Ok(value)
    }

    /// For a message that begins with the name of a field: `apps[0].appId is empty`.
    pub(crate) fn at_path(self, path: impl fmt::Display) -> Self {
        Self(format!("{path}.{}", self.0))
    }

    /// Says whose trouble it is: `fixtures game.json: apps is empty`.
    pub(crate) fn within(self, place: impl fmt::Display) -> Self {
        Self(format!("{place}: {}", self.0))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
