//! What the measuring programs print, and what can be said of it.

use std::collections::HashMap;
use std::process::Command;

use anyhow::{Context, bail};
use harness::{Result, command};

/// Samples of one thing, in the order in which they were taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// Numbers between blanks; at least one.
    pub fn parse(text: &str) -> Result<Samples> {
        let numbers: std::result::Result<Vec<f64>, _> = text.split_whitespace().map(str::parse).collect();
        match numbers {
            Ok(numbers) if !numbers.is_empty() => Ok(Samples(numbers)),
            _ => bail!("a measuring program said {text:?}, need numbers"),
        }
    }

    pub const fn new() -> Samples {
        Samples(Vec::new())
    }

    pub fn push(&mut self, sample: f64) {
        self.0.push(sample);
    }

    pub fn add(&mut self, others: &Samples) {
        self.0.extend_from_slice(&others.0);
    }

    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    pub fn most(&self) -> f64 {
        self.quantile(1.0)
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The sample below which the share `of` of all lies.
    pub fn quantile(&self, of: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * of).round() as usize).copied().unwrap_or(f64::NAN)
    }

    /// Round by round, so that what slowed both down in a round does not count.
    pub fn over(&self, other: &Samples) -> Samples {
        Samples(self.0.iter().zip(&other.0).map(|(ours, theirs)| ours / theirs).collect())
    }
}

/// Lines of a name and its samples.
pub struct Report(HashMap<String, Samples>);

impl Report {
    pub fn of(command: &mut Command) -> Result<Report> {
        let mut report = HashMap::new();
        for line in command::output(command)?.lines() {
            let (name, numbers) = line.split_once(' ').unwrap_or((line, ""));
            report.insert(name.to_owned(), Samples::parse(numbers)?);
        }
        Ok(Report(report))
    }

    pub fn get(&self, name: &str) -> Result<&Samples> {
        self.0.get(name).with_context(|| format!("a measuring program did not report {name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_samples() {
        let samples = Samples::parse("5 1 4 2 3").expect("numbers");
        assert_eq!((samples.median(), samples.most(), samples.quantile(0.0)), (3.0, 5.0, 1.0));
        assert!(Samples::parse("").is_err() && Samples::parse("x").is_err());
        assert!(Samples::new().median().is_nan());
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        let (a, b) = (Samples(vec![2.0, 20.0, 6.0]), Samples(vec![1.0, 10.0, 2.0]));
        assert_eq!(a.over(&b), Samples(vec![2.0, 2.0, 3.0]));
    }
}
