//! `af_client`: logs in, stays logged in, and tells when the license is gone.

use std::ffi::c_char;

use super::call::{block, client_of, key_of, out_pointer, start};
use super::client_entry::ClientEntry;
use super::error::af_error;
use super::event::af_request;
use super::guard::{Blocks, fallible, fallible_at_once, waiting};
use super::handles::handles;
use super::opaque::{af_client, af_config, af_session};
use super::out_session::OutSession;
use super::text;
use crate::client::{Client, Mirror, Task};
use crate::runtime::published::Published;
use crate::runtime::sync::Arc;
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;
use crate::values::error::{Error, Result};

/// Makes a client from a config, which stays the caller's. Checks every field; the message names the one
/// that cannot be used. No thread and no socket is made.
///
/// Fails first of all with what a setter refused without an `error` to say it in: see `af_config_new`.
///
/// @param config Copied.
/// @param out_client Gets the client, to free with `af_client_free`; untouched on failure.
/// @return `AF_STATUS_INVALID_CONFIG`, `AF_STATUS_INVALID_HANDLE`, `AF_STATUS_INVALID_ARGUMENT`,
///   `AF_STATUS_TOO_MANY`, `AF_STATUS_OUT_OF_RESOURCES`; the status of the setter.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_new(
    config: *const af_config,
    out_client: *mut *mut af_client,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        out_pointer(out_client, "out_client")?;
        // A copy: a file that is read must hold up nobody who sets something else.
        let config = handles().configs.get(config as usize)?.lock().clone();
        let client = Client::new(&config)?;
        let entry = Arc::new(ClientEntry::new(Arc::clone(&client)));
        let handle = match handles().clients.insert(entry) {
            Ok(handle) => handle,
            Err(error) => {
                client.free();
                return Err(error);
            }
        };
        client.mirror_to(Box::new(Shown(handle)));
        // SAFETY: checked for NULL above.
        unsafe { *out_client = handle as *mut af_client };
        Ok(())
    })
}

/// A client's handle, which shows what can be asked of it without holding it.
struct Shown(usize);

impl Mirror for Shown {
    fn session(&self, session: Option<Arc<Session>>) {
        let change = |shown: &Published<Session>, is_ours: &dyn Fn() -> bool| {
            drop(shown.replace_if(session, is_ours));
        };
        handles().clients.change_beside(self.0, change);
    }

    fn authenticated(&self, authenticated: bool) {
        handles().clients.set_bit(self.0, authenticated);
    }
}

/// Ends the session, the heartbeats and every open request, and frees the client. When it returns no
/// callback of the client runs or ever will, also when another thread had begun to free it. Waits for a
/// running callback, unless called from inside it or from one that it waits for, and up to 2 s for a file
/// that is being put in its place; never for the network. Calls of other threads that use the client end
/// with `AF_STATUS_CANCELLED`; open `_start` calls are told to the event callback, on this thread, before
/// it returns. NULL and stale handles are fine.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_free(client: *mut af_client) {
    waiting((), || {
        let handle = client as usize;
        let remove = || handles().clients.remove(handle);
        handles().freed_clients.run(
            handle,
            remove,
            |entry| Arc::clone(entry.client.mailbox()),
            |entry| drop(handles().sessions.remove(entry.free())),
        );
    });
}

/// Validates a license key with the service, proves the answer, keeps the session and starts heartbeats.
/// Makes at most three attempts, and blocks for at most twice the request timeout and 7 seconds: 37 s
/// unless `af_config_set_request_timeout`, `af_config_set_login_attempts` or
/// `af_config_set_login_timeout_ms` says otherwise. On failure an earlier session stays as it was,
/// the failure callback is called, and if there is none the process may end: see
/// `af_client_set_failure_callback`. Mistakes of the call itself (1-99) neither call back nor end anything.
///
/// Logins take effect in the order in which they were begun: one that ends after a later one has succeeded
/// is a success too, but the session of the later one stays.
///
/// @param license_key As the player typed it; blanks, line ends and what cannot be seen (byte order marks,
///   zero-width characters, soft hyphens, marks of direction) around it are trimmed.
/// @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
/// @return Any status of the groups 100, 200 and 300, `AF_STATUS_MISSING_LICENSE_KEY`,
///   `AF_STATUS_INVALID_CONFIG` if the client has no app secret, `AF_STATUS_CANCELLED` after logout or free
///   on another thread; `AF_STATUS_OUT_OF_RESOURCES` without a thread for the heartbeats and
///   `AF_STATUS_HWID_UNAVAILABLE` as for `af_client_hwid`, in which cases nobody was asked.
///   `af_status_is_transient` is about heartbeats: it says nothing of whether to try again here.
#[unsafe(no_mangle)]
pub extern "C" fn af_login(
    client: *mut af_client,
    license_key: *const c_char,
    out_session: *mut *mut af_session,
    error: *mut af_error,
) -> Status {
    block(client, error, "af_login", Blocks::TheLog, out_session, &mut || {
        Ok(Task::Login(key_of(license_key)?))
    })
}

