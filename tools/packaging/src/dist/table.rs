//! The README's table of the systems: what was made for each, and what was run there. Made of what the last runs of
//! `cargo xtask dist` and `cargo xtask test --target` have left below target/.

use std::fmt::Write;

use anyhow::Context;
use harness::target::{System, TARGETS, Target};
use harness::tested::{self, Tested};
use harness::{Result, project};

use super::{Record, UNIVERSAL, records};

const BEGIN: &str = "<!-- systems: made by `cargo xtask systems` -->\n";
const END: &str = "<!-- end of systems -->\n";

/// Puts the table into the README.
pub fn write() -> Result {
    let path = project::root().join("README.md");
    let page = project::read(&path)?;
    project::write(&path, &placed(&page, &table()?)?)
}

fn placed(page: &str, table: &str) -> Result<String> {
    let context = || format!("README.md has not the lines {BEGIN:?} and {END:?}");
    let (before, rest) = page.split_once(BEGIN).with_context(context)?;
    let (_, after) = rest.split_once(END).with_context(context)?;
    Ok(format!("{before}{BEGIN}{table}{END}{after}"))
}

fn table() -> Result<String> {
    let (made, tested) = (records()?, tested::all()?);
    let mut table =
        "| target | made | library | tests run there | passed |\n|---|---|---|---|---|\n".to_owned();
    for target in &TARGETS {
        let (made, tested) = (made.get(target.name), tested.get(target.name));
        let run = tested.map_or_else(|| not_run(target), how);
        let passed = tested.map_or_else(String::new, passed);
        writeln!(
            table,
            "| `{}` | {} | {} | {run} | {passed} |",
            target.name,
            how_made(target, made),
            size(made)
        )?;
    }
    let universal = made.get(UNIVERSAL);
    let parts = if universal.is_some() { "of the two" } else { "not yet" };
    writeln!(table, "| `{UNIVERSAL}` | {parts} | {} | none: not run | |", size(universal))?;
    Ok(table)
}

fn how_made(target: &Target, record: Option<&Record>) -> &'static str {
    match (record, target.system) {
        (None, _) => "not yet",
        (Some(record), _) if record.library.is_none() => "source compiled, not linked",
        (Some(_), System::MacOs) => "linked against stubs of Apple's libraries",
        (Some(record), _) if record.twice => "yes, the same bytes twice",
        (Some(_), _) => "yes",
    }
}

fn size(record: Option<&Record>) -> String {
    let bytes = record.and_then(|record| record.library);
    bytes.map_or_else(String::new, |bytes| {
        format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
    })
}

fn how(tested: &Tested) -> String {
    let parts: Vec<String> =
        tested.parts.iter().map(|(part, counts)| format!("{part} {}", counts.run())).collect();
    format!("{}, {}: {}", tested.how, tested.date, parts.join(", "))
}

fn passed(tested: &Tested) -> String {
    let run: usize = tested.parts.values().map(tested::Counts::run).sum();
    let passed: usize = tested.parts.values().map(|counts| counts.passed).sum();
    format!("{passed} of {run}")
}

fn not_run(target: &Target) -> String {
    if target.test_tools().is_ok() { "not run".to_owned() } else { "none: not run".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_put_between_its_lines_and_nothing_else_changes() {
        let page = format!("before\n{BEGIN}old\n{END}after\n");
        assert_eq!(placed(&page, "new\n").unwrap(), format!("before\n{BEGIN}new\n{END}after\n"));
        assert!(placed("no lines", "new\n").is_err());
        assert!(table().unwrap().lines().count() == TARGETS.len() + 3);
    }
}
