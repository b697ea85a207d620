//! `/v1/apps/{appId}`: variables and access lists.

use hyper::Method;

use super::reply::{AdminError, AdminReply, AdminResult};
use super::request::AdminRequest;
use crate::Variables;
use crate::access::{AccessEntry, ListColor};
use crate::app::App;
use crate::state::State;

pub(super) fn route(state: &mut State, request: &AdminRequest, app_id: &str, path: &[&str]) -> AdminResult {
    let app = state.app_mut(app_id).map_err(AdminError::not_found)?;
    match path {
        ["variables"] => variables(app, request),
        ["security"] => security(app, request),
        ["security", "blacklist"] => entry(app, request, ListColor::Black),
        ["security", "whitelist"] => entry(app, request, ListColor::White),
        _ => Err(AdminError::not_found(format!("no route /v1/apps/{app_id}/{}", path.join("/")))),
    }
}

fn variables(app: &mut App, request: &AdminRequest) -> AdminResult {
    match request.method {
        Method::GET => {}
        Method::PUT => app.variables = request.body::<Variables>()?,
        _ => return request.unknown_method(),
    }
    AdminReply::ok(&app.variables)
}

fn security(app: &mut App, request: &AdminRequest) -> AdminResult {
    match request.method {
        Method::GET => {}
        Method::PUT => app.security = app.security.updated(request.body()?)?,
        _ => return request.unknown_method(),
    }
    AdminReply::ok(&app.security)
}

fn entry(app: &mut App, request: &AdminRequest, color: ListColor) -> AdminResult {
    let entry: AccessEntry = match request.method {
        Method::POST | Method::DELETE => request.body()?,
        _ => return request.unknown_method(),
    };
    app.security = match request.method {
        Method::POST => app.security.with_entry(color, &entry)?,
        _ => app.security.without_entry(color, &entry)?,
    };
    AdminReply::ok(&app.security)
}
