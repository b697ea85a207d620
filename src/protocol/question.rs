//! A question to the service, with the type of its answer.

use std::sync::Arc;

use super::Payload;
use super::peer::Peer;
use super::request::{Body, SelfBan};
use super::token::{self, TokenBinding};
use super::verify::{self, FileText};
use crate::transport::Answer;
use crate::values::error::Result;
use crate::values::secret::Secret;

/// Reads what the service answered to this body with this nonce.
type Read<A> = fn(&Body, &Answer, &str, &Peer) -> Result<A>;

/// Made by the functions below alone, so that each body comes with what reads its answer.
pub struct Question<A> {
    pub body: Body,
    read: Read<A>,
}

impl<A> Question<A> {
    /// What the service says, proven as its kind of answer has to be.
    pub fn read(&self, answer: &Answer, nonce: &str, peer: &Peer) -> Result<A> {
        (self.read)(&self.body, answer, nonce, peer)
    }
}

impl Question<Payload> {
    /// Is this license key good here?
    pub fn validate(
        app_id: Arc<str>,
        app_secret: Secret,
        license_key: Secret,
        hwid: String,
        ttl_seconds: u32,
    ) -> Question<Payload> {
        let body = Body::Validate { app_id, app_secret, license_key, hwid, ttl_seconds };
        Question { body, read: signed }
    }

    /// Is the session still good? `license_key` is what it is for, where that is known.
    pub fn heartbeat(
        app_id: Arc<str>,
        session_token: Secret,
        hwid: String,
        license_key: Option<Secret>,
    ) -> Question<Payload> {
        Question { body: Body::Heartbeat { app_id, session_token, hwid, license_key }, read: signed }
    }
}

impl Question<FileText> {
    /// May there be a license file for this machine?
    pub fn activate(
        app_id: Arc<str>,
        app_secret: Secret,
        license_key: Secret,
        hwid: String,
    ) -> Question<FileText> {
        let body = Body::Activate { app_id, app_secret, license_key, hwid };
        Question { body, read: |body, answer, _, _| verify::file(answer, body.kind()) }
    }
}

impl Question<()> {
    /// Take this out of use.
    pub fn self_ban(ban: SelfBan) -> Question<()> {
        Question { body: Body::SelfBan(ban), read: |body, answer, _, _| verify::done(answer, body.kind()) }
    }
}

/// A nonce proves that an answer is to this request as it arrived, not as it was sent: whoever sits between may
/// have put another key and machine into it.
fn signed(body: &Body, answer: &Answer, nonce: &str, peer: &Peer) -> Result<Payload> {
    let payload = verify::signed(answer, body.kind(), nonce, &peer.trust)?;
    if peer.binding == TokenBinding::IfPresent
        && let Some(asked) = body.asked()
    {
        token::check(payload.session_token.reveal(), &asked)
            .map_err(|error| error.with_http(answer.status, 0))?;
    }
    Ok(payload)
}
