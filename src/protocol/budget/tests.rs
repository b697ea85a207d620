use super::*;
use crate::client::config::DEFAULT_REQUEST_TIMEOUT;
use crate::runtime::clock;

/// What an attempt ends in, and after how many milliseconds.
#[derive(Clone, Copy)]
enum End {
    Stale(u64),
    Is(Status, u64),
    /// A rate limit at once, and for how many milliseconds the service wants to be left alone.
    Limited(u32),
}
use End::{Is, Limited, Stale};

/// Runs a call of so many seconds for an attempt; gives the beginnings and timeouts of its attempts, in
/// milliseconds, and when it ended.
fn play(seconds: u64, ends: &[End]) -> (Vec<(u64, u64)>, u64) {
    let begun = clock::now();
    let mut budget = Budget::of_call(Duration::from_secs(seconds), begun);
    play_out(&mut budget, begun, ends)
}

fn play_out(budget: &mut Budget, begun: Moment, ends: &[End]) -> (Vec<(u64, u64)>, u64) {
    play_by(budget, begun, ends, None)
}

fn play_by(budget: &mut Budget, begun: Moment, ends: &[End], chance: Option<u16>) -> (Vec<(u64, u64)>, u64) {
    let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap();
    let (mut now, mut attempts) = (begun, Vec::new());
    for end in ends {
        let Some(terms) = budget.begin(now) else { break };
        attempts.push((ms(now.since(begun)), ms(terms.timeout)));
        let (error, took, stale) = match *end {
            Stale(took) => (Error::of(Status::NetworkError), took, true),
            Is(status, took) => (Error::of(status), took, false),
            Limited(ms) => (Error::of(Status::RateLimited).with_http(429, ms), 0, false),
        };
        now = now.after(Duration::from_millis(took).min(terms.timeout));
        match budget.next(&error, stale, now, chance) {
            Some(pause) => now = now.after(pause),
            None => break,
        }
    }
    assert!(now <= budget.ends());
    (attempts, ms(now.since(begun)))
}

const SLOW: End = Is(Status::Timeout, 15_000);
const BUSY: End = Is(Status::RateLimited, 0);
const DEAD: End = Is(Status::NetworkError, 0);

#[test]
fn every_cause_has_its_pause() {
    for (ends, begins) in [
        (&[BUSY, BUSY, BUSY][..], &[0, 2000, 7000][..]),
        (&[DEAD, DEAD, DEAD], &[0, 2000]),
        (&[SLOW, SLOW, SLOW], &[0, 17_000]),
        (&[Is(Status::DnsError, 0), Is(Status::TlsError, 0), DEAD], &[0, 2000]),
        (&[Stale(0), DEAD, DEAD, DEAD], &[0, 0, 2000]),
        (&[Stale(0), Stale(0), Stale(0)], &[0, 0, 2000]),
        (&[Stale(0), BUSY, BUSY, DEAD], &[0, 0, 2000]),
        (&[BUSY, DEAD, BUSY, DEAD], &[0, 2000, 4000]),
        (&[DEAD, BUSY, BUSY], &[0, 2000, 4000]),
        (&[BUSY, Stale(0), DEAD], &[0, 2000, 2000]),
    ] {
        let begun: Vec<u64> = play(15, ends).0.iter().map(|(at, _)| *at).collect();
        assert_eq!(begun, begins);
    }
}

/// The same of a login; gives the beginnings only, and when it ended.
fn play_login(attempts: u32, most: Option<u64>, ends: &[End]) -> (Vec<u64>, u64) {
    let begun = clock::now();
    let most = most.map(Duration::from_millis);
    let mut budget = Budget::of_login(Duration::from_secs(15), attempts, most, begun);
    let (attempts, ended) = play_out(&mut budget, begun, ends);
    (attempts.iter().map(|(at, _)| *at).collect(), ended)
}

#[test]
fn a_login_makes_as_many_attempts_as_it_may_and_the_last_pause_repeats() {
    const HOUR: Option<u64> = Some(3_600_000);
    for (attempts, ends, begins) in [
        (1, [BUSY; 10], &[0][..]),
        (1, [DEAD; 10], &[0]),
        (1, [Stale(0); 10], &[0]),
        (2, [BUSY; 10], &[0, 2000]),
        (2, [DEAD; 10], &[0, 2000]),
        (3, [BUSY; 10], &[0, 2000, 7000]),
        (3, [DEAD; 10], &[0, 2000]),
        (5, [BUSY; 10], &[0, 2000, 7000, 12_000, 17_000]),
        (5, [DEAD; 10], &[0, 2000, 4000, 6000]),
        (10, [DEAD; 10], &[0, 2000, 4000, 6000, 8000, 10_000, 12_000, 14_000, 16_000]),
    ] {
        assert_eq!(play_login(attempts, HOUR, &ends).0, begins, "{attempts} attempts");
    }
    let ten = play_login(10, HOUR, &[BUSY; 12]);
    assert_eq!((ten.0.len(), ten.1), (10, 42_000));
}

