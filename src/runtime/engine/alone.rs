//! Threads that are none of the pool's: the resolver, one that makes a machine id, one that says a line on stderr, and
//! where the system judges certificates one for each that is looked at. What they wait for no system can interrupt, so
//! that each would keep a lane from others.

use std::io;
use std::time::Instant;

use super::threads::Threads;
use crate::runtime::per_process::PerProcess;
use crate::runtime::sync::Arc;

static CURRENT: PerProcess<Arc<Threads>> = PerProcess::new();

/// Those of this process, which a shutdown joins.
pub fn threads() -> &'static Arc<Threads> {
    CURRENT.get(Threads::new)
}

/// Runs `work` on a thread of its own.
pub fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    threads().spawn(work)
}

/// Joins them; false if some still run at `deadline`.
pub fn join(deadline: Instant) -> bool {
    threads().join(deadline)
}
