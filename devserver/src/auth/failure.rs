//! Failures as the auth endpoints word them.

use crate::http::reply::Reply;
use crate::values::object::Object;
use crate::values::refusal::{ErrorCode, Refusal};

pub(crate) fn envelope(code: &str) -> Object {
    Object::default().with("status", "failed").with("error", code)
}

pub(crate) fn reply(status: u16, code: &str) -> Reply {
    Reply::json(status, envelope(code).to_text())
}

/// A refusal in its own status.
pub(crate) fn refused(refusal: Refusal) -> Reply {
    let reply = reply(refusal.code.http(), refusal.code.as_str());
    match refusal.retry_after {
        Some(seconds) => reply.with_header("retry-after", seconds),
        None => reply,
    }
}

/// The one refusal that the table of codes has no status for.
pub(crate) fn too_large() -> Reply {
    reply(413, ErrorCode::BadRequest.as_str()).with_header("connection", "close")
}
