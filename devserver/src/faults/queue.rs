//! The faults that wait for requests, in the order they were added.

use serde::Serialize;

use super::effect::Effect;
use super::fault::Fault;
use crate::values::endpoint::Endpoint;
use crate::values::error::Error;

#[derive(Default)]
pub(crate) struct FaultQueue {
    waiting: Vec<WaitingFault>,
    last_id: u64,
}

/// A fault with what is left of its `skip` and `count`.
#[derive(Serialize)]
pub(crate) struct WaitingFault {
    id: u64,
    #[serde(flatten)]
    fault: Fault,
}

impl FaultQueue {
    pub fn add(&mut self, fault: Fault) -> Result<u64, Error> {
        fault.check()?;
        self.last_id += 1;
        self.waiting.push(WaitingFault { id: self.last_id, fault });
        Ok(self.last_id)
    }

    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    pub fn remove(&mut self, id: u64) -> bool {
        let before = self.waiting.len();
        self.waiting.retain(|waiting| waiting.id != id);
        self.waiting.len() < before
    }

    pub fn waiting(&self) -> &[WaitingFault] {
        &self.waiting
    }

    pub fn get(&self, id: u64) -> Option<&WaitingFault> {
        self.waiting.iter().find(|waiting| waiting.id == id)
    }

    /// Uses up the first fault for this request. Every matching fault before it that still lets requests
    /// pass counts this one.
    pub fn take(
        &mut self,
        endpoint: Endpoint,
        license_key: Option<&str>,
        can_replay: bool,
    ) -> Option<Effect> {
        let at = self.waiting.iter_mut().position(|WaitingFault { fault, .. }| {
            if !fault.matches(endpoint, license_key) || matches!(fault.effect, Effect::Replay) && !can_replay
            {
                return false;
            }
            let passes = fault.skip > 0;
            fault.skip = fault.skip.saturating_sub(1);
            !passes
        })?;
        let fault = &mut self.waiting[at].fault;
        let Some(count) = &mut fault.count else {
            return Some(fault.effect.clone());
        };
        *count -= 1;
        match *count {
            0 => Some(self.waiting.remove(at).fault.effect),
            _ => Some(fault.effect.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(queue: &mut FaultQueue, endpoint: Endpoint, requests: usize) -> Vec<&'static str> {
        (0..requests)
            .map(|_| queue.take(endpoint, Some("K"), false).map_or("-", |effect| effect.name()))
            .collect()
    }

    #[test]
    fn skip_passes_then_count_applies_then_it_is_used_up() {
        let mut queue = FaultQueue::default();
        queue.add(Fault::new(Effect::Close).after(1).times(2)).unwrap();
        assert_eq!(names(&mut queue, Endpoint::Validate, 4), ["-", "close", "close", "-"]);
        assert!(queue.waiting().is_empty());
    }

    #[test]
    fn the_first_matching_fault_wins_and_only_it_is_used_up() {
        let mut queue = FaultQueue::default();
        queue.add(Fault::new(Effect::Hang).on(Endpoint::Heartbeat)).unwrap();
        queue.add(Fault::new(Effect::Close).times(1)).unwrap();
        queue.add(Fault::new(Effect::Garbage)).unwrap();
        assert_eq!(names(&mut queue, Endpoint::Validate, 3), ["close", "garbage", "garbage"]);
        assert_eq!(names(&mut queue, Endpoint::Heartbeat, 1), ["hang"]);
    }

    #[test]
    fn a_license_filter_leaves_other_licenses_alone() {
        let mut queue = FaultQueue::default();
        queue.add(Fault::new(Effect::Close).for_license("OTHER")).unwrap();
        assert_eq!(names(&mut queue, Endpoint::Validate, 1), ["-"]);
        assert!(queue.take(Endpoint::Validate, Some("OTHER"), false).is_some());
        assert!(queue.take(Endpoint::Validate, None, false).is_none());
    }

    #[test]
    fn a_replay_waits_until_there_is_something_to_replay() {
        let mut queue = FaultQueue::default();
        queue.add(Fault::new(Effect::Replay).times(1)).unwrap();
        assert!(queue.take(Endpoint::Validate, None, false).is_none());
        assert!(queue.take(Endpoint::Validate, None, true).is_some());
    }
}
