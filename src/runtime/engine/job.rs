//! A piece of work for a thread of the library, whose loss is always heard.

use crate::runtime::panic;
use crate::status::Status;
use crate::values::error::{Error, Result};

/// Why a job did not do its work to the end.
#[derive(Debug, PartialEq, Eq)]
pub enum Lost {
    /// A bug of ours, and its text.
    Panicked(String),
    /// Nobody ran it: there was no thread, or the engine was stopped.
    Dropped,
}

impl Lost {
    /// What whoever waits for the job is told.
    pub fn into_error(self) -> Error {
        match self {
            Lost::Panicked(text) => Error::internal(&text),
            Lost::Dropped => {
                Error::new(Status::OutOfResources, "no thread of the library could do what was asked")
            }
        }
    }
}

/// Its work, and what its loss calls, in one piece.
trait Body: Send {
    fn work(&mut self);
    /// Work that was not done is dropped before.
    fn lost(&mut self, how: Lost);
}

struct Parts<W, L> {
    work: Option<W>,
    lost: Option<L>,
}

impl<W: FnOnce() + Send, L: FnOnce(Lost) + Send> Body for Parts<W, L> {
    fn work(&mut self) {
        if let Some(work) = self.work.take() {
            work();
        }
    }

    fn lost(&mut self, how: Lost) {
        self.work = None;
        if let Some(lost) = self.lost.take() {
            lost(how);
        }
    }
}

/// Either its work runs to the end, or `lost` is called, once, whatever becomes of the job. A panic may
/// come late, when the work has told its end already, so `lost` must know by itself what is still waited
/// for.
pub struct Job {
    name: &'static str,
    body: Option<Box<dyn Body>>,
}

impl Job {
    /// `name` is what tests call it by.
    pub fn new(
        name: &'static str,
        work: impl FnOnce() + Send + 'static,
        lost: impl FnOnce(Lost) + Send + 'static,
    ) -> Job {
        Job { name, body: Some(Box::new(Parts { work: Some(work), lost: Some(lost) })) }
    }

    pub fn run(mut self) {
        let Some(mut body) = self.body.take() else { return };
        if fault::vanishes(self.name) {
            notify(&mut *body, Lost::Dropped);
        } else if let Err(text) = panic::contain(|| {
            fault::point(self.name);
            body.work();
        }) {
            notify(&mut *body, Lost::Panicked(text));
        }
    }

    /// Nobody waits for it any more: dropping it is no loss.
    pub fn disarm(mut self) {
        self.body = None;
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if let Some(mut body) = self.body.take() {
            notify(&mut *body, Lost::Dropped);
        }
    }
}

fn notify(body: &mut dyn Body, how: Lost) {
    // A panic in here is logged; nothing more can be done for it.
    let _ = panic::contain(|| body.lost(how));
}

/// Does something on this thread as a job would: a panic is the error of whoever waits.
pub fn run_inline<T>(name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::contain(|| {
        fault::point(name);
        work()
    })
    .unwrap_or_else(|text| Err(Lost::Panicked(text).into_error()))
}

/// Fault injection, for tests: a job or a step within it, by name, panics or vanishes.
#[cfg(feature = "testing")]
pub mod fault {
    use std::collections::VecDeque;
    use std::sync::{Mutex, PoisonError};

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Fault {
        Panic,
        /// Of a job: it is dropped in place of being run.
        Vanish,
        /// Of a step: nothing happens but that a test sees that it was reached.
        Notice,
    }

    struct Injection {
        name: String,
        fault: Fault,
        skip: u32,
    }

    static PLANNED: Mutex<VecDeque<Injection>> = Mutex::new(VecDeque::new());

    /// The fault happens the next time but `skip` that `name` is reached, in place of what was planned.
    pub fn inject(name: &str, fault: Fault, skip: u32) {
        *lock() = VecDeque::from([Injection { name: name.to_owned(), fault, skip }]);
    }

    /// One after the other: each happens the first time after the one before that its name is reached.
    pub fn inject_all(faults: &[(&str, Fault)]) {
        let planned =
            |(name, fault): &(&str, Fault)| Injection { name: (*name).to_owned(), fault: *fault, skip: 0 };
        *lock() = faults.iter().map(planned).collect();
    }

    /// Whether a fault is still to come.
    pub fn is_pending() -> bool {
        !lock().is_empty()
    }

    pub fn clear() {
        lock().clear();
    }

    fn lock() -> std::sync::MutexGuard<'static, VecDeque<Injection>> {
        PLANNED.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn happens(name: &str, fault: Fault) -> bool {
        let mut planned = lock();
        match planned.front_mut().filter(|injection| injection.name == name && injection.fault == fault) {
            Some(Injection { skip: 0, .. }) => planned.pop_front().is_some(),
            Some(injection) => {
                injection.skip -= 1;
                false
            }
            None => false,
        }
    }

    pub(crate) fn vanishes(name: &str) -> bool {
        happens(name, Fault::Vanish)
    }

    pub(crate) fn point(name: &str) {
        happens(name, Fault::Notice);
        assert!(!happens(name, Fault::Panic), "a test made {name} panic");
    }
}

#[cfg(not(feature = "testing"))]
pub mod fault {
    pub fn vanishes(_: &str) -> bool {
        false
    }

    pub fn point(_: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    fn job(work: impl FnOnce() + Send + 'static) -> (Job, Receiver<Lost>) {
        let (told, hear) = channel();
        (Job::new("test", work, move |how| told.send(how).unwrap()), hear)
    }

    #[test]
    fn a_loss_is_heard_once_whatever_becomes_of_the_job() {
        let (done, hear) = job(|| {});
        done.run();
        assert!(hear.try_recv().is_err());

        let (panics, hear) = job(|| panic!("oh"));
        panics.run();
        assert_eq!(hear.iter().collect::<Vec<_>>(), [Lost::Panicked("oh".to_owned())]);

        let (dropped, hear) = job(|| {});
        drop(dropped);
        assert_eq!(hear.iter().collect::<Vec<_>>(), [Lost::Dropped]);

        let (disarmed, hear) = job(|| {});
        disarmed.disarm();
        assert!(hear.iter().next().is_none());
    }

    #[test]
    fn a_job_inside_a_lost_job_is_lost_with_it() {
        let (inner, hear) = job(|| {});
        drop(Job::new("outer", move || inner.run(), |_| {}));
        assert_eq!(hear.iter().collect::<Vec<_>>(), [Lost::Dropped]);
    }

    #[test]
    fn a_panic_while_a_loss_is_told_goes_no_further() {
        drop(Job::new("test", || {}, |_| panic!("again")));
    }
}
