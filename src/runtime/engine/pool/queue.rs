//! Jobs of one lane, of each server apart.

use super::super::lane::Lane;
use super::super::waiting::Waiting;

/// Those that ask one server.
pub struct Group {
    pub server: u32,
    /// The earliest first.
    pub jobs: Waiting,
    /// How many are at work, and how many of them on helpers.
    pub running: usize,
    pub helped: usize,
}

impl Group {
    pub fn is_empty(&self) -> bool {
        self.running == 0 && self.jobs.count() == 0
    }
}

pub struct Queue {
    pub lane: Lane,
    pub groups: Vec<Group>,
    pub waiting: usize,
    /// How many are at work on usual threads.
    pub running: usize,
    /// How many may be.
    pub most: usize,
}

impl Queue {
    pub fn new(lane: Lane, most: usize) -> Queue {
        Queue { lane, groups: Vec::new(), waiting: 0, running: 0, most }
    }

    /// Where those of a server are.
    pub fn group(&mut self, server: u32) -> usize {
        for (at, group) in self.groups.iter().enumerate() {
            if group.server == server {
                return at;
            }
        }
        self.groups.push(Group { server, jobs: Waiting::default(), running: 0, helped: 0 });
        self.groups.len() - 1
    }

    /// A server that nobody asks any more is forgotten, unless it is the only one: then what it needs is there next time.
    pub fn tidy(&mut self, at: usize) {
        if self.groups.len() > 1 && self.groups[at].is_empty() {
            self.groups.swap_remove(at);
        }
    }

    /// How many of those that wait may have a usual thread.
    pub fn may_begin(&self) -> usize {
        self.waiting.min(self.most.saturating_sub(self.running))
    }

    /// Has work, and no usual thread: it is given one beyond their number.
    pub fn is_starved(&self) -> bool {
        self.running == 0 && self.waiting > 0
    }
}
