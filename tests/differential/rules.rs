//! Why two clients may differ: a table, and the search for what it does not explain.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use crate::outcome::{Difference, What};

/// One explained difference. `applies` is as narrow as its reason.
pub struct Rule<Case> {
    pub id: &'static str,
    /// What the official client does.
    pub official: &'static str,
    /// What the library does, and why.
    pub ours: &'static str,
    pub applies: fn(&Case, &Difference) -> bool,
}

impl<Case> Rule<Case> {
    /// What its line in `docs/compatibility.md` says behind the first column, which tells where it applies.
    pub fn cells(&self) -> String {
        format!("`{}` | {} | {} |", self.id, self.official, self.ours)
    }
}

/// How often each rule was needed, and what none of them explains.
pub struct Verdict<Case: 'static> {
    rules: Vec<&'static Rule<Case>>,
    used: HashMap<&'static str, usize>,
    /// By what they look like: how many, and the first in full.
    unexplained: BTreeMap<String, (usize, String)>,
}

/// More than these only bury the first.
const SHOWN: usize = 12;

impl<Case> Verdict<Case> {
    pub fn new(tables: &[&'static [Rule<Case>]]) -> Verdict<Case> {
        let rules = tables.iter().copied().flatten().collect();
        Verdict { rules, used: HashMap::new(), unexplained: BTreeMap::new() }
    }

    /// Looks for the rule that explains each difference; `describe` tells the case.
    pub fn judge(&mut self, case: &Case, differences: &[Difference], describe: impl Fn() -> String) {
        for difference in differences {
            match self.rules.iter().find(|rule| (rule.applies)(case, difference)) {
                Some(rule) => *self.used.entry(rule.id).or_default() += 1,
                None => {
                    let first = || (0, format!("{difference:?}\n{}", describe()));
                    self.unexplained.entry(headline(difference)).or_insert_with(first).0 += 1;
                }
            }
        }
    }

    pub fn assert_explained(&self) {
        let mut shown = String::new();
        for (headline, (count, _)) in &self.unexplained {
            let _ = writeln!(shown, "{count} x {headline}");
        }
        for (headline, (_, first)) in self.unexplained.iter().take(SHOWN) {
            let _ = writeln!(shown, "\n{headline}: {first}");
        }
        assert!(self.unexplained.is_empty(), "differences that no rule explains:\n{shown}");
    }

    /// A rule that is never needed is a memory of a bug, or a cover for the next one.
    pub fn assert_used(&self, tables: &[&[Rule<Case>]]) {
        let ids = tables.iter().copied().flatten().map(|rule| rule.id);
        let idle: Vec<_> = ids.filter(|id| !self.used.contains_key(id)).collect();
        assert!(idle.is_empty(), "rules that never applied: {idle:?}; used: {:?}", self.used);
    }
}

fn headline(difference: &Difference) -> String {
    match difference.what {
        What::Field(name) => format!("reading of {name} differs"),
        _ => format!("official {}, ours {}", difference.official, difference.ours),
    }
}
