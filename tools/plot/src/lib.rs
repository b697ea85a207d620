//! Curves as SVG, for the pages.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;

const SIZE: (u32, u32) = (960, 360);
/// Of the curves, in their order.
const COLORS: [RGBColor; 5] = [
    RGBColor(0, 90, 200),
    RGBColor(210, 80, 0),
    RGBColor(30, 140, 60),
    RGBColor(140, 60, 160),
    RGBColor(90, 90, 90),
];

/// What is drawn, and what stands beside it.
pub struct Plot<'a> {
    pub title: &'a str,
    pub across: Axis<'a>,
    pub up: Axis<'a>,
    pub curves: &'a [Curve<'a>],
}

#[derive(Clone, Copy)]
pub struct Axis<'a> {
    pub title: &'a str,
    /// Each step is a multiple of the one before; all that is drawn is more than nothing.
    pub logarithmic: bool,
}

pub struct Curve<'a> {
    pub name: &'a str,
    pub points: &'a [(f64, f64)],
}

impl Plot<'_> {
    /// Into a file.
    pub fn draw(&self, file: &Path) -> Result<()> {
        let points = || self.curves.iter().flat_map(|curve| curve.points);
        let across = range(points().map(|point| point.0), self.across);
        let up = range(points().map(|point| point.1), self.up);
        let drawn = match (self.across.logarithmic, self.up.logarithmic) {
            (false, false) => self.on(file, across, up),
            (true, false) => self.on(file, across.log_scale(), up),
            (false, true) => self.on(file, across, up.log_scale()),
            (true, true) => self.on(file, across.log_scale(), up.log_scale()),
        };
        drawn.with_context(|| format!("cannot draw {}", file.display()))
    }

    fn on<X, Y>(&self, file: &Path, across: X, up: Y) -> Result<()>
    where
        X: AsRangedCoord<Value = f64>,
        Y: AsRangedCoord<Value = f64>,
        X::CoordDescType: ValueFormatter<f64>,
        Y::CoordDescType: ValueFormatter<f64>,
    {
        let told = |error: DrawingAreaErrorKind<std::io::Error>| anyhow!("{error}");
        let area = SVGBackend::new(file, SIZE).into_drawing_area();
        area.fill(&WHITE).map_err(told)?;
        let mut chart = ChartBuilder::on(&area)
            .caption(self.title, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(84)
            .build_cartesian_2d(across, up)
            .map_err(told)?;
        chart
            .configure_mesh()
            .disable_mesh()
            .x_desc(self.across.title)
            .y_desc(self.up.title)
            .x_label_formatter(&|value| number(*value))
            .y_label_formatter(&|value| number(*value))
            .draw()
            .map_err(told)?;
        for (curve, color) in self.curves.iter().zip(COLORS.iter().cycle().copied()) {
            chart
                .draw_series(LineSeries::new(curve.points.iter().copied(), color))
                .map_err(told)?
                .label(curve.name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .background_style(WHITE.filled())
            .border_style(BLACK)
            .draw()
            .map_err(told)?;
        area.present().map_err(told)
    }
}

/// From nothing, or from the least where that cannot be drawn, to a little more than the most.
fn range(values: impl Iterator<Item = f64> + Clone, axis: Axis<'_>) -> std::ops::Range<f64> {
    let most = values.clone().fold(f64::MIN_POSITIVE, f64::max);
    let least = values.fold(f64::INFINITY, f64::min).min(most);
    if axis.logarithmic { least * 0.9..most * 1.1 } else { 0.0..most * 1.05 }
}

/// As short as it can be said.
fn number(value: f64) -> String {
    let (value, unit) = match value.abs() {
        1e6.. => (value / 1e6, "M"),
        1e4.. => (value / 1e3, "k"),
        _ => (value, ""),
    };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, text) in
            [(0.0, "0"), (0.25, "0.25"), (7.0, "7"), (9_999.0, "9999"), (12_500.0, "12.5k"), (2e6, "2M")]
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_plot_names_its_curves_and_what_cannot_be_written_is_told() {
        let file = std::env::temp_dir().join(format!("authforge-plot-{}.svg", std::process::id()));
        let axis = |title, logarithmic| Axis { title, logarithmic };
        let curves = [
            Curve { name: "one", points: &[(1.0, 10.0), (2.0, 1000.0)] },
            Curve { name: "another", points: &[(1.0, 20.0)] },
        ];
        for logarithmic in [false, true] {
            let plot = Plot {
                title: "a title",
                across: axis("across", logarithmic),
                up: axis("up", logarithmic),
                curves: &curves,
            };
            plot.draw(&file).expect("a file");
            let text = std::fs::read_to_string(&file).expect("a text");
            assert!(["a title", "across", "up", "one", "another"].iter().all(|word| text.contains(word)));
            let nowhere = plot.draw(&file.join("below")).expect_err("no folder").to_string();
            assert!(nowhere.contains("cannot draw"), "{nowhere}");
        }
        std::fs::remove_file(&file).expect("removed");
    }
}
