//! Checks the key, reads the request and routes it.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::AUTHORIZATION;
use hyper::http::request::Parts;
use hyper::{Method, Request, Response};

use super::reply::{AdminError, AdminResult};
use super::request::AdminRequest;
use super::{apps, dev, licenses};
use crate::auth_front::read_body;
use crate::listener::{Closed, Front};
use crate::reply::{Pace, Reply};
use crate::service::{Peer, Service};
use crate::state::State;
use crate::wire::{self, WireBody};

/// Faults may carry bodies.
const MAX_BODY: usize = 1024 * 1024;
const LONGEST_WAIT: Duration = Duration::from_secs(60);

pub(crate) struct AdminFront {
    pub service: Arc<Service>,
    pub key: String,
}

impl Front for AdminFront {
    async fn respond(&self, request: Request<Incoming>, _: Peer) -> Result<Response<WireBody>, Closed> {
        let (head, body) = request.into_parts();
        let body = read_body(body, MAX_BODY).await?;
        let answer = match self.check_key(&head).and(body.ok_or_else(|| AdminError::too_large(MAX_BODY))) {
            Ok(body) => match AdminRequest::new(head.method, head.uri.path(), head.uri.query(), body) {
                Ok(request) => self.answer(&request).await,
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        let reply = answer.unwrap_or_else(AdminError::into_reply);
        Ok(wire::response(Reply::json(reply.status, reply.body), Pace::AtOnce))
    }
}

impl AdminFront {
    fn check_key(&self, head: &Parts) -> Result<(), AdminError> {
        let sent = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        match sent.and_then(|value| value.strip_prefix("Bearer ")) {
            Some(key) if key.trim() == self.key => Ok(()),
            _ => Err(AdminError::unauthorized()),
        }
    }

    async fn answer(&self, request: &AdminRequest) -> AdminResult {
        if request.method == Method::GET && request.path() == ["dev", "requests"] {
            self.wait(request).await?;
        }
        route(&mut self.service.state(), request)
    }

    /// `at_least` keeps a script from asking again and again.
    async fn wait(&self, request: &AdminRequest) -> Result<(), AdminError> {
        let Some(count) = request.number("at_least")? else { return Ok(()) };
        let Some(endpoint) = dev::endpoint(request)? else {
            return Err(AdminError::bad_request("at_least needs an endpoint, such as endpoint=validate"));
        };
        let time = request.number("timeout_ms")?.map_or(LONGEST_WAIT, Duration::from_millis);
        let arrival = self.service.requests_arrive(endpoint, count);
        // Too few is for the caller to see in the answer.
        let _ = tokio::time::timeout(time.min(LONGEST_WAIT), arrival).await;
        Ok(())
    }
}

fn route(state: &mut State, request: &AdminRequest) -> AdminResult {
    match request.path().as_slice() {
        ["v1", "licenses", rest @ ..] => licenses::route(state, request, rest),
        ["v1", "apps", app_id, rest @ ..] => apps::route(state, request, app_id, rest),
        ["dev", rest @ ..] => dev::route(state, request, rest),
        path => Err(AdminError::not_found(format!("no route /{}", path.join("/")))),
    }
}
