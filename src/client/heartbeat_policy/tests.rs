use super::*;

const fn seconds(s: u64) -> Duration {
    Duration::from_secs(s)
}

fn at(s: u64) -> Moment {
    Moment::ZERO.after(seconds(s))
}

#[test]
fn a_heartbeat_comes_each_interval_and_before_the_end() {
    let first = |interval, left_ms| first_wait(seconds(interval), left_ms).as_millis();
    let next = |interval, left_ms| next_wait(seconds(interval), left_ms).as_millis();
    // interval in s, time left in ms, wait of a new session, wait after a failure
    let cases = [
        (900, 86_400_000, 900_000, 900_000),
        (900, i64::MAX, 900_000, 900_000),
        (90_000, 3_600_000, 3_580_000, 3_580_000),
        (900, 30_000, 10_000, 10_000),
        (900, 15_000, 10_000, 10_000),
        (900, 10_001, 10_000, 10_000),
        (900, 10_000, 5_000, 10_000),
        (10, 5_000, 2_500, 10_000),
        (10, 1_000, 500, 10_000),
        (10, 1, 1, 10_000),
        (10, 0, 1, 10_000),
        (10, i64::MIN, 1, 10_000),
    ];
    for (interval, left, expected_first, expected_next) in cases {
        assert_eq!(first(interval, left), expected_first, "{interval} s, {left} ms left");
        assert_eq!(next(interval, left), expected_next, "{interval} s, {left} ms left");
    }
}

#[test]
fn want_of_a_thread_is_tried_again_after_seconds_and_no_more_than_a_minute() {
    let waits: Vec<_> = (0..6).map(|times| wait_for_thread(times).as_secs()).collect();
    assert_eq!(waits, [5, 10, 20, 40, 60, 60]);
    assert_eq!(wait_for_thread(u32::MAX).as_secs(), 60);
}

/// The whole table: what is under way, against the time to or past the end. `now` is second 1000.
#[test]
fn a_session_is_over_at_its_end_but_for_one_attempt() {
    use Action::{Attempt, End, Heartbeat, LastAttempt};
    use Phase::{Asking, Idle, NoThread, Paused, Queued};
    const fn wait(s: u64) -> Action {
        Action::Wait(seconds(s))
    }
    let asking = |until| Asking { until: at(until) };
    let refused = |last_since, next| NoThread { last_since: at(last_since), next: at(next) };
    let queued = Queued { last_since: None };
    let last_since = |since| Queued { last_since: Some(at(since)) };
    let table = [
        // phase, 7 s before the end, at the end, 2 s after it, an hour after it
        (Idle { next: None }, wait(7), End, End, End),
        (Idle { next: Some(at(1005)) }, wait(5), End, End, LastAttempt),
        (Idle { next: Some(at(1009)) }, wait(7), End, End, LastAttempt),
        // Due at the end or after it is due no more; due before it and not begun is owed.
        (Idle { next: Some(at(1000)) }, Heartbeat, End, End, LastAttempt),
        (Idle { next: Some(at(998)) }, Heartbeat, LastAttempt, End, LastAttempt),
        (Idle { next: Some(at(997)) }, Heartbeat, LastAttempt, LastAttempt, LastAttempt),
        (Idle { next: Some(at(10)) }, Heartbeat, LastAttempt, LastAttempt, LastAttempt),
        (Paused { next: at(1002) }, wait(2), End, End, LastAttempt),
        (Paused { next: at(999) }, Attempt, End, End, LastAttempt),
        // A queue that others fill keeps no session alive.
        (queued, wait(7), End, End, LastAttempt),
        (last_since(999), wait(7), wait(29), wait(29), wait(29)),
        (last_since(971), wait(7), wait(1), wait(1), wait(1)),
        (last_since(970), wait(7), End, End, End),
        (last_since(965), wait(7), LastAttempt, LastAttempt, LastAttempt),
        (refused(990, 1005), wait(5), wait(5), wait(5), wait(5)),
        (refused(972, 1005), wait(5), wait(2), wait(2), wait(2)),
        (refused(990, 1000), Attempt, Attempt, Attempt, Attempt),
        (refused(970, 1000), Attempt, End, End, End),
        (refused(965, 1000), Attempt, LastAttempt, LastAttempt, LastAttempt),
        // An attempt on the wire may end, and no longer.
        (asking(1006), wait(7), wait(6), wait(6), wait(6)),
        (asking(1000), wait(7), End, End, End),
        (asking(996), wait(7), End, End, End),
        // One that was slept in says nothing, be it the one that was owed for sleeping.
        (asking(995), wait(7), LastAttempt, LastAttempt, LastAttempt),
        (asking(10), wait(7), LastAttempt, LastAttempt, LastAttempt),
    ];
    for (phase, before, end, soon_after, long_after) in table {
        assert_eq!(next_action(phase, 7_000, at(1000)), before, "{phase:?} before the end");
        assert_eq!(next_action(phase, 0, at(1000)), end, "{phase:?} at the end");
        assert_eq!(next_action(phase, -2_000, at(1000)), soon_after, "{phase:?} 2 s after it");
        assert_eq!(next_action(phase, -3_600_000, at(1000)), long_after, "{phase:?} an hour after it");
    }
    assert_eq!(next_action(Idle { next: None }, i64::MIN, at(1000)), End);
}

