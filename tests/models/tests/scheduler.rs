//! `engine/scheduler.rs`: timers are set, called off and due while it is stopped. The clock stands: a timer is due,
//! or never comes.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use authforge_models::run;
use authforge_models::runtime::clock::Moment;
use authforge_models::runtime::engine::scheduler::{Due, Scheduler, Timer};
use authforge_models::runtime::engine::threads::Threads;
use authforge_models::runtime::engine::{Job, Lost};
use authforge_models::runtime::readiness::Socket;
use shuttle::sync::Arc;
use shuttle::sync::atomic::Ordering::SeqCst;
use shuttle::sync::mpsc::channel;
use shuttle::thread;

/// Orders that are tried where there are too many to try all.
const MANY: usize = 20_000;
const DUE: Moment = Moment(0);
const FAR: Moment = Moment(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Ran,
    /// Given back by `stop`, or refused after it.
    Lost,
}

/// What became of each timer. Under std's lock, which is no part of the model.
#[derive(Clone, Default)]
struct Fates(std::sync::Arc<Mutex<BTreeMap<u32, Vec<Fate>>>>);

impl Fates {
    fn job(&self, number: u32) -> Job {
        let (ran, lost) = (self.clone(), self.clone());
        let note = move |fates: &Fates, fate| fates.0.lock().unwrap().entry(number).or_default().push(fate);
        Job::new(
            "model",
            move || note(&ran, Fate::Ran),
            move |how: Lost| {
                assert_eq!(how, Lost::Dropped);
                note(&lost, Fate::Lost);
            },
        )
    }

    fn of(&self, number: u32) -> Vec<Fate> {
        self.0.lock().unwrap().get(&number).cloned().unwrap_or_default()
    }
}

fn set(scheduler: &Arc<Scheduler>, when: Moment, fates: &Fates, number: u32) -> Option<Timer> {
    scheduler.set(Due::At(when), fates.job(number)).ok()
}

fn end(scheduler: &Scheduler, threads: &Threads) {
    drop(scheduler.stop());
    threads.join_all();
}

/// A timer that is due, and is called off, and a stop; in every order.
#[test]
fn a_timer_runs_or_is_called_off_or_is_lost_in_every_order() {
    run::all("one timer", || {
        let (fates, threads) = (Fates::default(), Threads::new());
        let scheduler = Scheduler::new(Arc::clone(&threads), |_| {});
        let owner = {
            let (scheduler, fates) = (Arc::clone(&scheduler), fates.clone());
            thread::spawn(move || {
                let timer = set(&scheduler, DUE, &fates, 0);
                let before = fates.of(0);
                drop(timer);
                (before, fates.of(0))
            })
        };
        end(&scheduler, &threads);
        let (before, after) = owner.join().unwrap();
        threads.join_all();
        let finally = fates.of(0);
        assert!(
            finally.len() <= 1 && finally.starts_with(&after) && after.starts_with(&before),
            "{finally:?}"
        );
    });
}

/// Of timers that are set by two threads, some called off, some far away, and a stop.
fn many_timers(threads: Arc<Threads>) {
    let fates = Fates::default();
    let scheduler = Scheduler::new(Arc::clone(&threads), |_| {});
    let owners = [0, 10].map(|first| {
        let (scheduler, fates) = (Arc::clone(&scheduler), fates.clone());
        thread::spawn(move || {
            let kept = [set(&scheduler, FAR, &fates, first), set(&scheduler, DUE, &fates, first + 1)];
            // Called off before anything could have begun it: it never comes, and is no loss.
            let far = set(&scheduler, FAR, &fates, first + 2);
            let refused = far.is_none();
            let lost_before = fates.of(first + 2);
            drop(far);
            let due = set(&scheduler, DUE, &fates, first + 3);
            drop(due);
            let after = fates.of(first + 3);
            if let Some(timer) = set(&scheduler, DUE, &fates, first + 4) {
                timer.detach();
            }
            (kept, refused, lost_before, after)
        })
    });
    let lost = scheduler.stop();
    let owners = owners.map(|owner| owner.join().unwrap());
    drop(lost);
    threads.join_all();
    for (first, (kept, refused, _, _)) in [0, 10].into_iter().zip(&owners) {
        // Kept by its owner, far away: only `stop` ends it, or it was refused.
        assert_eq!(fates.of(first), [Fate::Lost], "{first}");
        assert_eq!(fates.of(first + 1).len(), 1, "{first}");
        let called_off = fates.of(first + 2);
        assert!(called_off.len() <= 1 && !called_off.contains(&Fate::Ran), "{called_off:?}");
        assert!(!*refused || called_off == [Fate::Lost]);
        assert!(fates.of(first + 3).len() <= 1);
        assert_eq!(fates.of(first + 4).len(), 1, "{first}");
        drop(kept.iter());
    }
}

