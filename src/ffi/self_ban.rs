//! `af_self_ban`: the answer to tampering.

use std::ffi::c_char;
use std::mem::size_of;

use super::call::{block, start};
use super::error::af_error;
use super::event::af_request;
use super::guard::Blocks;
use super::opaque::af_client;
use super::options::{self, Sized32};
use super::text;
use crate::client::{Ban, Task};
use crate::status::Status;
use crate::values::error::Result;
use crate::values::key_text;
use crate::values::limits::{MAX_LICENSE_KEY, MAX_SESSION_TOKEN};
use crate::values::secret::Secret;

/// What a self-ban does. Set it up with `AF_SELF_BAN_OPTIONS_INIT`: the session's license, and everything
/// on.
#[repr(C)]
pub struct af_self_ban_options {
    /// Size of the struct in bytes.
    pub struct_size: u32,
    /// Not 0: revoke the license. Only with a session: without one the service takes no revocation, and
    /// none is asked for.
    pub revoke_license: i32,
    /// Not 0: put this machine's hardware id on the app's blacklist.
    pub blacklist_hwid: i32,
    /// Not 0: put this computer's address, as the service sees it, on the app's blacklist.
    pub blacklist_ip: i32,
    /// For a client without a session; NULL or blank is none. UTF-8, at most 256 bytes.
    pub license_key: *const c_char,
    /// Instead of the client's own session; NULL or blank is none. UTF-8, at most 16384 bytes.
    pub session_token: *const c_char,
}

impl af_self_ban_options {
    /// What `AF_SELF_BAN_OPTIONS_INIT` makes.
    fn new() -> af_self_ban_options {
        af_self_ban_options {
            struct_size: u32::try_from(size_of::<af_self_ban_options>()).unwrap_or(u32::MAX),
            revoke_license: 1,
            blacklist_hwid: 1,
            blacklist_ip: 1,
            license_key: std::ptr::null(),
            session_token: std::ptr::null(),
        }
    }
}

impl Sized32 for af_self_ban_options {
    const FIRST: usize = 16 + 2 * options::POINTER;
}

fn ban(pointer: *const af_self_ban_options) -> Result<Task> {
    // SAFETY: integers and pointers; valid by the contract of the header.
    let given = unsafe { options::read(pointer, "af_self_ban_options", af_self_ban_options::new()) }?;
    let secret = |pointer, name, most| -> Result<Option<Secret>> {
        let text = text::optional(pointer, name, most)?.map(key_text::trimmed);
        Ok(text.filter(|text| !text.is_empty()).map(Secret::new))
    };
    Ok(Task::SelfBan(Ban {
        session_token: secret(given.session_token, "session_token", MAX_SESSION_TOKEN)?,
        license_key: secret(given.license_key, "license_key", MAX_LICENSE_KEY)?,
        revoke_license: given.revoke_license != 0,
        blacklist_hwid: given.blacklist_hwid != 0,
        blacklist_ip: given.blacklist_ip != 0,
    }))
}

/// Asks the service to take this license, machine and address out of use: for a program that finds that it
/// was tampered with. THIS CANNOT BE TAKEN BACK FROM HERE. Never calls back, never ends the process, and
/// leaves the session as it is: log out after it if you want to.
///
/// With a session (or a session token) the license itself can be revoked. With a license key alone it
/// cannot, whatever the options say, so that nobody can revoke a stranger's key. With neither, and with a
/// session from a license file, nobody is asked.
///
/// If an answer is lost on its way, the ban may have been done all the same. `AF_STATUS_TIMEOUT` and the
/// other failures of the network leave that unknown: asking again is harmless, because a ban that was done
/// is refused or done again. `AF_STATUS_OUTCOME_UNCERTAIN` says that the answer to an attempt of this call
/// was lost and the service now refuses as it does after a ban: it has most likely been done, so do not
/// repeat it.
///
/// @param options NULL is `AF_SELF_BAN_OPTIONS_INIT`. Copied.
/// @return As `af_login`; `AF_STATUS_MISSING_LICENSE_KEY` without session and key,
///   `AF_STATUS_OFFLINE_SESSION`, `AF_STATUS_OUTCOME_UNCERTAIN`, `AF_STATUS_WOULD_DEADLOCK` inside a
///   callback on a library thread.
#[unsafe(no_mangle)]
pub extern "C" fn af_self_ban(
    client: *mut af_client,
    options: *const af_self_ban_options,
    error: *mut af_error,
) -> Status {
    block(client, error, "af_self_ban", Blocks::Callbacks, std::ptr::null_mut(), &mut || ban(options))
}

/// `af_self_ban` without blocking.
///
/// @param out_request As for `af_login_start`; the event has no session.
#[unsafe(no_mangle)]
pub extern "C" fn af_self_ban_start(
    client: *mut af_client,
    options: *const af_self_ban_options,
    out_request: *mut af_request,
    error: *mut af_error,
) -> Status {
    start(client, error, out_request, &mut || ban(options))
}