/// Asks what `af_login` asks and proves the answer, but keeps nothing, starts nothing, never calls back
/// and never ends the process. Costs the app's owner one credit, as a login does.
///
/// @param license_key As for `af_login`.
/// @param out_session Gets a session to free with `af_session_free`; may be NULL; untouched on failure.
/// @return As `af_login`; `AF_STATUS_WOULD_DEADLOCK` inside a callback on a library thread, where
///   `af_validate_start` is the call to make.
#[unsafe(no_mangle)]
pub extern "C" fn af_validate(
    client: *const af_client,
    license_key: *const c_char,
    out_session: *mut *mut af_session,
    error: *mut af_error,
) -> Status {
    block(client, error, "af_validate", Blocks::Callbacks, out_session, &mut || {
        Ok(Task::Validate(key_of(license_key)?))
    })
}

/// `af_login` without blocking. It ends in the time that `af_login` takes at most, also when it has to wait
/// for a thread.
///
/// @param out_request Gets the number that the event `AF_EVENT_KIND_REQUEST_FINISHED` will carry, exactly
///   once, also after logout and free (`AF_STATUS_CANCELLED`); may be NULL; untouched on failure. A host
///   that polls cannot poll a freed client: it ends its open requests itself, or logs out and polls first.
///   One that fails is told as a failure first: see `AF_EVENT_KIND_REQUEST_FINISHED`.
/// @return Only what is wrong with the call; `AF_STATUS_TOO_MANY` with 64 requests open: one is open until
///   its event was told or polled.
#[unsafe(no_mangle)]
pub extern "C" fn af_login_start(
    client: *mut af_client,
    license_key: *const c_char,
    out_request: *mut af_request,
    error: *mut af_error,
) -> Status {
    start(client, error, out_request, &mut || Ok(Task::Login(key_of(license_key)?)))
}

/// `af_validate` without blocking; the event carries the session.
///
/// @param out_request As for `af_login_start`.
#[unsafe(no_mangle)]
pub extern "C" fn af_validate_start(
    client: *mut af_client,
    license_key: *const c_char,
    out_request: *mut af_request,
    error: *mut af_error,
) -> Status {
    start(client, error, out_request, &mut || Ok(Task::Validate(key_of(license_key)?)))
}

/// Cancels one request of a `_start` call: its event comes at once, with `AF_STATUS_CANCELLED`, and a login
/// among them changes nothing any more, and no file is written any more. The service may have answered all
/// the same. One whose file is being put in its place at this moment is left to end by itself. Never waits.
///
/// @param request As the `_start` call gave it. One that has ended, 0 and any other number: a success that
///   does nothing.
/// @return `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_cancel(
    client: *mut af_client,
    request: af_request,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        client_of(client)?.cancel(request);
        Ok(())
    })
}

/// Ends the session and the heartbeats, and cancels open requests. Local: the service is not told, and the
/// hardware slot stays bound. A request whose file is being put in its place at this moment ends by itself,
/// and brings no session. Never waits for the network, the disk or a callback.
///
/// @return `AF_STATUS_INVALID_HANDLE`; without a session it is a success that does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn af_logout(client: *mut af_client, error: *mut af_error) -> Status {
    fallible(error, || {
        client_of(client)?.logout();
        Ok(())
    })
}

