//! What a run of the tests for another target has come to, for the table of the README.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::{Result, project};

/// One target, as it was tried last.
#[derive(Serialize, Deserialize)]
pub struct Tested {
    pub target: String,
    /// What ran the programs: `wine 8.0`.
    pub how: String,
    /// The day, as `2026-11-30`.
    pub date: String,
    /// By the names of the parts.
    pub parts: BTreeMap<String, Counts>,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    /// What its programs say that it cannot be tried there.
    pub skipped: usize,
}

impl Counts {
    pub fn run(&self) -> usize {
        self.passed + self.failed
    }
}

impl Tested {
    /// Keeps it in place of what was before.
    pub fn keep(&self) -> Result {
        let text = serde_json::to_string_pretty(self)?;
        project::write(&folder()?.join(format!("{}.json", self.target)), &text)
    }
}

/// What all runs have left, by target.
pub fn all() -> Result<BTreeMap<String, Tested>> {
    let mut all = BTreeMap::new();
    for file in project::files(&folder()?, "json")? {
        let text = project::read(&file)?;
        let tested: Tested = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
        all.insert(tested.target.clone(), tested);
    }
    Ok(all)
}

fn folder() -> Result<PathBuf> {
    let folder = project::target().join("test-targets");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}
