//! Why an order for a license file is refused.

use hyper::StatusCode;

use crate::values::error::Error;
use crate::values::refusal::ErrorCode;

/// Why there is no file, as the developer API says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MintRefusal {
    pub http: StatusCode,
    pub code: &'static str,
    pub reason: String,
}

impl MintRefusal {
    pub fn new(http: StatusCode, code: &'static str, reason: impl Into<String>) -> Self {
        Self { http, code, reason: reason.into() }
    }

    pub fn bad_request(reason: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest.as_str(), reason)
    }

    /// The developer API has a status of its own for this.
    pub fn unpaid(code: ErrorCode) -> Self {
        Self::new(StatusCode::PAYMENT_REQUIRED, code.as_str(), "a license file costs a credit")
    }
}

impl From<MintRefusal> for Error {
    fn from(refusal: MintRefusal) -> Self {
        Error::new(format!("{}: {}", refusal.code, refusal.reason))
    }
}
