//! Answers and errors of the admin routes.

use serde::Serialize;

use crate::{Error, ErrorCode};

#[derive(Debug)]
pub(super) struct AdminReply {
    pub status: u16,
    /// JSON text: a fault can hold numbers that no JSON value here can.
    pub body: String,
}

/// `{"error","message"}`, as the developer API words its errors.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AdminError {
    status: u16,
    error: &'static str,
    message: String,
}

pub(super) type AdminResult = Result<AdminReply, AdminError>;

impl AdminReply {
    pub fn ok(body: impl Serialize) -> AdminResult {
        Self::json(200, body)
    }

    pub fn created(body: impl Serialize) -> AdminResult {
        Self::json(201, body)
    }

    pub fn nothing() -> AdminResult {
        Ok(Self { status: 204, body: String::new() })
    }

    fn json(status: u16, body: impl Serialize) -> AdminResult {
        let body = serde_json::to_string(&body).map_err(|error| AdminError {
            status: 500,
            error: "internal_error",
            message: error.to_string(),
        })?;
        Ok(Self { status, body })
    }
}

impl AdminError {
    pub fn bad_request(message: impl ToString) -> Self {
        let error = ErrorCode::BadRequest.as_str();
        Self { status: 400, error, message: message.to_string() }
    }

    pub fn new(status: u16, error: &'static str, message: String) -> Self {
        Self { status, error, message }
    }

    pub fn unauthorized() -> Self {
        let message = "send the header Authorization: Bearer <admin_key>, with the key of the ready line";
        Self { status: 401, error: "invalid_api_key", message: message.into() }
    }

    pub fn not_found(message: impl ToString) -> Self {
        Self { status: 404, error: "not_found", message: message.to_string() }
    }

    pub fn method_not_allowed(method: &str) -> Self {
        let message = format!("method {method} is not known here");
        Self { status: 405, error: "method_not_allowed", message }
    }

    pub fn too_large(most: usize) -> Self {
        let message = format!("the body is longer than {most} bytes");
        Self { status: 413, error: ErrorCode::BadRequest.as_str(), message }
    }

    pub fn into_reply(self) -> AdminReply {
        let body = serde_json::json!({ "error": self.error, "message": self.message });
        AdminReply { status: self.status, body: body.to_string() }
    }
}

impl From<Error> for AdminError {
    fn from(error: Error) -> Self {
        Self::bad_request(error)
    }
}
