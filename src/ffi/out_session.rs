//! A session handle that a host has asked for.

use crate::runtime::sync::Arc;

use super::handles::handles;
use super::opaque::af_session;
use super::table::ReservedSlot;
use crate::session::Session;
use crate::values::error::Result;

/// Its slot is reserved before anything is done for it; none if the host wants none.
pub struct OutSession {
    out: *mut *mut af_session,
    slot: Option<ReservedSlot<Session>>,
}

impl OutSession {
    pub fn reserve(out: *mut *mut af_session) -> Result<OutSession> {
        let slot = if out.is_null() { None } else { Some(handles().sessions.reserve()?) };
        Ok(OutSession { out, slot })
    }

    pub fn write(self, session: Option<Arc<Session>>) {
        if let (Some(session), Some(slot)) = (session, self.slot) {
            let handle = slot.fill(session);
            // SAFETY: not NULL, so valid by the contract.
            unsafe { *self.out = handle as *mut af_session };
        }
    }
}
