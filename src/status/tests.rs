use super::*;
use std::collections::HashSet;

#[test]
fn numbers_and_codes_are_unique_and_ascending() {
    let codes: HashSet<_> = TABLE.iter().map(|row| row.code).collect();
    assert_eq!(codes.len(), TABLE.len());
    assert!(TABLE.windows(2).all(|pair| (pair[0].status as i32) < pair[1].status as i32));
}

#[test]
fn every_variant_of_the_source_has_its_line() {
    let source = include_str!("mod.rs");
    let body = source.split("pub enum Status {").nth(1).and_then(|rest| rest.split('}').next());
    let variants: Vec<i32> = body
        .into_iter()
        .flat_map(str::lines)
        .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "))
        .filter_map(|(_, number)| number.parse().ok())
        .collect();
    let rows: Vec<i32> = TABLE.iter().map(|row| row.status as i32).collect();
    assert_eq!(variants, rows);
}

#[test]
fn the_documented_table_is_this_table() {
    let page = include_str!("../../docs/errors.md");
    let documented: Vec<&str> = page.lines().filter(|line| line.contains("`AF_STATUS_")).collect();
    assert_eq!(documented.iter().filter(|line| line.starts_with("| ")).count(), TABLE.len());
    for (line, row) in documented.iter().filter(|line| line.starts_with("| ")).zip(TABLE) {
        let class = format!("{:?}", row.class).to_lowercase();
        assert!(line.starts_with(&format!("| {} | `AF_STATUS_", row.status as i32)), "{line}");
        assert!(line.ends_with(&format!("| `{}` | {class} | {} |", row.code, row.message)), "{line}");
    }
}

#[test]
fn the_page_says_of_each_status_what_to_do_after_a_failed_login_and_its_example_forgives_the_same() {
    let page =
        include_str!("../../docs/errors.md").split("## After a failed login").nth(1).unwrap_or_default();
    let (rows, example) = page.split_once("```c").unwrap_or_default();
    let mut forgiven = HashSet::new();
    let mut told: Vec<i32> = Vec::new();
    for row in rows.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| who")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let numbers = cells[2].split(", ").flat_map(|range| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            first.parse::<i32>().unwrap_or(-1)..=last.parse().unwrap_or(-1)
        });
        let numbers: Vec<i32> =
            numbers.filter(|number| TABLE.iter().any(|row| row.status as i32 == *number)).collect();
        if cells[4] == "yes" {
            forgiven.extend(numbers.iter().copied());
        }
        told.extend(numbers);
    }
    told.sort_unstable();
    assert_eq!(told, TABLE.iter().map(|row| row.status as i32).collect::<Vec<_>>());
    let table = include_str!("../../docs/errors.md").lines().filter_map(|line| line.strip_prefix("| "));
    let names = table.filter_map(|line| line.split_once(" | `AF_STATUS_")).filter_map(|(number, rest)| {
        Some((format!("case AF_STATUS_{}:", rest.split('`').next()?), number.parse::<i32>().ok()?))
    });
    let in_example: HashSet<i32> =
        names.filter(|(name, _)| example.contains(name)).map(|(_, number)| number).collect();
    assert_eq!(in_example, forgiven);
    for never in [Status::SignatureMismatch, Status::NonceMismatch, Status::Revoked, Status::InvalidKey] {
        assert!(!forgiven.contains(&(never as i32)), "{never:?}");
    }
}

#[test]
fn a_service_that_answered_was_asked() {
    for answered in [Status::HttpError, Status::OutcomeUncertain, Status::RateLimited] {
        assert!(!answered.is_transport(), "{answered:?}");
    }
    assert!(Status::TlsClock.is_transport());
    assert!(!Status::OutcomeUncertain.is_fatal());
}

#[test]
fn classes_are_those_of_the_protocol() {
    let fatal: HashSet<_> =
        TABLE.iter().filter(|row| row.class == Class::Fatal).map(|row| row.code).collect();
    let expected: HashSet<_> = [
        "malformed_request",
        "invalid_app",
        "session_expired",
        "blocked",
        "app_disabled",
        "hwid_mismatch",
        "expired",
        "revoked",
        "offline_activation_disabled",
        "offline_activation_requires_perpetual",
        "offline_activation_requires_seats",
        "offline_activation_limit_reached",
        "signature_mismatch",
        "answer_mismatch",
        "offline_file_rejected",
    ]
    .into();
    assert_eq!(fatal, expected);
    assert_eq!(Status::of_service_code("revoked"), Status::Revoked);
    assert_eq!(Status::of_service_code("timeout"), Status::ServerOther);
    assert_eq!(Status::of_service_code("brand_new"), Status::ServerOther);
}
