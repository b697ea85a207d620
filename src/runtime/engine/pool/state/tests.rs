use super::*;
use crate::runtime::clock::Moment;
use std::collections::HashSet;

const MOST: usize = 64;

fn job() -> Job {
    Job::new("test", || {}, |_| {})
}

/// A job that asks this server and is due in so many seconds.
fn turn(lane: Lane, server: u32, due: u64) -> Turn {
    Turn { lane, server, when: clock::now().after(Duration::from_secs(due)) }
}

fn put(state: &mut State, turn: Turn) {
    let _ = state.insert(turn, job());
}

/// A state with so many jobs of each lane running and waiting, in the order of `LANES`, of sessions that have time.
fn state(most: usize, running: [usize; 4], waiting: [usize; 4]) -> State {
    let mut state = State::new(most);
    for (at, (lane, _)) in LANES.into_iter().enumerate() {
        let queue = state.lane(lane);
        queue.running = running[at];
        let group = queue.group(0);
        queue.groups[group].running = running[at];
        for _ in 0..waiting[at] {
            put(&mut state, turn(lane, 0, 3600));
        }
        state.usual.busy += running[at];
    }
    state.usual.all = state.usual.busy;
    state
}

fn begins(state: &mut State, hand: Hand) -> Vec<Turn> {
    std::iter::from_fn(|| state.take(hand).map(|(turn, _)| turn)).collect()
}

fn lanes(turns: &[Turn]) -> Vec<Lane> {
    turns.iter().map(|turn| turn.lane).collect()
}

#[test]
fn lanes_come_in_their_order_and_none_has_more_than_its_most() {
    use Lane::{Callback, Disk, Heartbeat, Network};
    let cases: [([usize; 4], [usize; 4], &[Lane]); 7] = [
        // callback, disk, network, heartbeat
        ([0; 4], [1, 1, 1, 1], &[Callback, Disk, Network, Heartbeat]),
        ([0; 4], [0, 9, 9, 0], &[Disk, Network, Network, Network]),
        ([0; 4], [9, 0, 9, 0], &[Callback, Network, Callback, Callback]),
        // Three that hang at the network and one at the disk: everybody else still gets a thread.
        ([0, 1, 3, 0], [2, 2, 2, 2], &[Callback, Heartbeat]),
        ([3, 0, 0, 1], [2, 2, 2, 2], &[Disk, Network]),
        // Whoever comes to work helps a lane that has nobody first.
        ([1, 0, 2, 0], [1, 1, 0, 0], &[Disk]),
        ([1, 1, 3, 1], [2, 2, 2, 2], &[]),
    ];
    for (running, waiting, expected) in cases {
        let mut state = state(MOST, running, waiting);
        assert_eq!(state.needed(), expected.len(), "{running:?} {waiting:?}");
        assert_eq!(lanes(&begins(&mut state, Hand::Usual)), expected, "{running:?} {waiting:?}");
    }
}

/// Every state that can be reached, whatever arrives and ends in whatever order, with one thread that comes to
/// work at a time.
#[test]
fn no_lane_is_ever_left_without_a_thread_and_no_more_are_at_work_than_are_allowed() {
    for (most, threads) in [(4, 4), (5, 5), (6, 6), (64, 6)] {
        let mut known = HashSet::from([[0usize; 4]]);
        let mut ahead = vec![[0usize; 4]];
        while let Some(running) = ahead.pop() {
            for arrivals in 0..16 {
                let mut state = state(most, running, std::array::from_fn(|at| arrivals >> at & 1));
                while state.take(Hand::Usual).is_some() {}
                assert!(!state.lanes.iter().any(Queue::is_starved), "{running:?} {arrivals:04b}");
                assert!(state.usual.busy <= threads, "{most}: {running:?} {arrivals:04b}");
                let after = std::array::from_fn(|at| state.lanes[at].running);
                let ended = (0..4).filter(|at| after[*at] > 0).map(|at| {
                    let mut less = after;
                    less[at] -= 1;
                    less
                });
                ahead.extend(ended.chain([after]).filter(|next| known.insert(*next)));
            }
        }
        assert!(known.len() > 10, "{}", known.len());
    }
}

