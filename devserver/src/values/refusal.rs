//! The service's error codes and the HTTP status each one travels with.

use std::fmt;

use strum::{EnumString, IntoStaticStr, VariantArray};

/// What the auth endpoints can answer instead of success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", const_into_str)]
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
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }

    /// The status that the service sends it with.
    pub const fn http(self) -> u16 {
        match self {
            Self::BadRequest | Self::MalformedRequest => 400,
            Self::InvalidApp | Self::InvalidKey | Self::SessionExpired | Self::ReplayDetected => 401,
            Self::Blocked
            | Self::AppDisabled
            | Self::HwidMismatch
            | Self::RevokeRequiresSession
            | Self::OfflineActivationDisabled
            | Self::OfflineActivationLimitReached => 403,
            Self::OfflineActivationRequiresPerpetual | Self::OfflineActivationRequiresSeats => 409,
            Self::Expired | Self::Revoked => 410,
            Self::RateLimited | Self::NoCredits | Self::AppBurnCapReached | Self::DemoQuotaExceeded => 429,
            Self::SystemError => 500,
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
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