#[test]
fn a_login_is_over_in_the_time_that_it_has_with_its_pauses() {
    // What an attempt may take is cut; the last one has no time for another.
    assert_eq!(play_login(3, Some(10_000), &[SLOW; 3]), (vec![0], 10_000));
    assert_eq!(play_login(10, Some(10_000), &[BUSY; 10]), (vec![0, 2000, 7000], 7000));
    assert_eq!(play_login(10, None, &[BUSY; 10]).0.len(), 8);
    // The shortest that a host can set: its attempt may begin some time after it.
    let begun = clock::now();
    let second = Some(Duration::from_secs(1));
    let mut budget = Budget::of_login(Duration::from_secs(15), 3, second, begun);
    let terms = budget.begin(begun.after(Duration::from_millis(500)));
    assert_eq!(terms.map(|terms| terms.timeout), Some(Duration::from_millis(500)));
    assert_eq!(budget.made(), 1);
    let told = used_up(budget.longest());
    assert_eq!(told.status, Status::Timeout);
    assert!(told.message.starts_with("not done within 1000 ms,"), "{told}");
    assert_eq!(budget.next(&Error::of(Status::Timeout), false, begun, None), None);
}

#[test]
fn a_rate_limit_that_lasts_longer_than_the_pause_is_reported_at_once() {
    assert_eq!(play(15, &[Limited(2000), Limited(5000), DEAD]).1, 7000);
    assert_eq!(play(15, &[Limited(2001), DEAD]), (vec![(0, 15_000)], 0));
    assert_eq!(play(15, &[Limited(0), Limited(5001), DEAD]).1, 2000);
    assert_eq!(play(15, &[Limited(u32::MAX), DEAD]).1, 0);
    // Only of a rate limit.
    let busy = Error::of(Status::SystemError).with_http(503, 1);
    let mut budget = Budget::of_call(Duration::from_secs(15), clock::now());
    assert_eq!(budget.next(&busy, false, clock::now(), None), None);
}

#[test]
fn a_call_is_over_after_twice_its_timeout_and_the_pauses() {
    let answered_last = play(15, &[SLOW, BUSY, SLOW]);
    assert_eq!(answered_last, (vec![(0, 15_000), (17_000, 15_000), (19_000, 15_000)], 34_000));
    let stale_late = play(15, &[Stale(14_999), SLOW, SLOW]);
    assert_eq!(stale_late, (vec![(0, 15_000), (14_999, 15_000), (31_999, 5001)], 37_000));
    let busy_late = play(15, &[Is(Status::RateLimited, 14_999), Is(Status::RateLimited, 14_000), SLOW]);
    assert_eq!(busy_late, (vec![(0, 15_000), (16_999, 15_000), (35_999, 1001)], 37_000));
}

#[test]
fn the_header_states_the_longest_time() {
    let header = include_str!("../../../include/authforge.h");
    let pauses = longest(Duration::ZERO).as_secs();
    let default = Duration::from_secs(DEFAULT_REQUEST_TIMEOUT.try_into().unwrap());
    let longest = longest(default).as_secs();
    // The lines of a comment begin with a star.
    let prose = header.replace("\n *", "");
    let stated = format!("twice the request timeout and {pauses} seconds: {longest} s unless");
    assert!(prose.contains(&stated), "{stated}");
    assert!(prose.contains(&format!("twice this and {pauses} seconds")));
}

#[test]
fn an_attempt_that_has_less_than_a_second_left_is_not_begun() {
    let late = [Is(Status::RateLimited, 15_000), Is(Status::RateLimited, 14_100), BUSY];
    assert_eq!(play(15, &late).0, [(0, 15_000), (17_000, 15_000)]);
    let begun = clock::now();
    let mut budget = Budget::of_call(Duration::from_secs(15), begun);
    let late = begun.after(Duration::from_millis(36_001));
    assert_eq!(budget.begin(late), None);
    let in_time = begun.after(Duration::from_millis(36_000));
    assert_eq!(budget.begin(in_time).map(|terms| terms.timeout), Some(Duration::from_secs(1)));
}

#[test]
fn after_no_answer_the_next_attempt_dials() {
    let begun = clock::now();
    for (error, stale, dials) in [
        (Status::NetworkError, true, true),
        (Status::Timeout, false, true),
        (Status::RateLimited, false, false),
    ] {
        let mut budget = Budget::of_call(Duration::from_secs(15), begun);
        assert_eq!(budget.begin(begun).map(|terms| terms.new_connection), Some(false));
        assert!(budget.next(&Error::of(error), stale, begun, None).is_some());
        assert_eq!(budget.begin(begun).map(|terms| terms.new_connection), Some(dials), "{error:?}");
    }
}

