//! Requests a second over time, as SVG.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use plotters::prelude::*;

use crate::scenario::Played;
use crate::world::Outcome;

const SIZE: (u32, u32) = (960, 360);
/// Points of a curve: each is the busiest second of its part.
const POINTS: usize = 480;
const OURS: RGBColor = RGBColor(0, 90, 200);
const OFFICIAL: RGBColor = RGBColor(210, 80, 0);

/// Draws both policies' requests into a file.
pub fn draw(played: &Played, file: &Path) -> Result<()> {
    let curves = [(&played.official, "official clients", OFFICIAL), (&played.ours, "libauthforge", OURS)];
    let most = curves.iter().map(|(outcome, ..)| outcome.peak(0, usize::MAX)).fold(1.0, f64::max);
    let minutes = played.ours.asked.len() as f64 / 60.0;
    let told = |error: DrawingAreaErrorKind<std::io::Error>| anyhow!("{error}");
    let area = SVGBackend::new(file, SIZE).into_drawing_area();
    (|| {
        area.fill(&WHITE).map_err(told)?;
        let mut chart = ChartBuilder::on(&area)
            .caption(played.scenario.title, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(84)
            .build_cartesian_2d(0.0..minutes, 0.0..most * 1.05)
            .map_err(told)?;
        chart
            .configure_mesh()
            .disable_mesh()
            .x_desc("minutes")
            .y_desc("requests in the busiest second")
            .y_label_formatter(&|requests| format!("{requests:.0}"))
            .x_label_formatter(&|minutes| format!("{minutes:.0}"))
            .draw()
            .map_err(told)?;
        for (outcome, name, color) in curves {
            chart
                .draw_series(LineSeries::new(points(outcome), color))
                .map_err(told)?
                .label(name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .border_style(BLACK)
            .draw()
            .map_err(told)?;
        area.present().map_err(told)
    })()
    .with_context(|| format!("cannot draw {}", file.display()))
}

fn points(outcome: &Outcome) -> Vec<(f64, f64)> {
    let part = outcome.asked.len().div_ceil(POINTS).max(1);
    let busiest = |seconds: &[u32]| seconds.iter().copied().max().map_or(0.0, f64::from);
    let at = |number: usize| (number * part) as f64 / 60.0;
    outcome.asked.chunks(part).enumerate().map(|(number, seconds)| (at(number), busiest(seconds))).collect()
}
