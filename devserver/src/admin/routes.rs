//! All routes, and what is answered where there is none.

use std::sync::Arc;

use axum::extract::State;
use axum::handler::Handler;
use axum::routing::{MethodRouter, any};
use axum::{Extension, Router};
use hyper::Method;

use super::address::Segments;
use super::extract::{AppId, LicenseKey};
use super::reply::AdminError;
use super::{apps, dev, licenses, offline_files};
use crate::model::service::Service;

pub(super) fn all(service: Arc<Service>) -> Router {
    let routes = Router::new()
        .route("/v1/licenses", path(no_method).get(licenses::list).post(licenses::create))
        .route(
            "/v1/licenses/{key}",
            path(no_method_of_license).get(licenses::show).put(licenses::change).delete(licenses::delete),
        )
        .route("/v1/licenses/{key}/hwid/reset", path(no_method).post(licenses::reset_hwids))
        .route(
            "/v1/licenses/{key}/variables",
            path(no_method_of_license).get(licenses::variables).put(licenses::set_variables),
        )
        .route(
            "/v1/licenses/{key}/offline-files",
            path(no_method_of_license).get(offline_files::list).post(offline_files::order),
        )
        .route(
            "/v1/apps/{id}/variables",
            path(no_method_of_app).get(apps::variables).put(apps::set_variables),
        )
        .route("/v1/apps/{id}/security", path(no_method_of_app).get(apps::security).put(apps::set_security))
        .route(
            "/v1/apps/{id}/security/blacklist",
            path(no_method_of_app).post(apps::add_to_blacklist).delete(apps::take_from_blacklist),
        )
        .route(
            "/v1/apps/{id}/security/whitelist",
            path(no_method_of_app).post(apps::add_to_whitelist).delete(apps::take_from_whitelist),
        )
        .route("/dev/faults", path(no_method).get(dev::faults).post(dev::add_fault).delete(dev::clear_faults))
        .route("/dev/faults/{id}", path(no_method).get(dev::fault).delete(dev::remove_fault))
        .route("/dev/requests", path(no_method).get(dev::requests).delete(dev::clear_requests))
        .route("/dev/clock", path(no_method).get(dev::clock).put(dev::set_clock))
        .route("/dev/clock/advance", path(no_method).post(dev::advance_clock))
        .route("/dev/apps/{id}", path(no_method_of_app).get(dev::app).put(dev::change_app));
    routes.fallback(no_route).with_state(service)
}

/// A path, and what it answers to methods that it does not know. HEAD is one of them, which axum would take for GET.
fn path<T: 'static>(otherwise: impl Handler<T, Arc<Service>>) -> MethodRouter<Arc<Service>> {
    any(otherwise.clone()).head(otherwise)
}

async fn no_method(method: Method) -> AdminError {
    AdminError::method_not_allowed(method.as_str())
}

async fn no_method_of_license(_: LicenseKey, method: Method) -> AdminError {
    AdminError::method_not_allowed(method.as_str())
}

async fn no_method_of_app(_: AppId, method: Method) -> AdminError {
    AdminError::method_not_allowed(method.as_str())
}

async fn no_route(State(service): State<Arc<Service>>, Extension(path): Extension<Segments>) -> AdminError {
    let message = match path.as_strs().as_slice() {
        ["v1", "apps", app_id, rest @ ..] => match service.state().app(app_id) {
            Ok(_) => format!("no route /v1/apps/{app_id}/{}", rest.join("/")),
            Err(unknown) => unknown.to_string(),
        },
        ["dev", rest @ ..] => format!("no route /dev/{}", rest.join("/")),
        path => format!("no route /{}", path.join("/")),
    };
    AdminError::not_found(message)
}
