//! `cargo xtask simulate`: plays all scenarios, and writes plots and a table.

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result};
use simulation::{curves, report, scenario};

fn main() -> Result<()> {
    let mut words = env::args().skip(1);
    let (Some(clients), Some(page), None) = (words.next(), words.next().map(PathBuf::from), words.next())
    else {
        anyhow::bail!("usage: simulation <how many clients> <page that gets the table>");
    };
    let clients: u32 = clients.parse().with_context(|| format!("{clients:?} is no number of clients"))?;
    let plots = page.with_extension("");
    fs::create_dir_all(&plots).with_context(|| format!("cannot make {}", plots.display()))?;
    let mut rows = Vec::new();
    for scenario in scenario::all(clients) {
        eprintln!("simulate: {}", scenario.title);
        let played = scenario.play();
        curves::draw(&played, &plots.join(played.scenario.name).with_extension("svg"))?;
        let row = report::Row::of(&played);
        eprintln!("{}", row.line());
        rows.push(row);
    }
    report::write(&page, clients, &rows)
}
