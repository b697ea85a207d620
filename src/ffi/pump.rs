//! How a host with a loop of its own hears what happened.

use std::time::Duration;

use super::call::client_of;
use super::event::af_event;
use super::guard::{Blocks, infallible, waiting, where_it_holds_up};
use super::handles::handles;
use super::opaque::af_client;
use crate::runtime::sync::Arc;

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

/// Waits until there is an event that the host has not looked at, on a thread that has nothing else to do.
/// For `AF_DISPATCH_PUMP`, and for hosts that have neither a frame nor an event loop, or a language whose
/// functions cannot be called by the library's threads. Any number of threads may wait for a client; each
/// goes on.
///
/// A pump is a look at all that is queued when it is called, a poll at the event that it takes. So a loop
/// that polls after each wait, once or until there is nothing left, hears everything; one that pumps sleeps
/// although an event that no callback is set for stays queued. `af_client_set_wakeup_callback` is called
/// whether or not somebody waits.
///
/// `af_client_free`, by any thread, ends a wait at once, and `af_shutdown` does too, whatever has come. A
/// thread that is to end without them waits for a limited time.
///
/// @param timeout_ms Most that is waited, in milliseconds, time that the machine sleeps included; 0 looks
///   and does not wait, `UINT32_MAX` waits without limit.
/// @return True if there is something to pump or to poll; another thread may be quicker to take it. False
///   when the time is over, when free or shutdown ended the wait, and at once: with
///   `AF_DISPATCH_BACKGROUND`, for NULL and stale handles, and where waiting would hold up the library and
///   what ends the wait with it: inside the log callback and on a library thread, which is where the
///   wake-up callback runs. Inside a callback that a pump calls it waits as elsewhere.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_wait(client: *mut af_client, timeout_ms: u32) -> bool {
    waiting(false, || {
        if where_it_holds_up(Blocks::Callbacks).is_some() {
            return false;
        }
        // Free waits for nobody who is in here, so only what outlives the client is held.
        let Ok(mailbox) = client_of(client).map(|client| Arc::clone(client.mailbox())) else { return false };
        let most = (timeout_ms != u32::MAX).then(|| Duration::from_millis(u64::from(timeout_ms)));
        mailbox.wait_for_news(most)
    })
}
