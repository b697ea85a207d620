//! The minting of a license file that a developer ordered.

use hyper::StatusCode;

use super::license::LicenseStatus;
use super::state::State;
use crate::offline::file_order::FileOrder;
use crate::offline::mint_refusal::MintRefusal;
use crate::offline::offline_file::{FileOrigin, OfflineFile};
use crate::values::error::Error;
use crate::values::moment::Moment;

const CREDITS: u64 = 1;

/// Touches no slot: whom an operator names is the operator's affair.
pub(crate) fn mint(
    state: &mut State,
    license_key: &str,
    order: &FileOrder,
    now: Moment,
) -> Result<OfflineFile, MintRefusal> {
    let billing = state.rules.billing;
    let not_found = |error: Error| MintRefusal::new(StatusCode::NOT_FOUND, "not_found", error.to_string());
    let (app, license) = state.owned_license_mut(license_key).map_err(not_found)?;
    let effect = order.effect()?;
    let machines = order.machines(&license.app_id, &license.license_key)?;
    if license.status == LicenseStatus::Revoked {
        return Err(MintRefusal::bad_request(format!("licenseKey \"{license_key}\" is revoked")));
    }
    let terms = (machines, order.end(license.expires_at));
    let file = license.issue_file(app, FileOrigin::Operator, terms, now).map_err(|error| {
        MintRefusal::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", error.to_string())
    })?;
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
