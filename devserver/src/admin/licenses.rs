//! `/v1/licenses`: create, list, read, change, delete.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hyper::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::offline_files;
use super::reply::{AdminError, AdminReply, AdminResult};
use super::request::AdminRequest;
use crate::license::{LicenseAction, check_label};
use crate::state::State;
use crate::{License, LicenseSpec, Moment, Slots, Variables};

const MOST_AT_ONCE: u64 = 100;
const PAGE: u64 = 50;
const LARGEST_PAGE: u64 = 200;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Creation {
    app_id: String,
    #[serde(default = "one")]
    quantity: u64,
    #[serde(default)]
    expires_at: Option<Moment>,
    #[serde(default)]
    max_hwid_slots: Slots,
    #[serde(default)]
    unlimited_hwid_slots: bool,
    #[serde(default)]
    label: Option<String>,
}

pub(super) fn route(state: &mut State, request: &AdminRequest, path: &[&str]) -> AdminResult {
    match path {
        [] => collection(state, request),
        [key] => one_license(state, request, key),
        [key, "hwid", "reset"] => match request.method {
            Method::POST => {
                let license = state.license_mut(key).map_err(AdminError::not_found)?;
                license.apply(LicenseAction::ResetHwid);
                AdminReply::ok(license.to_json())
            }
            _ => request.unknown_method(),
        },
        [key, "variables"] => variables(state, request, key),
        [key, "offline-files"] => offline_files::route(state, request, key),
        _ => Err(AdminError::not_found(format!("no route /v1/licenses/{}", path.join("/")))),
    }
}

fn collection(state: &mut State, request: &AdminRequest) -> AdminResult {
    match request.method {
        Method::POST => create(state, request.body()?),
        Method::GET => list(state, request),
        _ => request.unknown_method(),
    }
}

fn create(state: &mut State, creation: Creation) -> AdminResult {
    if !(1..=MOST_AT_ONCE).contains(&creation.quantity) {
        let quantity = creation.quantity;
        return Err(AdminError::bad_request(format!("quantity is {quantity}, need 1 to {MOST_AT_ONCE}")));
    }
    // Before the first is made: all or none.
    check_label(creation.label.as_deref())?;
    let spec = LicenseSpec {
        app_id: Some(creation.app_id),
        expires_at: creation.expires_at,
        max_hwid_slots: creation.max_hwid_slots,
        unlimited_hwid_slots: creation.unlimited_hwid_slots,
        label: creation.label,
        ..LicenseSpec::default()
    };
    let licenses = (0..creation.quantity)
        .map(|_| state.create_license(spec.clone()).map(License::to_json))
        .collect::<Result<Vec<_>, _>>()?;
    AdminReply::created(json!({ "licenses": licenses }))
}

fn list(state: &State, request: &AdminRequest) -> AdminResult {
    request.allow_query(&["appId", "limit", "cursor"])?;
    let app_id =
        request.query("appId").ok_or_else(|| AdminError::bad_request("appId is missing in the query"))?;
    state.app(app_id)?;
    let limit = request.number("limit")?.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(AdminError::bad_request(format!("limit is {limit}, need 1 to {LARGEST_PAGE}")));
    }
    let after = request.query("cursor").map_or(Ok(0), read_cursor)?;
    let licenses = state.licenses_of(app_id);
    let mut rest = licenses.iter().filter(|license| license.sequence > after);
    let page: Vec<&&License> = rest.by_ref().take(limit as usize).collect();
    let more = rest.next().is_some();
    let cursor = page.last().filter(|_| more).map(|last| write_cursor(last.sequence));
    let licenses: Vec<Value> = page.iter().map(|license| license.to_json()).collect();
    AdminReply::ok(json!({ "licenses": licenses, "cursor": cursor }))
}

fn one_license(state: &mut State, request: &AdminRequest, key: &str) -> AdminResult {
    let license = state.license_mut(key).map_err(AdminError::not_found)?;
    match request.method {
        Method::GET => AdminReply::ok(license.to_json()),
        Method::PUT => {
            license.update(request.body()?)?;
            AdminReply::ok(license.to_json())
        }
        Method::DELETE => {
            state.delete_license(key)?;
            AdminReply::nothing()
        }
        _ => request.unknown_method(),
    }
}

fn variables(state: &mut State, request: &AdminRequest, key: &str) -> AdminResult {
    let license = state.license_mut(key).map_err(AdminError::not_found)?;
    match request.method {
        Method::GET => {}
        Method::PUT => license.variables = request.body::<Variables>()?,
        _ => return request.unknown_method(),
    }
    AdminReply::ok(&license.variables)
}

fn one() -> u64 {
    1
}

/// Where the page before ended. Opaque to callers, and still right when licenses are deleted in between.
fn write_cursor(sequence: u64) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(sequence.to_be_bytes())
}

fn read_cursor(text: &str) -> Result<u64, AdminError> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    let wrong = || AdminError::bad_request(format!("cursor \"{text}\" is none that a page came with"));
    bytes.map(u64::from_be_bytes).ok_or_else(wrong)
}
