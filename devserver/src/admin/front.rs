//! Checks the key, reads the request and hands it to the routes.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use hyper::body::{Bytes, Incoming};
use hyper::header::AUTHORIZATION;
use hyper::http::request::Parts;
use hyper::service::Service as _;
use hyper::{Request, Response};
use hyper_util::service::TowerToHyperService;

use super::address::{Query, Segments};
use super::reply::AdminError;
use super::routes;
use crate::http::body::read_body;
use crate::http::listener::{Closed, Front, Peer};
use crate::model::service::Service;

/// Faults may carry bodies.
const MAX_BODY: usize = 1024 * 1024;

pub(crate) struct AdminFront {
    key: String,
    routes: TowerToHyperService<Router>,
}

impl AdminFront {
    pub fn new(service: Arc<Service>, key: String) -> Self {
        Self { key, routes: TowerToHyperService::new(routes::all(service)) }
    }

    /// The request as routes take it. All of this comes before a route is looked for: who has no key learns nothing of them.
    fn admit(&self, mut head: Parts, body: Option<Bytes>) -> Result<Request<Body>, AdminError> {
        self.check_key(&head)?;
        let body = body.ok_or_else(|| AdminError::too_large(MAX_BODY))?;
        let (path, query) = (Segments::read(&head.uri)?, Query::read(&head.uri)?);
        head.uri = path.to_uri()?;
        head.extensions.insert(path);
        head.extensions.insert(query);
        Ok(Request::from_parts(head, Body::from(body)))
    }

    fn check_key(&self, head: &Parts) -> Result<(), AdminError> {
        let sent = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        match sent.and_then(|value| value.strip_prefix("Bearer ")) {
            Some(key) if key.trim() == self.key => Ok(()),
            _ => Err(AdminError::unauthorized()),
        }
    }
}

impl Front for AdminFront {
    type Body = Body;

    async fn respond(&self, request: Request<Incoming>, _: Peer) -> Result<Response<Body>, Closed> {
        let (head, body) = request.into_parts();
        let body = read_body(body, MAX_BODY).await?;
        match self.admit(head, body) {
            Ok(request) => {
                let Ok(answer) = self.routes.call(request).await;
                Ok(answer)
            }
            Err(error) => Ok(error.into_response()),
        }
    }
}
