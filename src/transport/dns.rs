//! Name resolution with a deadline, by one thread that lives only while there is something to resolve.
//!
//! `getaddrinfo` cannot be interrupted. So the request waits beside it, and a lookup that hangs holds up
//! the resolver thread but never a caller.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::lease::{Interrupt, Stop};
use super::{request_context, socket};
use crate::runtime::engine::threads::Threads;
use crate::runtime::lock::{lock, wait_at_most};
use crate::runtime::resources;
use crate::runtime::sync::{Arc, Condvar, Mutex};

/// What became of a lookup.
type Addresses = Result<Vec<SocketAddr>, LookupError>;

/// Why it brought no address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum LookupError {
    /// What the system said.
    Unknown(String),
    /// The number of the system's error: there was nothing to look it up with.
    OutOfResources(i32),
}

/// A name that requests wait for; one lookup serves all that want the same.
struct Lookup {
    host: String,
    port: u16,
    answer: Mutex<Option<Addresses>>,
    wake: Condvar,
}

impl Lookup {
    /// Tells all that wait; the first end counts.
    fn end(&self, addresses: Addresses) {
        lock(&self.answer).get_or_insert(addresses);
        self.wake.notify_all();
    }
}

/// One request's wait for a lookup, which goes on without it.
struct Waiter {
    lookup: Arc<Lookup>,
    interrupted: AtomicBool,
}

impl Interrupt for Waiter {
    fn interrupt(&self) {
        // Under the lock that the waiter looks under: none can fall between its look and its wait.
        let _answer = lock(&self.lookup.answer);
        self.interrupted.store(true, Ordering::Relaxed);
        self.lookup.wake.notify_all();
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

/// Why a request did not get addresses, inside an I/O error.
#[derive(Debug)]
pub enum Unresolved {
    /// The resolver thread could not be started.
    NoThread(io::Error),
    /// What the system said.
    Unknown(String),
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unresolved::NoThread(cause) => {
                write!(f, "no thread could be started to look up a host name: {cause}")
            }
            Unresolved::Unknown(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Unresolved {}

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
        wait_for(lookup)
    }

    fn enqueue(self: &Arc<Self>, host: &str, port: u16) -> io::Result<Arc<Lookup>> {
        let mut queue = lock(&self.queue);
        let same = |lookup: &&Arc<Lookup>| lookup.host == host && lookup.port == port;
        if let Some(known) = queue.current.iter().chain(&queue.waiting).find(same) {
            return Ok(Arc::clone(known));
        }
        if !queue.thread_lives {
            let dns = Arc::clone(self);
            let no_thread = |cause| io::Error::other(Unresolved::NoThread(cause));
            self.threads.spawn(move || Worker(dns).run()).map_err(no_thread)?;
            queue.thread_lives = true;
        }
        let answer = Mutex::default();
        let lookup = Arc::new(Lookup { host: host.to_owned(), port, answer, wake: Condvar::new() });
        queue.waiting.push_back(Arc::clone(&lookup));
        Ok(lookup)
    }
}

/// The resolver thread. However it ends, nobody goes on waiting for it, and the next name gets another.
struct Worker(Arc<Dns>);

impl Worker {
    fn run(self) {
        while let Some(lookup) = self.next() {
            let looked_up = crate::runtime::panic::contain(|| look_up(&lookup));
            lock(&self.0.queue).current = None;
            lookup.end(looked_up.unwrap_or_else(|_| Err(unknown("the lookup has failed"))));
        }
    }

    /// The flag falls under the lock that found nothing to do: whoever asks from now on starts a thread.
    fn next(&self) -> Option<Arc<Lookup>> {
        let mut queue = lock(&self.0.queue);
        queue.current = queue.waiting.pop_front();
        queue.thread_lives = queue.current.is_some();
        queue.current.clone()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let mut queue = lock(&self.0.queue);
        queue.thread_lives = false;
        let left: Vec<_> = queue.current.take().into_iter().chain(queue.waiting.drain(..)).collect();
        drop(queue);
        left.iter().for_each(|lookup| lookup.end(Err(unknown("the lookup has failed"))));
    }
}

fn look_up(lookup: &Lookup) -> Addresses {
    #[cfg(feature = "testing")]
    fault::panic_if_asked();
    let ask = || (lookup.host.as_str(), lookup.port).to_socket_addrs();
    match crate::runtime::descriptors::away_from_standard(ask) {
        Ok(addresses) => Ok(addresses.collect()),
        Err(cause) => Err(lookup_error(&cause)),
    }
}

/// The C library says that it does not know a name also when it had no descriptor to ask with. So this tries to
/// get one.
fn lookup_error(cause: &io::Error) -> LookupError {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let exhausted = |cause: &io::Error| cause.raw_os_error().filter(|_| resources::exhausted(cause));
    match exhausted(cause).or_else(|| exhausted(&socket::open(&any).err()?)) {
        Some(number) => LookupError::OutOfResources(number),
        None => unknown(&cause.to_string()),
    }
}

fn unknown(why: &str) -> LookupError {
    // What std puts before the system's words says no more than ours.
    LookupError::Unknown(why.trim_start_matches("failed to lookup address information: ").to_owned())
}

/// Waits for the end of a lookup, within the deadline of the current request.
fn wait_for(lookup: Arc<Lookup>) -> Result<Vec<SocketAddr>, ureq::Error> {
    let lease = request_context::current().map_err(io::Error::from)?;
    let waiter = Arc::new(Waiter { lookup, interrupted: AtomicBool::new(false) });
    let blocks_in: Arc<dyn Interrupt> = Arc::<Waiter>::clone(&waiter);
    let deadline = lease.enter(blocks_in).map_err(io::Error::from)?;
    let ended = waiter.wait(deadline);
    lease.leave().map_err(io::Error::from)?;
    match ended {
        None => {
            lease.note_timed_out();
            Err(io::Error::from(Stop::TimedOut).into())
        }
        Some(Ok(addresses)) => Ok(addresses),
        Some(Err(LookupError::OutOfResources(number))) => Err(io::Error::from_raw_os_error(number).into()),
        Some(Err(LookupError::Unknown(why))) => Err(io::Error::other(Unresolved::Unknown(why)).into()),
    }
}

impl Waiter {
    /// Nothing if it was interrupted, or the deadline came first.
    fn wait(&self, deadline: Instant) -> Option<Addresses> {
        let mut answer = lock(&self.lookup.answer);
        while answer.is_none() && !self.interrupted.load(Ordering::Relaxed) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            answer = wait_at_most(&self.lookup.wake, answer, left).0;
        }
        answer.clone()
    }
}

/// Lets lookups fail as tests want it.
#[cfg(feature = "testing")]
pub mod fault {
    use std::sync::atomic::{AtomicU32, Ordering};

