//! What a client's handle stands for.

use crate::client::Client;
use crate::runtime::lock::lock;
use crate::runtime::sync::{Arc, Mutex};

pub struct ClientEntry {
    pub client: Arc<Client>,
    polled: Mutex<Polled>,
}

/// The session handle of the event that was polled last, or 0.
#[derive(Default)]
struct Polled {
    session: usize,
    freed: bool,
}

impl ClientEntry {
    pub fn new(client: Arc<Client>) -> ClientEntry {
        ClientEntry { client, polled: Mutex::default() }
    }

    /// Keeps the session handle of an event until the next. Gives the one that ends with this: that of the event before,
    /// or `Err` with this one itself if the client was freed.
    pub fn keep_polled(&self, session: usize) -> Result<usize, usize> {
        let mut polled = lock(&self.polled);
        if polled.freed { Err(session) } else { Ok(std::mem::replace(&mut polled.session, session)) }
    }

    /// Frees the client; gives the session handle that ends with it.
    pub fn free(&self) -> usize {
        self.client.free();
        std::mem::replace(&mut *lock(&self.polled), Polled { session: 0, freed: true }).session
    }
}
