//! What is known of each archive that was made, for the table of the README.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harness::target::Target;
use harness::{Result, project};
use serde::{Deserialize, Serialize};

use super::archive;

/// One target, as it was made last.
#[derive(Serialize, Deserialize)]
pub struct Record {
    pub target: String,
    /// Bytes of the shared library; none where only the source was checked.
    pub library: Option<u64>,
    pub archive: Option<PathBuf>,
    pub sha256: Option<String>,
    /// The same bytes came of another folder.
    pub twice: bool,
}

impl Record {
    pub(super) fn made(target: &str, library: &Path, archive: PathBuf, twice: bool) -> Result<Record> {
        let bytes = fs::metadata(library).with_context(|| library.display().to_string())?.len();
        let sha256 = Some(archive::sha256(&archive)?);
        Record { target: target.to_owned(), library: Some(bytes), archive: Some(archive), sha256, twice }
            .kept()
    }

    pub(super) fn checked(target: &Target) -> Result<Record> {
        Record { target: target.name.to_owned(), library: None, archive: None, sha256: None, twice: false }
            .kept()
    }

    fn kept(self) -> Result<Record> {
        let text = serde_json::to_string_pretty(&self)?;
        project::write(&super::folder()?.join(format!("{}.json", self.target)), &text)?;
        Ok(self)
    }

    /// A line for whoever waits for it.
    pub fn line(&self) -> String {
        match (self.library, &self.archive) {
            (Some(bytes), Some(archive)) => {
                let twice = if self.twice { ", the same bytes twice" } else { "" };
                format!("{}: {} ({bytes} bytes of library{twice})", self.target, archive.display())
            }
            _ => format!("{}: its source can be compiled; nothing here links it", self.target),
        }
    }
}

/// What earlier runs made, by target.
pub fn records() -> Result<BTreeMap<String, Record>> {
    let mut records = BTreeMap::new();
    for file in project::files(&super::folder()?, "json")? {
        let record: Record = serde_json::from_str(&project::read(&file)?)?;
        records.insert(record.target.clone(), record);
    }
    Ok(records)
}
