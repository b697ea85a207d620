//! `docs/performance.md`: the last run of `cargo xtask bench`, with its plots.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use harness::{Result, command, project};
use plot::{Axis, Curve, Plot};

use super::samples::Samples;
use super::table::Table;

const BEGINS: &str = "<!-- bench: made by `cargo xtask bench` -->\n";
const ENDS: &str = "<!-- bench: end -->\n";
/// Of a distribution: how many of a thousand calls take no longer.
const SHARES: [f64; 13] =
    [0.0, 10.0, 50.0, 100.0, 250.0, 500.0, 750.0, 900.0, 950.0, 980.0, 990.0, 995.0, 999.0];

/// What a run draws.
const PLOTS: &str = "\
- [a validate over plain HTTP, repeated](performance/repeat-plain.svg), and [over TLS](performance/repeat-tls.svg): the
  distribution of the times of all calls
- [validates a second by threads](performance/threads.svg), beside what the development server can bear
- [until a crowd of clients is logged in](performance/crowd.svg), over three networks
";

pub struct Page {
    plots: PathBuf,
}

impl Page {
    pub fn new() -> Result<Page> {
        let plots = project::root().join("docs/performance");
        fs::create_dir_all(&plots).with_context(|| plots.display().to_string())?;
        Ok(Page { plots })
    }

    /// How many of the calls of each take no longer than how many microseconds.
    pub fn distribution(&self, name: &str, title: &str, of: &[(&str, &Samples)]) -> Result {
        let points = |samples: &Samples| -> Vec<(f64, f64)> {
            SHARES.iter().map(|&share| (samples.quantile(share / 1000.0) / 1000.0, share / 10.0)).collect()
        };
        let curves: Vec<_> = of.iter().map(|(name, samples)| (*name, points(samples))).collect();
        self.draw(
            name,
            &format!("{title}: how many of a hundred calls take no longer"),
            Axis { title: "microseconds", logarithmic: true },
            Axis { title: "of a hundred calls", logarithmic: false },
            &curves,
        )
    }

    /// Curves whose both axes grow by multiples.
    pub fn curves(
        &self,
        name: &str,
        title: &str,
        axes: [&str; 2],
        curves: &[(&str, Vec<(f64, f64)>)],
    ) -> Result {
        let [across, up] = axes.map(|title| Axis { title, logarithmic: true });
        self.draw(name, title, across, up, curves)
    }

    fn draw(
        &self,
        name: &str,
        title: &str,
        across: Axis<'_>,
        up: Axis<'_>,
        curves: &[(&str, Vec<(f64, f64)>)],
    ) -> Result {
        let curves: Vec<_> = curves.iter().map(|(name, points)| Curve { name, points }).collect();
        Plot { title, across, up, curves: &curves }.draw(&self.plots.join(name).with_extension("svg"))
    }

    /// Puts the table in its place, with the day and the kind of machine. The rest of the page is people's words.
    pub fn write(&self, table: &Table) -> Result {
        let page = self.plots.with_extension("md");
        let text = project::read(&page)?;
        let missing = || format!("{} has no place for the table: {BEGINS}", page.display());
        let (before, rest) = text.split_once(BEGINS).with_context(missing)?;
        let (_, after) = rest.split_once(ENDS).with_context(missing)?;
        let today = command::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
        let kind = machine();
        let table = format!("{}, {kind}.\n\n{PLOTS}{}", today.trim(), table.markdown());
        project::write(&page, &format!("{before}{BEGINS}{table}{ENDS}{after}"))
    }
}

/// As much of a machine as numbers depend on.
fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info.lines().find(|line| line.starts_with("model name"));
    let model = model.and_then(|line| line.split_once(": ")).map_or("a processor", |(_, name)| name);
    let cores = info.lines().filter(|line| line.starts_with("processor")).count();
    let memory = read("/proc/meminfo");
    let kib = memory.lines().next().and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    let virtual_machine = if info.contains(" hypervisor") { ", a virtual machine" } else { "" };
    format!(
        "{cores} cores of {model}, {} GB, {}{virtual_machine}",
        kib.unwrap_or(0).div_ceil(1 << 20),
        std::env::consts::OS
    )
}
