//! The tables of `docs/errors.md`: each advice and each message with the statuses that have it.

use super::{Translation, all, english, shout, snake};
use authforge_status::{Advice, Row, TABLE};

pub fn tables(translations: &[Translation]) -> [(&'static str, String); 2] {
    [("advice", advice_table()), ("messages", message_table(translations))]
}

const ADVICE: [Advice; 12] = [
    Advice::None,
    Advice::Retry,
    Advice::UseOffline,
    Advice::FixClock,
    Advice::TellVendor,
    Advice::AskForKey,
    Advice::AskForFile,
    Advice::Renew,
    Advice::FreeSeat,
    Advice::Update,
    Advice::FixProgram,
    Advice::Stop,
];

/// What the program does, and whether a license file may speak for the license.
fn rule(advice: Advice) -> (&'static str, &'static str) {
    match advice {
        Advice::None => ("nothing: it went well, was called off, or is of a self-ban", "no"),
        Advice::Retry => {
            ("log in again with the same key, or offer it; wait `retry_after_ms`, or some seconds", "yes")
        }
        Advice::UseOffline => ("offer another try for later, and use a license file meanwhile", "yes"),
        Advice::FixClock => ("ask for the computer's date and time to be set, then try again", "yes"),
        Advice::TellVendor => {
            ("the user can do nothing but tell you: have the code reported, if you can", "yes")
        }
        Advice::AskForKey => ("ask for a license key, and show the last one: keys are exact-case", "no"),
        Advice::AskForFile => ("ask for another file, or for another place to put it", "no"),
        Advice::Renew => ("show where the license is renewed; another key is welcome", "no"),
        Advice::FreeSeat => ("show where a seat is freed, or whom to ask; another key is welcome", "no"),
        Advice::Update => (
            "look for an update; if there is none, the app's id, secret or keys are wrong in this build",
            "no",
        ),
        Advice::FixProgram => {
            ("the call or the configuration is wrong: log `af_error.message` for a developer", "no")
        }
        Advice::Stop => (
            "do not go on, and do not try again by yourself: refused for good, or not to be believed",
            "**never**",
        ),
    }
}

fn advice_table() -> String {
    let mut text =
        "| advice | statuses | what to do | may a license file speak? |\n|---|---|---|---|\n".to_owned();
    for advice in ADVICE {
        let name = shout(&snake(&format!("{advice:?}")));
        let (what, file) = rule(advice);
        let statuses = numbers(|row| row.advice == advice);
        text += &format!("| `AF_ADVICE_{name}` | {statuses} | {what} | {file} |\n");
    }
    text
}

fn message_table(translations: &[Translation]) -> String {
    let mut text = "| `AF_USER_MESSAGE_ID_` | statuses | English |".to_owned();
    translations.iter().for_each(|one| text += &format!(" {} |", one.language));
    text += "\n|---|---|---|";
    translations.iter().for_each(|_| text += "---|");
    text.push('\n');
    for (at, (message, word)) in all().enumerate() {
        let statuses = numbers(|row| row.user_message == message);
        text += &format!("| `{}` | {statuses} | {} |", shout(&word), english(message));
        translations.iter().for_each(|one| text += &format!(" {} |", one.texts[at]));
        text.push('\n');
    }
    text
}

/// The numbers of such statuses: `100-102, 110`.
fn numbers(wanted: impl Fn(&Row) -> bool) -> String {
    let mut ranges: Vec<(i32, i32)> = Vec::new();
    for number in TABLE.iter().filter(|row| wanted(row)).map(|row| row.status as i32) {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let text = |(first, last)| if first == last { format!("{first}") } else { format!("{first}-{last}") };
    ranges.into_iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use harness::project;

    const PATH: &str = "docs/errors.md";

    #[test]
    fn each_advice_stands_in_the_table_and_is_that_of_a_status() {
        for (at, advice) in ADVICE.into_iter().enumerate() {
            assert_eq!(advice as usize, at);
            assert!(TABLE.iter().any(|row| row.advice == advice), "{advice:?}");
        }
        assert!(TABLE.iter().all(|row| ADVICE.contains(&row.advice)));
    }

    #[test]
    fn the_example_of_the_page_lets_a_license_file_speak_where_the_table_does() {
        let page = std::fs::read_to_string(project::root().join(PATH)).unwrap();
        let example = harness::page::example(PATH, "c").unwrap();
        let (table, _) = page.split_once("<!-- end of advice -->").unwrap();
        for advice in ADVICE {
            let name = format!("AF_ADVICE_{}", shout(&snake(&format!("{advice:?}"))));
            let row = table.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap();
            assert_eq!(row.ends_with("| yes |"), example.contains(&format!("case {name}:")), "{name}");
        }
    }
}
