//! What a config's handle stands for.

use crate::client::config::Config;
use crate::runtime::lock::lock;
use crate::runtime::sync::{Mutex, MutexGuard};

pub struct ConfigEntry(Mutex<Config>);

impl ConfigEntry {
    pub fn new(config: Config) -> ConfigEntry {
        ConfigEntry(Mutex::new(config))
    }

    pub fn lock(&self) -> MutexGuard<'_, Config> {
        lock(&self.0)
    }
}
