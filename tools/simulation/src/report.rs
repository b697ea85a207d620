//! The table of `docs/scale.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::scenario::Played;
use crate::world::Outcome;

const BEGINS: &str = "<!-- simulate: made by `cargo xtask simulate` -->\n";
const ENDS: &str = "<!-- simulate: end -->\n";

/// What a scenario has come to.
pub struct Row {
    name: &'static str,
    title: &'static str,
    /// Requests in a second, as always.
    pub steady: f64,
    pub ours: Figures,
    pub official: Figures,
}

/// Of one policy.
pub struct Figures {
    /// The most requests in a second that is watched, as a multiple of the steady ones.
    pub peak: f64,
    /// Requests for each that was answered.
    pub for_each: f64,
    pub lost: u64,
}

impl Row {
    pub fn of(played: &Played) -> Row {
        let (from, to) = played.scenario.steady.unwrap_or((0, usize::MAX));
        let steady = played.ours.mean(from, to);
        Row {
            name: played.scenario.name,
            title: played.scenario.title,
            steady,
            ours: Figures::of(&played.ours, played.scenario.watched, steady),
            official: Figures::of(&played.official, played.scenario.watched, steady),
        }
    }

    pub fn line(&self) -> String {
        let peaks = format!("{:.2} | {:.2}", self.ours.peak, self.official.peak);
        let for_each = format!("{:.2} | {:.2}", self.ours.for_each, self.official.for_each);
        let lost = format!("{} | {}", grouped(self.ours.lost), grouped(self.official.lost));
        format!(
            "| [{}](scale/{}.svg) | {} | {peaks} | {for_each} | {lost} |",
            self.title,
            self.name,
            grouped(self.steady.round() as u64)
        )
    }
}

impl Figures {
    fn of(outcome: &Outcome, watched: (usize, usize), steady: f64) -> Figures {
        Figures {
            peak: outcome.peak(watched.0, watched.1) / steady,
            for_each: outcome.requests() as f64 / outcome.answered.max(1) as f64,
            lost: outcome.lost,
        }
    }
}

/// Puts the table in its place on the page, whose other words are people's.
pub fn write(page: &Path, clients: u32, rows: &[Row]) -> Result<()> {
    let text = fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let missing = || format!("{} has no place for the table: {BEGINS}", page.display());
    let (before, rest) = text.split_once(BEGINS).with_context(missing)?;
    let (_, after) = rest.split_once(ENDS).with_context(missing)?;
    let mut table = format!(
        "{} clients; peaks are the busiest second as a multiple of the steady rate.\n\n\
         | scenario | steady, requests a second | peak, ours | official | requests for each answer, ours | official | \
         sessions lost, ours | official |\n|---|---|---|---|---|---|---|---|\n",
        grouped(clients.into())
    );
    for row in rows {
        writeln!(table, "{}", row.line())?;
    }
    fs::write(page, format!("{before}{BEGINS}{table}{ENDS}{after}"))
        .with_context(|| format!("cannot write {}", page.display()))
}

/// With a comma at each thousand.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
