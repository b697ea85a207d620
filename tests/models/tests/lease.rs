//! `transport/lease.rs`: connections go from request to request while others cancel.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::time::{Duration, Instant};

use authforge_models::runtime::clock::Moment;
use authforge_models::runtime::sync::{Arc, Condvar, Mutex};
use authforge_models::transport::lease::{Choice, Interrupt, Lease, Stop};
use shuttle::thread;

/// Orders that are tried where there are too many to try all.
const MANY: usize = 4_000;

#[derive(Default)]
struct Wire {
    /// The request that is inside of a step.
    entered_by: Option<u32>,
    interrupted: bool,
    answered: bool,
}

#[derive(Default)]
struct Connection {
    wire: Mutex<Wire>,
    changed: Condvar,
}

/// What a lease is told that request number `by` blocks in.
struct Step {
    connection: Arc<Connection>,
    by: u32,
}

impl Interrupt for Step {
    fn interrupt(&self) {
        let mut wire = self.connection.wire.lock().unwrap();
        assert_eq!(wire.entered_by, Some(self.by), "an interrupt outside of the step that it is meant for");
        wire.interrupted = true;
        self.connection.changed.notify_all();
    }
}

impl Connection {
    /// A peer that has answered already holds nobody up.
    fn answered() -> Arc<Connection> {
        let wire = Mutex::new(Wire { answered: true, ..Wire::default() });
        Arc::new(Connection { wire, changed: Condvar::new() })
    }

    /// Blocks until the peer answers or the step is interrupted.
    fn step(self: &Arc<Self>, lease: &Lease, by: u32) -> Result<(), Stop> {
        self.wire.lock().unwrap().entered_by = Some(by);
        let entered = lease.enter(Arc::new(Step { connection: Arc::clone(self), by }));
        let result = entered.and_then(|_| {
            let mut wire = self.wire.lock().unwrap();
            while !wire.answered && !wire.interrupted {
                wire = self.changed.wait(wire).unwrap();
            }
            drop(wire);
            lease.leave()
        });
        self.wire.lock().unwrap().entered_by = None;
        result
    }
}

type Pool = Arc<Mutex<Vec<Arc<Connection>>>>;

fn begin(lease: &Lease, choice: Choice) {
    lease.begin(Instant::now() + Duration::from_secs(3600), choice);
}

/// A request as the transport makes it: take or dial, send, receive, give back.
fn ask(lease: &Lease, by: u32, pool: &Pool, dial: impl FnOnce() -> Arc<Connection>) -> Result<(), Stop> {
    begin(lease, Choice::Any);
    let idle = pool.lock().unwrap().pop().filter(|_| lease.take_pooled());
    let connection = idle.unwrap_or_else(|| {
        lease.note_new();
        dial()
    });
    let result = (0..2).try_for_each(|_| connection.step(lease, by));
    if result.is_ok() && lease.give_back() {
        assert!(!connection.wire.lock().unwrap().interrupted, "an interrupted connection is given back");
        pool.lock().unwrap().push(connection);
    }
    lease.end();
    result
}

fn cancelling(lease: &Arc<Lease>) -> thread::JoinHandle<()> {
    let lease = Arc::clone(lease);
    thread::spawn(move || lease.cancel())
}

#[test]
fn a_cancel_is_never_lost() {
    let model = || {
        let (lease, pool) = (Lease::new(), Pool::default());
        let cancel = cancelling(&lease);
        // The peer never answers: only the cancel ends this.
        assert_eq!(ask(&lease, 1, &pool, Arc::default), Err(Stop::Cancelled));
        assert!(pool.lock().unwrap().is_empty(), "the connection of a cancelled request is given back");
        cancel.join().unwrap();
    };
    shuttle::check_dfs(model, None);
}

#[test]
fn a_cancel_ends_a_pause() {
    let model = || {
        let lease = Lease::new();
        let cancel = cancelling(&lease);
        assert!(lease.wait_until(Moment(1)));
        cancel.join().unwrap();
    };
    shuttle::check_dfs(model, None);
}

#[test]
fn after_a_cancel_nothing_begins() {
    let lease_is_cancelled = || {
        let lease = Lease::new();
        begin(&lease, Choice::Any);
        lease.cancel();
        assert!(!lease.take_pooled() && !lease.give_back());
        assert_eq!(Connection::answered().step(&lease, 1), Err(Stop::Cancelled));
    };
    shuttle::check_dfs(lease_is_cancelled, None);
}

#[test]
fn whoever_wants_a_new_connection_takes_none_of_the_pool() {
    let model = || {
        let lease = Lease::new();
        begin(&lease, Choice::New);
        assert!(!lease.take_pooled());
        assert!(!lease.end().pooled);
    };
    shuttle::check_dfs(model, None);
}

/// Two requests share a pool, and each may find the other's connection there; the first is cancelled.
fn one_is_cancelled() {
    let pool = Pool::default();
    let (first, other) = (Lease::new(), Lease::new());
    let cancel = cancelling(&first);
    let asking = {
        let (first, pool) = (Arc::clone(&first), Arc::clone(&pool));
        thread::spawn(move || ask(&first, 1, &pool, Connection::answered))
    };
    for _ in 0..2 {
        assert_eq!(ask(&other, 2, &pool, Connection::answered), Ok(()));
    }
    let told = asking.join().unwrap();
    cancel.join().unwrap();
    assert!(first.is_cancelled());
    assert!(told.is_ok() || told == Err(Stop::Cancelled));
    assert!(pool.lock().unwrap().iter().all(|idle| !idle.wire.lock().unwrap().interrupted));
}

#[test]
fn a_cancel_never_reaches_the_request_of_another() {
    shuttle::check_random(one_is_cancelled, MANY);
    shuttle::check_pct(one_is_cancelled, MANY, 3);
}
