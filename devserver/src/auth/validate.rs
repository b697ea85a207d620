//! The login: each check, in the service's order, then the session.

use std::net::IpAddr;

use super::admission;
use super::grant::{Grant, Session, session_ttl};
use super::request::{Credentials, ValidateRequest};
use crate::model::state::State;
use crate::values::moment::Moment;
use crate::values::refusal::{ErrorCode, Refusal};

const CREDITS: u64 = 1;

pub(crate) fn decide(
    state: &mut State,
    request: &ValidateRequest,
    ip: IpAddr,
    now: Moment,
) -> Result<Grant, Refusal> {
    let credentials = &request.credentials;
    let app = admission::authenticate(state, credentials)?;
    if state.rules.rate_limits {
        state.logins.admit(credentials.license_name(), ip, now)?;
    }
    admission::check_access(state, app, credentials, ip, now)?;
    let Credentials { license_key, hwid, nonce, .. } = credentials;
    let billing = state.rules.billing;
    let (owner, license) = state.license_at(app, license_key).ok_or(ErrorCode::InvalidKey)?;
    license.check_usable(now)?;
    license.check_seat(hwid)?;
    // Last, because only successes are billed.
    if billing {
        license.credits_spent += owner.charge(CREDITS, now)?;
    }
    license.bind(hwid);
    license.validations += 1;
    let session = Session { hwid, nonce, ttl: session_ttl(request.ttl_seconds), now };
    Ok(Grant { app, payload: session.full(owner, license)? })
}
