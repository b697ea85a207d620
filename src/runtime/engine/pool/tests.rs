use super::*;
use std::time::Instant;

/// A state with so many jobs of each lane running and waiting, in the order of `LANES`.
fn state(running: [usize; 4], waiting: [usize; 4]) -> State {
    let mut state = State::default();
    for (at, queue) in state.lanes.iter_mut().enumerate() {
        queue.running = running[at];
        let jobs = (0..waiting[at] as u64).map(|at| ((clock::now(), at), Job::new("test", || {}, |_| {})));
        queue.jobs.extend(jobs);
    }
    state
}

fn begins(mut state: State) -> Vec<Lane> {
    std::iter::from_fn(|| state.take().map(|(lane, _)| lane)).collect()
}

#[test]
fn lanes_come_in_their_order_and_none_has_more_than_its_most() {
    use Lane::{Callback, Disk, Heartbeat, Network};
    let cases: [([usize; 4], [usize; 4], &[Lane]); 7] = [
        // callback, heartbeat, disk, network
        ([0; 4], [1, 1, 1, 1], &[Callback, Heartbeat, Disk, Network]),
        ([0; 4], [0, 0, 9, 9], &[Disk, Network, Network, Network]),
        ([0; 4], [9, 0, 0, 9], &[Callback, Network, Callback, Callback]),
        // Three that hang at the network and one at the disk: everybody else still gets a thread.
        ([0, 0, 1, 3], [2, 2, 2, 2], &[Callback, Heartbeat]),
        ([3, 1, 0, 0], [2, 2, 2, 2], &[Disk, Network]),
        // Whoever comes to work helps a lane that has nobody first.
        ([1, 0, 0, 2], [1, 0, 1, 0], &[Disk]),
        ([1, 1, 1, 3], [2, 2, 2, 2], &[]),
    ];
    for (running, waiting, expected) in cases {
        let state = state(running, waiting);
        assert_eq!(state.needed(), expected.len(), "{running:?} {waiting:?}");
        assert_eq!(begins(state), expected, "{running:?} {waiting:?}");
    }
}

/// Every state that can be reached, whatever arrives and ends in whatever order, with one thread that comes to
/// work at a time.
#[test]
fn no_lane_is_ever_left_without_a_thread_and_two_beyond_the_usual_are_enough() {
    let mut known = std::collections::HashSet::from([[0usize; 4]]);
    let mut ahead = vec![[0usize; 4]];
    while let Some(running) = ahead.pop() {
        for arrivals in 0..16 {
            let mut state = state(running, std::array::from_fn(|at| arrivals >> at & 1));
            while state.take().is_some() {}
            assert!(!state.lanes.iter().any(Queue::is_starved), "{running:?} {arrivals:04b}");
            assert!(state.busy() <= USUAL_THREADS + 2, "{running:?} {arrivals:04b}");
            let after = std::array::from_fn(|at| state.lanes[at].running);
            let ended = (0..4).filter(|at| after[*at] > 0).map(|at| {
                let mut less = after;
                less[at] -= 1;
                less
            });
            ahead.extend(ended.chain([after]).filter(|next| known.insert(*next)));
        }
    }
    assert!(known.len() > 50, "{}", known.len());
}

#[test]
fn what_is_called_off_leaves_the_queue_and_is_no_loss() {
    let threads = Threads::new();
    let pool = Pool::new(Arc::clone(&threads));
    let (told, hear) = std::sync::mpsc::channel();
    let gate = Gate::default();
    pool.push(Lane::Disk, waiting_for(&gate)).map(Ticket::detach).ok().unwrap();
    while !pool.lock().lane(Lane::Disk).jobs.is_empty() {
        std::thread::yield_now();
    }
    let push = |name: &'static str| {
        let (ran, lost) = (told.clone(), told.clone());
        let job = Job::new("test", move || ran.send(name).unwrap(), move |_| lost.send("lost").unwrap());
        pool.push(Lane::Disk, job).ok().unwrap()
    };
    let mut tickets: Vec<Ticket> = (0..1000).map(|_| push("called off")).collect();
    let begun = push("done");
    tickets.truncate(1);
    assert_eq!(pool.lock().lane(Lane::Disk).jobs.keys().count(), 2);
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
    let push = |lane, job| pool.push(lane, job).map(Ticket::detach).ok().unwrap();
    for (lane, gate) in [(Callback, &hang), (Network, &hang), (Network, &hang), (Disk, &disk)] {
        push(lane, waiting_for(gate));
        while !pool.lock().lane(lane).jobs.is_empty() {
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
        pool.push(lane, waiting_for(&hang)).map(Ticket::detach).ok().unwrap();
        most = most.max(pool.lock().threads);
    }
    open(&hang);
    assert!(most <= USUAL_THREADS + 2, "{most} threads");
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
        assert!(pool.push(Lane::Callback, Job::new("test", wait, |_| {})).map(Ticket::detach).is_ok());
    }
    // A thread of another lane waits beside the callback that cannot begin.
    assert!(pool.push(Lane::Disk, Job::new("test", || {}, |_| {})).map(Ticket::detach).is_ok());
    while pool.lock().idle == 0 {
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
    assert!(matches!(pool.push(Lane::Network, job("network")), Err(Refusal::Stopped(_))));
    assert_eq!(hear.recv().unwrap(), ("network", false));
    assert!(pool.push(Lane::Callback, job("callback")).map(Ticket::detach).is_ok());
    assert_eq!(hear.recv().unwrap(), ("callback", true));
    pool.close();
    assert!(pool.push(Lane::Callback, job("late")).is_err());
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
        assert!(pool.push(Lane::Callback, Job::new("test", wait, |_| {})).map(Ticket::detach).is_ok());
    }
    assert!(pool.push(Lane::Network, Job::new("test", || {}, |_| {})).map(Ticket::detach).is_ok());
    let end = Instant::now() + Duration::from_secs(20);
    while pool.lock().idle == 0 && Instant::now() < end {
        std::thread::yield_now();
    }
    drop(pool.stop());
    pool.close();
    // Woken by the closing, it waits again.
    while pool.lock().idle == 0 && Instant::now() < end {
        std::thread::yield_now();
    }
    let began = Instant::now();
    gate.wait();
    assert!(threads.join(Instant::now() + Duration::from_secs(20)));
    assert!(began.elapsed() < IDLE / 2);
}
