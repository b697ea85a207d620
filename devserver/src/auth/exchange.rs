//! One request and what becomes of it: a fault, the handler, or the handler's answer spoiled by a fault.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::Value;

use super::activation::Activation;
use super::grant::Grant;
use super::request::{Body, Credentials, HeartbeatRequest, SelfBanRequest, ValidateRequest};
use super::token::Token;
use super::{envelope, failure, heartbeat, offline_activate, request, self_ban, validate};
use crate::faults::effect::Effect;
use crate::faults::spoiling::spoil_envelope;
use crate::http::reply::{Answer, Pace, Reply, ReplyBody};
use crate::model::state::State;
use crate::values::endpoint::Endpoint;
use crate::values::moment::Moment;
use crate::values::refusal::{ErrorCode, Refusal};

const HTML: &str = "<html><head><title>502 Bad Gateway</title></head>\
    <body><center><h1>502 Bad Gateway</h1></center></body></html>\n";

/// A request as it arrived.
pub(crate) struct Call<'a> {
    pub endpoint: Endpoint,
    /// Nothing when it was larger than the server reads.
    pub body: Option<&'a [u8]>,
    pub ip: IpAddr,
}

/// What a request gets that passed every check.
enum Success {
    Session(Grant),
    File(Box<Activation>),
    Done,
}

pub(crate) struct Exchange {
    pub answer: Answer,
    pub error: Option<String>,
    pub fault: Option<&'static str>,
}

pub(crate) fn decide(state: &mut State, call: &Call, now: Moment) -> Exchange {
    let Some(bytes) = call.body else {
        return Exchange {
            answer: Answer::Send(failure::too_large(), Pace::AtOnce),
            error: Some(ErrorCode::BadRequest.to_string()),
            fault: None,
        };
    };
    let body = request::object(bytes);
    let effect = next_fault(state, call.endpoint, body.as_ref().ok());
    let fault = effect.as_ref().map(Effect::name);
    if let Some(effect) = &effect
        && let Some((answer, error)) = answer_of_fault(state, call.endpoint, effect)
    {
        return Exchange { answer, error, fault };
    }
    let outcome = body.map_err(Refusal::from).and_then(|body| handle(state, call, &body, now));
    let error = outcome.as_ref().err().map(|refusal| refusal.code.to_string());
    let reply = write(state, call.endpoint, outcome, effect.as_ref());
    Exchange { answer: send(reply, effect.as_ref()), error, fault }
}

fn next_fault(state: &mut State, endpoint: Endpoint, body: Option<&Body>) -> Option<Effect> {
    if state.faults.waiting().is_empty() {
        return None;
    }
    let license_key = body.and_then(|body| claimed_license(endpoint, body));
    let can_replay = state.last_success.contains_key(&endpoint);
    state.faults.take(endpoint, license_key.as_deref(), can_replay)
}

/// Calls of a session name their license only inside the token.
fn claimed_license(endpoint: Endpoint, body: &Body) -> Option<String> {
    let named = || Some(body.get("licenseKey")?.as_str()?.to_owned());
    let in_token = || Some(Token::peek(body.get("sessionToken")?.as_str()?)?.license_key);
    match endpoint {
        Endpoint::Validate | Endpoint::OfflineActivate => named(),
        Endpoint::Heartbeat => in_token(),
        Endpoint::SelfBan => in_token().or_else(named),
    }
}