#[test]
fn every_timer_runs_once_or_is_lost_once_and_none_that_was_called_off_runs() {
    run::many("many timers", MANY, || many_timers(Threads::new()));
    run::many("many timers, threads lack", MANY, || many_timers(Threads::scarce()));
}

/// The thread waits for a timer that is far away when a nearer one is set: it must wake.
fn a_nearer_one() {
    let (fates, threads) = (Fates::default(), Threads::new());
    let scheduler = Scheduler::new(Arc::clone(&threads), |_| {});
    let _far = set(&scheduler, FAR, &fates, 0).unwrap();
    let setters = [(); 2].map(|()| {
        let scheduler = Arc::clone(&scheduler);
        thread::spawn(move || {
            let (told, hear) = channel();
            let job = Job::new("model", move || told.send(()).unwrap(), |_| panic!("lost"));
            let _timer = scheduler.set(Due::At(DUE), job).ok().unwrap();
            hear.recv().unwrap();
        })
    });
    setters.into_iter().for_each(|setter| setter.join().unwrap());
    end(&scheduler, &threads);
    assert_eq!(fates.of(0), [Fate::Lost]);
}

#[test]
fn a_nearer_timer_wakes_the_thread() {
    run::many("a nearer timer", MANY, a_nearer_one);
}

/// Dropped without anything that could have begun it, a timer never runs, in every order.
#[test]
fn a_timer_that_was_called_off_never_runs_in_every_order() {
    run::all("called off", || {
        let (fates, threads) = (Fates::default(), Threads::new());
        let scheduler = Scheduler::new(Arc::clone(&threads), |_| {});
        let timer = set(&scheduler, FAR, &fates, 0);
        drop(timer);
        let after = fates.of(0);
        end(&scheduler, &threads);
        assert!(after.is_empty() && fates.of(0).is_empty());
    });
}

/// Of four sockets one becomes readable, one is called off, one is late and one never comes; and there is a timer.
fn sockets(threads: Arc<Threads>) {
    let fates = Fates::default();
    let scheduler = Scheduler::new(Arc::clone(&threads), |_| {});
    let (far, now) = (Instant::now() + Duration::from_secs(3600), Instant::now());
    let watch = |socket: &Arc<Socket>, deadline, job| {
        scheduler.set(Due::Readable(Arc::clone(socket), deadline), job).ok().unwrap()
    };
    let [first, second, third, fourth] = [(); 4].map(|()| Arc::<Socket>::default());
    let (told, hear) = channel();
    let tell = |fates: &Fates, number| {
        let (fates, told) = (fates.job(number), told.clone());
        let all = move || {
            fates.run();
            told.send(()).unwrap();
        };
        Job::new("model", all, |_| panic!("lost"))
    };
    let never = watch(&first, far, fates.job(0));
    let called_off = watch(&second, far, fates.job(1));
    let comes = watch(&third, far, tell(&fates, 2));
    let late = watch(&fourth, now, tell(&fates, 3));
    let writer = thread::spawn(move || third.0.store(true, SeqCst));
    let timer = scheduler.set(Due::At(DUE), tell(&fates, 4)).ok().unwrap();
    drop(called_off);
    let after = fates.of(1);
    for _ in 0..3 {
        hear.recv().unwrap();
    }
    assert!(after.is_empty() && fates.of(1).is_empty());
    assert_eq!((fates.of(0).len(), scheduler.watches()), (0, 1));
    end(&scheduler, &threads);
    writer.join().unwrap();
    drop((never, comes, late, timer));
    for (number, fate) in [(0, Fate::Lost), (2, Fate::Ran), (3, Fate::Ran), (4, Fate::Ran)] {
        assert_eq!(fates.of(number), [fate], "{number}");
    }
}

#[test]
fn a_socket_that_can_be_read_or_is_late_runs_its_job_once_and_a_timer_beside_it_comes() {
    run::many("sockets", MANY, || sockets(Threads::new()));
}
