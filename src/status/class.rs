//! What a status is for a session.

/// What a failure means for a running session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not a failure.
    Success,
    /// The caller's mistake; says nothing about the license.
    Usage,
    /// The session lives on; the next heartbeat may succeed.
    Transient,
    /// The session is over.
    Fatal,
}