/// The answer of a fault that the service never gets to see.
fn answer_of_fault(state: &State, endpoint: Endpoint, effect: &Effect) -> Option<(Answer, Option<String>)> {
    let mut error = None;
    let reply = match effect {
        Effect::Hang => return Some((Answer::Hang, None)),
        Effect::Close => return Some((Answer::Close, None)),
        Effect::CloseNotify => return Some((Answer::CloseNotify, None)),
        Effect::Garbage => Reply::json(200, "]}this is not json{["),
        Effect::Html502 => Reply::new(502, "text/html", HTML),
        Effect::Status { .. } => any_status(effect)?,
        Effect::RateLimited429 { code, retry_after } => {
            error = Some(code.clone());
            let usual = (code == ErrorCode::RateLimited.as_str()).then_some(1);
            match retry_after.or(usual) {
                Some(seconds) => failure::reply(429, code).with_header("retry-after", seconds),
                None => failure::reply(429, code),
            }
        }
        Effect::Gateway429 => Reply::json(429, r#"{"message":"Too Many Requests"}"#),
        Effect::Empty429 => {
            Reply { status: 429, headers: Vec::new(), body: ReplyBody::Text(Default::default()) }
        }
        Effect::Replay => state.last_success.get(&endpoint)?.clone(),
        Effect::Error { code, http } => {
            error = Some(code.clone());
            let known = ErrorCode::from_name(code).map(ErrorCode::http);
            failure::reply(http.or(known).unwrap_or(400), code)
        }
        Effect::Redirect { to, http } => Reply::new(*http, "text/plain", "").with_header("location", to),
        Effect::BigBody { bytes } => Reply { body: ReplyBody::Filler(*bytes), ..Reply::json(200, "") },
        _ => return None,
    };
    Some((Answer::Send(reply, Pace::AtOnce), error))
}

fn any_status(effect: &Effect) -> Option<Reply> {
    let Effect::Status { http, body, headers } = effect else { return None };
    let plain = body.as_ref().map(|json| serde_json::from_str::<String>(json.get()).map_err(|_| json.get()));
    let mut reply = match plain {
        None => Reply::new(*http, "text/plain", ""),
        Some(Ok(text)) => Reply::new(*http, "text/plain", text),
        Some(Err(json)) => Reply::json(*http, json.to_owned()),
    };
    if headers.keys().any(|name| name.eq_ignore_ascii_case("content-type")) {
        reply.headers.clear();
    }
    reply.headers.extend(headers.iter().map(|(name, value)| (name.clone(), value.clone())));
    Some(reply)
}

fn handle(state: &mut State, call: &Call, body: &Body, now: Moment) -> Result<Success, Refusal> {
    let ip = call.ip;
    Ok(match call.endpoint {
        Endpoint::Validate => {
            Success::Session(validate::decide(state, &ValidateRequest::read(body)?, ip, now)?)
        }
        Endpoint::Heartbeat => {
            Success::Session(heartbeat::decide(state, &HeartbeatRequest::read(body)?, ip, now)?)
        }
        Endpoint::OfflineActivate => {
            let activation = offline_activate::decide(state, &Credentials::read(body)?, ip, now)?;
            Success::File(Box::new(activation))
        }
        Endpoint::SelfBan => {
            self_ban::decide(state, &SelfBanRequest::read(body)?, ip, now)?;
            Success::Done
        }
    })
}

fn write(
    state: &mut State,
    endpoint: Endpoint,
    outcome: Result<Success, Refusal>,
    effect: Option<&Effect>,
) -> Reply {
    let success = match outcome {
        Ok(success) => success,
        Err(refusal) => {
            let mut envelope = failure::envelope(refusal.code.as_str());
            spoil_envelope(&mut envelope, effect);
            let honest = failure::refused(refusal);
            return Reply { body: ReplyBody::Text(envelope.to_text().into()), ..honest };
        }
    };
    let (http, mut envelope) = match success {
        Success::Session(mut grant) => {
            let app = state.app_at(grant.app);
            grant.spoil_token(&app.token_key, effect);
            (200, envelope::signed(grant.payload, &app.signer, effect))
        }
        Success::File(activation) => (activation.http(), activation.envelope(effect)),
        Success::Done => (200, envelope::success()),
    };
    spoil_envelope(&mut envelope, effect);
    let reply = Reply::json(http, envelope.to_text());
    if effect.is_none_or(Effect::leaves_answer_honest) {
        state.last_success.insert(endpoint, reply.clone());
    }
    reply
}

fn send(reply: Reply, effect: Option<&Effect>) -> Answer {
    let pace = match effect {
        Some(Effect::LoseReply) => return Answer::Close,
        Some(Effect::Delay { ms }) => Pace::After(Duration::from_millis(*ms)),
        Some(Effect::Trickle { ms }) => Pace::Trickle(Duration::from_millis(*ms)),
        Some(Effect::Truncate) => Pace::Half,
        _ => Pace::AtOnce,
    };
    Answer::Send(reply, pace)
}

impl Exchange {
    /// Nothing when no answer is sent.
    pub fn status(&self) -> Option<u16> {
        match &self.answer {
            Answer::Send(reply, _) => Some(reply.status),
            Answer::Hang | Answer::Close | Answer::CloseNotify => None,
        }
    }
}

/// For the log: what a client sent, also when it is JSON of the wrong kind.
pub(crate) fn body_as_json(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}
