//! The one table of all results.

use std::fmt;

use comfy_table::presets::NOTHING;

use super::samples::Samples;

/// What a number counts.
#[derive(Clone, Copy)]
pub enum Unit {
    Nanoseconds,
    Kib,
    Bytes,
    Pieces,
}

impl Unit {
    fn text(self, value: f64) -> String {
        match self {
            Unit::Nanoseconds if value < 1e3 => format!("{value:.1} ns"),
            Unit::Nanoseconds if value < 1e6 => format!("{:.1} us", value / 1e3),
            Unit::Nanoseconds if value < 1e9 => format!("{:.1} ms", value / 1e6),
            Unit::Nanoseconds => format!("{:.1} s", value / 1e9),
            Unit::Kib => format!("{value:.1} KiB"),
            Unit::Bytes => format!("{value:.0} bytes"),
            Unit::Pieces => format!("{value:.0}"),
        }
    }
}

/// The cells of one line.
#[derive(Default)]
struct Row {
    what: String,
    ours: String,
    peer: String,
    ratio: String,
    spread: String,
    limit: String,
    verdict: &'static str,
}

const HEAD: [&str; 7] = ["", "libauthforge", "compared with", "ratio", "spread", "limit", ""];

impl Row {
    fn cells(&self) -> [&str; 7] {
        [&self.what, &self.ours, &self.peer, &self.ratio, &self.spread, &self.limit, self.verdict]
    }
}

/// Lines in the order in which they are to be read.
#[derive(Default)]
pub struct Table(Vec<Row>);

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}

impl Table {
    /// A heading.
    pub fn section(&mut self, title: &str) {
        self.0.push(Row { what: title.to_owned(), ..Row::default() });
    }

    /// Times of two things that were measured in turns, one sample for each round.
    pub fn pair(&mut self, what: &str, ours: &Samples, (name, peer): (&str, &Samples), limit: Option<f64>) {
        let ratios = ours.over(peer);
        let ratio = ratios.median();
        self.0.push(Row {
            what: format!("  {what}"),
            ours: Unit::Nanoseconds.text(ours.median()),
            peer: format!("{name} {}", Unit::Nanoseconds.text(peer.median())),
            ratio: format!("{ratio:.2}"),
            spread: format!("{:.2}-{:.2}", ratios.quantile(0.1), ratios.quantile(0.9)),
            limit: limit.map(|most| format!("{most:.2}")).unwrap_or_default(),
            verdict: limit.map(|most| verdict(ratio <= most)).unwrap_or_default(),
        });
    }

    /// Something that has no peer, and the most that it may be.
    pub fn value(&mut self, what: &str, value: f64, unit: Unit, limit: Option<f64>) {
        self.0.push(Row {
            what: format!("  {what}"),
            ours: unit.text(value),
            limit: limit.map(|most| unit.text(most)).unwrap_or_default(),
            verdict: limit.map(|most| verdict(value <= most)).unwrap_or_default(),
            ..Row::default()
        });
    }

    /// Something that is no number.
    pub fn fact(&mut self, what: &str, ours: &str, met: bool) {
        self.0.push(Row {
            what: format!("  {what}"),
            ours: ours.to_owned(),
            verdict: verdict(met),
            ..Row::default()
        });
    }
}

impl Table {
    /// For a page: a table for each heading.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for row in &self.0 {
            let cells = row.cells();
            if cells[1..].iter().all(|cell| cell.is_empty()) {
                let rules = "|---".repeat(HEAD.len());
                text.push_str(&format!("\n**{}**\n\n|{}|\n{rules}|\n", cells[0], HEAD.join("|")));
            } else {
                text.push_str(&format!("|{}|\n", cells.map(str::trim).join("|")));
            }
        }
        text
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = comfy_table::Table::new();
        table.load_style(NOTHING).set_header(HEAD);
        for row in &self.0 {
            table.add_row(row.cells());
        }
        writeln!(f, "{}", table.trim_fmt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_met_or_missed() {
        let mut table = Table::default();
        let samples = |text| Samples::parse(text).expect("numbers");
        let (ours, peer) = (samples("2000 3000 4000"), samples("2000 2000 2000"));
        table.pair("pair", &ours, ("peer", &peer), Some(1.3));
        table.value("value", 5.0, Unit::Pieces, Some(6.0));
        assert!(table.markdown().contains("|pair|3.0 us|peer 2.0 us|1.50|"), "{}", table.markdown());
        let text = table.to_string();
        assert!(text.contains("3.0 us") && text.contains("peer 2.0 us") && text.contains("1.50"), "{text}");
        assert!(text.contains("MISSED") && text.contains("met"), "{text}");
    }
}
