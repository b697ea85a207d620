//! What routes take from a request.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Path, Request, State};
use hyper::body::Bytes;
use hyper::http::request::Parts;
use serde::de::DeserializeOwned;

use super::reply::AdminError;
use crate::model::service::Service;
use crate::values::error::Error;

/// What the server knows, for every route.
pub(super) type Shared = State<Arc<Service>>;

/// A license key in the path that is one of the server's. It comes before everything else that may be wrong.
pub(super) struct LicenseKey(pub String);

/// The same of an app.
pub(super) struct AppId(pub String);

/// A body, read as JSON whatever its content type says.
pub(super) struct Sent<T>(pub T);

impl FromRequestParts<Arc<Service>> for LicenseKey {
    type Rejection = AdminError;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, AdminError> {
        let key = name(parts).await?;
        service.state().license(&key).map_err(AdminError::not_found)?;
        Ok(Self(key))
    }
}

impl FromRequestParts<Arc<Service>> for AppId {
    type Rejection = AdminError;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, AdminError> {
        let id = name(parts).await?;
        service.state().app(&id).map_err(AdminError::not_found)?;
        Ok(Self(id))
    }
}

impl<T: DeserializeOwned> FromRequest<Arc<Service>> for Sent<T> {
    type Rejection = AdminError;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, AdminError> {
        let body = Bytes::from_request(request, service).await.map_err(AdminError::bad_request)?;
        Ok(Self(Error::from_json(&body)?))
    }
}

async fn name(parts: &mut Parts) -> Result<String, AdminError> {
    let Path(name) = Path::from_request_parts(parts, &()).await.map_err(AdminError::bad_request)?;
    Ok(name)
}
