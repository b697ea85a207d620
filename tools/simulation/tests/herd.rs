//! What the library's decisions come to where many clients make them. Fewer than on the page, and so by tens of seconds: in
//! one second chance alone makes peaks.
#![allow(clippy::unwrap_used)]

use simulation::report::Row;
use simulation::scenario::{self, Played};

const CLIENTS: u32 = 200_000;

fn play(name: &str) -> Played {
    scenario::all(CLIENTS).into_iter().find(|scenario| scenario.name == name).unwrap().play()
}

/// The busiest ten seconds of what is watched, ours and the official clients', as multiples of the steady rate.
fn peaks(played: &Played) -> (f64, f64) {
    let ((from, to), steady) = (played.scenario.watched, Row::of(played).steady);
    (played.ours.busiest_ten(from, to) / steady, played.official.busiest_ten(from, to) / steady)
}

#[test]
fn after_an_outage_the_service_has_twice_its_steady_rate_at_most_and_no_session_is_lost() {
    for name in ["outage-refused", "outage-hanging", "outage-long", "maintenance"] {
        let played = play(name);
        let (ours, official) = peaks(&played);
        assert!(ours <= 2.0, "{name}: {ours:.2}");
        assert!(ours < official, "{name}: {ours:.2}, the official clients {official:.2}");
        assert_eq!(played.ours.lost, 0, "{name}");
    }
}

#[test]
fn all_whom_an_outage_lets_down_at_one_moment_do_not_come_back_at_one() {
    let (ours, official) = peaks(&play("outage-hanging"));
    assert!(official > 2.0 * ours, "{ours:.2}, the official clients {official:.2}");
}

#[test]
fn a_release_is_felt_once_and_not_again_with_each_interval() {
    let (ours, official) = peaks(&play("release"));
    assert!(ours <= 2.0, "{ours:.2}");
    assert!(official > 10.0, "the official clients {official:.2}");
}

#[test]
fn a_service_at_its_limit_is_not_asked_more_for_it_and_no_session_is_lost() {
    for name in ["limit", "limit-retry-after"] {
        let row = Row::of(&play(name));
        assert!(row.ours.for_each < 1.1, "{name}: {:.2} requests for each answer", row.ours.for_each);
        assert!(row.ours.for_each < row.official.for_each, "{name}");
        assert_eq!(row.ours.lost, 0, "{name}");
    }
}

#[test]
fn a_day_costs_no_more_than_three_heartbeats_for_ten_logins_beyond_the_official_clients() {
    let played = play("day");
    let beyond = played.ours.requests() as f64 - played.official.requests() as f64;
    assert!(beyond / f64::from(CLIENTS) < 0.3, "{beyond}");
    assert_eq!((played.ours.lost, played.ours.gave_up), (0, 0));
}

#[test]
fn a_simulation_is_the_same_each_time() {
    let once = || scenario::all(1_000).remove(1).play().ours.asked;
    assert_eq!(once(), once());
}
