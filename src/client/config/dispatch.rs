//! How callbacks reach the host.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dispatch {
    /// On a library thread.
    Background,
    /// On the host's thread, when it pumps or polls.
    Pump,
}
