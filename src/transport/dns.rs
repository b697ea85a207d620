//! Name resolution with a deadline, by one thread that lives only while there is something to resolve.
//!
//! `getaddrinfo` cannot be interrupted. So the request waits beside it, and a lookup that hangs holds up
//! the resolver thread but never a caller.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::cancel::{self, Interrupt, Stop};
use crate::engine::threads::Threads;

/// Requests that wait for a name; one lookup serves all that want the same.
struct Lookup {
    host: String,
    port: u16,
    state: Mutex<Progress>,
    wake: Condvar,
}

#[derive(Default)]
struct Progress {
    answer: Option<io::Result<Vec<SocketAddr>>>,
    interrupted: u64,
}

impl Interrupt for Lookup {
    fn interrupt(&self) {
        lock(&self.state).interrupted += 1;
        self.wake.notify_all();
    }
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Arc<Lookup>>,
    current: Option<Arc<Lookup>>,
    thread_lives: bool,
}

/// The resolver of the process.
pub struct Dns {
    queue: Mutex<Queue>,
    threads: Arc<Threads>,
}

impl Dns {
    pub fn new(threads: Arc<Threads>) -> Arc<Dns> {
        Arc::new(Dns { queue: Mutex::default(), threads })
    }

    /// Addresses of `host`, within the deadline of the current request. Numbers and `localhost` are known
    /// without asking anybody.
    pub fn resolve(self: &Arc<Self>, host: &str, port: u16) -> Result<Vec<SocketAddr>, ureq::Error> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        if host.eq_ignore_ascii_case("localhost") {
            let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
            return Ok(loopback.map(|address| SocketAddr::new(address, port)).to_vec());
        }
        let lookup = self.enqueue(host, port)?;
        wait_for(&lookup)
    }

    fn enqueue(self: &Arc<Self>, host: &str, port: u16) -> io::Result<Arc<Lookup>> {
        let mut queue = lock(&self.queue);
        let same = |lookup: &&Arc<Lookup>| lookup.host == host && lookup.port == port;
        if let Some(known) = queue.current.iter().chain(&queue.waiting).find(same) {
            return Ok(Arc::clone(known));
        }
        let state = Mutex::default();
        let lookup = Arc::new(Lookup { host: host.to_owned(), port, state, wake: Condvar::new() });
        queue.waiting.push_back(Arc::clone(&lookup));
        if !queue.thread_lives {
            let dns = Arc::clone(self);
            if let Err(error) = self.threads.spawn(move || dns.run()) {
                queue.waiting.pop_back();
                return Err(error);
            }
            queue.thread_lives = true;
        }
        Ok(lookup)
    }

    fn run(&self) {
        loop {
            let mut queue = lock(&self.queue);
            queue.current = queue.waiting.pop_front();
            let Some(lookup) = queue.current.clone() else {
                queue.thread_lives = false;
                return;
            };
            drop(queue);
            let answer = (lookup.host.as_str(), lookup.port).to_socket_addrs().map(Iterator::collect);
            lock(&self.queue).current = None;
            lock(&lookup.state).answer = Some(answer);
            lookup.wake.notify_all();
        }
    }
}

fn wait_for(lookup: &Arc<Lookup>) -> Result<Vec<SocketAddr>, ureq::Error> {
    loop {
        let seen = lock(&lookup.state).interrupted;
        let blocked_in: Arc<dyn Interrupt> = Arc::<Lookup>::clone(lookup);
        let deadline = cancel::enter(blocked_in).map_err(|stop| match stop {
            Stop::Cancelled => io::Error::new(ErrorKind::ConnectionAborted, "cancelled"),
            Stop::TimedOut => io::Error::new(ErrorKind::TimedOut, "out of time"),
        })?;
        let mut progress = lock(&lookup.state);
        // An interrupt may be meant for another request that waits for the same name: then look again.
        while progress.interrupted == seen {
            if let Some(answer) = &progress.answer {
                return match answer {
                    Ok(addresses) if !addresses.is_empty() => Ok(addresses.clone()),
                    _ => Err(ureq::Error::HostNotFound),
                };
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            progress = lookup.wake.wait_timeout(progress, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
