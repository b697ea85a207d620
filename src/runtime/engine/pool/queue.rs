//! Jobs of one lane, of each server apart.

use std::collections::BTreeMap;

use super::super::job::{Job, QueueKey};
use super::super::lane::Lane;
use crate::runtime::clock::Moment;

/// Those that ask one server.
pub struct Group {
    pub server: u64,
    /// The earliest first.
    pub jobs: BTreeMap<QueueKey, Job>,
    /// How many are at work, and how many of them on helpers.
    pub running: usize,
    pub helped: usize,
}

pub struct Queue {
    pub lane: Lane,
    pub groups: Vec<Group>,
    /// How many are at work on usual threads.
    pub running: usize,
    /// How many may be.
    pub most: usize,
}

impl Queue {
    pub fn new(lane: Lane, most: usize) -> Queue {
        Queue { lane, groups: Vec::new(), running: 0, most }
    }

    /// Those of a server.
    pub fn group(&mut self, server: u64) -> &mut Group {
        let known = self.groups.iter().position(|group| group.server == server);
        let at = known.unwrap_or_else(|| {
            self.groups.push(Group { server, jobs: BTreeMap::new(), running: 0, helped: 0 });
            self.groups.len() - 1
        });
        &mut self.groups[at]
    }

    /// A server that nobody asks any more is forgotten.
    pub fn tidy(&mut self) {
        self.groups.retain(|group| group.running > 0 || !group.jobs.is_empty());
    }

    pub fn waiting(&self) -> usize {
        self.groups.iter().map(|group| group.jobs.len()).sum()
    }

    /// How many of those that wait may have a usual thread.
    pub fn may_begin(&self) -> usize {
        self.waiting().min(self.most.saturating_sub(self.running))
    }

    /// Has work, and no usual thread: it is given one beyond their number.
    pub fn is_starved(&self) -> bool {
        self.running == 0 && self.waiting() > 0
    }

    /// Whether the first of them is due until then.
    pub fn is_due(&self, until: Moment) -> bool {
        self.groups.iter().filter_map(Group::first).any(|(when, _)| when <= until)
    }

    /// Of the groups that may, the one whose server has the fewest threads; among such the earliest.
    pub fn next(&self, may: impl Fn(&Group) -> bool) -> Option<usize> {
        let ready = self.groups.iter().enumerate().filter(|(_, group)| may(group));
        let keys = ready.filter_map(|(at, group)| Some((group.running, group.first()?, at)));
        keys.min().map(|(_, _, at)| at)
    }
}

impl Group {
    fn first(&self) -> Option<QueueKey> {
        self.jobs.first_key_value().map(|(key, _)| *key)
    }
}
