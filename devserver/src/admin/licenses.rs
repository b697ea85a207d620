//! `/v1/licenses`: create, list, read, change, delete.

use axum::Extension;
use axum::extract::State;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Value, json};

use super::address::Query;
use super::extract::{LicenseKey, Sent, Shared};
use super::reply::{AdminError, AdminReply, AdminResult};
use crate::model::license::{License, LicenseAction, LicenseSpec, LicenseUpdate, Slots, check_label};
use crate::values::moment::Moment;
use crate::values::variables::Variables;

const MOST_AT_ONCE: u64 = 100;
const PAGE: u64 = 50;
const LARGEST_PAGE: u64 = 200;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Creation {
    app_id: String,
    /// The service makes keys itself; here a test may want one back that it has deleted.
    #[serde(default)]
    license_key: Option<String>,
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

pub(super) async fn create(State(service): Shared, Sent(creation): Sent<Creation>) -> AdminResult {
    if !(1..=MOST_AT_ONCE).contains(&creation.quantity) {
        let quantity = creation.quantity;
        return Err(AdminError::bad_request(format!("quantity is {quantity}, need 1 to {MOST_AT_ONCE}")));
    }
    if creation.license_key.is_some() && creation.quantity != 1 {
        return Err(AdminError::bad_request("licenseKey is that of one license, so quantity can only be 1"));
    }
    // Before the first is made: all or none.
    check_label(creation.label.as_deref())?;
    let spec = LicenseSpec {
        app_id: Some(creation.app_id),
        license_key: creation.license_key,
        expires_at: creation.expires_at,
        max_hwid_slots: creation.max_hwid_slots,
        unlimited_hwid_slots: creation.unlimited_hwid_slots,
        label: creation.label,
        ..LicenseSpec::default()
    };
    let mut state = service.state();
    let licenses = (0..creation.quantity)
        .map(|_| state.create_license(spec.clone()).map(License::to_json))
        .collect::<Result<Vec<_>, _>>()?;
    AdminReply::created(json!({ "licenses": licenses }))
}

pub(super) async fn list(State(service): Shared, Extension(query): Extension<Query>) -> AdminResult {
    query.allow(&["appId", "limit", "cursor"])?;
    let app_id =
        query.get("appId").ok_or_else(|| AdminError::bad_request("appId is missing in the query"))?;
    let state = service.state();
    state.app(app_id)?;
    let limit = query.number("limit")?.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(AdminError::bad_request(format!("limit is {limit}, need 1 to {LARGEST_PAGE}")));
    }
    let after = query.get("cursor").map_or(Ok(0), read_cursor)?;
    let licenses = state.licenses_of(app_id);
    let mut rest = licenses.iter().filter(|license| license.sequence > after);
    let page: Vec<&&License> = rest.by_ref().take(limit as usize).collect();
    let more = rest.next().is_some();
    let cursor = page.last().filter(|_| more).map(|last| write_cursor(last.sequence));
    let licenses: Vec<Value> = page.iter().map(|license| license.to_json()).collect();
    AdminReply::ok(json!({ "licenses": licenses, "cursor": cursor }))
}

pub(super) async fn show(State(service): Shared, LicenseKey(key): LicenseKey) -> AdminResult {
    AdminReply::ok(service.state().license(&key).map_err(AdminError::not_found)?.to_json())
}

pub(super) async fn change(
    State(service): Shared,
    LicenseKey(key): LicenseKey,
    Sent(update): Sent<LicenseUpdate>,
) -> AdminResult {
    let mut state = service.state();
    let license = state.license_mut(&key).map_err(AdminError::not_found)?;
    license.update(update)?;
    AdminReply::ok(license.to_json())
}

pub(super) async fn delete(State(service): Shared, LicenseKey(key): LicenseKey) -> AdminResult {
    service.state().delete_license(&key).map_err(AdminError::not_found)?;
    AdminReply::nothing()
}

pub(super) async fn reset_hwids(State(service): Shared, LicenseKey(key): LicenseKey) -> AdminResult {
    let mut state = service.state();
    let license = state.license_mut(&key).map_err(AdminError::not_found)?;
    license.apply(LicenseAction::ResetHwid);
    AdminReply::ok(license.to_json())
}

pub(super) async fn variables(State(service): Shared, LicenseKey(key): LicenseKey) -> AdminResult {
    AdminReply::ok(&service.state().license(&key).map_err(AdminError::not_found)?.variables)
}

pub(super) async fn set_variables(
    State(service): Shared,
    LicenseKey(key): LicenseKey,
    Sent(variables): Sent<Variables>,
) -> AdminResult {
    let mut state = service.state();
    let license = state.license_mut(&key).map_err(AdminError::not_found)?;
    license.variables = variables;
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
