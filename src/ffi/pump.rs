//! How a host with a loop of its own hears what happened.

use super::call::client_of;
use super::event::af_event;
use super::guard::{infallible, waiting};
use super::handles::handles;
use super::opaque::af_client;

/// Calls the callbacks for the events that are queued when this is called, on this thread. For
/// `AF_DISPATCH_PUMP`; call it each frame. Events that no callback is set for, or was when they happened,
/// stay for `af_client_poll`.
///
/// @return How many events were told; 0 with nothing queued, inside a callback of the client, with
///   `AF_DISPATCH_BACKGROUND`, and for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_pump(client: *mut af_client) -> u32 {
    waiting(0, || client_of(client).map_or(0, |client| client.pump()))
}

/// Takes the oldest queued event, failures included, without any callback. For `AF_DISPATCH_PUMP`.
///
/// @param event Set up with `AF_EVENT_INIT`; written when true is returned.
/// @return False with nothing queued, with a `struct_size` that has no room for kind and request, with
///   `AF_DISPATCH_BACKGROUND`, for NULL and stale handles.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_poll(client: *mut af_client, event: *mut af_event) -> bool {
    infallible(false, || {
        if !af_event::has_room(event) {
            return false;
        }
        let Ok(entry) = handles().clients.get(client as usize) else { return false };
        let Some(next) = entry.client.poll() else { return false };
        let mut next = af_event::of(&next);
        let ended = entry.keep_polled(next.session as usize).unwrap_or_else(|own| {
            next.session = std::ptr::null_mut();
            own
        });
        drop(handles().sessions.remove(ended));
        next.write_to(event);
        true
    })
}
