use super::*;
use std::collections::HashSet;

#[test]
fn numbers_and_codes_are_unique_and_ascending() {
    let codes: HashSet<_> = TABLE.iter().map(|row| row.status.code()).collect();
    assert_eq!(codes.len(), TABLE.len());
    assert!(TABLE.windows(2).all(|pair| (pair[0].status as i32) < pair[1].status as i32));
}

#[test]
fn the_documented_table_is_this_table() {
    let page = include_str!("../../docs/errors.md");
    let documented: Vec<&str> = page.lines().filter(|line| line.contains("`AF_STATUS_")).collect();
    assert_eq!(documented.iter().filter(|line| line.starts_with("| ")).count(), TABLE.len());
    for (line, row) in documented.iter().filter(|line| line.starts_with("| ")).zip(&TABLE) {
        let class = format!("{:?}", row.class).to_lowercase();
        assert!(line.starts_with(&format!("| {} | `AF_STATUS_", row.status as i32)), "{line}");
        assert!(
            line.ends_with(&format!("| `{}` | {class} | {} |", row.status.code(), row.status.message())),
            "{line}"
        );
    }
}

#[test]
fn a_license_file_speaks_for_a_license_only_where_nothing_was_said_against_it() {
    let spoken_for = |status: Status| {
        let advice = outlook(status as i32).0;
        matches!(advice, Advice::Retry | Advice::UseOffline | Advice::FixClock | Advice::TellVendor)
    };
    for away in
        [Status::NetworkError, Status::TlsClock, Status::NoCredits, Status::SystemError, Status::RateLimited]
    {
        assert!(spoken_for(away), "{away:?}");
    }
    for row in TABLE.iter().filter(|row| row.class == Class::Fatal && row.status != Status::SessionExpired) {
        assert!(!spoken_for(row.status), "{:?}", row.status);
    }
    for never in [Status::NonceMismatch, Status::InvalidKey, Status::UnknownError, Status::BadSignature] {
        assert!(!spoken_for(never), "{never:?}");
    }
}

#[test]
fn a_number_of_another_version_is_judged_by_its_hundred_and_none_is_no_reason_to_go_on() {
    let cases = [
        (99, Advice::FixProgram, UserMessage::ProgramFault),
        (199, Advice::UseOffline, UserMessage::NoConnection),
        (299, Advice::Stop, UserMessage::NotGenuine),
        (399, Advice::Stop, UserMessage::LicenseRefused),
        (499, Advice::AskForFile, UserMessage::FileNotValid),
        (999, Advice::TellVendor, UserMessage::ProgramFault),
    ];
    for (number, advice, message) in cases {
        assert_eq!((find(number).is_none(), outlook(number)), (true, (advice, message)), "{number}");
    }
    for none in [i32::MIN, -1, 500, 899, 1000, i32::MAX] {
        assert_eq!(outlook(none), (Advice::Stop, UserMessage::ProgramFault), "{none}");
    }
}

#[test]
fn each_message_is_one_plain_sentence_and_is_that_of_a_status() {
    // Words that developers say and players do not.
    let jargon =
        ["app", "hwid", "nonce", "payload", "signature", "server", "token", "TLS", "API", "secret", "null"];
    let mut seen = HashSet::new();
    for message in USER_MESSAGES {
        let text = message.english().to_str().unwrap();
        assert!(text.starts_with(char::is_uppercase) && text.ends_with('.'), "{text}");
        assert_eq!(text.matches('.').count(), 1, "{text}");
        let words: Vec<&str> = text.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
        assert!(!words.iter().any(|word| jargon.contains(word)), "{text}");
        assert!(text.len() <= 140 && seen.insert(text), "{text}");
        assert!(TABLE.iter().any(|row| row.user_message == message), "{message:?}");
    }
}

#[test]
fn the_one_is_blamed_whose_turn_it_is() {
    let text = |status: Status| outlook(status as i32).1.english().to_str().unwrap();
    for vendors in [Status::NoCredits, Status::AppBurnCapReached, Status::AppDisabled, Status::InvalidApp] {
        assert!(text(vendors).contains("maker"), "{vendors:?}");
        assert!(!text(vendors).contains("key") && !text(vendors).contains("internet"), "{vendors:?}");
    }
    assert!(text(Status::InvalidKey).contains("license key"));
    assert!(text(Status::NetworkError).contains("internet"));
    assert!(text(Status::TlsClock).contains("date or time"));
    assert!(text(Status::SystemError).contains("license service has a problem"));
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
        TABLE.iter().filter(|row| row.class == Class::Fatal).map(|row| row.status.code()).collect();
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
