//! An id is made once for a process, by a thread of its own: a program is run for it. Requests wait beside it, each
//! under its lease, and end at once when they are cancelled.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use once_cell::race::OnceBox;

use super::super::source::unavailable;
use super::{Official, system};
use crate::runtime::engine;
use crate::runtime::lock::{lock, wait_at_most};
use crate::runtime::per_process::PerProcess;
use crate::runtime::sync::{Arc, Condvar, Mutex, MutexGuard, no_lock_held};
use crate::status::Status;
use crate::transport::{Choice, Interrupt, Lease};
use crate::values::error::{Error, Result};

/// Longer than a making takes, unless the system does not answer: the program has two seconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// Of the C++ client, and of the C# client. A child process after `fork` has its parent's: they are of the machine.
static KNOWN: [OnceBox<String>; 2] = [const { OnceBox::new() }; 2];

/// What a process is just making. A child has its own, since none of its parent's threads go on in it.
#[derive(Default)]
struct Maker {
    makings: Mutex<[Making; 2]>,
    changed: Condvar,
}

static MAKER: PerProcess<Maker> = PerProcess::new();

fn maker() -> &'static Maker {
    MAKER.get(Maker::default)
}

#[derive(Default)]
struct Making {
    goes_on: bool,
    /// How many have ended, and how the last did.
    ended: u32,
    error: Option<Error>,
}

impl Maker {
    fn lock(&self) -> MutexGuard<'_, [Making; 2]> {
        lock(&self.makings)
    }

    fn end(&self, official: Official, error: Option<Error>) {
        let making = &mut self.lock()[official as usize];
        making.goes_on = false;
        making.ended += 1;
        making.error = error;
        self.changed.notify_all();
    }
}

/// The thread's work. However it ends, nobody goes on waiting for it.
struct Worker {
    official: Official,
    error: Option<Error>,
}

impl Worker {
    fn run(mut self) {
        no_lock_held("making a machine id");
        self.error = match system::id(self.official) {
            Ok(id) => {
                let _ = KNOWN[self.official as usize].set(Box::new(id));
                None
            }
            Err(error) => Some(error),
        };
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        maker().end(self.official, self.error.take());
    }
}

/// One request's wait, without which the making goes on.
struct Waiter(AtomicBool);

impl Interrupt for Waiter {
    fn interrupt(&self) {
        let maker = maker();
        // Under the lock that the waiter looks under: none can fall between its look and its wait.
        let _makings = maker.lock();
        self.0.store(true, Ordering::Relaxed);
        maker.changed.notify_all();
    }
}

/// If it was made before.
pub fn known(official: Official) -> Option<&'static str> {
    KNOWN[official as usize].get().map(String::as_str)
}

/// The id, made if it is not known. Waits for it, unless `lease` is cancelled. What could not be made is tried again at
/// the next use.
pub fn id(official: Official, lease: &Lease) -> Result<&'static str> {
    if known(official).is_none() {
        let waiter = Arc::new(Waiter(AtomicBool::new(false)));
        let blocks_in: Arc<dyn Interrupt> = Arc::<Waiter>::clone(&waiter);
        lease.begin(Instant::now() + PATIENCE, Choice::Any);
        let waited = match lease.enter(blocks_in) {
            Ok(deadline) => wait(official, &waiter, deadline),
            Err(_) => Ok(()),
        };
        let left = lease.leave();
        lease.end();
        if left.is_err() {
            return Err(Error::cancelled());
        }
        waited?;
    }
    known(official)
        .ok_or_else(|| unavailable("the system did not answer in time what this machine is made of"))
}

/// Until the making that goes on has ended, or one that is begun; or the waiter is interrupted, or the deadline comes.
fn wait(official: Official, waiter: &Waiter, deadline: Instant) -> Result<()> {
    let maker = maker();
    let mut makings = maker.lock();
    if !makings[official as usize].goes_on {
        let worker = Worker { official, error: Some(Error::of(Status::InternalError)) };
        engine::run_alone(move || worker.run())?;
        makings[official as usize].goes_on = true;
    }
    let ended = makings[official as usize].ended;
    while makings[official as usize].ended == ended && !waiter.0.load(Ordering::Relaxed) {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        makings = wait_at_most(&maker.changed, makings, left).0;
    }
    makings[official as usize].error.clone().map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    const ONE: Official = Official::CSharp;

    /// As if one went on that does not end by itself.
    fn begin() {
        maker().lock()[ONE as usize].goes_on = true;
    }

    fn waiting() -> (Arc<Lease>, thread::JoinHandle<Result<&'static str>>) {
        let lease = Lease::new();
        let own = Arc::clone(&lease);
        (lease, thread::spawn(move || id(ONE, &own)))
    }

    #[test]
    fn whoever_waits_hears_the_end_of_a_making_that_panics_and_of_his_own_request() {
        begin();
        let (_, one) = waiting();
        let (cancelled, other) = waiting();
        cancelled.cancel();
        assert_eq!(other.join().unwrap().unwrap_err().status, Status::Cancelled);
        assert!(!one.is_finished(), "the others go on waiting");
        let worker = Worker { official: ONE, error: Some(Error::of(Status::InternalError)) };
        let panicked = crate::runtime::panic::contain(move || {
            let _worker = worker;
            panic!("a bug");
        });
        assert!(panicked.is_err());
        // It may have come too late, and begun one of its own.
        let ended = one.join().unwrap();
        assert!(ended.is_ok() || ended.unwrap_err().status == Status::InternalError);
        assert!(!maker().lock()[ONE as usize].goes_on);
        // Nothing of it is kept.
        assert_eq!(id(ONE, &Lease::new()).unwrap().len(), 64);
    }

    #[test]
    fn a_request_that_was_cancelled_before_waits_for_nothing() {
        let lease = Lease::new();
        lease.cancel();
        let begun = Instant::now();
        let ended = id(Official::Cpp, &lease);
        assert!(ended.is_ok() || ended.unwrap_err().status == Status::Cancelled);
        assert!(begun.elapsed() < PATIENCE);
    }
}
