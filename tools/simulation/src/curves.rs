//! Requests a second over time, as SVG.

use std::path::Path;

use anyhow::Result;
use plot::{Axis, Curve, Plot};

use crate::scenario::Played;
use crate::world::Outcome;

/// Points of a curve: each is the busiest second of its part.
const POINTS: usize = 480;

/// Draws both policies' requests into a file.
pub fn draw(played: &Played, file: &Path) -> Result<()> {
    let (ours, official) = (points(&played.ours), points(&played.official));
    let axis = |title| Axis { title, logarithmic: false };
    Plot {
        title: played.scenario.title,
        across: axis("minutes"),
        up: axis("requests in the busiest second"),
        curves: &[
            Curve { name: "libauthforge", points: &ours },
            Curve { name: "official clients", points: &official },
        ],
    }
    .draw(file)
}

fn points(outcome: &Outcome) -> Vec<(f64, f64)> {
    let part = outcome.asked.len().div_ceil(POINTS).max(1);
    let busiest = |seconds: &[u32]| seconds.iter().copied().max().map_or(0.0, f64::from);
    let at = |number: usize| (number * part) as f64 / 60.0;
    outcome.asked.chunks(part).enumerate().map(|(number, seconds)| (at(number), busiest(seconds))).collect()
}
