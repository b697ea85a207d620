//! The answer of a program to somebody who tampers with it: it bans the machine it runs on.

use std::net::IpAddr;

use super::admission;
use super::request::{BanClaim, SelfBanRequest};
use crate::model::license::LicenseAction;
use crate::model::state::State;
use crate::values::moment::Moment;
use crate::values::refusal::{ErrorCode, Refusal};

pub(crate) fn decide(
    state: &mut State,
    request: &SelfBanRequest,
    ip: IpAddr,
    now: Moment,
) -> Result<(), Refusal> {
    let (app, license_key) = authenticate(state, request, now)?;
    let (owner, license) = state.license_at(app, &license_key).ok_or(ErrorCode::InvalidKey)?;
    let hwid = request.blacklist_hwid.then_some(request.claim.hwid());
    let ip = request.blacklist_ip.then_some(ip);
    // What does not fit into the lists bans nothing at all, rather than half.
    owner.security = owner.security.with_banned(hwid, ip).map_err(|_| ErrorCode::SystemError)?;
    if request.revoke_license {
        license.apply(LicenseAction::Revoke);
    }
    Ok(())
}

/// Whoever has nothing but a key and a secret that ships with the program must not revoke licenses.
fn authenticate(state: &State, request: &SelfBanRequest, now: Moment) -> Result<(usize, String), ErrorCode> {
    match &request.claim {
        BanClaim::Session(claim) => {
            let (app, token) = admission::open_session(state, claim, now)?;
            Ok((app, token.license_key))
        }
        BanClaim::License(credentials) => {
            let app = admission::authenticate(state, credentials)?;
            if request.revoke_license {
                return Err(ErrorCode::RevokeRequiresSession);
            }
            Ok((app, credentials.license_key.clone()))
        }
    }
}
