//! What the user is shown: the built-in sentences, or the host's.

use std::ffi::{CString, c_char};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::error::af_error;
use super::guard::fallible;
use super::text;
use crate::status::{self, Status, USER_MESSAGES, UserMessage};
use crate::values::error::{Error, Result};
use crate::values::limits::{MAX_USER_MESSAGE, MAX_USER_MESSAGE_TABLES};

/// One sentence of a translation.
#[repr(C)]
pub struct af_user_message {
    /// An `af_user_message_id`.
    pub id: i32,
    /// UTF-8, 1 to 1024 bytes.
    pub text: *const c_char,
}

/// A table of the host's. Never freed, so that its texts are good as long as the library; a child has its
/// parent's.
struct Table {
    texts: [Option<CString>; USER_MESSAGES.len()],
    number: u32,
    /// The one that was kept before.
    before: *const Table,
}

/// The last table that was kept.
static KEPT: AtomicPtr<Table> = AtomicPtr::new(ptr::null_mut());
/// The table in use; null for the built-in sentences. No lock, which a child could find taken.
static CURRENT: AtomicPtr<Table> = AtomicPtr::new(ptr::null_mut());

/// One that was kept, or none.
fn known(table: *const Table) -> Option<&'static Table> {
    // SAFETY: null, or leaked by `keep` and never freed nor changed.
    unsafe { table.as_ref() }
}

/// Says in one sentence, for the player or customer, what went wrong and what to do about it. English,
/// unless `af_set_user_messages` has set others.
///
/// @param status Any number. One that this version does not know is judged by its hundred (`af_status`).
/// @return UTF-8, never NULL nor empty; good as long as the library is loaded.
#[unsafe(no_mangle)]
pub extern "C" fn af_status_user_message(status: i32) -> *const c_char {
    let message = status::outlook(status).1;
    let own =
        known(CURRENT.load(Ordering::Acquire)).and_then(|table| table.texts[message as usize].as_deref());
    own.unwrap_or_else(|| message.english()).as_ptr()
}

/// Tells which sentence `af_status_user_message` gives, for hosts that have the texts elsewhere.
///
/// @param status Any number.
#[unsafe(no_mangle)]
pub extern "C" fn af_status_user_message_id(status: i32) -> UserMessage {
    status::outlook(status).1
}

/// Sets what `af_status_user_message` says, for the whole process: a translation, such as
/// `AF_USER_MESSAGES_DE` of `authforge/messages_de.h`, or words of your own. Texts that were handed out
/// before stay good.
///
/// @param messages Copied. What is not in it is said in English; of two with one id the later counts. NULL
///   brings the built-in English back.
/// @param count How many they are; 0 brings the built-in English back.
/// @return `AF_STATUS_INVALID_ARGUMENT` (an unknown id, an empty, missing or too long text),
///   `AF_STATUS_INVALID_UTF8`; `AF_STATUS_TOO_MANY` after 64 different tables: each is kept, while one
///   that was set before costs nothing when it is set again. The error names the entry, and the texts
///   stay as they were.
#[unsafe(no_mangle)]
pub extern "C" fn af_set_user_messages(
    messages: *const af_user_message,
    count: usize,
    error: *mut af_error,
) -> Status {
    fallible(error, || {
        let table =
            if messages.is_null() || count == 0 { ptr::null() } else { keep(copied(messages, count)?)? };
        CURRENT.store(table.cast_mut(), Ordering::Release);
        Ok(())
    })
}

fn copied(messages: *const af_user_message, count: usize) -> Result<[Option<CString>; USER_MESSAGES.len()]> {
    let mut texts = [const { None }; USER_MESSAGES.len()];
    for at in 0..count {
        // SAFETY: the host's array has `count` entries.
        let af_user_message { id, text } = unsafe { messages.add(at).read() };
        let place = usize::try_from(id).ok().and_then(|id| texts.get_mut(id));
        let Some(place) = place else {
            return Err(Error::argument(format!(
                "messages[{at}].id is {id}, need 0 to {}",
                USER_MESSAGES.len() - 1
            )));
        };
        let name = format!("messages[{at}].text");
        let text = text::required(text, &name, MAX_USER_MESSAGE)?;
        if text.is_empty() {
            return Err(Error::argument(format!("{name} is empty")));
        }
        *place = CString::new(text).ok();
    }
    Ok(texts)
}

/// An equal table that was kept before, or this one from now on. Waits for nobody.
fn keep(texts: [Option<CString>; USER_MESSAGES.len()]) -> Result<*const Table> {
    let mut table = Box::new(Table { texts, number: 0, before: ptr::null() });
    loop {
        let last = KEPT.load(Ordering::Acquire);
        let mut all = std::iter::successors(known(last), |table| known(table.before));
        if let Some(equal) = all.find(|kept| kept.texts == table.texts) {
            return Ok(equal);
        }
        table.before = last;
        table.number = known(last).map_or(1, |last| last.number + 1);
        if table.number > MAX_USER_MESSAGE_TABLES {
            let text = format!("messages: {MAX_USER_MESSAGE_TABLES} different tables were set already");
            return Err(Error::new(Status::TooMany, text));
        }
        let new = Box::into_raw(table);
        match KEPT.compare_exchange(last, new, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => return Ok(new),
            // SAFETY: leaked just now, and published nowhere: another thread was faster.
            Err(_) => table = unsafe { Box::from_raw(new) },
        }
    }
}
