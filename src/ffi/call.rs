//! What calls on a client have in common: the way to it, and the two roads to what it is to do.

use std::ffi::c_char;

use super::error::af_error;
use super::event::{af_event, af_request};
use super::guard::{Blocks, fallible, may_block};
use super::handles::handles;
use super::opaque::{af_client, af_session};
use super::out_session::OutSession;
use super::text;
use crate::client::{self, Client, Start, Task};
use crate::runtime::sync::Arc;
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::limits::MAX_LICENSE_KEY;
use crate::values::secret::Secret;

/// The client without the handle's hold on it, so that free never waits for a call.
pub fn client_of(client: *const af_client) -> Result<Arc<Client>> {
    Ok(Arc::clone(&handles().clients.get(client as usize)?.client))
}

pub fn out_pointer<T>(pointer: *mut T, name: &str) -> Result<()> {
    if pointer.is_null() { Err(Error::argument(format!("{name} is NULL"))) } else { Ok(()) }
}

/// A license key as the host gave it, checked before anybody is asked.
pub fn key_of(license_key: *const c_char) -> Result<Secret> {
    client::license_key(text::required(license_key, "license_key", MAX_LICENSE_KEY)?)
}

/// The road of every call that blocks: what is wrong with its arguments, then with the client, then with where it is
/// called, then want of a handle; only then is anything done. `out_session` is NULL where there is none to give.
#[inline(never)]
pub fn block(
    client: *const af_client,
    error: *mut af_error,
    name: &str,
    blocks: Blocks,
    out_session: *mut *mut af_session,
    task: &mut dyn FnMut() -> Result<Task>,
) -> Status {
    fallible(error, || {
        let task = task()?;
        let client = client_of(client)?;
        may_block(name, blocks)?;
        let out_handle = OutSession::reserve(out_session)?;
        out_handle.write(client.run(task)?);
        Ok(())
    })
}

/// The road of every `_start` call.
#[inline(never)]
pub fn start(
    client: *mut af_client,
    error: *mut af_error,
    out_request: *mut af_request,
    task: &mut dyn FnMut() -> Result<Task>,
) -> Status {
    fallible(error, || {
        let task = task()?;
        let client = client_of(client)?;
        let mut number = 0;
        // The event may come before this call returns, so the number is told before the request begins.
        let before = if out_request.is_null() { &raw mut number } else { out_request };
        // SAFETY: our own variable, or not NULL and so valid by the contract.
        let old = unsafe { before.read() };
        // SAFETY: as above.
        let put = |number| unsafe { before.write(number) };
        let reservation = af_event::reserve_for(&task)?;
        client.start(task, Start { on_number: &put, reservation }).inspect_err(|_| put(old))
    })
}
