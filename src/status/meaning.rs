//! What a status means, as the table says it.

use super::{Advice, Class, Row, Status, TABLE, UserMessage};

/// The table's line for a number, if it is one of ours.
pub fn find(number: i32) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.status as i32 == number)
}

/// What the program should do, and what it should tell its user. A number of another version is judged by its
/// hundred; one that has none is no reason to go on.
pub fn outlook(number: i32) -> (Advice, UserMessage) {
    if let Some(row) = find(number) {
        return (row.advice, row.user_message);
    }
    match number {
        1..=99 => (Advice::FixProgram, UserMessage::ProgramFault),
        100..=199 => (Advice::UseOffline, UserMessage::NoConnection),
        200..=299 => (Advice::Stop, UserMessage::NotGenuine),
        300..=399 => (Advice::Stop, UserMessage::LicenseRefused),
        400..=499 => (Advice::AskForFile, UserMessage::FileNotValid),
        900..=999 => (Advice::TellVendor, UserMessage::ProgramFault),
        _ => (Advice::Stop, UserMessage::ProgramFault),
    }
}

impl Status {
    fn row(self) -> &'static Row {
        // Every status has its line, or `table.rs` does not compile.
        find(self as i32).unwrap_or(&TABLE[TABLE.len() - 1])
    }

    pub fn code(self) -> &'static str {
        self.row().code().to_str().unwrap_or_default()
    }

    pub fn message(self) -> &'static str {
        self.row().message().to_str().unwrap_or_default()
    }

    pub fn class(self) -> Class {
        self.row().class
    }

    pub fn is_fatal(self) -> bool {
        self.class() == Class::Fatal
    }

    /// The service could not be asked: reason `network_error` rather than `login_failed`.
    pub fn is_transport(self) -> bool {
        (100..200).contains(&(self as i32)) && !matches!(self, Status::HttpError | Status::OutcomeUncertain)
    }

    /// The status of a code in a failure envelope.
    pub fn of_service_code(code: &str) -> Status {
        TABLE
            .iter()
            .filter(|row| (301..400).contains(&(row.status as i32)))
            .find(|row| row.code().to_bytes() == code.as_bytes())
            .map_or(Status::ServerOther, |row| row.status)
    }
}
