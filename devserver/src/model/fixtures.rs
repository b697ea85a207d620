//! What the server starts with: apps, licenses and faults, from a JSON file or the built-in demo.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::app::AppSpec;
use super::license::LicenseSpec;
use crate::faults::fault::Fault;
use crate::values::error::Error;

const DEMO: &str = include_str!("demo.json");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixtures {
    pub apps: Vec<AppSpec>,
    pub licenses: Vec<LicenseSpec>,
    #[serde(default)]
    pub faults: Vec<Fault>,
}

/// Where fixtures come from.
#[derive(Clone, Debug, Default)]
pub enum FixtureSource {
    #[default]
    Demo,
    File(PathBuf),
    Value(Box<Fixtures>),
}

impl Fixtures {
    /// One app and a license of every kind.
    pub fn demo() -> Result<Self, Error> {
        Self::parse(DEMO)
    }

    pub fn parse(text: &str) -> Result<Self, Error> {
        Error::from_json(text.as_bytes())
    }

    fn load(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|error| Error::new(error.to_string()))?;
        Self::parse(&text)
    }
}

impl FixtureSource {
    pub(crate) fn fixtures(self) -> Result<Fixtures, Error> {
        match self {
            Self::Demo => Fixtures::demo(),
            Self::File(path) => Fixtures::load(&path),
            Self::Value(fixtures) => Ok(*fixtures),
        }
    }

    /// For messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Demo => "demo fixtures".into(),
            Self::File(path) => format!("fixtures {}", path.display()),
            Self::Value(_) => "fixtures".into(),
        }
    }
}

impl From<Fixtures> for FixtureSource {
    fn from(fixtures: Fixtures) -> Self {
        Self::Value(Box::new(fixtures))
    }
}
