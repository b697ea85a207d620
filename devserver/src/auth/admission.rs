//! What several endpoints check alike: who is calling, and whether they may.

use std::net::IpAddr;

use super::request::{Credentials, SessionClaim};
use super::token::Token;
use crate::model::state::State;
use crate::values::moment::Moment;
use crate::values::refusal::{ErrorCode, Refusal};

/// An unknown app and a wrong secret look the same from outside.
pub(crate) fn authenticate(state: &State, credentials: &Credentials) -> Result<usize, ErrorCode> {
    let app = state.app_index(&credentials.app_id).ok_or(ErrorCode::InvalidApp)?;
    let known = state.app_at(app);
    if known.app_secret != credentials.app_secret {
        return Err(ErrorCode::InvalidApp);
    }
    if known.disabled {
        return Err(ErrorCode::AppDisabled);
    }
    Ok(app)
}

/// There is no secret once a session is open: the token is what proves the app.
pub(crate) fn open_session(
    state: &State,
    claim: &SessionClaim,
    now: Moment,
) -> Result<(usize, Token), ErrorCode> {
    let app = state.app_index(&claim.app_id).ok_or(ErrorCode::InvalidApp)?;
    let known = state.app_at(app);
    if known.disabled {
        return Err(ErrorCode::AppDisabled);
    }
    let token = Token::open(&claim.session_token, &known.token_key)
        .filter(|token| !token.is_over(now) && token.app_id == known.app_id && token.hwid == claim.hwid)
        .ok_or(ErrorCode::SessionExpired)?;
    Ok((app, token))
}

/// A nonce counts once, whatever becomes of its request; then come the app's own lists.
pub(crate) fn check_access(
    state: &mut State,
    app: usize,
    credentials: &Credentials,
    ip: IpAddr,
    now: Moment,
) -> Result<(), Refusal> {
    let Credentials { app_id, nonce, hwid, .. } = credentials;
    if state.rules.replay_memory && !state.nonces.remember(app_id, nonce, now) {
        return Err(ErrorCode::ReplayDetected.into());
    }
    if !state.app_at(app).security.admit(ip, hwid) {
        return Err(ErrorCode::Blocked.into());
    }
    Ok(())
}
