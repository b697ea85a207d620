//! What a test does to a server that runs in its own process.

use std::time::Duration;

use serde_json::Value;

use crate::faults::fault::Fault;
use crate::model::access::AccessLists;
use crate::model::app::{AppUpdate, KeySpec};
use crate::model::license::{License, LicenseAction, LicenseSpec};
use crate::model::minting;
use crate::model::record::RecordedRequest;
use crate::offline::file_order::FileOrder;
use crate::offline::offline_file::OfflineFile;
use crate::server::Server;
use crate::values::endpoint::Endpoint;
use crate::values::error::Error;
use crate::values::moment::Moment;
use crate::values::random;
use crate::values::signing::Seed;
use crate::values::variables::Variables;

/// The state of an app that tests ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppSnapshot {
    pub app_id: String,
    pub public_key: String,
    pub key_id: String,
    pub credits: u64,
    pub credits_spent: u64,
    pub disabled: bool,
}

/// Licenses.
impl Server {
    pub fn revoke(&self, license_key: &str) -> Result<(), Error> {
        self.apply(license_key, LicenseAction::Revoke)
    }

    pub fn activate(&self, license_key: &str) -> Result<(), Error> {
        self.apply(license_key, LicenseAction::Activate)
    }

    pub fn reset_hwids(&self, license_key: &str) -> Result<(), Error> {
        self.apply(license_key, LicenseAction::ResetHwid)
    }

    /// The key of the new license.
    pub fn create_license(&self, spec: LicenseSpec) -> Result<String, Error> {
        Ok(self.service.state().create_license(spec)?.license_key.clone())
    }

    pub fn delete_license(&self, license_key: &str) -> Result<(), Error> {
        self.service.state().delete_license(license_key)
    }

    pub fn set_license_variables(&self, license_key: &str, variables: &Value) -> Result<(), Error> {
        let variables = Variables::from_json(variables)?;
        self.service.state().license_mut(license_key)?.variables = variables;
        Ok(())
    }

    /// A license as it is now.
    pub fn license(&self, license_key: &str) -> Result<License, Error> {
        self.service.state().license(license_key).cloned()
    }

    /// Mints a license file, for a credit.
    pub fn mint(&self, license_key: &str, order: FileOrder) -> Result<OfflineFile, Error> {
        let mut state = self.service.state();
        let now = state.clock.now();
        Ok(minting::mint(&mut state, license_key, &order, now)?)
    }

    /// The license files it has given out, oldest first: those of activations and those of orders.
    pub fn offline_files(&self, license_key: &str) -> Result<Vec<OfflineFile>, Error> {
        Ok(self.license(license_key)?.offline_files)
    }

    fn apply(&self, license_key: &str, action: LicenseAction) -> Result<(), Error> {
        self.service.state().license_mut(license_key)?.apply(action);
        Ok(())
    }
}

/// Apps: the first one, unless an app is named.
impl Server {
    pub fn app(&self, app_id: &str) -> Result<AppSnapshot, Error> {
        let state = self.service.state();
        let app = state.app(app_id)?;
        Ok(AppSnapshot {
            app_id: app.app_id.clone(),
            public_key: app.signer.public_key(),
            key_id: app.signer.key_id.clone(),
            credits: app.credits,
            credits_spent: app.credits_spent,
            disabled: app.disabled,
        })
    }

    pub fn update_app(&self, app_id: &str, update: AppUpdate) -> Result<(), Error> {
        self.service.state().update_app(app_id, update).map(drop)
    }

    pub fn set_app_variables(&self, variables: &Value) -> Result<(), Error> {
        let variables = Variables::from_json(variables)?;
        self.service.state().app_mut(self.app_id())?.variables = variables;
        Ok(())
    }

    pub fn set_credits(&self, credits: u64) -> Result<(), Error> {
        self.update_app(self.app_id(), AppUpdate { credits: Some(credits), ..AppUpdate::default() })
    }

    pub fn set_disabled(&self, disabled: bool) -> Result<(), Error> {
        self.update_app(self.app_id(), AppUpdate { disabled: Some(disabled), ..AppUpdate::default() })
    }

    /// Whether programs may activate their machines for good.
    pub fn set_offline_opt_in(&self, opt_in: bool) -> Result<(), Error> {
        self.update_app(self.app_id(), AppUpdate { offline_opt_in: Some(opt_in), ..AppUpdate::default() })
    }

    /// Empties the access lists: a self-ban over loopback has blocked everybody.
    pub fn clear_security(&self) -> Result<(), Error> {
        self.service.state().app_mut(self.app_id())?.security = AccessLists::default();
        Ok(())
    }

    /// Answers only with what heartbeats always have, or with everything again.
    pub fn set_thin_heartbeats(&self, thin: bool) -> Result<(), Error> {
        self.update_app(self.app_id(), AppUpdate { thin_heartbeats: Some(thin), ..AppUpdate::default() })
    }

    /// Signs with a new key from now on, and returns its public half.
    pub fn rotate_key(&self) -> Result<String, Error> {
        let name = random::hex::<4>()?;
        let signing_key = KeySpec { seed: Seed::new(random::bytes()?), key_id: format!("dev-{name}") };
        self.update_app(self.app_id(), AppUpdate { signing_key: Some(signing_key), ..AppUpdate::default() })?;
        Ok(self.app(self.app_id())?.public_key)
    }

    /// Ends every session, and returns the new secret.
    pub fn rotate_secret(&self) -> Result<String, Error> {
        let secret = random::uuid()?;
        let update = AppUpdate { app_secret: Some(secret.clone()), ..AppUpdate::default() };
        self.update_app(self.app_id(), update)?;
        Ok(secret)
    }
}

/// Faults, time and requests.
impl Server {
    pub fn add_fault(&self, fault: Fault) -> Result<(), Error> {
        self.service.state().faults.add(fault).map(drop)
    }

    pub fn clear_faults(&self) {
        self.service.state().faults.clear();
    }

    /// The server's time.
    pub fn now(&self) -> Moment {
        self.service.state().clock.now()
    }

    pub fn set_clock_offset(&self, seconds: i64) -> Result<(), Error> {
        self.service.state().clock.set(seconds)
    }

    pub fn advance_clock(&self, seconds: i64) -> Result<(), Error> {
        self.service.state().clock.advance(seconds)
    }

    /// Oldest first.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.state().log.requests().cloned().collect()
    }

    pub fn clear_requests(&self) {
        self.service.state().log.clear();
    }

    /// Whether so many requests arrived since the start or the last clearing, waiting for them if need be.
    /// A request counts once its effects are there, even when its answer is held back.
    pub fn wait_for_requests(&self, endpoint: Endpoint, count: u64, timeout: Duration) -> bool {
        self.service.wait_for_requests(endpoint, count, timeout)
    }
}
