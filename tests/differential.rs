//! The official Rust client and libauthforge are shown the same answers and license files; wherever one
//! accepts what the other refuses, a row of `docs/compatibility.md` says why.
//!
//! `AF_FUZZ_SEED` and `AF_FUZZ_COUNT` make another run; a failure names the seed and the case.

#[path = "differential/answer.rs"]
mod answer;
#[path = "differential/answer_rules.rs"]
mod answer_rules;
#[path = "differential/answers.rs"]
mod answers;
mod capi;
#[path = "differential/dates.rs"]
mod dates;
#[path = "differential/field_rules.rs"]
mod field_rules;
#[path = "differential/file_rules.rs"]
mod file_rules;
#[path = "differential/files.rs"]
mod files;
#[path = "differential/generator.rs"]
mod generator;
#[path = "differential/json.rs"]
mod json;
#[path = "differential/license_file.rs"]
mod license_file;
#[path = "differential/loopback.rs"]
#[allow(dead_code, reason = "the suite of vectors uses the rest")]
mod loopback;
#[path = "differential/outcome.rs"]
mod outcome;
#[path = "differential/random.rs"]
mod random;
#[path = "differential/retries.rs"]
mod retries;
#[path = "differential/rules.rs"]
mod rules;
#[path = "differential/shared_rules.rs"]
mod shared_rules;

use outcome::differences;
use random::Random;
use rules::{Rule, Verdict};

const SEED: u64 = 20_260_420;
const COUNT: usize = 8000;
const HONEST: u64 = 300;
const THREADS: usize = 2;
const HEADING: &str = "Answers and files that one client accepts and the other refuses";

/// Seed and count of this run, and whether they are the default ones.
fn run() -> (u64, usize, bool) {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse().expect("a number"));
    let (seed, count) = (number("AF_FUZZ_SEED"), number("AF_FUZZ_COUNT"));
    let count_or = count.map_or(COUNT, |count| usize::try_from(count).expect("a count"));
    (seed.unwrap_or(SEED), count_or, seed.is_none() && count.is_none())
}

#[test]
fn generated_answers_are_judged_alike_or_the_difference_is_explained() {
    let (seed, count, default) = run();
    let tables = [answer_rules::RULES, field_rules::RULES];
    let mut verdict = Verdict::new(&tables);
    let trials = answers::trials(answers::generated(seed, count), THREADS);
    assert_eq!(trials.len(), count);
    for trial in &trials {
        let found = differences(&trial.official, &trial.ours);
        verdict.judge(&trial.answer, &found, || trial.description(seed));
        let sound = trial.answer.is_proven() || !trial.ours.is_accepted();
        assert!(sound, "accepted without proof:\n{}", trial.description(seed));
    }
    verdict.assert_explained();
    if default {
        verdict.assert_used(&tables);
    }
}

/// So that the table above never explains away an answer that the service really gives.
#[test]
fn honest_answers_and_files_are_accepted_by_both_clients() {
    let (seed, ..) = run();
    let honest = (0..HONEST).map(|number| generator::honest(&mut Random::new(seed, number))).collect();
    for trial in answers::trials(honest, 1) {
        let accepted = trial.official.is_accepted() && trial.ours.is_accepted();
        assert!(accepted, "{}", trial.description(seed));
    }
    for trial in files::trials((0..HONEST).map(|number| license_file::honest(&mut Random::new(seed, number))))
    {
        let proven = trial.file.is_proven();
        let alike = trial.official.is_accepted() == proven && trial.ours.is_accepted() == proven;
        assert!(alike, "{}", trial.description(seed));
    }
}

#[test]
fn answers_that_are_asked_for_again_end_alike_or_the_difference_is_explained() {
    let mut verdict = Verdict::new(&[retries::RULES, answer_rules::RULES]);
    for trial in retries::trials() {
        let found = differences(&trial.official, &trial.ours);
        verdict.judge(&trial.answer, &found, || trial.description(0));
    }
    verdict.assert_explained();
    verdict.assert_used(&[retries::RULES]);
}

#[test]
fn generated_license_files_are_judged_alike_or_the_difference_is_explained() {
    let (seed, count, default) = run();
    let mut verdict = Verdict::new(&[file_rules::RULES]);
    let trials = files::trials(files::generated(seed, count));
    assert_eq!(trials.len(), count);
    for trial in &trials {
        let found = differences(&trial.official, &trial.ours);
        verdict.judge(&trial.file, &found, || trial.description(seed));
        let sound = trial.file.is_proven() || !trial.ours.is_accepted();
        assert!(sound, "accepted without proof:\n{}", trial.description(seed));
    }
    verdict.assert_explained();
    if default {
        verdict.assert_used(&[file_rules::RULES]);
    }
}

/// The page names every rule, and no other.
#[test]
fn the_explained_differences_are_the_rows_of_the_documented_table() {
    let of_answers = [answer_rules::RULES, field_rules::RULES, retries::RULES].into_iter().flatten();
    let of_answers: Vec<String> = of_answers.map(Rule::cells).collect();
    let of_files: Vec<String> = file_rules::RULES.iter().map(Rule::cells).collect();
    let (both, only_files): (Vec<_>, Vec<_>) = of_files.iter().partition(|cells| of_answers.contains(cells));
    let only_answers = of_answers.iter().filter(|cells| !both.contains(cells));
    let row = |scope: &'static str| move |cells: &String| format!("| {scope} | {cells}");
    let rows: Vec<String> = only_answers
        .map(row("answer"))
        .chain(both.iter().copied().map(row("both")))
        .chain(only_files.iter().copied().map(row("file")))
        .collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/compatibility.md");
    let page = std::fs::read_to_string(path).expect("docs/compatibility.md");
    let section = page.split(&format!("# {HEADING}\n")).nth(1).and_then(|rest| rest.split("\n#").next());
    let lines = section.unwrap_or_default().lines();
    let documented: Vec<&str> =
        lines.filter(|line| line.starts_with("| ") && !line.starts_with("| where |")).collect();
    assert!(documented == rows, "these rows belong under {HEADING:?}:\n{}", rows.join("\n"));
}
