//! The host's functions, and the setters that take them.

use std::ffi::c_void;
use std::sync::Arc;

use super::error::af_error;
use super::event::af_event;
use super::guard::fallible;
use super::handles::handles;
use super::host;
use super::opaque::af_client;
use crate::client::event::{Event, Reason};
use crate::client::mailbox::{Channel, Listener, Wakeup};
use crate::status::Status;
use crate::values::error::Result;

/// Hears about failures. `error` is valid until it returns. It must return (rule 11).
pub type af_failure_fn = Option<
    unsafe extern "C" fn(
        client: *mut af_client,
        reason: Reason,
        error: *const af_error,
        user_data: *mut c_void,
    ),
>;

/// Hears about events. `event` and its session are valid until it returns. It must return (rule 11).
pub type af_event_fn =
    Option<unsafe extern "C" fn(client: *mut af_client, event: *const af_event, user_data: *mut c_void)>;

/// Hears that there is something to pump. It must return (rule 11), and not wait for the loop.
pub type af_wakeup_fn = Option<unsafe extern "C" fn(client: *mut af_client, user_data: *mut c_void)>;

/// Gives `user_data` back: called exactly once, after the last call of the callback it came with.
pub type af_release_fn = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// The host's `user_data`, given back on drop.
pub struct UserData {
    pointer: *mut c_void,
    release: af_release_fn,
}

// SAFETY: the header tells the host that its callbacks, and so its data, are used on other threads.
unsafe impl Send for UserData {}
// SAFETY: as above; the library itself never reads through the pointer.
unsafe impl Sync for UserData {}

impl UserData {
    pub fn new(pointer: *mut c_void, release: af_release_fn) -> UserData {
        UserData { pointer, release }
    }

    pub fn pointer(&self) -> *mut c_void {
        self.pointer
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            // SAFETY: the host gave this function for this pointer, and it is called once.
            unsafe { host::call(release as *const c_void, [self.pointer as usize, 0, 0, 0]) };
        }
    }
}

/// Sets who hears of failures: of a login that failed (`AF_REASON_LOGIN_FAILED`, `AF_REASON_NETWORK_ERROR`,
/// `AF_REASON_OFFLINE_LOGIN_FAILED`) and of heartbeats and sessions that are over
/// (`AF_REASON_HEARTBEAT_FAILED`, `AF_REASON_NETWORK_ERROR`). A fatal failure has already cleared the
/// session when the callback runs; `af_login` may be called again from inside it.
///
/// A login or a heartbeat that was started and fails is told here first and then as the end of its request:
/// see `AF_EVENT_KIND_REQUEST_FINISHED`.
///
/// WITHOUT THIS CALLBACK THE LIBRARY FAILS CLOSED AND MAY END YOUR PROCESS: with `AF_DISPATCH_BACKGROUND`
/// and no failure callback, a failed `af_login` and a fatal failure in the background (revoked, expired,
/// session over) write one line to stderr and end the process with status 1, without exit handlers. See
/// `af_config_set_failure_policy`; with `AF_DISPATCH_PUMP` this never happens. The line goes to the
/// debugger (Windows) or the system's log (Android) too; a stderr that does not take it within 200 ms, as a
/// pipe that nobody reads, goes without, and holds up neither the end nor a call.
///
/// The old callback is not running any more when this returns, and never will; only from inside itself is
/// it allowed to finish. Failures that happened while there was no callback are not told to it. One that is
/// still on its way when the callback is removed with `AF_DISPATCH_BACKGROUND` is as one that nobody hears.
///
/// @param callback Called on a library thread, or by `af_client_pump`; one at a time per client, no lock
///   held. NULL removes the callback.
/// @param user_data Handed to every call. May be used on any thread.
/// @param release Called exactly once with `user_data`, after the last call, and also when this function
///   fails or `callback` is NULL; may be NULL.
/// @return `AF_STATUS_WOULD_DEADLOCK` if the old callback waits for the callback that this is called in:
///   the new one is set all the same, and the old one is released when it returns.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_set_failure_callback(
    client: *mut af_client,
    callback: af_failure_fn,
    user_data: *mut c_void,
    release: af_release_fn,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        set(client, Channel::Failure, callback, user_data, release, |call, (client, handle), event, data| {
            let Some(cause) = &event.error else { return };
            let out = af_error::of(cause);
            let arguments = [handle, event.reason as usize, &raw const out as usize, data as usize];
            // SAFETY: the host's function, with the arguments that its type promises.
            unsafe { host::call_for(client, *call as *const c_void, arguments) };
        })
    })
}

