//! The auth endpoints this server speaks.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    Validate,
    Heartbeat,
    OfflineActivate,
    SelfBan,
}

impl Endpoint {
    pub const ALL: [Self; 4] = [Self::Validate, Self::Heartbeat, Self::OfflineActivate, Self::SelfBan];

    pub const fn path(self) -> &'static str {
        match self {
            Self::Validate => "/auth/validate",
            Self::Heartbeat => "/auth/heartbeat",
            Self::OfflineActivate => "/auth/offline/activate",
            Self::SelfBan => "/auth/selfban",
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
            Self::OfflineActivate => "offline_activate",
            Self::SelfBan => "self_ban",
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
