//! Clients that are being freed, or were freed by one of their own callbacks that still runs.

use crate::runtime::lock::{lock, wait};
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard};

use crate::client::event::Event;
use crate::client::mailbox::Mailbox;
use crate::runtime::wait_for_graph::{self, ThreadNumber, current_thread};

/// Whoever frees a client that another call has freed already returns no sooner than its callbacks are over.
#[derive(Default)]
pub struct FreedClients {
    known: Mutex<Vec<FreedClient>>,
    ended: Condvar,
}

struct FreedClient {
    handle: usize,
    /// Who frees it; `None` when that call has returned.
    by: Option<ThreadNumber>,
    mailbox: Arc<Mailbox<Event>>,
}

/// Over on drop.
struct Freeing<'a> {
    freed_clients: &'a FreedClients,
    handle: usize,
}

impl Drop for Freeing<'_> {
    fn drop(&mut self) {
        let mut known = self.freed_clients.lock();
        known.iter_mut().filter(|freed| freed.handle == self.handle).for_each(|freed| freed.by = None);
        FreedClients::forget_quiet(&mut known);
        self.freed_clients.ended.notify_all();
    }
}

impl FreedClients {
    /// Runs `free` with what `take` gives for the handle, if this call is the one that ends it. Else waits
    /// until its callbacks are over, but not for one that waits for this thread, or that this thread is in.
    pub fn run<T>(
        &self,
        handle: usize,
        take: impl FnOnce() -> Option<T>,
        mailbox: impl FnOnce(&T) -> Arc<Mailbox<Event>>,
        free: impl FnOnce(T),
    ) {
        let mut known = self.lock();
        FreedClients::forget_quiet(&mut known);
        if let Some(freed) = known.iter().find(|freed| freed.handle == handle) {
            let mailbox = Arc::clone(&freed.mailbox);
            if !mailbox.runs_on_this_thread() && self.wait_for_other(known, handle) {
                mailbox.wait_until_quiet();
            }
            return;
        }
        let Some(taken) = take() else { return };
        let mailbox = mailbox(&taken);
        known.push(FreedClient { handle, by: Some(current_thread()), mailbox });
        drop(known);
        let _freeing = Freeing { freed_clients: self, handle };
        free(taken);
    }

    /// For the call that frees it; false if that waits for this thread.
    fn wait_for_other(&self, mut known: MutexGuard<'_, Vec<FreedClient>>, handle: usize) -> bool {
        let by = |known: &[FreedClient]| {
            known.iter().find(|freed| freed.handle == handle).and_then(|freed| freed.by)
        };
        let Some(thread) = by(&known) else { return true };
        let Some(_waiting) = wait_for_graph::of_process().add_edge(current_thread(), thread) else {
            return false;
        };
        while by(&known).is_some() {
            known = wait(&self.ended, known);
        }
        true
    }

    fn forget_quiet(known: &mut Vec<FreedClient>) {
        known.retain(|freed| freed.by.is_some() || !freed.mailbox.is_quiet());
    }

    fn lock(&self) -> MutexGuard<'_, Vec<FreedClient>> {
        lock(&self.known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::config::Dispatch;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn whoever_frees_the_same_client_returns_no_sooner_than_the_first() {
        let freed_clients = FreedClients::default();
        let mailbox = Mailbox::<Event>::new(Dispatch::Background, Arc::default(), Box::new(|_| {}));
        let done = AtomicBool::new(false);
        let (entered, hear) = std::sync::mpsc::channel();
        let again = || freed_clients.run(7, || None::<()>, |()| unreachable!(), |()| unreachable!());
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                let free = |()| {
                    entered.send(()).unwrap();
                    // Again from inside, as a callback may.
                    again();
                    while wait_for_graph::of_process().count() == 0 {
                        std::thread::yield_now();
                    }
                    done.store(true, Ordering::SeqCst);
                };
                freed_clients.run(7, || Some(()), |()| Arc::clone(&mailbox), free);
            });
            hear.recv().unwrap();
            again();
            assert!(done.load(Ordering::SeqCst));
            first.join().unwrap();
        });
        assert!(freed_clients.lock().is_empty());
    }
}
