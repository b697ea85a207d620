//! The service's error codes and the HTTP status each one travels with.

use std::fmt;

/// What the auth endpoints can answer instead of success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    BadRequest,
    MalformedRequest,
    InvalidApp,
    InvalidKey,
    SessionExpired,
    ReplayDetected,
    Blocked,
    AppDisabled,
    HwidMismatch,
    RevokeRequiresSession,
    OfflineActivationDisabled,
    OfflineActivationLimitReached,
    OfflineActivationRequiresPerpetual,
    OfflineActivationRequiresSeats,
    Expired,
    Revoked,
    RateLimited,
    NoCredits,
    AppBurnCapReached,
    DemoQuotaExceeded,
    SystemError,
}

impl ErrorCode {
    pub const ALL: [Self; 21] = [
        Self::BadRequest,
        Self::MalformedRequest,
        Self::InvalidApp,
        Self::InvalidKey,
        Self::SessionExpired,
        Self::ReplayDetected,
        Self::Blocked,
        Self::AppDisabled,
        Self::HwidMismatch,
        Self::RevokeRequiresSession,
        Self::OfflineActivationDisabled,
        Self::OfflineActivationLimitReached,
        Self::OfflineActivationRequiresPerpetual,
        Self::OfflineActivationRequiresSeats,
        Self::Expired,
        Self::Revoked,
        Self::RateLimited,
        Self::NoCredits,
        Self::AppBurnCapReached,
        Self::DemoQuotaExceeded,
        Self::SystemError,
    ];

    pub const fn as_str(self) -> &'static str {
        self.row().0
    }

    pub const fn http(self) -> u16 {
        self.row().1
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == name)
    }

    const fn row(self) -> (&'static str, u16) {
        match self {
            Self::BadRequest => ("bad_request", 400),
            Self::MalformedRequest => ("malformed_request", 400),
            Self::InvalidApp => ("invalid_app", 401),
            Self::InvalidKey => ("invalid_key", 401),
            Self::SessionExpired => ("session_expired", 401),
            Self::ReplayDetected => ("replay_detected", 401),
            Self::Blocked => ("blocked", 403),
            Self::AppDisabled => ("app_disabled", 403),
            Self::HwidMismatch => ("hwid_mismatch", 403),
            Self::RevokeRequiresSession => ("revoke_requires_session", 403),
            Self::OfflineActivationDisabled => ("offline_activation_disabled", 403),
            Self::OfflineActivationLimitReached => ("offline_activation_limit_reached", 403),
            Self::OfflineActivationRequiresPerpetual => ("offline_activation_requires_perpetual", 409),
            Self::OfflineActivationRequiresSeats => ("offline_activation_requires_seats", 409),
            Self::Expired => ("expired", 410),
            Self::Revoked => ("revoked", 410),
            Self::RateLimited => ("rate_limited", 429),
            Self::NoCredits => ("no_credits", 429),
            Self::AppBurnCapReached => ("app_burn_cap_reached", 429),
            Self::DemoQuotaExceeded => ("demo_quota_exceeded", 429),
            Self::SystemError => ("system_error", 500),
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A decision against a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub code: ErrorCode,
    /// Whole seconds until the same request could pass; only rate limits know.
    pub retry_after: Option<u64>,
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self { code, retry_after: None }
    }
}

impl Refusal {
    pub fn rate_limited(retry_after: u64) -> Self {
        Self { code: ErrorCode::RateLimited, retry_after: Some(retry_after) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_the_status_that_the_service_documents() {
        let table = [
            (400, "bad_request malformed_request"),
            (401, "invalid_app invalid_key session_expired replay_detected"),
            (403, "blocked app_disabled hwid_mismatch revoke_requires_session"),
            (403, "offline_activation_disabled offline_activation_limit_reached"),
            (409, "offline_activation_requires_perpetual offline_activation_requires_seats"),
            (410, "expired revoked"),
            (429, "rate_limited no_credits app_burn_cap_reached demo_quota_exceeded"),
            (500, "system_error"),
        ];
        let documented = table.iter().flat_map(|(http, names)| names.split(' ').map(|name| (name, *http)));
        let known: Vec<_> = ErrorCode::ALL.iter().map(|code| (code.as_str(), code.http())).collect();
        assert_eq!(documented.collect::<Vec<_>>(), known);
        assert!(known.iter().all(|(name, _)| ErrorCode::from_name(name).is_some()));
    }
}
