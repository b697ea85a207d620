//! `engine/pool/` and `engine/job.rs`: jobs are pushed while others block, threads lack, and the engine goes.

#![allow(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::collections::BTreeMap;
use std::sync::Mutex;

use authforge_models::run;
use authforge_models::runtime::engine::pool::{Pool, Ticket};
use authforge_models::runtime::engine::threads::Threads;
use authforge_models::runtime::engine::{Job, LANES, Lane, Lost, Refusal, Turn};
use authforge_models::runtime::panic;
use shuttle::sync::Arc;
use shuttle::sync::mpsc::channel;
use shuttle::thread::{self, JoinHandle};

/// Orders that are tried where there are too many to try all.
const MANY: usize = 20_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Ran,
    Panicked,
    Dropped,
}

/// What became of each job. Under std's lock, which is no part of the model.
#[derive(Clone, Default)]
struct Fates(std::sync::Arc<Mutex<BTreeMap<u32, Vec<Fate>>>>);

impl Fates {
    fn note(&self, job: u32, fate: Fate) {
        self.0.lock().unwrap().entry(job).or_default().push(fate);
    }

    /// A job that notes what becomes of it.
    fn job(&self, number: u32, work: impl FnOnce() + Send + 'static) -> Job {
        let (ran, lost) = (self.clone(), self.clone());
        let work = move || {
            work();
            ran.note(number, Fate::Ran);
        };
        let lost = move |how: Lost| {
            lost.note(number, if how == Lost::Dropped { Fate::Dropped } else { Fate::Panicked });
        };
        Job::new("model", work, lost)
    }

    fn each_once(&self, jobs: impl IntoIterator<Item = u32>, allowed: &[Fate]) {
        let fates = self.0.lock().unwrap().clone();
        for job in jobs {
            let of = fates.get(&job).map_or(&[][..], Vec::as_slice);
            assert!(of.len() == 1 && allowed.contains(&of[0]), "job {job}: {of:?} of {fates:?}");
        }
    }
}

/// A pool that was refused a job drops it, whose loss is heard.
fn push(pool: &Arc<Pool>, lane: Lane, job: Job) {
    match pool.push(Turn::of(lane), job) {
        Ok(ticket) => ticket.detach(),
        Err(Refusal::Stopped(job) | Refusal::NoThread { job: Some(job), .. }) => drop(job),
        Err(Refusal::NoThread { job: None, .. }) => {}
    }
}

/// As the engine does after a while, until it has the threads that it wants.
fn catch_up(pool: &Arc<Pool>) {
    if pool.wants_a_look().is_none() {
        return;
    }
    let pool = Arc::clone(pool);
    thread::spawn(move || {
        loop {
            thread::yield_now();
            pool.look();
            if pool.wants_a_look().is_none() {
                return;
            }
        }
    });
}

/// Until it is taken, as a host that is refused tries again.
fn push_until_taken(pool: &Arc<Pool>, lane: Lane, mut job: Job) {
    loop {
        job = match pool.push(Turn::of(lane), job) {
            Ok(ticket) => {
                ticket.detach();
                return catch_up(pool);
            }
            Err(Refusal::NoThread { job: Some(refused), .. }) => refused,
            Err(_) => return,
        };
        thread::yield_now();
    }
}

/// The end of an engine. Shuttle says so if a thread never ends.
fn end(pool: &Pool, threads: &Threads) {
    drop(pool.stop());
    pool.close();
    threads.join_all();
}

/// As many jobs of a lane as it may have threads, and one more, all of which wait for a job of another lane that
/// comes last.
fn hangs(hanging: Lane, how_many: u32, last: Lane, threads: Arc<Threads>) {
    let fates = Fates::default();
    let pool = Pool::new(Arc::clone(&threads));
    let gate = Arc::new((shuttle::sync::Mutex::new(false), shuttle::sync::Condvar::new()));
    for number in 0..how_many {
        let gate = Arc::clone(&gate);
        let wait = move || {
            let mut open = gate.0.lock().unwrap();
            while !*open {
                open = gate.1.wait(open).unwrap();
            }
        };
        push_until_taken(&pool, hanging, fates.job(number, wait));
    }
    let (told, hear) = channel();
    let opens = move || {
        *gate.0.lock().unwrap() = true;
        gate.1.notify_all();
        told.send(()).unwrap();
    };
    push_until_taken(&pool, last, fates.job(100, opens));
    // It comes although the others hang.
    hear.recv().unwrap();
    end(&pool, &threads);
    // Those that had not begun may be lost to `stop`.
    fates.each_once([100], &[Fate::Ran]);
    fates.each_once(0..how_many, &[Fate::Ran, Fate::Dropped]);
}

#[test]
fn a_lane_gets_its_thread_however_another_hangs() {
    for hanging in LANES.map(|(lane, _)| lane) {
        for last in LANES.map(|(lane, _)| lane).into_iter().filter(|last| *last != hanging) {
            run::many(&format!("{hanging:?} hangs, {last:?} comes"), MANY / 10, move || {
                hangs(hanging, 4, last, Threads::new())
            });
            run::many(&format!("{hanging:?} hangs, threads lack, {last:?} comes"), MANY / 100, move || {
                hangs(hanging, 4, last, Threads::scarce())
            });
        }
    }
}

#[test]
fn what_waits_for_servers_gets_threads_beside_those_that_hang() {
    for lane in [Lane::Network, Lane::Heartbeat] {
        run::many(&format!("{lane:?} hangs for one more"), MANY / 10, move || {
            hangs(lane, 4, lane, Threads::new())
        });
        run::many(&format!("{lane:?} hangs for one more, threads lack"), MANY / 100, move || {
            hangs(lane, 4, lane, Threads::scarce())
        });
    }
}

