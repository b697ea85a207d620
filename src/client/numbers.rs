//! Numbers of clients, requests and heartbeats.

use std::sync::atomic::{AtomicU64, Ordering};

/// They go on in a child: what runs on there after a fork may name one of the parent's.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// One that nothing of this process had before; never 0.
pub fn next() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}