/// Sets who hears of events: logins, heartbeats, changed variables, ended sessions and ended `_start`
/// calls. Failures go to the failure callback. Threads, barrier, parameters and statuses are those of
/// `af_client_set_failure_callback`.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_set_event_callback(
    client: *mut af_client,
    callback: af_event_fn,
    user_data: *mut c_void,
    release: af_release_fn,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        set(client, Channel::Event, callback, user_data, release, |call, (client, handle), event, data| {
            let out = af_event::of(event);
            // SAFETY: the host's function, with the arguments that its type promises.
            unsafe {
                host::call_for(
                    client,
                    *call as *const c_void,
                    [handle, &raw const out as usize, data as usize, 0],
                );
            };
            out.release();
        })
    })
}

/// Sets who is called when a client with `AF_DISPATCH_PUMP` has news, for hosts that wait in an event loop
/// and have no frame to pump in: it posts to the loop (`g_idle_add`, `uv_async_send`,
/// `QMetaObject::invokeMethod` with `Qt::QueuedConnection`, ...), and the loop's thread pumps, or polls
/// until there is nothing left.
///
/// Called when the first event comes that the host has not looked at, and not again until it has: a pump
/// or a poll is a look, whatever comes of it. Whatever comes after a look, and what comes during a pump
/// and is not told by it, is called for again; so nothing is left to a timer. What is queued when this is
/// set is called for too. With nobody here nothing is called and nothing costs.
///
/// Called on a thread of the library, never inside a call of yours, one call at a time; beside
/// `af_client_pump` and the other callbacks it may run at the same time. It may call any function, as they
/// may; to pump is the loop's part, since the callbacks would run on the library's thread here. It must
/// not wait for the thread of the loop, which may be waiting for it: in this function, in `af_client_free`
/// and in `af_shutdown`.
///
/// Barrier and `release` are those of `af_client_set_failure_callback`: when this or `af_client_free`
/// returns, the old callback does not run and never will, so that what it posts to may be torn down then.
/// What it has posted before may still be in the loop.
///
/// @param client The client.
/// @param callback NULL removes it.
/// @param user_data Handed to every call. May be used on any thread.
/// @param release Called exactly once with `user_data`, after the last call, and also when this function
///   fails or `callback` is NULL; may be NULL.
/// @param error May be NULL.
/// @return `AF_STATUS_INVALID_ARGUMENT` for a callback with `AF_DISPATCH_BACKGROUND`, which has nothing to
///   pump; `AF_STATUS_INVALID_HANDLE`; `AF_STATUS_WOULD_DEADLOCK` as `af_client_set_failure_callback`.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_set_wakeup_callback(
    client: *mut af_client,
    callback: af_wakeup_fn,
    user_data: *mut c_void,
    release: af_release_fn,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        let user_data = UserData::new(user_data, release);
        let handle = client as usize;
        let entry = Arc::clone(&*handles().clients.get(handle)?);
        let number = entry.client.number();
        let wakeup = callback.map(|call| -> Wakeup {
            Arc::new(move || {
                // SAFETY: the host's function, with the arguments that its type promises.
                unsafe {
                    let arguments = [handle, user_data.pointer() as usize, 0, 0];
                    host::call_for(number, call as *const c_void, arguments);
                }
            })
        });
        entry.client.set_wakeup(wakeup)
    })
}

fn set<F: Send + Sync + 'static>(
    client: *mut af_client,
    channel: Channel,
    callback: Option<F>,
    user_data: *mut c_void,
    release: af_release_fn,
    invoke: impl Fn(&F, (u64, usize), &Event, *mut c_void) + Send + Sync + 'static,
) -> Result<()> {
    let user_data = UserData::new(user_data, release);
    let handle = client as usize;
    let entry = Arc::clone(&*handles().clients.get(handle)?);
    let number = entry.client.number();
    let listener = callback.map(|call| -> Listener<Event> {
        Arc::new(move |event: &Event| invoke(&call, (number, handle), event, user_data.pointer()))
    });
    entry.client.set_listener(channel, listener)
}
