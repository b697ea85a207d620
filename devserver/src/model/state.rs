//! Everything the server knows, as plain values: who holds the lock decides, nothing here waits or sends.

use std::collections::HashMap;

use super::app::{App, AppUpdate};
use super::clock::Clock;
use super::fixtures::Fixtures;
use super::license::{License, LicenseSpec};
use super::limits::{KeyLimits, LicenseName, NonceMemory, RateLimit};
use super::record::RequestLog;
use crate::faults::queue::FaultQueue;
use crate::http::reply::Reply;
use crate::values::endpoint::Endpoint;
use crate::values::error::Error;
use crate::values::random;

/// What holds. The real service holds all of it; benchmarks and some tests do not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub rate_limits: bool,
    /// Credits, burn caps and demo quotas.
    pub billing: bool,
    pub replay_memory: bool,
    pub recording: bool,
}

pub(crate) struct State {
    pub rules: Rules,
    pub clock: Clock,
    /// A handful; the first is the one that tests mean when they name none.
    apps: Vec<App>,
    licenses: HashMap<String, License>,
    last_sequence: u64,
    server_secret: [u8; 32],
    pub logins: KeyLimits,
    /// Of their own, so that neither eats what the other may.
    pub activations: KeyLimits,
    pub heartbeats_by_key: RateLimit<LicenseName>,
    pub nonces: NonceMemory,
    pub faults: FaultQueue,
    /// The last honest success of each endpoint, for the replay fault.
    pub last_success: HashMap<Endpoint, Reply>,
    pub log: RequestLog,
}

impl State {
    /// Fails on the first thing in the fixtures that does not fit, named by its place in the file.
    pub fn new(fixtures: Fixtures, rules: Rules) -> Result<Self, Error> {
        let mut state = Self {
            rules,
            clock: Clock::default(),
            apps: Vec::new(),
            licenses: HashMap::new(),
            last_sequence: 0,
            server_secret: random::bytes()?,
            logins: KeyLimits::default(),
            activations: KeyLimits::default(),
            heartbeats_by_key: RateLimit::per_minute(6),
            nonces: NonceMemory::default(),
            faults: FaultQueue::default(),
            last_success: HashMap::new(),
            log: RequestLog::default(),
        };
        if fixtures.apps.is_empty() {
            return Err(Error::new("apps is empty, need at least one app"));
        }
        for (at, spec) in fixtures.apps.into_iter().enumerate() {
            let app = App::from_spec(spec, &state.server_secret);
            app.and_then(|app| state.add_app(app)).map_err(|error| error.at_path(format!("apps[{at}]")))?;
        }
        for (at, spec) in fixtures.licenses.into_iter().enumerate() {
            state.create_license(spec).map_err(|error| error.at_path(format!("licenses[{at}]")))?;
        }
        for (at, fault) in fixtures.faults.into_iter().enumerate() {
            state.faults.add(fault).map_err(|error| error.at_path(format!("faults[{at}]")))?;
        }
        Ok(state)
    }

    fn add_app(&mut self, app: App) -> Result<(), Error> {
        if self.app_index(&app.app_id).is_some() {
            return Err(Error::new(format!("appId \"{}\" is there twice", app.app_id)));
        }
        self.apps.push(app);
        Ok(())
    }

    pub fn first_app(&self) -> &App {
        &self.apps[0]
    }

    pub fn app_index(&self, app_id: &str) -> Option<usize> {
        self.apps.iter().position(|app| app.app_id == app_id)
    }

    pub fn app(&self, app_id: &str) -> Result<&App, Error> {
        let at = self.app_index(app_id).ok_or_else(|| no_app(app_id))?;
        Ok(&self.apps[at])
    }

    pub fn app_mut(&mut self, app_id: &str) -> Result<&mut App, Error> {
        let at = self.app_index(app_id).ok_or_else(|| no_app(app_id))?;
        Ok(&mut self.apps[at])
    }

    pub fn update_app(&mut self, app_id: &str, update: AppUpdate) -> Result<&App, Error> {
        let secret = self.server_secret;
        let app = self.app_mut(app_id)?;
        app.update(update, &secret)?;
        Ok(app)
    }

    /// A license and its app, both to change: the two always belong together in a decision.
    pub fn license_at(&mut self, app: usize, license_key: &str) -> Option<(&mut App, &mut License)> {
        let app = &mut self.apps[app];
        let license = self.licenses.get_mut(license_key)?;
        (license.app_id == app.app_id).then_some((app, license))
    }

    /// The same for a caller that knows no app.
    pub fn owned_license_mut(&mut self, license_key: &str) -> Result<(&mut App, &mut License), Error> {
        let app_id = &self.license(license_key)?.app_id;
        let app = self.app_index(app_id).ok_or_else(|| no_app(app_id))?;
        self.license_at(app, license_key).ok_or_else(|| no_license(license_key))
    }

    pub fn app_at(&self, app: usize) -> &App {
        &self.apps[app]
    }

    pub fn create_license(&mut self, mut spec: LicenseSpec) -> Result<&License, Error> {
        let app_id = spec.app_id.take().unwrap_or_else(|| self.first_app().app_id.clone());
        if self.app_index(&app_id).is_none() {
            return Err(no_app(&app_id));
        }
        let license_key = match spec.license_key.take() {
            Some(key) => key,
            None => random::license_key()?,
        };
        if self.licenses.contains_key(&license_key) {
            return Err(Error::new(format!("licenseKey \"{license_key}\" is there twice")));
        }
        self.last_sequence += 1;
        let license =
            License::from_spec(spec, license_key.clone(), app_id, self.clock.now(), self.last_sequence)?;
        Ok(self.licenses.entry(license_key).or_insert(license))
    }

    pub fn delete_license(&mut self, license_key: &str) -> Result<(), Error> {
        self.licenses.remove(license_key).map(drop).ok_or_else(|| no_license(license_key))
    }

    pub fn license(&self, license_key: &str) -> Result<&License, Error> {
        self.licenses.get(license_key).ok_or_else(|| no_license(license_key))
    }

    pub fn license_mut(&mut self, license_key: &str) -> Result<&mut License, Error> {
        self.licenses.get_mut(license_key).ok_or_else(|| no_license(license_key))
    }

    /// The licenses of an app, oldest first.
    pub fn licenses_of(&self, app_id: &str) -> Vec<&License> {
        let mut licenses: Vec<&License> =
            self.licenses.values().filter(|license| license.app_id == app_id).collect();
        licenses.sort_by_key(|license| license.sequence);
        licenses
    }
}

fn no_app(app_id: &str) -> Error {
    Error::new(format!("appId \"{app_id}\" is no app of this server"))
}

fn no_license(license_key: &str) -> Error {
    Error::new(format!("licenseKey \"{license_key}\" is no license of this server"))
}
