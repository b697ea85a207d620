//! What kinds of work there are, and why one may not be taken.

use std::io;

use super::job::Job;

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

impl Lane {
    pub const ALL: [Lane; 4] = [Lane::Callback, Lane::Heartbeat, Lane::Disk, Lane::Network];

    /// How many threads it may have. Disks are quick, and one that hangs must not take more than one.
    pub(super) const fn most(self) -> usize {
        match self {
            Lane::Disk => 1,
            Lane::Callback | Lane::Heartbeat | Lane::Network => 3,
        }
    }
}

/// Why a job was not taken.
pub enum Refusal {
    /// The engine has been stopped; the job belongs to the one that took its place.
    Stopped(Job),
    /// The system gave no thread.
    NoThread { job: Option<Job>, cause: io::Error },
}
