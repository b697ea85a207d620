//! `/v1/apps/{appId}`: variables and access lists.

use axum::extract::State;

use super::extract::{AppId, Sent, Shared};
use super::reply::{AdminError, AdminReply, AdminResult};
use crate::model::access::{AccessEntry, AccessUpdate, ListColor};
use crate::model::service::Service;
use crate::values::variables::Variables;

pub(super) async fn variables(State(service): Shared, AppId(app_id): AppId) -> AdminResult {
    AdminReply::ok(&service.state().app(&app_id).map_err(AdminError::not_found)?.variables)
}

pub(super) async fn set_variables(
    State(service): Shared,
    AppId(app_id): AppId,
    Sent(variables): Sent<Variables>,
) -> AdminResult {
    let mut state = service.state();
    let app = state.app_mut(&app_id).map_err(AdminError::not_found)?;
    app.variables = variables;
    AdminReply::ok(&app.variables)
}

pub(super) async fn security(State(service): Shared, AppId(app_id): AppId) -> AdminResult {
    AdminReply::ok(&service.state().app(&app_id).map_err(AdminError::not_found)?.security)
}

pub(super) async fn set_security(
    State(service): Shared,
    AppId(app_id): AppId,
    Sent(update): Sent<AccessUpdate>,
) -> AdminResult {
    let mut state = service.state();
    let app = state.app_mut(&app_id).map_err(AdminError::not_found)?;
    app.security = app.security.updated(update)?;
    AdminReply::ok(&app.security)
}

pub(super) async fn add_to_blacklist(service: Shared, app: AppId, entry: Sent<AccessEntry>) -> AdminResult {
    add(&service, &app, ListColor::Black, &entry)
}

pub(super) async fn add_to_whitelist(service: Shared, app: AppId, entry: Sent<AccessEntry>) -> AdminResult {
    add(&service, &app, ListColor::White, &entry)
}

pub(super) async fn take_from_blacklist(
    service: Shared,
    app: AppId,
    entry: Sent<AccessEntry>,
) -> AdminResult {
    take(&service, &app, ListColor::Black, &entry)
}

pub(super) async fn take_from_whitelist(
    service: Shared,
    app: AppId,
    entry: Sent<AccessEntry>,
) -> AdminResult {
    take(&service, &app, ListColor::White, &entry)
}

fn add(service: &Service, app: &AppId, color: ListColor, entry: &Sent<AccessEntry>) -> AdminResult {
    let mut state = service.state();
    let app = state.app_mut(&app.0).map_err(AdminError::not_found)?;
    app.security = app.security.with_entry(color, &entry.0)?;
    AdminReply::ok(&app.security)
}

fn take(service: &Service, app: &AppId, color: ListColor, entry: &Sent<AccessEntry>) -> AdminResult {
    let mut state = service.state();
    let app = state.app_mut(&app.0).map_err(AdminError::not_found)?;
    app.security = app.security.without_entry(color, &entry.0)?;
    AdminReply::ok(&app.security)
}
