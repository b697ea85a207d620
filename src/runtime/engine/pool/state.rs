//! Which job comes next, and how many threads that takes. Nothing here waits.

use std::time::Duration;

use super::super::job::Job;
use super::super::lane::{LANES, Lane, Turn};
use super::super::waiting::Key;
use super::queue::{Group, Queue};
use crate::runtime::clock;

/// With the scheduler and the resolver this makes six threads, however many clients there are, while nothing waits; and
/// at most eight while everything hangs at once that asks no server.
const USUAL: usize = 4;
/// What the lanes are sure of takes at most so many, whichever hang.
const USUAL_MOST: usize = USUAL + 2;
/// A heartbeat whose session ends within this comes before what the host wants to know.
const URGENT: Duration = Duration::from_secs(30);
/// What waits is looked at no further than this, and as far the next time.
const LOOK: usize = 256;

/// What a pool still takes.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Intake {
    #[default]
    Everything,
    Callbacks,
    Nothing,
}

/// A thread of the pool does any work, up to the usual number; what helps beside them asks servers alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Usual,
    Helper,
}

/// Threads of one kind.
#[derive(Default)]
pub struct Count {
    /// Started, also if they have not begun.
    pub all: usize,
    pub busy: usize,
    /// Wait for work.
    pub idle: usize,
}

pub struct State {
    /// In order of priority.
    lanes: [Queue; LANES.len()],
    pub arrivals: u64,
    pub usual: Count,
    pub helpers: Count,
    pub intake: Intake,
    /// As many as the host allows, of both kinds.
    most: usize,
}

impl State {
    pub fn new(most: usize) -> State {
        State {
            lanes: LANES.map(|(lane, most)| Queue::new(lane, most)),
            arrivals: 0,
            usual: Count::default(),
            helpers: Count::default(),
            intake: Intake::default(),
            most,
        }
    }

    pub fn limit(&mut self, most: usize) {
        self.most = most;
    }

    pub fn lane(&mut self, lane: Lane) -> &mut Queue {
        &mut self.lanes[lane as usize]
    }

    pub fn hands(&mut self, hand: Hand) -> &mut Count {
        match hand {
            Hand::Usual => &mut self.usual,
            Hand::Helper => &mut self.helpers,
        }
    }

    /// Puts a job in its place; gives the key by which it can be called off.
    pub fn insert(&mut self, turn: Turn, job: Job) -> Key {
        self.arrivals += 1;
        let number = self.arrivals;
        let queue = self.lane(turn.lane);
        queue.waiting += 1;
        let at = queue.group(turn.server);
        queue.groups[at].jobs.insert(turn.when, number, job)
    }

    pub fn remove(&mut self, turn: Turn, key: Key) -> Option<Job> {
        let queue = self.lane(turn.lane);
        let at = queue.group(turn.server);
        let job = queue.groups[at].jobs.remove(key);
        queue.waiting -= usize::from(job.is_some());
        queue.tidy(at);
        job
    }

    /// All that have not begun and are lost: callbacks are still told.
    pub fn drain(&mut self) -> Vec<Job> {
        let mut lost = Vec::new();
        for queue in self.lanes.iter_mut().filter(|queue| queue.lane != Lane::Callback) {
            queue.waiting = 0;
            for at in (0..queue.groups.len()).rev() {
                while let Some((_, job)) = queue.groups[at].jobs.pop_first() {
                    lost.push(job);
                }
                queue.tidy(at);
            }
        }
        lost
    }

    /// So few where the host allows no more that each lane is still sure of one: whatever hangs, all of them together are no
    /// more than that.
    pub fn usual_threads(&self) -> usize {
        match self.most {
            ..5 => 1,
            5 => 2,
            _ => USUAL,
        }
    }

    fn most_helpers(&self) -> usize {
        self.most.saturating_sub(USUAL_MOST)
    }

    /// The next job that a thread may begin now: of a lane that has no thread, else by priority. So whichever thread
    /// ends a job leaves no lane without one. Beyond the usual number of threads only such a lane gets one.
    pub fn take(&mut self, hand: Hand) -> Option<(Turn, Job)> {
        let (at, group) = self.pick(hand)?;
        let queue = &mut self.lanes[at];
        let group = &mut queue.groups[group];
        let (key, job) = group.jobs.pop_first()?;
        let turn = Turn { lane: queue.lane, server: group.server, when: key.when };
        queue.waiting -= 1;
        group.running += 1;
        match hand {
            Hand::Usual => queue.running += 1,
            Hand::Helper => group.helped += 1,
        }
        self.hands(hand).busy += 1;
        Some((turn, job))
    }

