//! The clients of this process. A child starts without any: its parent's are not its own.

use std::sync::{Arc, Weak};
use std::time::Instant;

use super::Client;
use crate::runtime::engine;
use crate::runtime::lock::lock;
use crate::runtime::per_process::PerProcess;
use crate::runtime::sync::Mutex;
use crate::values::error::Result;

/// By number.
type Known = Mutex<Vec<(u64, Weak<Client>)>>;

static CURRENT: PerProcess<Known> = PerProcess::new();

fn known() -> &'static Known {
    CURRENT.get(Mutex::default)
}

pub fn register(client: &Arc<Client>) {
    let mut known = lock(known());
    let at = known.partition_point(|(number, _)| *number < client.number());
    known.insert(at, (client.number(), Arc::downgrade(client)));
}

pub fn deregister(number: u64) {
    let mut known = lock(known());
    if let Ok(at) = known.binary_search_by_key(&number, |(number, _)| *number) {
        known.remove(at);
    }
}

/// Ends every session, drops every request, tells the queued events, and joins all threads, also those
/// that an earlier shutdown has left. Clients stay usable: the next login starts anew.
pub fn shut_down(deadline: Instant) -> Result<()> {
    engine::shut_down(deadline, log_out_all)
}

fn log_out_all() {
    let clients: Vec<_> = lock(known()).iter().filter_map(|(_, client)| client.upgrade()).collect();
    for client in &clients {
        client.logout();
        client.mailbox().release_waits();
    }
}
