//! `/dev`: faults, recorded requests, the clock and the switches of apps.

use hyper::Method;
use serde::Deserialize;
use serde_json::json;

use super::reply::{AdminError, AdminReply, AdminResult};
use super::request::AdminRequest;
use crate::record::RecordedRequest;
use crate::state::State;
use crate::{Endpoint, Fault};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockSetting {
    offset_seconds: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockStep {
    seconds: i64,
}

pub(super) fn route(state: &mut State, request: &AdminRequest, path: &[&str]) -> AdminResult {
    match path {
        ["faults"] => faults(state, request),
        ["faults", id] => one_fault(state, request, id),
        ["requests"] => requests(state, request),
        ["clock"] => clock(state, request),
        ["clock", "advance"] => advance(state, request),
        ["apps", app_id] => app(state, request, app_id),
        _ => Err(AdminError::not_found(format!("no route /dev/{}", path.join("/")))),
    }
}

fn faults(state: &mut State, request: &AdminRequest) -> AdminResult {
    match request.method {
        Method::GET => AdminReply::ok(Faults { faults: state.faults.waiting() }),
        Method::POST => {
            let id = state.faults.add(request.body::<Fault>()?)?;
            AdminReply::created(state.faults.get(id))
        }
        Method::DELETE => {
            state.faults.clear();
            AdminReply::nothing()
        }
        _ => request.unknown_method(),
    }
}

/// A struct and not `json!`: a fault can hold numbers that no JSON value here can.
#[derive(serde::Serialize)]
struct Faults<'a> {
    faults: &'a [crate::fault_queue::WaitingFault],
}

fn one_fault(state: &mut State, request: &AdminRequest, id: &str) -> AdminResult {
    let known = id.parse().ok();
    let missing = || AdminError::not_found(format!("fault {id} is not waiting"));
    match request.method {
        Method::GET => AdminReply::ok(known.and_then(|id| state.faults.get(id)).ok_or_else(missing)?),
        Method::DELETE if known.is_some_and(|id| state.faults.remove(id)) => AdminReply::nothing(),
        Method::DELETE => Err(missing()),
        _ => request.unknown_method(),
    }
}

fn requests(state: &mut State, request: &AdminRequest) -> AdminResult {
    match request.method {
        Method::GET => {
            request.allow_query(&["endpoint", "after", "at_least", "timeout_ms"])?;
            let endpoint = endpoint(request)?;
            let after = request.number("after")?.unwrap_or(0);
            let wanted = |one: &&RecordedRequest| {
                one.number > after && endpoint.is_none_or(|endpoint| endpoint == one.endpoint)
            };
            let requests: Vec<_> = state.log.requests().filter(wanted).collect();
            AdminReply::ok(json!({ "requests": requests }))
        }
        Method::DELETE => {
            state.log.clear();
            AdminReply::nothing()
        }
        _ => request.unknown_method(),
    }
}

pub(super) fn endpoint(request: &AdminRequest) -> Result<Option<Endpoint>, AdminError> {
    let Some(name) = request.query("endpoint") else { return Ok(None) };
    let wrong = || {
        let known = Endpoint::ALL.map(Endpoint::name).join(", ");
        AdminError::bad_request(format!("endpoint is \"{name}\", need one of {known}"))
    };
    Endpoint::from_name(name).map(Some).ok_or_else(wrong)
}

fn clock(state: &mut State, request: &AdminRequest) -> AdminResult {
    match request.method {
        Method::GET => {}
        Method::PUT => state.clock.set(request.body::<ClockSetting>()?.offset_seconds)?,
        _ => return request.unknown_method(),
    }
    clock_reading(state)
}

fn advance(state: &mut State, request: &AdminRequest) -> AdminResult {
    if request.method != Method::POST {
        return request.unknown_method();
    }
    state.clock.advance(request.body::<ClockStep>()?.seconds)?;
    clock_reading(state)
}

fn clock_reading(state: &State) -> AdminResult {
    let offset_seconds = state.clock.offset_seconds();
    AdminReply::ok(json!({ "offset_seconds": offset_seconds, "now": state.clock.now() }))
}

fn app(state: &mut State, request: &AdminRequest, app_id: &str) -> AdminResult {
    let app = state.app(app_id).map_err(AdminError::not_found)?;
    match request.method {
        Method::GET => AdminReply::ok(app.to_json()),
        Method::PUT => AdminReply::ok(state.update_app(app_id, request.body()?)?.to_json()),
        _ => request.unknown_method(),
    }
}