/// Two hosts call off what they have pushed, while threads begin it and others push.
fn called_off() {
    let (fates, threads) = (Fates::default(), Threads::new());
    let pool = Pool::new(Arc::clone(&threads));
    let hosts: Vec<JoinHandle<()>> = (0..2)
        .map(|host| {
            let (pool, fates) = (Arc::clone(&pool), fates.clone());
            thread::spawn(move || {
                let job = |number: u32| fates.job(10 * host + number, || {});
                let tickets: Vec<Ticket> =
                    (0..2).map(|number| pool.push(Turn::of(Lane::Disk), job(number)).ok().unwrap()).collect();
                push(&pool, Lane::Network, job(2));
                drop(tickets);
            })
        })
        .collect();
    hosts.into_iter().for_each(|host| host.join().unwrap());
    let (told, hear) = channel();
    push(&pool, Lane::Disk, fates.job(100, move || told.send(()).unwrap()));
    // What is called off takes no other's wake-up along.
    hear.recv().unwrap();
    end(&pool, &threads);
    fates.each_once([100], &[Fate::Ran]);
    fates.each_once([2, 12], &[Fate::Ran, Fate::Dropped]);
    let fates = fates.0.lock().unwrap().clone();
    for job in [0, 1, 10, 11] {
        let of = fates.get(&job).map_or(&[][..], Vec::as_slice);
        assert!(of.is_empty() || of == [Fate::Ran], "job {job} was called off and lost: {of:?}");
    }
}

#[test]
fn a_job_that_is_called_off_is_done_or_forgotten_and_stops_no_other() {
    run::many("called off", MANY, called_off);
}

/// Each lane hangs for the one after it, so that all have to be at work at a time.
fn chain(threads: Arc<Threads>) {
    let fates = Fates::default();
    let pool = Pool::new(Arc::clone(&threads));
    let mut before: Option<shuttle::sync::mpsc::Receiver<()>> = None;
    for (number, lane) in (0..).zip(LANES.into_iter().map(|(lane, _)| lane).rev()) {
        let (told, hear) = channel::<()>();
        let wait = before.replace(hear);
        // The first waits for nobody; each other for the one before; twice, so that every lane has a queue.
        push(
            &pool,
            lane,
            fates.job(number, move || wait.into_iter().for_each(|hear| assert!(hear.recv().is_err()))),
        );
        push(&pool, lane, fates.job(10 + number, move || drop(told)));
    }
    before.unwrap().recv().unwrap_err();
    end(&pool, &threads);
    fates.each_once((0..4).chain(10..14), &[Fate::Ran, Fate::Dropped]);
}

#[test]
fn lanes_that_wait_for_each_other_all_come() {
    run::many("lanes wait for each other", MANY, || chain(Threads::new()));
}

/// Two push, a job panics, and the engine is stopped and closed meanwhile.
fn stopped_meanwhile(threads: Arc<Threads>, each: u32) {
    let fates = Fates::default();
    let pool = Pool::new(Arc::clone(&threads));
    let pushers: Vec<JoinHandle<()>> = (0..2)
        .map(|pusher| {
            let (pool, fates) = (Arc::clone(&pool), fates.clone());
            thread::spawn(move || {
                for at in 0..each {
                    let number = pusher * 10 + at;
                    let lane = LANES[((number + at) % 4) as usize].0;
                    let work = move || {
                        if number == 1 {
                            panic::inject();
                        }
                    };
                    push(&pool, lane, fates.job(number, work));
                }
            })
        })
        .collect();
    drop(pool.stop());
    pool.close();
    pushers.into_iter().for_each(|pusher| pusher.join().unwrap());
    threads.join_all();
    let of_both = |at: u32| [at, 10 + at];
    fates.each_once((0..each).flat_map(of_both), &[Fate::Ran, Fate::Panicked, Fate::Dropped]);
}

#[test]
fn each_job_is_run_once_or_its_loss_is_heard_once_in_every_order() {
    run::all("stopped meanwhile, one job", || {
        let (fates, threads) = (Fates::default(), Threads::new());
        let pool = Pool::new(Arc::clone(&threads));
        let pusher = {
            let (pool, fates) = (Arc::clone(&pool), fates.clone());
            thread::spawn(move || push(&pool, Lane::Network, fates.job(0, || {})))
        };
        end(&pool, &threads);
        pusher.join().unwrap();
        threads.join_all();
        fates.each_once([0], &[Fate::Ran, Fate::Dropped]);
    });
}

#[test]
fn each_job_is_run_once_or_its_loss_is_heard_once() {
    run::many("stopped meanwhile", MANY, || stopped_meanwhile(Threads::new(), 3));
    run::many("stopped meanwhile, threads lack", MANY, || stopped_meanwhile(Threads::scarce(), 3));
}

/// A callback that is queued when the engine is stopped is told before its threads end.
fn callbacks_are_told_after_stop() {
    let (fates, threads) = (Fates::default(), Threads::new());
    let pool = Pool::new(Arc::clone(&threads));
    for number in 0..5 {
        push(&pool, Lane::Callback, fates.job(number, thread::yield_now));
    }
    drop(pool.stop());
    push(&pool, Lane::Callback, fates.job(5, || {}));
    pool.close();
    push(&pool, Lane::Callback, fates.job(6, || {}));
    threads.join_all();
    fates.each_once(0..6, &[Fate::Ran]);
    fates.each_once([6], &[Fate::Dropped]);
}

#[test]
fn queued_callbacks_are_told_before_the_threads_end() {
    run::many("callbacks after stop", MANY, callbacks_are_told_after_stop);
}
