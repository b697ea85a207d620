//! In which order the addresses of a server are tried, and when: RFC 8305, "happy eyeballs".

use std::collections::VecDeque;
use std::mem;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::values::limits;

/// So long an attempt goes on alone (RFC 8305, section 8): most connections are there sooner.
const ALONE: Duration = Duration::from_millis(250);

/// The addresses that are still to be tried. Knows no sockets and no clock.
pub struct Race {
    waiting: VecDeque<SocketAddr>,
    /// Nothing is begun before.
    next: Option<Instant>,
}

impl Race {
    pub fn new(addresses: &[SocketAddr]) -> Race {
        Race { waiting: in_turn(addresses), next: None }
    }

    /// The address whose time has come.
    pub fn due(&mut self, now: Instant) -> Option<SocketAddr> {
        if self.next.is_some_and(|next| now < next) {
            return None;
        }
        let address = self.waiting.pop_front()?;
        self.next = Some(now + ALONE);
        Some(address)
    }

    /// An attempt has failed, so that the next address need not wait.
    pub fn failed(&mut self) {
        self.next = None;
    }

    /// How long until another is due; `None` if all have been tried.
    pub fn left(&self, now: Instant) -> Option<Duration> {
        let left = self.next.map_or(Duration::ZERO, |next| next.saturating_duration_since(now));
        (!self.waiting.is_empty()).then_some(left)
    }
}

/// The families take turns, beginning with the one that the system put first: that a family does not work
/// here costs one address of it. Each address once.
fn in_turn(addresses: &[SocketAddr]) -> VecDeque<SocketAddr> {
    let preferred = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (mut one, mut other) = (VecDeque::new(), VecDeque::new());
    for address in addresses {
        let family = if address.is_ipv6() == preferred { &mut one } else { &mut other };
        if !family.contains(address) {
            family.push_back(*address);
        }
    }
    let mut order = VecDeque::new();
    while order.len() < limits::ADDRESSES
        && let Some(next) = one.pop_front().or_else(|| other.pop_front())
    {
        order.push_back(next);
        mem::swap(&mut one, &mut other);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(hosts: &str) -> Vec<SocketAddr> {
        hosts.split_whitespace().map(|host| SocketAddr::new(host.parse().unwrap(), 443)).collect()
    }

    fn order(hosts: &str) -> String {
        let order: Vec<_> = in_turn(&addresses(hosts)).iter().map(|a| a.ip().to_string()).collect();
        order.join(" ")
    }

    #[test]
    fn families_take_turns_and_the_systems_first_begins() {
        for (given, expected) in [
            ("", ""),
            ("192.0.2.1", "192.0.2.1"),
            (
                "2001:db8::1 2001:db8::2 2001:db8::3 192.0.2.1",
                "2001:db8::1 192.0.2.1 2001:db8::2 2001:db8::3",
            ),
            ("192.0.2.1 192.0.2.2 2001:db8::1", "192.0.2.1 2001:db8::1 192.0.2.2"),
            ("192.0.2.1 2001:db8::1 192.0.2.2", "192.0.2.1 2001:db8::1 192.0.2.2"),
            ("::1 127.0.0.1 ::1 127.0.0.1", "::1 127.0.0.1"),
            ("192.0.2.2 192.0.2.1", "192.0.2.2 192.0.2.1"),
        ] {
            assert_eq!(order(given), expected, "{given}");
        }
    }

    #[test]
    fn of_very_many_addresses_the_first_of_both_families_are_tried() {
        let six = (0..2000u16).map(|n| format!("2001:db8::{n:x}"));
        let four = (0..2000u16).map(|n| format!("192.0.{}.{}", n / 250, n % 250));
        let hosts: Vec<String> = six.chain(four).collect();
        let order = in_turn(&addresses(&hosts.join(" ")));
        assert_eq!(order.len(), limits::ADDRESSES);
        assert_eq!(order.iter().filter(|address| address.is_ipv4()).count(), limits::ADDRESSES / 2);
    }

    /// When each address is begun, in milliseconds, if every attempt fails `fails_after` so long, or never.
    fn beginnings(count: usize, fails_after: Option<u64>) -> Vec<u64> {
        let zero = Instant::now();
        let at = |ms: u64| zero + Duration::from_millis(ms);
        let hosts: Vec<String> = (0..count).map(|n| format!("192.0.2.{n}")).collect();
        let mut race = Race::new(&addresses(&hosts.join(" ")));
        let mut begun: Vec<u64> = Vec::new();
        // A clock that is turned by hand, in steps of a millisecond.
        for now in 0..10_000 {
            if begun.iter().any(|begun| fails_after.is_some_and(|after| begun + after == now)) {
                race.failed();
            }
            while race.due(at(now)).is_some() {
                begun.push(now);
                if fails_after == Some(0) {
                    race.failed();
                }
            }
        }
        assert_eq!(race.left(at(10_000)), None);
        begun
    }

    #[test]
    fn the_next_address_is_due_after_a_quarter_of_a_second_or_at_a_failure() {
        assert_eq!(beginnings(4, None), [0, 250, 500, 750]);
        assert_eq!(beginnings(4, Some(0)), [0, 0, 0, 0]);
        assert_eq!(beginnings(4, Some(100)), [0, 100, 200, 300]);
        assert_eq!(beginnings(3, Some(300)), [0, 250, 300]);
        assert_eq!(beginnings(0, None), [0u64; 0]);
    }

    #[test]
    fn whoever_waits_is_told_how_long_until_the_next_is_due() {
        let zero = Instant::now();
        let mut race = Race::new(&addresses("192.0.2.1 192.0.2.2"));
        assert_eq!(race.left(zero), Some(Duration::ZERO));
        assert!(race.due(zero).is_some() && race.due(zero).is_none());
        assert_eq!(race.left(zero + Duration::from_millis(100)), Some(Duration::from_millis(150)));
        race.failed();
        assert_eq!(race.left(zero), Some(Duration::ZERO));
        assert!(race.due(zero).is_some());
        assert_eq!(race.left(zero), None);
    }
}
