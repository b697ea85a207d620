//! The tables of a process: the objects that its handles stand for.

use super::client_entry::ClientEntry;
use super::config_entry::ConfigEntry;
use super::freed_clients::FreedClients;
use super::handle::{HandleKind, Layout};
use super::table::{Beside, Entry, Table};
use crate::runtime::epoch;
use crate::runtime::per_process::PerProcess;
use crate::runtime::published::Published;
use crate::session::Session;
use crate::status::Status;
use crate::values::error::Error;

/// Of one process: those of its parent may have been in the middle of a change.
pub struct Handles {
    pub configs: Table<ConfigEntry>,
    pub clients: Table<ClientEntry>,
    pub sessions: Table<Session>,
    pub freed_clients: FreedClients,
}

impl Entry for ConfigEntry {
    type Beside = ();
}

impl Entry for Session {
    type Beside = ();
}

/// Its session, for those who only want to read that.
impl Entry for ClientEntry {
    type Beside = Published<Session>;
}

impl Beside for Published<Session> {
    fn clear(&self, epoch: u64) {
        // Those that were reading it in the parent of this process will not be back.
        if epoch == epoch::current() {
            drop(self.replace(None));
        }
    }
}

static CURRENT: PerProcess<Handles> = PerProcess::new();

pub fn handles() -> &'static Handles {
    CURRENT.get(|| Handles {
        configs: Table::new(HandleKind::Config, Layout::own(), explain),
        clients: Table::new(HandleKind::Client, Layout::own(), explain),
        sessions: Table::new(HandleKind::Session, Layout::own(), explain),
        freed_clients: FreedClients::default(),
    })
}

/// What is wrong with a word that is no handle of this process.
#[cold]
fn explain(word: usize) -> Error {
    let is_of = |parent: &Handles| {
        parent.configs.is_live(word) || parent.clients.is_live(word) || parent.sessions.is_live(word)
    };
    let inherited = CURRENT.of_ancestors().any(is_of);
    Error::of(if inherited { Status::Forked } else { Status::InvalidHandle })
}