    static PANICS: AtomicU32 = AtomicU32::new(0);

    /// The next so many lookups panic.
    pub fn panic_next(lookups: u32) {
        PANICS.store(lookups, Ordering::SeqCst);
    }

    pub(super) fn panic_if_asked() {
        let left = PANICS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        assert!(left.is_err(), "a lookup panics because a test says so");
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use std::time::Duration;

    use super::super::lease::{Choice, Lease};
    use super::*;

    fn resolve(dns: &Arc<Dns>) -> (Result<Vec<SocketAddr>, ureq::Error>, bool) {
        let lease = Lease::new();
        lease.begin(Instant::now() + Duration::from_secs(60), Choice::Any);
        let result = request_context::with(&lease, || dns.resolve("no-such-name.invalid", 1));
        (result, lease.end().timed_out)
    }

    #[test]
    fn a_lookup_that_panics_ends_and_so_does_the_next() {
        let threads = Threads::new();
        let dns = Dns::new(Arc::clone(&threads));
        fault::panic_next(2);
        for _ in 0..2 {
            let (result, timed_out) = resolve(&dns);
            assert!(result.unwrap_err().to_string().contains("the lookup has failed") && !timed_out);
        }
        assert!(threads.join(Instant::now() + Duration::from_secs(60)));
        let queue = lock(&dns.queue);
        assert!(!queue.thread_lives && queue.current.is_none() && queue.waiting.is_empty());
    }

    #[test]
    fn a_worker_that_panics_leaves_nobody_waiting() {
        let dns = Dns::new(Threads::new());
        let lookup = |host: &str| {
            let (answer, wake) = (Mutex::default(), Condvar::new());
            Arc::new(Lookup { host: host.to_owned(), port: 1, answer, wake })
        };
        let (current, waiting) = (lookup("a"), lookup("b"));
        *lock(&dns.queue) = Queue {
            waiting: VecDeque::from([Arc::clone(&waiting)]),
            current: Some(Arc::clone(&current)),
            thread_lives: true,
        };
        let worker = Worker(Arc::clone(&dns));
        let panicked = crate::runtime::panic::contain(move || {
            let _worker = worker;
            panic!("a bug");
        });
        assert!(panicked.is_err());
        assert!([current, waiting].iter().all(|lookup| matches!(*lock(&lookup.answer), Some(Err(_)))));
        assert!(!lock(&dns.queue).thread_lives);
    }
}
