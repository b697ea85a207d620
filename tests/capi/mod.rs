//! The C ABI as a C program holds it: a client, its sessions, its errors. For every suite of Rust tests that calls it.

#![allow(dead_code, reason = "no suite uses all of it")]

use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char};
use std::ptr::{null, null_mut};

use authforge::ffi::client::*;
use authforge::ffi::config::*;
use authforge::ffi::error::af_error;
use authforge::ffi::event::af_event;
use authforge::ffi::license_file::*;
use authforge::ffi::offline::*;
use authforge::ffi::opaque::*;
use authforge::ffi::pump::*;
use authforge::ffi::session::*;
use authforge::ffi::status::*;
use authforge::ffi::variables::*;
use serde_json::{Map, Value, json};

/// What a client is made of.
#[derive(Clone, Default)]
pub struct Setup {
    pub app_id: String,
    pub app_secret: Option<String>,
    /// One key, or several with commas.
    pub public_key: String,
    pub hwid: Option<String>,
    pub url: Option<String>,
    pub dispatch: Dispatch,
    /// Of heartbeats; "LOCAL" when there is none.
    pub mode: Option<&'static str>,
    /// Seconds; otherwise the library's own.
    pub heartbeat_interval: Option<i32>,
}

/// How the client calls back.
#[derive(Clone, Copy, Default)]
pub enum Dispatch {
    /// On its own threads; nobody listens, so whatever ends a process ends this one.
    Background = 0,
    /// When polled; never ends the process.
    #[default]
    Pump = 1,
}

/// A handle; freed at the end.
pub struct Client(usize);

/// What a call that failed said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: i32,
    pub code: String,
    pub message: String,
    pub fatal: bool,
}

/// A handle; freed at the end.
pub struct Session(usize);

pub fn c(text: &str) -> CString {
    CString::new(text).expect("no zero byte")
}

pub fn text(pointer: *const c_char) -> Option<String> {
    if pointer.is_null() {
        return None;
    }
    // SAFETY: a text of the library ends and lives as long as its owner.
    Some(unsafe { CStr::from_ptr(pointer) }.to_str().expect("UTF-8").to_owned())
}

impl Client {
    pub fn new(setup: &Setup) -> Client {
        Client::with(setup, |_| {})
    }

    /// `more` may set further fields of the config.
    pub fn with(setup: &Setup, more: impl FnOnce(*mut af_config)) -> Client {
        let (id, key, mode) = (c(&setup.app_id), c(&setup.public_key), c(setup.mode.unwrap_or("LOCAL")));
        let secret = setup.app_secret.as_deref().map(c);
        let pointer = secret.as_ref().map_or(null(), |secret| secret.as_ptr());
        let config = af_config_new(id.as_ptr(), pointer, key.as_ptr(), mode.as_ptr());
        if let Some(url) = &setup.url {
            assert_eq!(af_config_set_api_base_url(config, c(url).as_ptr(), null_mut()) as i32, 0);
        }
        if let Some(hwid) = &setup.hwid {
            assert_eq!(af_config_set_hwid_override(config, c(hwid).as_ptr(), null_mut()) as i32, 0);
        }
        assert_eq!(af_config_set_dispatch(config, setup.dispatch as i32, null_mut()) as i32, 0);
        if let Some(interval) = setup.heartbeat_interval {
            assert_eq!(af_config_set_heartbeat_interval(config, interval, null_mut()) as i32, 0);
        }
        more(config);
        let mut client = null_mut();
        called(|error| af_client_new(config, &raw mut client, error) as i32).expect("a usable setup");
        af_config_free(config);
        Client(client as usize)
    }

    pub fn raw(&self) -> *mut af_client {
        self.0 as *mut af_client
    }

    pub fn login(&self, license_key: &str) -> i32 {
        let key = c(license_key);
        af_login(self.raw(), key.as_ptr(), null_mut(), null_mut()) as i32
    }

    pub fn validate(&self, license_key: &str) -> Result<Session, Refusal> {
        let key = c(license_key);
        session(|out, error| af_validate(self.raw(), key.as_ptr(), out, error) as i32)
    }

    pub fn verify_license_file(&self, path_or_text: &str) -> Result<Session, Refusal> {
        let input = c(path_or_text);
        session(|out, error| af_verify_license_file(self.raw(), input.as_ptr(), out, error) as i32)
    }

    pub fn login_from_file(&self, path_or_text: &str) -> Result<Session, Refusal> {
        let input = c(path_or_text);
        session(|out, error| af_login_from_file(self.raw(), input.as_ptr(), out, error) as i32)
    }

    pub fn activate_offline(&self, license_key: &str, path: &str) -> Result<Session, Refusal> {
        let (key, path) = (c(license_key), c(path));
        session(|out, error| af_activate_offline(self.raw(), key.as_ptr(), path.as_ptr(), out, error) as i32)
    }

    /// The kinds of the events that wait to be told.
    pub fn polled(&self) -> Vec<i32> {
        let mut kinds = Vec::new();
        let mut event = af_event::none();
        while af_client_poll(self.raw(), &raw mut event) {
            kinds.push(event.kind as i32);
        }
        kinds
    }

