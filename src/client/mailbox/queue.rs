//! The messages that a host has not fetched yet: numbered, and bounded.

use std::collections::VecDeque;

use super::message::{Channel, Message, Priority};
use crate::values::limits::MESSAGES;

/// Oldest first. Each message has a number, higher than those before it.
pub struct Queue<M> {
    messages: VecDeque<(u64, M)>,
    /// The number of the next message.
    next: u64,
    ends: usize,
}

impl<M> Default for Queue<M> {
    fn default() -> Queue<M> {
        Queue { messages: VecDeque::new(), next: 0, ends: 0 }
    }
}

impl<M: Message> Queue<M> {
    /// A full queue loses its oldest progress, then its oldest news, then whatever is oldest, but never the end of a
    /// request: gives what was lost. What tells of progress goes when the end comes that it was on its way to.
    pub fn push(&mut self, message: M) -> Option<M> {
        let ends = message.priority() == Priority::RequestEnd;
        let mut lost = None;
        if ends {
            while let Some(at) = self.messages.iter().position(|(_, earlier)| message.outdates(earlier)) {
                drop(self.messages.remove(at));
            }
        } else if self.messages.len() - self.ends >= MESSAGES {
            let oldest =
                |priority| self.messages.iter().position(|(_, message)| message.priority() == priority);
            let victim = oldest(Priority::Progress);
            if victim.is_none() && message.priority() == Priority::Progress {
                return Some(message);
            }
            let victim = victim.or_else(|| oldest(Priority::Low)).or_else(|| oldest(Priority::StateChange));
            lost = victim.and_then(|victim| self.messages.remove(victim)).map(|(_, message)| message);
        }
        self.ends += usize::from(ends);
        self.messages.push_back((self.next, message));
        self.next += 1;
        lost
    }

    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Ends of requests among them.
    pub fn ends(&self) -> usize {
        self.ends
    }

    /// The number that the next message will have.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// The number of the newest that is here.
    pub fn newest(&self) -> Option<u64> {
        self.messages.back().map(|(number, _)| *number)
    }

    /// How many `predicate` holds for.
    pub fn count(&self, predicate: impl Fn(u64, Channel) -> bool) -> usize {
        self.messages.iter().filter(|(number, message)| predicate(*number, message.channel())).count()
    }

    /// Takes the oldest that `predicate` holds for.
    pub fn take(&mut self, predicate: impl Fn(u64, Channel) -> bool) -> Option<M> {
        self.take_numbered(predicate).map(|(_, message)| message)
    }

    /// The same, with its number.
    pub fn take_numbered(&mut self, predicate: impl Fn(u64, Channel) -> bool) -> Option<(u64, M)> {
        let at = self.messages.iter().position(|(number, message)| predicate(*number, message.channel()))?;
        let (number, message) = self.messages.remove(at)?;
        self.ends -= usize::from(message.priority() == Priority::RequestEnd);
        Some((number, message))
    }

    /// Takes all of a channel.
    pub fn take_all(&mut self, channel: Channel) -> Vec<M> {
        std::iter::from_fn(|| self.take(|_, of| of == channel)).collect()
    }

    /// Keeps only the ends of requests, which are promised even to a client that is being freed.
    pub fn keep_ends(&mut self) {
        self.messages.retain(|(_, message)| message.priority() == Priority::RequestEnd);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Note;
    use super::*;

    #[test]
    fn a_full_queue_loses_old_news_before_anything_else_and_no_end_of_a_request() {
        let mut queue = Queue::default();
        for end in 0..64 {
            assert!(queue.push(Note::end(end)).is_none());
        }
        queue.push(Note::state(64));
        for number in 0..2 * MESSAGES {
            queue.push(Note::low(100 + number));
        }
        assert_eq!((queue.len(), queue.ends()), (MESSAGES + 64, 64));
        assert_eq!(queue.take(|_, _| true).unwrap().number, 0);
        let rest: Vec<usize> =
            std::iter::from_fn(|| queue.take(|_, _| true)).map(|note| note.number).collect();
        assert_eq!(rest[..64], (1..=64).collect::<Vec<_>>());
        assert_eq!(rest[64..], ((100 + MESSAGES + 1)..(100 + 2 * MESSAGES)).collect::<Vec<_>>());
        assert_eq!((queue.len(), queue.ends()), (0, 0));
    }

    fn numbers(queue: &mut Queue<Note>) -> Vec<usize> {
        std::iter::from_fn(|| queue.take(|_, _| true)).map(|note| note.number).collect()
    }

    #[test]
    fn a_full_queue_loses_progress_first_and_takes_none() {
        let mut queue = Queue::default();
        assert!(queue.push(Note::low(0)).is_none() && queue.push(Note::state(1)).is_none());
        for number in 2..MESSAGES {
            assert!(queue.push(Note::progress(number)).is_none());
        }
        // Newer progress takes the place of older, and anything else takes that of any.
        for (message, lost) in [(Note::progress(1000), 2), (Note::low(1001), 3), (Note::state(1002), 4)] {
            assert_eq!(queue.push(message).unwrap().number, lost);
        }
        for number in 2000..2000 + MESSAGES {
            assert!(queue.push(Note::state(number)).is_some());
        }
        assert_eq!(queue.push(Note::progress(3000)).unwrap().number, 3000);
        assert!(queue.push(Note::end(3001)).is_none());
        let left = numbers(&mut queue);
        assert_eq!((left.len(), left[0], left[MESSAGES]), (MESSAGES + 1, 2000, 3001));
    }

    #[test]
    fn the_end_of_a_request_takes_the_progress_to_it_out_of_the_queue_and_no_other() {
        let mut queue = Queue::default();
        for message in [Note::progress(7), Note::progress(8), Note::state(7), Note::progress(7)] {
            assert!(queue.push(message).is_none());
        }
        assert!(queue.push(Note::end(7)).is_none());
        assert_eq!((queue.len(), queue.ends()), (3, 1));
        assert_eq!(numbers(&mut queue), [8, 7, 7]);
    }

    #[test]
    fn a_queue_full_of_what_matters_loses_the_oldest_of_it() {
        let mut queue = Queue::default();
        for number in 0..=MESSAGES {
            let lost = queue.push(Note::state(number));
            assert_eq!(lost.map(|note| note.number), (number == MESSAGES).then_some(0));
        }
    }
}
