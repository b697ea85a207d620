//! The public side: routes of the auth endpoints.

use std::sync::Arc;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::{Method, Request, Response};

use crate::Endpoint;
use crate::listener::{Closed, Front};
use crate::reply::{Answer, Pace, Reply};
use crate::service::{Peer, Service};
use crate::wire::{self, WireBody};

/// Real requests have a few hundred bytes.
const MAX_BODY: usize = 64 * 1024;

pub(crate) struct AuthFront {
    pub service: Arc<Service>,
}

impl Front for AuthFront {
    async fn respond(&self, request: Request<Incoming>, peer: Peer) -> Result<Response<WireBody>, Closed> {
        let Some(endpoint) = Endpoint::from_path(request.uri().path()) else {
            return Ok(wire::response(Reply::failure(404, "not_found"), Pace::AtOnce));
        };
        if request.method() != Method::POST {
            let reply = Reply::failure(405, "method_not_allowed").with_header("allow", "POST");
            return Ok(wire::response(reply, Pace::AtOnce));
        }
        let body = read_body(request.into_body(), MAX_BODY).await?;
        match self.service.answer(endpoint, body.as_deref(), peer) {
            Answer::Hang => std::future::pending().await,
            Answer::Close => Err(Closed::Silently),
            Answer::CloseNotify => Err(Closed::Notified),
            Answer::Send(reply, pace) => {
                if let Pace::After(time) = pace {
                    tokio::time::sleep(time).await;
                }
                Ok(wire::response(reply, pace))
            }
        }
    }
}

/// Nothing when it is longer than `most`; an error when the client did not finish it.
pub(crate) async fn read_body(body: Incoming, most: usize) -> Result<Option<Bytes>, Closed> {
    match Limited::new(body, most).collect().await {
        Ok(body) => Ok(Some(body.to_bytes())),
        Err(error) if error.is::<LengthLimitError>() => Ok(None),
        Err(_) => Err(Closed::Silently),
    }
}