    pub fn is_authenticated(&self) -> bool {
        af_is_authenticated(self.raw())
    }

    /// The client's own session, if it has one.
    pub fn session(&self) -> Option<Session> {
        session(|out, error| af_client_session(self.raw(), out, error) as i32).ok()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        af_client_free(self.raw());
    }
}

/// Makes a call; its error, if it has one.
pub fn called(call: impl FnOnce(*mut af_error) -> i32) -> Result<(), Refusal> {
    let mut error = af_error::new();
    let status = call(&raw mut error);
    if status == 0 {
        return Ok(());
    }
    assert_eq!(error.status as i32, status, "the error tells the status that was returned");
    let [code, message] =
        [text(error.code.as_ptr()), text(error.message.as_ptr())].map(Option::unwrap_or_default);
    Err(Refusal { status, code, message, fatal: af_status_is_fatal(status) })
}

/// Makes a call that hands out a session.
pub fn session(call: impl FnOnce(*mut *mut af_session, *mut af_error) -> i32) -> Result<Session, Refusal> {
    let mut out = null_mut();
    called(|error| call(&raw mut out, error))?;
    Ok(Session(out as usize))
}

/// Which of the two maps.
#[derive(Clone, Copy)]
pub enum Scope {
    App,
    License,
}

impl Session {
    pub fn raw(&self) -> *const af_session {
        self.0 as *const af_session
    }

    pub fn kind(&self) -> i32 {
        af_session_get_kind(self.raw()) as i32
    }

    pub fn expires_at(&self) -> i64 {
        af_session_expires_at(self.raw())
    }

    pub fn label(&self) -> Option<String> {
        text(af_session_license_label(self.raw()))
    }

    pub fn request_id(&self) -> Option<String> {
        text(af_session_request_id(self.raw()))
    }

    pub fn max_hwid_slots(&self) -> Option<u64> {
        u64::try_from(af_session_max_hwid_slots(self.raw())).ok()
    }

    pub fn hwid_count(&self) -> Option<u64> {
        u64::try_from(af_session_hwid_count(self.raw())).ok()
    }

    pub fn key_id(&self) -> Option<String> {
        text(af_session_key_id(self.raw()))
    }

    pub fn license_key(&self) -> Option<String> {
        text(af_session_license_key(self.raw()))
    }

    pub fn jti(&self) -> Option<String> {
        text(af_session_license_file_id(self.raw()))
    }

    pub fn issued_at(&self) -> i64 {
        af_session_issued_at(self.raw())
    }

    pub fn hwid_policy(&self) -> i32 {
        af_session_hwid_policy(self.raw()) as i32
    }

    pub fn bound_hwids(&self) -> Vec<String> {
        let hwids =
            (0..af_session_bound_hwid_count(self.raw())).map(|at| af_session_bound_hwid_at(self.raw(), at));
        hwids.map(|hwid| text(hwid).expect("a hardware id for each index")).collect()
    }

    pub fn license_file(&self) -> Option<String> {
        text(af_session_license_file(self.raw()))
    }

    pub fn is_replay(&self) -> bool {
        af_session_is_reissued(self.raw())
    }

    /// The license's end: the word for it, or Unix seconds.
    pub fn license_end(&self) -> Value {
        let mut time = 0;
        match af_session_license_expires_at(self.raw(), &raw mut time) as i32 {
            0 => json!("unknown"),
            1 => json!("lifetime"),
            _ => json!(time),
        }
    }

    /// The signed payload.
    pub fn json(&self) -> Value {
        parsed(af_session_json(self.raw()))
    }

    /// The variables as their typed getters give them; whatever is no scalar as the JSON text has it.
    pub fn variables(&self, scope: Scope) -> Map<String, Value> {
        let session = self.raw();
        let scope = scope as i32;
        let whole = parsed(af_session_variables_json(session, scope));
        let count = af_session_variable_count(session, scope);
        let name_at = |index| af_session_variable_name_at(session, scope, index);
        let names = (0..count).map(|index| text(name_at(index)).expect("a name for each index"));
        let map: BTreeMap<String, Value> =
            names.map(|name| (name.clone(), typed(session, scope, &name, &whole[&name]))).collect();
        assert_eq!(map.len(), count, "no name comes twice");
        map.into_iter().collect()
    }
}

fn parsed(json: *const c_char) -> Value {
    serde_json::from_str(&text(json).expect("a session has its JSON")).expect("JSON")
}

fn typed(session: *const af_session, scope: i32, name: &str, whole: &Value) -> Value {
    let name = c(name);
    let name = name.as_ptr();
    let kind = af_session_variable_type(session, scope, name) as i32;
    let flag = af_session_variable_bool(session, scope, name, false);
    let int = af_session_variable_int(session, scope, name, 0);
    let double = af_session_variable_double(session, scope, name, 0.0);
    let string = af_session_variable_string(session, scope, name, null());
    match kind {
        1 => Value::Null,
        2 => json!(flag),
        3 => json!(int),
        4 => json!(double),
        5 => json!(text(string)),
        6 => whole.clone(),
        other => panic!("a variable that is there has the type {other}"),
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        af_session_free(self.raw().cast_mut());
    }
}
