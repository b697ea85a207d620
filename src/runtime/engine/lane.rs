//! What kinds of work there are, and whose turn a job has.

use crate::runtime::clock::{self, Moment};

/// What kind of work a job is, in order of priority. Each kind is sure of a thread, however the others hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Calls the host.
    Callback,
    /// Reads or writes a file.
    Disk,
    /// Asks the service for the host.
    Network,
    /// Keeps a session alive. One that ends soon comes before what the host wants to know.
    Heartbeat,
}

/// How many of the usual threads each may have, in this order. Disks are quick, and one that hangs must not take more than
/// one.
pub const LANES: [(Lane, usize); 4] =
    [(Lane::Callback, 3), (Lane::Disk, 1), (Lane::Network, 3), (Lane::Heartbeat, 3)];

impl Lane {
    /// Waits for servers, and gets threads beyond the usual ones while it does.
    pub fn asks_servers(self) -> bool {
        matches!(self, Lane::Network | Lane::Heartbeat)
    }
}

/// Where a job waits for its thread.
#[derive(Clone, Copy)]
pub struct Turn {
    pub lane: Lane,
    /// Who is asked. No server has all threads, however long it lets others wait.
    pub server: u32,
    /// The earliest comes first: when it was made, or when the session ends that it keeps.
    pub when: Moment,
}

impl Turn {
    /// Of what asks no server, or is the only one to.
    pub fn of(lane: Lane) -> Turn {
        Turn { lane, server: 0, when: clock::now() }
    }
}
