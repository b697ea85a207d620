//! Why a job was not taken.

use std::io;

use super::job::Job;

pub enum Refusal {
    /// The engine has been stopped; the job belongs to the one that took its place.
    Stopped(Job),
    /// The system gave no thread.
    NoThread { job: Option<Job>, cause: io::Error },
}
