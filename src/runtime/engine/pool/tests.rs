use super::super::lane::LANES;
use super::*;
use std::time::Instant;

fn is_begun(pool: &Arc<Pool>, lane: Lane) -> bool {
    pool.lock().of.lane(lane).waiting == 0
}

#[test]
fn what_is_called_off_leaves_the_queue_and_is_no_loss() {
    let threads = Threads::new();
    let pool = Pool::new(Arc::clone(&threads));
    let (told, hear) = std::sync::mpsc::channel();
    let gate = Gate::default();
    pool.push(Turn::of(Lane::Disk), waiting_for(&gate)).map(Ticket::detach).ok().unwrap();
    while !is_begun(&pool, Lane::Disk) {
        std::thread::yield_now();
    }
    let push = |name: &'static str| {
        let (ran, lost) = (told.clone(), told.clone());
        let job = Job::new("test", move || ran.send(name).unwrap(), move |_| lost.send("lost").unwrap());
        pool.push(Turn::of(Lane::Disk), job).ok().unwrap()
    };
    let mut tickets: Vec<Ticket> = (0..1000).map(|_| push("called off")).collect();
    let begun = push("done");
    tickets.truncate(1);
    assert_eq!(pool.lock().of.lane(Lane::Disk).waiting, 2);
    drop(tickets);
    open(&gate);
    assert_eq!(hear.recv().unwrap(), "done");
    drop(begun);
    end(&pool, &threads);
    assert!(hear.try_recv().is_err());
}

type Gate = Arc<(Mutex<bool>, Condvar)>;

/// A job that ends when the gate is open.
fn waiting_for(gate: &Gate) -> Job {
    let gate = Arc::clone(gate);
    let wait = move || {
        let mut open = gate.0.lock().unwrap();
        while !*open {
            open = gate.1.wait(open).unwrap();
        }
    };
    Job::new("test", wait, |_| {})
}

fn open(gate: &Gate) {
    *gate.0.lock().unwrap() = true;
    gate.1.notify_all();
}

fn end(pool: &Arc<Pool>, threads: &Threads) {
    drop(pool.stop());
    pool.close();
    assert!(threads.join(Instant::now() + Duration::from_secs(20)));
}

#[test]
fn a_thread_that_ends_a_job_leaves_no_lane_without_one() {
    use Lane::{Callback, Disk, Network};
    let threads = Threads::new();
    let pool = Pool::new(Arc::clone(&threads));
    let (hang, disk): (Gate, Gate) = Default::default();
    let push = |lane, job| pool.push(Turn::of(lane), job).map(Ticket::detach).ok().unwrap();
    for (lane, gate) in [(Callback, &hang), (Network, &hang), (Network, &hang), (Disk, &disk)] {
        push(lane, waiting_for(gate));
        while !is_begun(&pool, lane) {
            std::thread::yield_now();
        }
    }
    push(Callback, waiting_for(&hang));
    let (told, hear) = std::sync::mpsc::channel();
    push(Disk, Job::new("test", move || told.send(()).unwrap(), |_| {}));
    open(&disk);
    let came = hear.recv_timeout(Duration::from_secs(20));
    open(&hang);
    assert!(came.is_ok());
    end(&pool, &threads);
}

#[test]
fn a_burst_of_jobs_makes_no_more_threads_than_there_may_be() {
    let threads = Threads::new();
    let pool = Pool::new(Arc::clone(&threads));
    let hang = Gate::default();
    let mut most = 0;
    for number in 0..256 {
        let lane = LANES[number % LANES.len()].0;
        pool.push(Turn::of(lane), waiting_for(&hang)).map(Ticket::detach).ok().unwrap();
        most = most.max(pool.lock().of.usual.all);
    }
    open(&hang);
    assert!(most <= 6, "{most} threads");
    end(&pool, &threads);
}

#[test]
fn a_thread_that_found_no_work_when_the_pool_was_closed_ends_with_the_last_callback() {
    let threads = Threads::new();
    let pool = Pool::new(Arc::clone(&threads));
    let gate = Arc::new((Mutex::new(false), Condvar::new()));
    for _ in 0..=LANES[Lane::Callback as usize].1 {
        let gate = Arc::clone(&gate);
        let wait = move || {
            let mut open = gate.0.lock().unwrap();
            while !*open {
                open = gate.1.wait(open).unwrap();
            }
        };
        assert!(
            pool.push(Turn::of(Lane::Callback), Job::new("test", wait, |_| {})).map(Ticket::detach).is_ok()
        );
    }
    // A thread of another lane waits beside the callback that cannot begin.
    assert!(pool.push(Turn::of(Lane::Disk), Job::new("test", || {}, |_| {})).map(Ticket::detach).is_ok());
    while pool.lock().of.usual.idle == 0 {
        std::thread::yield_now();
    }
    drop(pool.stop());
    pool.close();
    *gate.0.lock().unwrap() = true;
    gate.1.notify_all();
    assert!(threads.join(Instant::now() + IDLE / 2), "it waits until it has been idle for long enough");
}

#[test]
fn a_stopped_pool_still_tells_callbacks_and_loses_the_rest_aloud() {
    let (told, hear) = std::sync::mpsc::channel();
    let threads = Threads::new();
    let pool = Pool::new(Arc::clone(&threads));
    let job = |name: &'static str| {
        let (ran, lost) = (told.clone(), told.clone());
        Job::new("test", move || ran.send((name, true)).unwrap(), move |_| lost.send((name, false)).unwrap())
    };
    drop(pool.stop());
    assert!(matches!(pool.push(Turn::of(Lane::Network), job("network")), Err(Refusal::Stopped(_))));
    assert_eq!(hear.recv().unwrap(), ("network", false));
    assert!(pool.push(Turn::of(Lane::Callback), job("callback")).map(Ticket::detach).is_ok());
    assert_eq!(hear.recv().unwrap(), ("callback", true));
    pool.close();
    assert!(pool.push(Turn::of(Lane::Callback), job("late")).is_err());
    assert_eq!(hear.recv().unwrap(), ("late", false));
    assert!(threads.join(Instant::now() + Duration::from_secs(20)));
}

#[test]
fn a_closed_pool_leaves_no_thread_waiting_while_others_tell_the_rest() {
    let threads = Threads::new();
    let pool = Pool::new(Arc::clone(&threads));
    let gate = Arc::new(std::sync::Barrier::new(4));
    for number in 0..4 {
        let gate = Arc::clone(&gate);
        // Three hold up the fourth, and the pool's fourth thread finds nothing that it may do.
        let wait = move || {
            if number < 3 {
                gate.wait();
            }
        };
        assert!(
            pool.push(Turn::of(Lane::Callback), Job::new("test", wait, |_| {})).map(Ticket::detach).is_ok()
        );
    }
    assert!(pool.push(Turn::of(Lane::Network), Job::new("test", || {}, |_| {})).map(Ticket::detach).is_ok());
    let end = Instant::now() + Duration::from_secs(20);
    while pool.lock().of.usual.idle == 0 && Instant::now() < end {
        std::thread::yield_now();
    }
    drop(pool.stop());
    pool.close();
    // Woken by the closing, it waits again.
    while pool.lock().of.usual.idle == 0 && Instant::now() < end {
        std::thread::yield_now();
    }
    let began = Instant::now();
    gate.wait();
    assert!(threads.join(Instant::now() + Duration::from_secs(20)));
    assert!(began.elapsed() < IDLE / 2);
}
