//! The auth endpoints this server speaks.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    Validate,
    Heartbeat,
}

impl Endpoint {
    pub const ALL: [Self; 2] = [Self::Validate, Self::Heartbeat];

    pub const fn path(self) -> &'static str {
        match self {
            Self::Validate => "/auth/validate",
            Self::Heartbeat => "/auth/heartbeat",
        }
    }

    pub(crate) fn from_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.path() == path)
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.name() == name)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Validate => "validate",
            Self::Heartbeat => "heartbeat",
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
