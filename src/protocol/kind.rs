//! The endpoints of the service.

/// Which endpoint answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Validate,
    Heartbeat,
    SelfBan,
    Activate,
}
