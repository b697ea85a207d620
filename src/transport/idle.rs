//! Connections that wait for their next request. ureq has a pool of its own, which can neither be handed a connection nor
//! left with one; so it keeps none, and is told of one where it would make it.

use ureq::unversioned::transport::Transport;

use super::lease::{Choice, Lease};
use crate::runtime::clock::{self, Moment};
use crate::runtime::lock::lock;
use crate::runtime::sync::{Arc, Mutex};
use crate::values::limits;

pub type Connection = Box<dyn Transport>;

struct Entry {
    /// Scheme, host and port.
    server: Arc<str>,
    /// std's clock stops during suspend; a server's does not.
    since: Moment,
    connection: Connection,
}

/// The one that was used last comes first, so that those which are too many grow old.
#[derive(Default)]
pub struct Idle(Mutex<Vec<Entry>>);

impl Idle {
    /// One to this server that is as it was left, if the attempt may use one.
    pub fn take(&self, server: &str, choice: Choice, lease: &Lease) -> Option<Connection> {
        loop {
            let mut entry = self.pop(server)?;
            let good = is_young(&entry, clock::now()) && choice == Choice::Any && entry.connection.is_open();
            // One that is of no use is closed here, without the lock.
            if good && lease.take_pooled() {
                return Some(entry.connection);
            }
        }
    }

    fn pop(&self, server: &str) -> Option<Entry> {
        let mut entries = lock(&self.0);
        let at = entries.iter().rposition(|entry| *entry.server == *server)?;
        Some(entries.remove(at))
    }

    #[inline(never)]
    pub fn put(&self, server: Arc<str>, connection: Connection) {
        let now = clock::now();
        lock(&self.0).push(Entry { server, since: now, connection });
        // They are closed one by one, without the lock.
        while self.pop_surplus(now).is_some() {}
    }

    /// The oldest, if it is too old, or there are too many.
    fn pop_surplus(&self, now: Moment) -> Option<Entry> {
        let mut entries = lock(&self.0);
        let goes = entries.len() > limits::IDLE_CONNECTIONS || !is_young(entries.first()?, now);
        goes.then(|| entries.remove(0))
    }
}

fn is_young(entry: &Entry, now: Moment) -> bool {
    now.since(entry.since) < limits::IDLE_AGE
}