    /// It has been done.
    pub fn done(&mut self, hand: Hand, turn: Turn) {
        let queue = self.lane(turn.lane);
        let at = queue.group(turn.server);
        let group = &mut queue.groups[at];
        group.running -= 1;
        match hand {
            Hand::Usual => queue.running -= 1,
            Hand::Helper => group.helped -= 1,
        }
        queue.tidy(at);
        self.hands(hand).busy -= 1;
    }

    /// Lane and group of the next one. In a lane the server with the fewest threads comes first, and of two such the one
    /// whose job is the earliest.
    fn pick(&self, hand: Hand) -> Option<(usize, usize)> {
        let soon = clock::now().after(URGENT);
        let mut best = None;
        for (at, queue) in self.lanes.iter().enumerate() {
            let may = match hand {
                Hand::Usual => self.usual.busy < self.usual_threads() && queue.may_begin() > 0,
                Hand::Helper => queue.lane.asks_servers(),
            };
            let starved = hand == Hand::Usual && queue.is_starved();
            if !may && !starved {
                continue;
            }
            for (number, group) in queue.groups.iter().enumerate() {
                let Some(key) = group.jobs.first() else { continue };
                if hand == Hand::Helper && self.helpers_left(group) == 0 {
                    continue;
                }
                let urgent = queue.lane == Lane::Heartbeat && key.when <= soon;
                let rank = match queue.lane {
                    _ if starved => 0,
                    Lane::Callback => 1,
                    // After callbacks, which are quick.
                    _ if urgent => 2,
                    _ => 3,
                };
                let place = (rank, if rank == 2 { 0 } else { at }, group.running, key);
                if best.as_ref().is_none_or(|(known, _)| place < *known) {
                    best = Some((place, (at, number)));
                }
            }
        }
        best.map(|(_, found)| found)
    }

    /// Of the helpers that others leave a server has seven eighths: so there are some for the next one that is asked, also
    /// where one hangs, or two.
    fn helpers_left(&self, group: &Group) -> usize {
        let others = self.helpers.busy - group.helped;
        let share = (self.most_helpers().saturating_sub(others) * 7).div_ceil(8);
        share.saturating_sub(group.helped).min(group.jobs.count())
    }

    /// More threads could be at work now than there are, those included that were started and have not begun.
    pub fn lacks_thread(&self) -> bool {
        self.needed() > self.usual.all - self.usual.busy
    }

    /// How many more usual threads could be at work now.
    pub fn needed(&self) -> usize {
        let (mut ready, mut starved) = (0, 0);
        for queue in &self.lanes {
            ready += queue.may_begin();
            starved += usize::from(queue.is_starved());
        }
        self.usual_threads().saturating_sub(self.usual.busy).min(ready).max(starved)
    }

    /// Something waits for a server beside threads that all do.
    pub fn is_crowded(&self) -> bool {
        self.beyond_usual() > self.helpers.all - self.helpers.busy
    }

    /// How many jobs wait that no usual thread is there for.
    fn beyond_usual(&self) -> usize {
        let (mut waiting, mut begin) = (0, 0);
        for queue in &self.lanes {
            if queue.lane.asks_servers() {
                waiting += queue.waiting;
                begin += queue.may_begin();
            }
        }
        waiting - begin.min(self.usual_threads().saturating_sub(self.usual.busy))
    }

    /// How many more helpers there are to be for what has waited since `arrivals` were as many as `before`.
    pub fn helpers_lacking(&self, before: u64) -> usize {
        let (mut waited, mut useful) = (0, 0);
        for queue in &self.lanes {
            if !queue.lane.asks_servers() {
                continue;
            }
            for group in &queue.groups {
                useful += self.helpers_left(group);
                waited += group.jobs.older(before, LOOK);
            }
        }
        let room = self.most_helpers().saturating_sub(self.helpers.busy);
        let wanted = waited.min(self.beyond_usual()).min(useful).min(room);
        wanted.saturating_sub(self.helpers.all - self.helpers.busy)
    }

    /// Whether a thread that has found nothing to do is to end at once.
    pub fn is_over(&self, hand: Hand) -> bool {
        match hand {
            Hand::Usual => {
                let empty = self.lanes.iter().all(|queue| queue.waiting == 0);
                (self.intake == Intake::Nothing && empty) || self.usual.all > self.usual_threads()
            }
            Hand::Helper => self.intake != Intake::Everything || self.helpers.all > self.most_helpers(),
        }
    }
}

#[cfg(test)]
mod tests;
