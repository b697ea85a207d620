//! `af_event`: what happened to a client.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};
use std::sync::Arc;

use super::error::af_error;
use super::handles::handles;
use super::opaque::af_session;
use super::options::{self, Sized32};
use super::table::ReservedSlot;
use super::text;
use crate::client::Task;
use crate::client::event::{Event, EventKind, Reason, Reservation};
use crate::runtime::lock::lock;
use crate::runtime::sync::Mutex;
use crate::session::Session;
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::pause::short_ms;

/// Names a `_start` call in the event that ends it. 0 is none; never reused in a process.
pub type af_request = u64;

/// What happened. Set it up with `AF_EVENT_INIT` for `af_client_poll`. It may grow at its end: only
/// `struct_size` bytes are written. 0 stands for the size of version 0.1.0, as in `af_error`.
#[repr(C)]
pub struct af_event {
    /// Size of the struct in bytes; the caller's to set before `af_client_poll`.
    pub struct_size: u32,
    /// What happened; `AF_EVENT_KIND_NONE` in none that is handed out.
    pub kind: EventKind,
    /// The request that ended or goes on, else 0.
    pub request: af_request,
    /// The session that the event is about, or NULL. Borrowed: in a callback until it returns, after
    /// `af_client_poll` until the next poll or free of the client. `af_session_clone` keeps it.
    pub session: *mut af_session,
    /// For `AF_EVENT_KIND_FAILURE`, else `AF_REASON_NONE`.
    pub reason: Reason,
    /// How it went, as an `af_error` says it; `AF_STATUS_OK` for good news.
    pub status: Status,
    /// HTTP status of the answer, 0 if there was none.
    pub http_status: i32,
    /// What the server asked to wait, in milliseconds; 0 if it did not.
    pub retry_after_ms: u32,
    /// Machine-readable code, such as `invalid_key`; also codes that this version does not know.
    pub code: [c_char; 64],
    /// One line for a developer, in English, UTF-8. Never a secret, key or token.
    pub message: [c_char; 256],
    /// For `AF_EVENT_KIND_REQUEST_RETRYING`, else 0: milliseconds until the next attempt.
    pub retry_in_ms: u32,
    /// For `AF_EVENT_KIND_REQUEST_RETRYING`, else 0: which attempt failed; 1 is the first.
    pub attempt: u32,
}

impl af_event {
    /// What `AF_EVENT_INIT` makes.
    pub fn none() -> af_event {
        af_event::of(&Event::new(EventKind::None))
    }

    /// A place for the handle of the session that a task will bring: where none can be had, nobody is
    /// asked.
    pub fn reserve_for(task: &Task) -> Result<Reservation> {
        let slot = if task.kind().brings_a_session() { Some(handles().sessions.reserve()?) } else { None };
        Ok(Arc::new(Mutex::new(slot)))
    }

    fn session_handle(event: &Event, session: &Arc<Session>) -> Option<usize> {
        let reservation = event
            .reservation
            .as_ref()
            .and_then(|reservation| reservation.downcast_ref::<Mutex<Option<ReservedSlot<Session>>>>());
        let slot = reservation.and_then(|reservation| lock(reservation).take());
        slot.map_or_else(|| handles().sessions.reserve(), Ok).ok().map(|slot| slot.fill(Arc::clone(session)))
    }

    /// The event for the host, with a session handle that the caller ends.
    pub fn of(event: &Event) -> af_event {
        let error = af_error::of(event.error.as_ref().unwrap_or(&Error::of(Status::Ok)));
        af_event {
            struct_size: u32::try_from(size_of::<af_event>()).unwrap_or(u32::MAX),
            kind: event.kind,
            request: event.request,
            session: event
                .session
                .as_ref()
                .and_then(|session| af_event::session_handle(event, session))
                .map_or(std::ptr::null_mut(), |handle| handle as *mut af_session),
            reason: event.reason,
            status: error.status,
            http_status: error.http_status,
            retry_after_ms: error.retry_after_ms,
            code: error.code,
            message: error.message,
            retry_in_ms: short_ms(event.retry_in),
            attempt: event.attempt,
        }
    }

    /// Ends the session handle that `of` made.
    pub fn release(&self) {
        drop(handles().sessions.remove(self.session as usize));
    }

    /// Tells whether the caller's struct can take at least the kind of an event and its request.
    pub fn has_room(out: *const af_event) -> bool {
        if out.is_null() {
            return false;
        }
        // SAFETY: not NULL, so valid for at least its first field, by the contract of the header.
        let size = unsafe { options::room(out) };
        usize::try_from(size).is_ok_and(|size| size >= offset_of!(af_event, session))
    }

    /// Writes into the caller's struct, as far as it reaches.
    pub fn write_to(mut self, out: *mut af_event) {
        // SAFETY: not NULL, checked by the caller, so valid for as many bytes as it says.
        unsafe {
            options::write(&mut self, out, &mut |whole, count| {
                text::end_at(&mut whole.code, count, offset_of!(af_event, code));
                text::end_at(&mut whole.message, count, offset_of!(af_event, message));
            })
        };
    }
}

impl Sized32 for af_event {
    const FIRST: usize = if options::POINTER == 8 { 368 } else { 364 };
}
