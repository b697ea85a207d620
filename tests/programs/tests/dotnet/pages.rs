//! The pages about hosts: what they show is what is run.

use anyhow::ensure;
use harness::{Result, page, project};

/// A page, how much it shows, and where that stands.
const PAGES: [(&str, usize, &[&str]); 2] = [
    (
        "docs/csharp-hosts.md",
        3,
        &["examples/csharp/Service", "examples/csharp/Desktop", "examples/csharp/Tool"],
    ),
    ("docs/csharp-testing.md", 3, &["examples/csharp/ShopTests"]),
];

pub fn shown_is_run() -> Result {
    for (page, least, folders) in PAGES {
        let mut sources = String::new();
        for folder in folders {
            for source in project::files(&project::root().join(folder), "cs")? {
                sources.push_str(&project::read(&source)?);
            }
        }
        let shown = page::examples(page, "csharp")?;
        ensure!(shown.len() >= least, "{page} shows {} pieces", shown.len());
        for piece in shown {
            ensure!(sources.contains(&piece), "{page}: this stands in no example:\n{piece}");
        }
    }
    Ok(())
}
