//! `/dev`: faults, recorded requests, the clock and the switches of apps.

use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::address::Query;
use super::extract::{AppId, Sent, Shared};
use super::reply::{AdminError, AdminReply, AdminResult};
use crate::faults::fault::Fault;
use crate::faults::queue::WaitingFault;
use crate::model::app::AppUpdate;
use crate::model::record::RecordedRequest;
use crate::model::service::Service;
use crate::model::state;
use crate::values::endpoint::Endpoint;

const LONGEST_WAIT: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockSetting {
    offset_seconds: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockStep {
    seconds: i64,
}

/// A struct and not `json!`: a fault can hold numbers that no JSON value here can.
#[derive(Serialize)]
struct Faults<'a> {
    faults: &'a [WaitingFault],
}

pub(super) async fn faults(State(service): Shared) -> AdminResult {
    AdminReply::ok(Faults { faults: service.state().faults.waiting() })
}

pub(super) async fn add_fault(State(service): Shared, Sent(fault): Sent<Fault>) -> AdminResult {
    let mut state = service.state();
    let id = state.faults.add(fault)?;
    AdminReply::created(state.faults.get(id))
}

pub(super) async fn clear_faults(State(service): Shared) -> AdminResult {
    service.state().faults.clear();
    AdminReply::nothing()
}

pub(super) async fn fault(State(service): Shared, Path(id): Path<String>) -> AdminResult {
    let state = service.state();
    let known = id.parse().ok().and_then(|id| state.faults.get(id));
    AdminReply::ok(known.ok_or_else(|| not_waiting(&id))?)
}

pub(super) async fn remove_fault(State(service): Shared, Path(id): Path<String>) -> AdminResult {
    match id.parse().is_ok_and(|id| service.state().faults.remove(id)) {
        true => AdminReply::nothing(),
        false => Err(not_waiting(&id)),
    }
}

fn not_waiting(id: &str) -> AdminError {
    AdminError::not_found(format!("fault {id} is not waiting"))
}

pub(super) async fn requests(State(service): Shared, Extension(query): Extension<Query>) -> AdminResult {
    wait(&service, &query).await?;
    query.allow(&["endpoint", "after", "at_least", "timeout_ms"])?;
    let endpoint = endpoint(&query)?;
    let after = query.number("after")?.unwrap_or(0);
    let wanted = |one: &&RecordedRequest| {
        one.number > after && endpoint.is_none_or(|endpoint| endpoint == one.endpoint)
    };
    let state = service.state();
    let requests: Vec<_> = state.log.requests().filter(wanted).collect();
    AdminReply::ok(json!({ "requests": requests }))
}

/// `at_least` keeps a script from asking again and again.
async fn wait(service: &Service, query: &Query) -> Result<(), AdminError> {
    let Some(count) = query.number("at_least")? else { return Ok(()) };
    let Some(endpoint) = endpoint(query)? else {
        return Err(AdminError::bad_request("at_least needs an endpoint, such as endpoint=validate"));
    };
    let time = query.number("timeout_ms")?.map_or(LONGEST_WAIT, Duration::from_millis);
    let arrival = service.requests_arrive(endpoint, count);
    // Too few is for the caller to see in the answer.
    let _ = tokio::time::timeout(time.min(LONGEST_WAIT), arrival).await;
    Ok(())
}

fn endpoint(query: &Query) -> Result<Option<Endpoint>, AdminError> {
    let Some(name) = query.get("endpoint") else { return Ok(None) };
    let wrong = || {
        let known = Endpoint::ALL.map(Endpoint::name).join(", ");
        AdminError::bad_request(format!("endpoint is \"{name}\", need one of {known}"))
    };
    Endpoint::from_name(name).map(Some).ok_or_else(wrong)
}

pub(super) async fn clear_requests(State(service): Shared) -> AdminResult {
    service.state().log.clear();
    AdminReply::nothing()
}

pub(super) async fn clock(State(service): Shared) -> AdminResult {
    clock_reading(&service.state())
}

pub(super) async fn set_clock(State(service): Shared, Sent(setting): Sent<ClockSetting>) -> AdminResult {
    let mut state = service.state();
    state.clock.set(setting.offset_seconds)?;
    clock_reading(&state)
}

pub(super) async fn advance_clock(State(service): Shared, Sent(step): Sent<ClockStep>) -> AdminResult {
    let mut state = service.state();
    state.clock.advance(step.seconds)?;
    clock_reading(&state)
}

fn clock_reading(state: &state::State) -> AdminResult {
    let offset_seconds = state.clock.offset_seconds();
    AdminReply::ok(json!({ "offset_seconds": offset_seconds, "now": state.clock.now() }))
}

pub(super) async fn app(State(service): Shared, AppId(app_id): AppId) -> AdminResult {
    AdminReply::ok(service.state().app(&app_id).map_err(AdminError::not_found)?.to_json())
}

pub(super) async fn change_app(
    State(service): Shared,
    AppId(app_id): AppId,
    Sent(update): Sent<AppUpdate>,
) -> AdminResult {
    AdminReply::ok(service.state().update_app(&app_id, update)?.to_json())
}
