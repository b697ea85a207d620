//! The minting of a license file that a developer ordered.

use super::file_order::FileOrder;
use super::offline_file::{FileOrigin, OfflineFile};
use crate::license::LicenseStatus;
use crate::state::State;
use crate::{Error, ErrorCode, Moment};

const CREDITS: u64 = 1;

/// Why there is no file, as the developer API says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MintRefusal {
    pub http: u16,
    pub code: &'static str,
    pub reason: String,
}

/// Touches no slot: whom an operator names is the operator's affair.
pub(crate) fn mint(
    state: &mut State,
    license_key: &str,
    order: &FileOrder,
    now: Moment,
) -> Result<OfflineFile, MintRefusal> {
    let billing = state.rules.billing;
    let not_found = |error: Error| MintRefusal::new(404, "not_found", error.to_string());
    let (app, license) = state.owned_license_mut(license_key).map_err(not_found)?;
    let effect = order.effect()?;
    let machines = order.machines(license)?;
    if license.status == LicenseStatus::Revoked {
        return Err(MintRefusal::bad_request(format!("licenseKey \"{license_key}\" is revoked")));
    }
    let terms = (machines, order.end(license));
    let file = OfflineFile::issue(app, license, FileOrigin::Operator, terms, now)
        .map_err(|error| MintRefusal::new(500, "internal_error", error.to_string()))?;
    if billing {
        license.credits_spent += app.charge(CREDITS, now).map_err(MintRefusal::unpaid)?;
    }
    license.offline_files.push(file.clone());
    // Only what is handed over lies.
    Ok(match effect {
        Some(effect) => file.spoiled(effect),
        None => file,
    })
}

impl MintRefusal {
    pub fn new(http: u16, code: &'static str, reason: impl Into<String>) -> Self {
        Self { http, code, reason: reason.into() }
    }

    pub fn bad_request(reason: impl Into<String>) -> Self {
        Self::new(400, ErrorCode::BadRequest.as_str(), reason)
    }

    /// The developer API has a status of its own for this.
    fn unpaid(code: ErrorCode) -> Self {
        Self::new(402, code.as_str(), "a license file costs a credit")
    }
}

impl From<MintRefusal> for Error {
    fn from(refusal: MintRefusal) -> Self {
        Error::new(format!("{}: {}", refusal.code, refusal.reason))
    }
}
