//! Routes of the auth endpoints.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::{Method, Request, Response};

use super::exchange::{self, Call, Exchange, body_as_json};
use super::failure;
use crate::http::body::read_body;
use crate::http::listener::{Closed, Front, Peer};
use crate::http::reply::{Answer, Pace};
use crate::http::wire::{self, WireBody};
use crate::model::record::RecordedRequest;
use crate::model::service::Service;
use crate::model::state::State;
use crate::values::endpoint::Endpoint;
use crate::values::moment::Moment;

/// Real requests have a few hundred bytes.
const MAX_BODY: usize = 64 * 1024;

pub(crate) struct AuthFront {
    pub service: Arc<Service>,
    /// Report every request on standard error.
    pub verbose: bool,
}

impl Front for AuthFront {
    type Body = WireBody;

    async fn respond(&self, request: Request<Incoming>, peer: Peer) -> Result<Response<WireBody>, Closed> {
        let Some(endpoint) = Endpoint::from_path(request.uri().path()) else {
            return Ok(wire::response(failure::reply(404, "not_found"), Pace::AtOnce));
        };
        if request.method() != Method::POST {
            let reply = failure::reply(405, "method_not_allowed").with_header("allow", "POST");
            return Ok(wire::response(reply, Pace::AtOnce));
        }
        let body = read_body(request.into_body(), MAX_BODY).await?;
        match self.answer(endpoint, body.as_deref(), peer) {
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

impl AuthFront {
    fn answer(&self, endpoint: Endpoint, body: Option<&[u8]>, peer: Peer) -> Answer {
        let decide = |state: &mut State| {
            let now = state.clock.now();
            (exchange::decide(state, &Call { endpoint, body, ip: peer.ip }, now), now)
        };
        let record = |(exchange, at): &(Exchange, Moment)| RecordedRequest {
            number: 0,
            connection: peer.connection,
            handshake: peer.handshake,
            endpoint,
            at: *at,
            body: body.and_then(body_as_json),
            status: exchange.status(),
            error: exchange.error.clone(),
            fault: exchange.fault,
        };
        let (exchange, _) = self.service.decide(decide, record);
        if self.verbose {
            report(endpoint, peer, &exchange);
        }
        exchange.answer
    }
}

fn report(endpoint: Endpoint, peer: Peer, exchange: &Exchange) {
    let status = exchange.status().map_or("no answer".to_owned(), |status| status.to_string());
    let error = exchange.error.as_deref().map_or(String::new(), |error| format!(" {error}"));
    let fault = exchange.fault.map_or(String::new(), |fault| format!(" (fault {fault})"));
    eprintln!("{endpoint} from {} on connection {}: {status}{error}{fault}", peer.ip, peer.connection);
}
