//! A session handle that a host has asked for.

use crate::sync::Arc;

use super::handle::handles;
use super::place::Place;
use super::session::af_session;
use crate::error::Result;
use crate::session::Session;

/// Its place is made before anything is done for it; none if the host wants none.
pub struct Wanted {
    out: *mut *mut af_session,
    place: Option<Place<Session>>,
}

impl Wanted {
    pub fn by(out: *mut *mut af_session) -> Result<Wanted> {
        let place = if out.is_null() { None } else { Some(handles().sessions.reserve()?) };
        Ok(Wanted { out, place })
    }

    pub fn hand_out(self, session: Option<Arc<Session>>) {
        if let (Some(session), Some(place)) = (session, self.place) {
            let handle = place.fill(session);
            // SAFETY: not NULL, so valid by the contract.
            unsafe { *self.out = handle as *mut af_session };
        }
    }
}
