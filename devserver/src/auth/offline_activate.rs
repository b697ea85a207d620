//! The activation of a machine for good: every check of a login, then those of a file that cannot be
//! taken back.

use std::net::IpAddr;

use super::activation::Activation;
use super::admission;
use super::request::Credentials;
use crate::model::state::State;
use crate::offline::license_file::Machines;
use crate::offline::offline_file::FileOrigin;
use crate::values::moment::Moment;
use crate::values::refusal::{ErrorCode, Refusal};

const CREDITS: u64 = 2;

pub(crate) fn decide(
    state: &mut State,
    request: &Credentials,
    ip: IpAddr,
    now: Moment,
) -> Result<Activation, Refusal> {
    let app = admission::authenticate(state, request)?;
    if state.rules.rate_limits {
        state.activations.admit(request.license_name(), ip, now)?;
    }
    admission::check_access(state, app, request, ip, now)?;
    let billing = state.rules.billing;
    let (owner, license) = state.license_at(app, &request.license_key).ok_or(ErrorCode::InvalidKey)?;
    license.check_usable(now)?;
    if !owner.offline_opt_in {
        return Err(ErrorCode::OfflineActivationDisabled.into());
    }
    // Before the terms are looked at: they may have changed since, and the file cannot be taken back.
    if let Some(file) = license.activation_of(&request.hwid) {
        return Ok(Activation::Again(file.clone()));
    }
    license.check_activation(&request.hwid)?;
    let terms = (Machines::bound(&request.hwid), None);
    let file =
        license.issue_file(owner, FileOrigin::Activation, terms, now).map_err(|_| ErrorCode::SystemError)?;
    // Last, because only successes are billed.
    if billing {
        license.credits_spent += owner.charge(CREDITS, now)?;
    }
    license.bind(&request.hwid);
    license.offline_files.push(file.clone());
    Ok(Activation::New(file))
}
