//! What kinds of work there are.

/// What kind of work a job is, in order of priority. Each kind is sure of a thread, however the others hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Calls the host.
    Callback,
    /// Keeps a session alive.
    Heartbeat,
    /// Reads or writes a file.
    Disk,
    /// Asks the service for the host.
    Network,
}

/// How many threads each may have, in this order. Disks are quick, and one that hangs must not take more than one.
pub const LANES: [(Lane, usize); 4] =
    [(Lane::Callback, 3), (Lane::Heartbeat, 3), (Lane::Disk, 1), (Lane::Network, 3)];