#[test]
fn one_attempt_dials_and_is_not_repeated() {
    let begun = clock::now();
    for end in [DEAD, BUSY, Stale(0)] {
        let mut budget = Budget::one_attempt(Duration::from_secs(8), begun);
        assert_eq!(play_out(&mut budget, begun, &[end, end]), (vec![(0, 8000)], 0));
    }
    let terms = Budget::one_attempt(Duration::from_millis(500), begun).begin(begun);
    assert_eq!(terms, Some(Terms { timeout: Duration::from_millis(500), new_connection: true }));
}

#[test]
fn who_has_time_makes_again_only_what_never_got_to_the_service() {
    let begun = clock::now();
    let play = |ends: &[End]| {
        let mut budget = Budget::of_heartbeat(Duration::from_secs(8), true, begun);
        let (attempts, ended) = play_out(&mut budget, begun, ends);
        (attempts.iter().map(|(at, _)| *at).collect::<Vec<_>>(), ended)
    };
    let nameless = Is(Status::DnsError, 0);
    for end in [DEAD, BUSY, Is(Status::TlsError, 0), Limited(1000), Is(Status::Revoked, 0)] {
        assert_eq!(play(&[end, DEAD]), (vec![0], 0));
        assert_eq!(play(&[nameless, end, DEAD]), (vec![0, 2000], 2000));
    }
    assert_eq!(play(&[SLOW, SLOW]), (vec![0], 8000));
    assert_eq!(play(&[nameless, nameless, DEAD]), (vec![0, 2000], 2000));
    assert_eq!(play(&[Stale(0), DEAD, DEAD]), (vec![0, 0], 0));
}

/// All that hung are let down at one moment.
#[test]
fn an_attempt_that_hung_is_made_again_within_as_much_more_by_chance() {
    let begun = clock::now();
    let play = |ends: &[End], chance: u16| {
        let mut budget = Budget::of_call(Duration::from_secs(15), begun);
        let (attempts, ended) = play_by(&mut budget, begun, ends, Some(chance));
        (attempts.iter().map(|(at, _)| *at).collect::<Vec<_>>(), ended)
    };
    let reset = |took| Is(Status::NetworkError, took);
    assert_eq!(play(&[DEAD, DEAD], u16::MAX), (vec![0, 2_000], 2_000));
    assert_eq!(play(&[reset(1_999), DEAD], u16::MAX), (vec![0, 3_999], 3_999));
    assert_eq!(play(&[reset(2_000), DEAD], u16::MAX), (vec![0, 13_999], 13_999));
    assert_eq!(play(&[reset(2_000), DEAD], 1 << 15), (vec![0, 9_000], 9_000));
    assert_eq!(play(&[SLOW, SLOW], 0), (vec![0, 17_000], 32_000));
    // Within the time of any call.
    assert_eq!(play(&[SLOW, SLOW], u16::MAX), (vec![0, 26_999], 37_000));
    assert_eq!(play(&[BUSY, BUSY, BUSY], u16::MAX), (vec![0, 2_000, 7_000], 7_000));
}

#[test]
fn chance_takes_no_attempt_from_a_call_that_has_little_time_nor_from_a_heartbeat_before_the_end() {
    let begun = clock::now();
    let begins = |budget: &mut Budget| -> Vec<u64> {
        let (attempts, _) = play_by(budget, begun, &[SLOW; 3], Some(u16::MAX));
        attempts.iter().map(|(at, _)| *at).collect()
    };
    let seconds = Duration::from_secs;
    for (timeout, most, second) in
        [(3, None, 11_499), (2, None, 9_999), (15, Some(30), 22_499), (15, Some(24), 17_000)]
    {
        let mut budget = Budget::of_login(seconds(timeout), 3, most.map(seconds), begun);
        assert_eq!(begins(&mut budget), [0, second], "{timeout} s, {most:?}");
    }
    assert_eq!(begins(&mut Budget::of_heartbeat(seconds(8), false, begun)), [0, 10_000]);
}

#[test]
fn verdicts_and_empty_accounts_are_final() {
    for status in [
        Status::NoCredits,
        Status::AppBurnCapReached,
        Status::DemoQuotaExceeded,
        Status::InvalidKey,
        Status::TlsUntrusted,
        Status::TlsClock,
        Status::OutOfResources,
        Status::SignatureMismatch,
    ] {
        assert_eq!(play(15, &[Is(status, 0), DEAD]).0.len(), 1, "{status:?}");
    }
}