#[test]
fn a_heartbeat_whose_session_ends_soon_comes_before_what_the_host_wants_and_the_others_after_it() {
    use Lane::{Callback, Heartbeat, Network};
    let mut state = state(MOST, [1, 0, 1, 1], [0; 4]);
    for (lane, due) in [(Heartbeat, 3600), (Network, 0), (Heartbeat, 10), (Callback, 0), (Heartbeat, 40)] {
        put(&mut state, turn(lane, 0, due));
    }
    state.usual.busy = 0;
    let begun = begins(&mut state, Hand::Usual);
    assert_eq!(lanes(&begun), [Callback, Heartbeat, Network, Heartbeat]);
    assert!(begun[3].when < turn(Heartbeat, 0, 3000).when);
}

#[test]
fn a_server_leaves_threads_for_the_next_one_that_is_asked() {
    let mut state = state(MOST, [0; 4], [0; 4]);
    let helpers = MOST - USUAL_MOST;
    for server in 1..=4 {
        for _ in 0..1000 {
            put(&mut state, turn(Lane::Network, server, 0));
        }
    }
    // One alone has seven eighths, whoever comes next seven eighths of the rest.
    let mut only = state_of(1);
    assert_eq!(begins(&mut only, Hand::Helper).len(), (helpers * 7).div_ceil(8));
    let begun = begins(&mut state, Hand::Helper);
    for server in 1..=4 {
        let of = begun.iter().filter(|turn| turn.server == server).count();
        assert!(of >= helpers / 5, "server {server} has {of} of {}", begun.len());
    }
    assert!(begun.len() <= helpers);
}

fn state_of(server: u32) -> State {
    let mut state = state(MOST, [0; 4], [0; 4]);
    (0..1000).for_each(|_| put(&mut state, turn(Lane::Network, server, 0)));
    state
}

#[test]
fn helpers_come_for_what_has_waited_and_never_for_callbacks_and_files() {
    let mut state = state(MOST, [0, 0, 3, 1], [3, 3, 2, 0]);
    assert!(state.is_crowded());
    let before = state.arrivals;
    (0..5).for_each(|_| put(&mut state, turn(Lane::Network, 0, 0)));
    // Two that have waited, and five that have just come.
    assert_eq!(state.helpers_lacking(before), 2);
    assert_eq!(state.helpers_lacking(state.arrivals), 7);
    state.helpers.all = 3;
    assert_eq!(state.helpers_lacking(state.arrivals), 4);
    assert!(begins(&mut state, Hand::Helper).iter().all(|turn| turn.lane == Lane::Network));
    // What a host allows is all of them.
    for (most, helpers) in [(4, 0), (6, 0), (7, 1), (16, 10)] {
        let mut few = state_of(1);
        few.limit(most);
        let lacking = few.helpers_lacking(few.arrivals);
        assert_eq!(lacking, (helpers * 7_usize).div_ceil(8), "{most}");
    }
    // Nothing is crowded that usual threads come to.
    assert!(!self::state(MOST, [0; 4], [9, 9, 3, 1]).is_crowded());
    assert!(self::state(MOST, [0; 4], [0, 0, 4, 0]).is_crowded());
}

#[test]
fn what_is_done_or_called_off_leaves_nothing_of_its_server() {
    let mut state = State::new(MOST);
    let of = turn(Lane::Heartbeat, 7, 0);
    let key = state.insert(of, job());
    assert!(state.remove(of, key).is_some() && state.remove(of, key).is_none());
    put(&mut state, of);
    let begun = begins(&mut state, Hand::Helper);
    state.done(Hand::Helper, begun[0]);
    let rest = |queue: &Queue| queue.groups.len() <= 1 && queue.groups.iter().all(Group::is_empty);
    assert!(state.lanes.iter().all(rest));
    assert_eq!((state.helpers.busy, state.usual.busy), (0, 0));
    assert!(begun[0].when >= Moment::ZERO);
}
