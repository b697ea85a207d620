//! All cases with what each client did, and the verdict on each.

use std::collections::BTreeSet;
use std::fmt;

use anyhow::bail;

use crate::Result;
use crate::differences::{DIFFERENCES, Difference, Differs, SOMETIMES};
use crate::driver::Peer;
use crate::run::Played;

pub struct Table {
    rows: Vec<Row>,
}

struct Row {
    case: String,
    /// What each client did, in the order of `Peer::ALL`.
    cells: [String; 3],
}

/// A client did not come to this case.
const MISSING: &str = "-";

impl Table {
    /// An error if two cases have one name.
    pub fn new(mut played: Vec<Played>) -> Result<Table> {
        played.sort_by_key(|played| (played.scene, played.peer as usize));
        let mut rows: Vec<Row> = Vec::new();
        for played in played {
            for observation in played.observed {
                let known = rows.iter().position(|row| row.case == observation.case);
                let number = known.unwrap_or_else(|| {
                    let cells = [(); 3].map(|()| MISSING.to_owned());
                    rows.push(Row { case: observation.case.clone(), cells });
                    rows.len() - 1
                });
                let cell = &mut rows[number].cells[played.peer as usize];
                if cell != MISSING {
                    bail!("two cases have the name {:?}", observation.case);
                }
                *cell = observation.cell;
            }
        }
        Ok(Table { rows })
    }

    /// Cases that differ otherwise than declared; with `all` cases played, also declared ones that do not
    /// exist.
    pub fn complaints(&self, all: bool) -> Vec<String> {
        let wrong =
            self.rows.iter().filter(|row| row.who_differs() != row.who_may_differ() && !row.is_sometimes());
        let mut complaints: Vec<String> = wrong.map(Row::complaint).collect();
        if all {
            let absent = declared().filter(|(.., case)| {
                !SOMETIMES.contains(case) && self.rows.iter().all(|row| row.case != *case)
            });
            complaints.extend(absent.map(|(difference, _, case)| {
                format!("{} names the case {case:?}, which does not exist", difference.id)
            }));
        }
        complaints
    }

    /// How many cases there are, and how often each difference occurs.
    pub fn summary(&self) -> String {
        let same = self.rows.iter().filter(|row| row.who_differs().is_empty()).count();
        let mut text = format!(
            "{} cases: {same} the same in all three, {} different\n",
            self.rows.len(),
            self.rows.len() - same
        );
        for difference in DIFFERENCES {
            let seen = self.rows.iter().filter(|row| row.differences().contains(&difference.id)).count();
            text.push_str(&format!("{:<18} {seen:>3} cases: {}\n", difference.id, difference.reason));
        }
        text
    }
}

/// Every declared difference of every case.
fn declared() -> impl Iterator<Item = (&'static Difference, Differs, &'static str)> {
    DIFFERENCES
        .iter()
        .flat_map(|difference| difference.cases.iter().map(move |(who, case)| (difference, *who, *case)))
}

impl Row {
    /// The official clients whose cell is not ours.
    fn who_differs(&self) -> BTreeSet<usize> {
        let ours = &self.cells[Peer::Library as usize];
        [Peer::Rust as usize, Peer::Python as usize]
            .into_iter()
            .filter(|peer| self.cells[*peer] != *ours)
            .collect()
    }

    /// The official clients that the declared differences name.
    fn who_may_differ(&self) -> BTreeSet<usize> {
        declared().filter(|(.., case)| *case == self.case).flat_map(|(_, who, _)| who.peers()).collect()
    }

    fn is_sometimes(&self) -> bool {
        SOMETIMES.contains(&self.case.as_str())
    }

    fn differences(&self) -> Vec<&'static str> {
        if self.who_differs().is_empty() {
            return Vec::new();
        }
        declared().filter(|(.., case)| *case == self.case).map(|(difference, ..)| difference.id).collect()
    }

    fn verdict(&self) -> String {
        match (self.who_differs().is_empty(), self.differences()) {
            (true, _) => "same".to_owned(),
            (false, ids) if ids.is_empty() => "NOT DECLARED".to_owned(),
            (false, ids) => ids.join(", "),
        }
    }

    fn complaint(&self) -> String {
        let [rust, python, ours] = &self.cells;
        let (seen, declared) = (names(&self.who_differs()), names(&self.who_may_differ()));
        format!(
            "{}: {seen} different, declared is {declared}\n\
             \x20   official Rust:   {rust}\n    official Python: {python}\n    libauthforge:    {ours}",
            self.case
        )
    }
}

fn names(peers: &BTreeSet<usize>) -> String {
    let names: Vec<_> = peers.iter().map(|peer| Peer::ALL[*peer].name()).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(" and ") }
}

impl Differs {
    fn peers(self) -> Vec<usize> {
        match self {
            Differs::Rust => vec![Peer::Rust as usize],
            Differs::Python => vec![Peer::Python as usize],
            Differs::Both => vec![Peer::Rust as usize, Peer::Python as usize],
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Peer::ALL.map(|peer| peer.name().to_owned());
        line(f, "case", &names, "verdict")?;
        for row in &self.rows {
            line(f, &row.case, &row.cells, &row.verdict())?;
        }
        write!(f, "\n{}", self.summary())
    }
}

fn line(f: &mut fmt::Formatter<'_>, case: &str, cells: &[String; 3], verdict: &str) -> fmt::Result {
    let [rust, python, ours] = cells;
    writeln!(f, "{case:<58} | {rust:<46} | {python:<46} | {ours:<46} | {verdict}")
}