/// Tells whether the client has a session. Cheap enough for every frame: a few loads, no lock. True from
/// the moment a login succeeds until the session ends, pumped or not, and without a gap when another login
/// replaces the session.
///
/// @return False for NULL and stale handles too.
#[unsafe(no_mangle)]
pub extern "C" fn af_is_authenticated(client: *const af_client) -> bool {
    handles().clients.bit(client as usize)
}

/// Writes the hardware id that this client sends: the override, or 64 lower-case hex digits.
///
/// With a source that `af_config_set_hwid_source` has set, the first call in a process may take 2 seconds,
/// and 3 where the system does not answer, unless a request has made the id before.
///
/// @param buffer Gets the UTF-8 text with its terminator; when it is too small, an empty text if it has
///   any room; untouched by other failures.
/// @param size Bytes of `buffer`; 65 are enough without an override.
/// @param out_len Gets the length without terminator, also when the buffer is too small; may be NULL.
/// @return `AF_STATUS_BUFFER_TOO_SMALL`, `AF_STATUS_INVALID_HANDLE`; `AF_STATUS_HWID_UNAVAILABLE` if this
///   machine has no id, or one that could not be read, which is tried again next time: the message says
///   why; `AF_STATUS_OUT_OF_RESOURCES` if it could not be read for want of a descriptor or memory.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_hwid(
    client: *const af_client,
    buffer: *mut c_char,
    size: usize,
    out_len: *mut usize,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        let client = client_of(client)?;
        text::copy_out(client.hwid(&Lease::new())?.as_bytes(), buffer, size, out_len)
    })
}

/// Hands out a snapshot of the current session.
///
/// @param out_session Gets a session to free with `af_session_free`; untouched on failure.
/// @return `AF_STATUS_NOT_AUTHENTICATED` without a session.
#[unsafe(no_mangle)]
pub extern "C" fn af_client_session(
    client: *const af_client,
    out_session: *mut *mut af_session,
    error: *mut af_error,
) -> Status {
    fallible_at_once(error, || {
        out_pointer(out_session, "out_session")?;
        let session = current_session(client)?;
        OutSession::reserve(out_session)?.write(Some(session));
        Ok(())
    })
}

fn current_session(client: *const af_client) -> Result<Arc<Session>> {
    let session = handles().clients.look_beside(client as usize, Published::get)?;
    session.ok_or_else(|| Error::of(Status::NotAuthenticated))
}

/// Writes the session's signed payload as JSON: what the login said, with what heartbeats renewed. Holds
/// the session token: not for logs.
///
/// For a host that hands the whole of it on, such as to a script of its own, or reads what has no getter
/// yet. Who wants single values takes `af_client_session` and asks that: its getters need no JSON parser,
/// and all of them tell of the same moment, whatever heartbeats come in between.
///
/// @param buffer As for `af_client_hwid`, as are `size` and `out_len`.
/// @return `AF_STATUS_NOT_AUTHENTICATED`, `AF_STATUS_BUFFER_TOO_SMALL`, `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_get_session_data(
    client: *const af_client,
    buffer: *mut c_char,
    size: usize,
    out_len: *mut usize,
    error: *mut af_error,
) -> Status {
    fallible(error, || text::copy_out(current_session(client)?.json.as_bytes(), buffer, size, out_len))
}

/// Writes the app's variables as a JSON object; `{}` when it has none. Parameters and statuses are those of
/// `af_get_session_data`.
#[unsafe(no_mangle)]
pub extern "C" fn af_get_app_variables(
    client: *const af_client,
    buffer: *mut c_char,
    size: usize,
    out_len: *mut usize,
    error: *mut af_error,
) -> Status {
    fallible(error, || text::copy_out(current_session(client)?.app.json.as_bytes(), buffer, size, out_len))
}

/// Writes the license's variables as a JSON object; `{}` when it has none. Parameters and statuses are
/// those of `af_get_session_data`.
#[unsafe(no_mangle)]
pub extern "C" fn af_get_license_variables(
    client: *const af_client,
    buffer: *mut c_char,
    size: usize,
    out_len: *mut usize,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        text::copy_out(current_session(client)?.license.json.as_bytes(), buffer, size, out_len)
    })
}
