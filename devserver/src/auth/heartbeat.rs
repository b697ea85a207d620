//! The heartbeat of a running session: each check, in the service's order, then the renewed session.

use std::net::IpAddr;

use super::admission;
use super::grant::{Grant, Session};
use super::request::HeartbeatRequest;
use crate::model::state::State;
use crate::values::moment::Moment;
use crate::values::refusal::{ErrorCode, Refusal};

/// One credit pays for so many successful heartbeats of a license.
const HEARTBEATS_PER_CREDIT: u64 = 10;

pub(crate) fn decide(
    state: &mut State,
    request: &HeartbeatRequest,
    ip: IpAddr,
    now: Moment,
) -> Result<Grant, Refusal> {
    let (app, token) = admission::open_session(state, &request.session, now)?;
    if state.rules.rate_limits {
        let name = (token.app_id.clone(), token.license_key.clone());
        state.heartbeats_by_key.admit(name, now).map_err(Refusal::rate_limited)?;
    }
    let (hwid, nonce) = (&request.session.hwid, &request.nonce);
    if !state.app_at(app).security.admit(ip, hwid) {
        return Err(ErrorCode::Blocked.into());
    }
    let billing = state.rules.billing;
    let (owner, license) = state.license_at(app, &token.license_key).ok_or(ErrorCode::InvalidKey)?;
    license.check_usable(now)?;
    // Taken away by a reset; a heartbeat never takes a slot.
    if !license.unlimited_hwid_slots && !license.holds(hwid) {
        return Err(ErrorCode::HwidMismatch.into());
    }
    if billing {
        let due = (license.heartbeats + 1).is_multiple_of(HEARTBEATS_PER_CREDIT);
        license.credits_spent += owner.charge(u64::from(due), now)?;
    }
    license.heartbeats += 1;
    let session = Session { hwid, nonce, ttl: token.ttl, now };
    let payload = match owner.thin_heartbeats {
        true => session.thin(owner, license),
        false => session.full(owner, license)?,
    };
    Ok(Grant { app, payload })
}
