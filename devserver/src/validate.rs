//! The login: every check in the service's order, then the session.

use std::net::IpAddr;

use crate::grant::{Grant, Session, session_ttl};
use crate::refusal::Refusal;
use crate::request::ValidateRequest;
use crate::state::State;
use crate::{ErrorCode, Moment};

const CREDITS: u64 = 1;

pub(crate) fn decide(
    state: &mut State,
    request: &ValidateRequest,
    ip: IpAddr,
    now: Moment,
) -> Result<Grant, Refusal> {
    let app = authenticate(state, request)?;
    check_rate(state, request, ip, now)?;
    let ValidateRequest { app_id, nonce, hwid, .. } = request;
    if state.rules.replay_memory && !state.nonces.remember(app_id, nonce, now) {
        return Err(ErrorCode::ReplayDetected.into());
    }
    if !state.app_at(app).security.admit(ip, hwid) {
        return Err(ErrorCode::Blocked.into());
    }
    let billing = state.rules.billing;
    let (owner, license) = state.license_at(app, &request.license_key).ok_or(ErrorCode::InvalidKey)?;
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

/// An unknown app and a wrong secret look the same from outside.
fn authenticate(state: &State, request: &ValidateRequest) -> Result<usize, ErrorCode> {
    let app = state.app_index(&request.app_id).ok_or(ErrorCode::InvalidApp)?;
    let known = state.app_at(app);
    if known.app_secret != request.app_secret {
        return Err(ErrorCode::InvalidApp);
    }
    if known.disabled {
        return Err(ErrorCode::AppDisabled);
    }
    Ok(app)
}

fn check_rate(state: &mut State, request: &ValidateRequest, ip: IpAddr, now: Moment) -> Result<(), Refusal> {
    if !state.rules.rate_limits {
        return Ok(());
    }
    let name = (request.app_id.clone(), request.license_key.clone());
    state
        .validates_by_ip
        .admit(ip, now)
        .and_then(|()| state.validates_by_key.admit(name, now))
        .map_err(Refusal::rate_limited)
}
