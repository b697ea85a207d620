//! Activation requests: how the hardware id of a machine without a network reaches the app's operator.

use std::ffi::c_char;
use std::mem::size_of;
use std::sync::Arc;

use super::call::{block, client_of, start};
use super::error::af_error;
use super::event::af_request;
use super::guard::{Blocks, fallible};
use super::opaque::af_client;
use super::options::{self, Sized32};
use super::text;
use crate::client::{Client, RequestOptions, Task};
use crate::offline::ActivationRequest;
use crate::status::Status;
use crate::transport::Lease;
use crate::values::error::Result;
use crate::values::limits::{self, MAX_PATH, MAX_REQUEST_FIELD};

/// What an activation request says. Set it up with `AF_ACTIVATION_REQUEST_OPTIONS_INIT`. Texts are UTF-8;
/// NULL is the default, an empty text leaves the field out. What is longer than its field is clipped
/// between characters; over 4096 bytes it is refused.
#[repr(C)]
pub struct af_activation_request_options {
    /// Size of the struct in bytes.
    pub struct_size: u32,
    /// Not 0: say what this machine is called. Off unless asked for: it is often a person's name.
    pub include_machine_name: i32,
    /// Said only with `include_machine_name`. Default: this machine's name. 128 bytes.
    pub machine_name: *const c_char,
    /// Default: system and processor, such as `Linux x86_64`. 64 bytes.
    pub os: *const c_char,
    /// Default: this library and its version, such as `c/0.1.0`. 64 bytes.
    pub sdk: *const c_char,
    /// Default: the session's, if there is one. 64 bytes.
    pub license_key: *const c_char,
    /// ISO-8601 date, which cannot be left out. Default: now.
    pub created_at: *const c_char,
}

impl af_activation_request_options {
    /// What `AF_ACTIVATION_REQUEST_OPTIONS_INIT` makes.
    fn new() -> af_activation_request_options {
        af_activation_request_options {
            struct_size: u32::try_from(size_of::<af_activation_request_options>()).unwrap_or(u32::MAX),
            include_machine_name: 0,
            machine_name: std::ptr::null(),
            os: std::ptr::null(),
            sdk: std::ptr::null(),
            license_key: std::ptr::null(),
            created_at: std::ptr::null(),
        }
    }
}

impl Sized32 for af_activation_request_options {
    const FIRST: usize = 8 + 5 * options::POINTER;
}

fn request(
    client: &Arc<Client>,
    pointer: *const af_activation_request_options,
) -> Result<Box<ActivationRequest>> {
    let (name, default) = ("af_activation_request_options", af_activation_request_options::new());
    // SAFETY: integers and pointers; valid by the contract of the header.
    let given = unsafe { options::read(pointer, name, default) }?;
    client.activation_request(&RequestOptions {
        include_machine_name: given.include_machine_name != 0,
        machine_name: text::optional(given.machine_name, "machine_name", MAX_REQUEST_FIELD)?,
        os: text::optional(given.os, "os", MAX_REQUEST_FIELD)?,
        sdk: text::optional(given.sdk, "sdk", MAX_REQUEST_FIELD)?,
        license_key: text::optional(given.license_key, "license_key", MAX_REQUEST_FIELD)?,
        created_at: text::optional(given.created_at, "created_at", MAX_REQUEST_FIELD)?,
    })
}

/// Writes an activation request (`.authforge-request`) for this machine into the caller's buffer: a text
/// that its user mails to the app's operator, who makes a license file from it. No network, no session, no
/// app secret.
///
/// @param options NULL is `AF_ACTIVATION_REQUEST_OPTIONS_INIT`.
/// @param buffer As for `af_client_hwid`, as are `size` and `out_len`; 2048 bytes are enough unless the
///   texts need much escaping.
/// @return `AF_STATUS_BUFFER_TOO_SMALL`, `AF_STATUS_INVALID_ARGUMENT`, `AF_STATUS_INVALID_HANDLE`;
///   `AF_STATUS_HWID_UNAVAILABLE` as for `af_client_hwid`.
#[unsafe(no_mangle)]
pub extern "C" fn af_create_activation_request(
    client: *const af_client,
    options: *const af_activation_request_options,
    buffer: *mut c_char,
    size: usize,
    out_len: *mut usize,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        let client = client_of(client)?;
        let request = request(&client, options)?;
        let text = client.activation_text(&request, &Lease::new())?;
        text::copy_out(text.as_bytes(), buffer, size, out_len)
    })
}

fn writing(
    client: *const af_client,
    options: *const af_activation_request_options,
    path: *const c_char,
) -> Result<Task> {
    let path = text::required(path, "path", MAX_PATH)?.to_owned();
    Ok(Task::WriteRequest { path, request: request(&client_of(client)?, options)? })
}

/// Writes an activation request to a file, as safely as `af_activate_offline` writes its own.
///
/// @param options NULL is `AF_ACTIVATION_REQUEST_OPTIONS_INIT`.
/// @param path UTF-8, at most 4096 bytes; `something.authforge-request` by custom.
/// @return `AF_STATUS_FILE_WRITE_FAILED`, `AF_STATUS_OUT_OF_RESOURCES`, `AF_STATUS_INVALID_ARGUMENT`,
///   `AF_STATUS_INVALID_HANDLE`.
#[unsafe(no_mangle)]
pub extern "C" fn af_write_activation_request(
    client: *const af_client,
    options: *const af_activation_request_options,
    path: *const c_char,
    error: *mut af_error,
) -> Status {
    let none = std::ptr::null_mut();
    block(client, error, "af_write_activation_request", Blocks::TheLog, none, &mut || {
        writing(client, options, path)
    })
}

/// `af_write_activation_request` without blocking.
///
/// @param out_request As for `af_login_start`; the event has no session.
#[unsafe(no_mangle)]
pub extern "C" fn af_write_activation_request_start(
    client: *mut af_client,
    options: *const af_activation_request_options,
    path: *const c_char,
    out_request: *mut af_request,
    error: *mut af_error,
) -> Status {
    start(client, error, out_request, &mut || writing(client, options, path))
}

/// Reads an activation request, for tools of the app's operator. Needs no client. What mail, chat and
/// editors did to it does not matter; of several requests the first whole one is taken.
///
/// @param text At most 256 KiB, in any encoding that has no zero bytes.
/// @param buffer As for `af_client_hwid`, as are `size` and `out_len`; gets the request as a JSON object
///   with `v`, `typ`, `appId`, `hwid`, `createdAt`, and those of `machineName`, `os`, `sdk` and
///   `licenseKey` that it has.
/// @return `AF_STATUS_BAD_ARMOR`, `AF_STATUS_IS_LICENSE_FILE`, `AF_STATUS_CHECKSUM_MISMATCH`,
///   `AF_STATUS_UNSUPPORTED_VERSION`, `AF_STATUS_MALFORMED_PAYLOAD`, `AF_STATUS_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub extern "C" fn af_parse_activation_request(
    text: *const c_char,
    buffer: *mut c_char,
    size: usize,
    out_len: *mut usize,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        let text = text::known(text, "text", limits::LICENSE_FILE, ActivationRequest::is_in)?;
        let request = ActivationRequest::parse(&text)?;
        text::copy_out(request.to_json().as_bytes(), buffer, size, out_len)
    })
}