/// What is under way, against the time to the end and to when the service may be asked again. `now` is second 1000.
#[test]
fn a_heartbeat_that_is_asked_for_begins_once_and_never_too_soon() {
    use Asked::{Begins, Joins, Looks, TooSoon};
    use Phase::{Asking, Idle, NoThread, Paused, Queued};
    let idle = |next: Option<u64>| Idle { next: next.map(at) };
    let table = [
        // phase, before the end: 7 s too soon, just in time, never asked before; at the end and after it
        (idle(None), TooSoon(seconds(7)), Begins, Begins, Looks),
        (idle(Some(1001)), TooSoon(seconds(7)), Begins, Begins, Looks),
        (idle(Some(1000)), Joins, Joins, Joins, Looks),
        (idle(Some(990)), Joins, Joins, Joins, Looks),
        (Queued { last_since: None }, Joins, Joins, Joins, Joins),
        (Queued { last_since: Some(at(999)) }, Joins, Joins, Joins, Joins),
        (Asking { until: at(1008) }, Joins, Joins, Joins, Joins),
        (Asking { until: at(10) }, Joins, Joins, Joins, Joins),
        (Paused { next: at(1002) }, Joins, Joins, Joins, Joins),
        (NoThread { last_since: at(999), next: at(1005) }, Joins, Joins, Joins, Joins),
    ];
    for (phase, soon, in_time, first, over) in table {
        let asked = |left_ms, next: Option<u64>| asked(phase, left_ms, next.map(at), at(1000));
        for left_ms in [1, 1000, i64::MAX] {
            assert_eq!(asked(left_ms, Some(1007)), soon, "{phase:?}");
            assert_eq!(asked(left_ms, Some(1000)), in_time, "{phase:?}");
            assert_eq!(asked(left_ms, None), first, "{phase:?}");
        }
        for left_ms in [0, -1, i64::MIN] {
            for next in [Some(1007), Some(1000), None] {
                assert_eq!(asked(left_ms, next), over, "{phase:?} at the end");
            }
        }
    }
}

#[test]
fn a_service_that_names_a_time_is_left_alone_until_then_unless_the_session_would_be_over() {
    for (left_ms, retry_after, wait) in
        [(60_000, 0, 0), (60_000, 59, 59), (60_000, 60, 0), (60_000, 3600, 0), (0, 0, 0), (-1, 1, 0)]
    {
        assert_eq!(named_wait(left_ms, seconds(retry_after)), seconds(wait), "{left_ms}, {retry_after}");
    }
    assert!(reaches(1001, seconds(1)) && !reaches(1000, seconds(1)) && !reaches(-5, Duration::ZERO));
}

#[test]
fn who_was_told_of_the_same_moment_comes_back_within_an_interval_of_it_and_before_the_end() {
    const MOST: u16 = u16::MAX;
    let cases = [
        // time left in ms, Retry-After in s, chance, wait in ms; the interval is 900 s
        (86_400_000, 0, MOST, 900_000),
        (86_400_000, 900, MOST, 900_000),
        (86_400_000, 3_600, 0, 3_600_000),
        (86_400_000, 3_600, MOST, 4_499_986),
        (3_600_000, 3_000, MOST, 3_579_991),
        (3_600_000, 3_580, MOST, 3_580_000),
        // The last heartbeat of a session comes before its end, whatever the service would like.
        (3_600_000, 3_581, MOST, 900_000),
        (60_000, 41, MOST, 40_000),
        (25_000, 5, MOST, 10_000),
        (25_000, 10, MOST, 10_000),
        (25_000, 11, MOST, 10_000),
        (0, 3_600, MOST, 10_000),
        (i64::MIN, 0, MOST, 10_000),
    ];
    for (left_ms, retry_after, chance, wait) in cases {
        let waits = refused_wait(seconds(900), left_ms, seconds(retry_after), chance);
        assert_eq!(waits.as_millis(), wait, "{left_ms} ms left, {retry_after} s");
    }
    assert_eq!(refused_wait(seconds(10), 60_000, seconds(30), 1 << 15), seconds(35));
}

#[test]
fn a_session_that_ends_soon_is_not_patient() {
    assert_eq!([119_999, 0, -1, i64::MIN].map(is_patient), [false; 4]);
    assert_eq!([120_000, i64::MAX].map(is_patient), [true; 2]);
}

#[test]
fn an_end_is_looked_at_when_it_comes_and_each_minute_where_the_clock_can_be_turned() {
    assert_eq!(end_timer_wait(86_400_000, false), seconds(86_400));
    assert_eq!(end_timer_wait(86_400_000, true), seconds(60));
    assert_eq!(end_timer_wait(1, true), Duration::from_millis(1));
    assert_eq!((end_timer_wait(0, true), end_timer_wait(-5, false)), (SHORTEST, SHORTEST));
}

#[test]
fn a_transient_failure_after_the_end_is_session_expired() {
    let error = || Error::of(Status::NetworkError);
    assert_eq!(judge(error(), 1).status, Status::NetworkError);
    assert_eq!(judge(error(), 0).status, Status::SessionExpired);
    assert_eq!(judge(Error::of(Status::Revoked), 0).status, Status::Revoked);
}
