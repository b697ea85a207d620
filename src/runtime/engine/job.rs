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

type Work = Box<dyn FnOnce() + Send>;
type Completion = Box<dyn FnOnce(Lost) + Send>;

/// Either its work runs to the end, or `lost` is called, once, whatever becomes of the job. A panic may
/// come late, when the work has told its end already, so `lost` must know by itself what is still waited
/// for.
pub struct Job {
    name: &'static str,
    work: Option<Work>,
    lost: Option<Completion>,
}

impl Job {
    /// `name` is what tests call it by.
    pub fn new(
        name: &'static str,
        work: impl FnOnce() + Send + 'static,
        lost: impl FnOnce(Lost) + Send + 'static,
    ) -> Job {
        Job { name, work: Some(Box::new(work)), lost: Some(Box::new(lost)) }
    }

    pub fn run(mut self) {
        let (Some(work), Some(lost)) = (self.work.take(), self.lost.take()) else { return };
        if fault::vanishes(self.name) {
            drop(work);
            notify(lost, Lost::Dropped);
        } else if let Err(text) = panic::contain(|| {
            fault::point(self.name);
            work();
        }) {
            notify(lost, Lost::Panicked(text));
        }
    }

    /// Nobody waits for it any more: dropping it is no loss.
    pub fn disarm(mut self) {
        self.lost = None;
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if let Some(lost) = self.lost.take() {
            drop(self.work.take());
            notify(lost, Lost::Dropped);
        }
    }
}

fn notify(lost: Completion, how: Lost) {
    // A panic in here is logged; nothing more can be done for it.
    let _ = panic::contain(|| lost(how));
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

    static INJECTION: Mutex<Option<Injection>> = Mutex::new(None);

    /// The fault happens the next time but `skip` that `name` is reached. One at a time.
    pub fn inject(name: &str, fault: Fault, skip: u32) {
        *lock() = Some(Injection { name: name.to_owned(), fault, skip });
    }

    /// Whether the fault is still to come.
    pub fn is_pending() -> bool {
        lock().is_some()
    }

    pub fn clear() {
        *lock() = None;
    }

    fn lock() -> std::sync::MutexGuard<'static, Option<Injection>> {
        INJECTION.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn happens(name: &str, fault: Fault) -> bool {
        let mut injection = lock();
        match injection.as_mut().filter(|injection| injection.name == name && injection.fault == fault) {
            Some(Injection { skip: 0, .. }) => injection.take().is_some(),
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
