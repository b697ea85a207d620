//! Answers and errors of the admin routes.

use axum::response::{IntoResponse, Response};
use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;
use serde::Serialize;

use crate::values::error::Error;
use crate::values::refusal::ErrorCode;

#[derive(Debug)]
pub(super) struct AdminReply {
    status: StatusCode,
    /// JSON text: a fault can hold numbers that no JSON value here can.
    body: String,
}

/// `{"error","message"}`, as the developer API words its errors.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AdminError {
    status: StatusCode,
    error: &'static str,
    message: String,
}

pub(super) type AdminResult = Result<AdminReply, AdminError>;

impl AdminReply {
    pub fn ok(body: impl Serialize) -> AdminResult {
        Self::json(StatusCode::OK, body)
    }

    pub fn created(body: impl Serialize) -> AdminResult {
        Self::json(StatusCode::CREATED, body)
    }

    pub fn nothing() -> AdminResult {
        Ok(Self { status: StatusCode::NO_CONTENT, body: String::new() })
    }

    fn json(status: StatusCode, body: impl Serialize) -> AdminResult {
        let body = serde_json::to_string(&body).map_err(|error| AdminError {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            error: "internal_error",
            message: error.to_string(),
        })?;
        Ok(Self { status, body })
    }
}

impl AdminError {
    pub fn bad_request(message: impl ToString) -> Self {
        let error = ErrorCode::BadRequest.as_str();
        Self { status: StatusCode::BAD_REQUEST, error, message: message.to_string() }
    }

    pub fn new(status: StatusCode, error: &'static str, message: String) -> Self {
        Self { status, error, message }
    }

    pub fn unauthorized() -> Self {
        let message = "send the header Authorization: Bearer <admin_key>, with the key of the ready line";
        Self { status: StatusCode::UNAUTHORIZED, error: "invalid_api_key", message: message.into() }
    }

    pub fn not_found(message: impl ToString) -> Self {
        Self { status: StatusCode::NOT_FOUND, error: "not_found", message: message.to_string() }
    }

    pub fn method_not_allowed(method: &str) -> Self {
        let message = format!("method {method} is not known here");
        Self { status: StatusCode::METHOD_NOT_ALLOWED, error: "method_not_allowed", message }
    }

    pub fn too_large(most: usize) -> Self {
        let message = format!("the body is longer than {most} bytes");
        Self { status: StatusCode::PAYLOAD_TOO_LARGE, error: ErrorCode::BadRequest.as_str(), message }
    }
}

impl IntoResponse for AdminReply {
    fn into_response(self) -> Response {
        (self.status, [(CONTENT_TYPE, "application/json")], self.body).into_response()
    }
}

impl IntoResponse for AdminError {
    fn into_response(self) -> Response {
        let body = serde_json::json!({ "error": self.error, "message": self.message }).to_string();
        AdminReply { status: self.status, body }.into_response()
    }
}

impl From<Error> for AdminError {
    fn from(error: Error) -> Self {
        Self::bad_request(error)
    }
}
