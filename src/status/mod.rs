//! The one table: service code, number, sentence and class of everything that can go wrong.

/// Outcome of a call. 0 is success; the hundreds tell who has to act.
///
/// 1-99: the call was wrong. 100-199: the service could not be asked. 200-299: its answer cannot
/// be believed. 300-399: it said no. 400-499: license files and activation requests; a file that is
/// over or for another machine answers `AF_STATUS_EXPIRED` and `AF_STATUS_HWID_MISMATCH`. 900: a bug in
/// this library. Numbers never change meaning.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Success.
    Ok = 0,
    /// An argument is NULL, empty, too long or out of range; the message names it.
    InvalidArgument = 1,
    /// The handle is NULL, freed, or not one of this kind.
    InvalidHandle = 2,
    /// A text argument is not UTF-8.
    InvalidUtf8 = 3,
    /// The caller's buffer is too small; the needed length was written.
    BufferTooSmall = 4,
    /// The call would wait for itself, because it was made inside a callback.
    WouldDeadlock = 5,
    /// The handle belongs to the parent process. Make a new one in this process.
    Forked = 6,
    /// The request was dropped by cancel, logout, free or shutdown.
    Cancelled = 7,
    /// The client has no session.
    NotAuthenticated = 8,
    /// The license key is empty.
    MissingLicenseKey = 9,
    /// The configuration cannot be used; the message names the field.
    InvalidConfig = 10,
    /// Too many handles or requests are open at once.
    TooMany = 11,
    /// `af_shutdown` could not stop every thread in the time given.
    StillRunning = 12,
    /// The operating system refused a thread, a descriptor, a buffer or random bytes. It says nothing about
    /// license, file or server: try again later. Want of memory ends the process as a rule (rule 5).
    OutOfResources = 13,
    /// The session comes from a license file, so there is nothing that the service could do with it.
    OfflineSession = 14,
    /// This machine has no id that could be read; the message says why. Set one with
    /// `af_config_set_hwid_override`.
    HwidUnavailable = 15,

    /// No answer: connection refused, reset, unreachable.
    NetworkError = 100,
    /// No complete answer in time.
    Timeout = 101,
    /// The host name could not be resolved.
    DnsError = 102,
    /// TLS could not be agreed on.
    TlsError = 103,
    /// The server's certificate comes from an issuer that is not trusted here.
    TlsUntrusted = 104,
    /// The server's certificate is not valid at this computer's date. Check the clock.
    TlsClock = 105,
    /// An HTTP status without an answer of the service; the code is `http_error_<status>`.
    HttpError = 110,
    /// A self-ban: the answer to an attempt was lost, and the service now refuses in a way that the ban
    /// itself causes. It has most likely been done; do not repeat it.
    OutcomeUncertain = 111,

    /// The body is not JSON; the message says what came.
    InvalidJsonResponse = 200,
    /// The body is JSON, but not an object.
    ResponseNotJsonObject = 201,
    /// The body is neither a success nor a failure of this protocol.
    UnexpectedResponse = 202,
    /// No trusted key signed the payload.
    SignatureMismatch = 203,
    /// The answer belongs to another request.
    NonceMismatch = 204,
    /// The body is longer than 256 KiB, or its headers than 16 KiB.
    ResponseTooLarge = 205,
    /// The answer has no payload text.
    MissingPayload = 206,
    /// The answer has no signature text.
    MissingSignature = 207,
    /// The signed payload is not base64 of JSON.
    InvalidPayloadJson = 208,
    /// The signed payload is JSON, but not an object.
    PayloadNotJsonObject = 209,
    /// The signed payload has no session token.
    MissingSessionToken = 210,
    /// The signed payload does not say when the session ends.
    MissingExpiresIn = 211,
    /// The service failed the request without saying why.
    UnknownError = 212,
    /// The signature is not base64 of 64 bytes: half an answer, which proves nothing and ends no session.
    InvalidSignatureEncoding = 213,
    /// The answer is proven, but about another app, license key or machine than was asked for. Only with
    /// `af_config_set_token_binding`.
    AnswerMismatch = 214,

    /// A code that this version does not know; it stands in `af_error.code`.
    ServerOther = 300,
    /// Unknown app id, or wrong app secret.
    InvalidApp = 301,
    /// Unknown license key, or one of another app.
    InvalidKey = 302,
    /// The license has expired.
    Expired = 303,
    /// The license was revoked.
    Revoked = 304,
    /// No hardware slot is free, or this machine is no longer bound.
    HwidMismatch = 305,
    /// The app's owner has no credits.
    NoCredits = 306,
    /// Hardware id or address is on a blacklist, or missing from a whitelist.
    Blocked = 307,
    /// Too many requests. Retried by the library before it is reported.
    RateLimited = 308,
    /// The nonce was seen before.
    ReplayDetected = 309,
    /// The session is over or its token is not accepted.
    SessionExpired = 310,
    /// The app was switched off by its owner.
    AppDisabled = 311,
    /// The service missed a field or refused its value.
    BadRequest = 312,
    /// The service could not read the request.
    MalformedRequest = 313,
    /// A self-ban that revokes needs a session.
    RevokeRequiresSession = 314,
    /// The owner's spending cap for the app is reached.
    AppBurnCapReached = 315,
    /// The public demo app has reached its daily ceiling.
    DemoQuotaExceeded = 316,
    /// The app does not offer offline activation.
    OfflineActivationDisabled = 317,
    /// Offline activation needs a license without expiry.
    OfflineActivationRequiresPerpetual = 318,
    /// Offline activation needs a license with a limited number of seats.
    OfflineActivationRequiresSeats = 319,
    /// Every seat of the license was already activated offline.
    OfflineActivationLimitReached = 320,
    /// The service failed inside.
    SystemError = 321,
    /// Older name of `system_error`.
    ServerError = 322,
    /// Older name of `system_error`.
    HandlerError = 323,

    /// The text is not a license file or activation request in its armor.
    BadArmor = 400,
    /// No trusted key signed the license file.
    BadSignature = 401,
    /// The file's format is of a version that this library does not read.
    UnsupportedVersion = 402,
    /// The file's content is not what its format says.
    MalformedPayload = 403,
    /// The license file is for another app.
    WrongApp = 404,
    /// The license file could not be read from disk.
    ReadError = 405,
    /// A file could not be written. What was there before is untouched.
    FileWriteFailed = 406,
    /// The service handed out a license file that does not pass verification; the message says why.
    OfflineFileRejected = 407,
    /// The activation request was damaged on its way.
    ChecksumMismatch = 408,
    /// A license file where an activation request was expected.
    IsLicenseFile = 409,

    /// A bug in this library. Please report it.
    InternalError = 900,
}

/// What a failure means for a running session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not a failure.
    Success,
    /// The caller's mistake; says nothing about the license.
    Usage,
    /// The session lives on; the next heartbeat may succeed.
    Transient,
    /// The session is over.
    Fatal,
}

/// One line of the table.
pub struct Row {
    pub status: Status,
    /// The cross-SDK name.
    pub code: &'static str,
    /// One sentence for a developer's log.
    pub message: &'static str,
    pub class: Class,
}

const fn row(status: Status, code: &'static str, class: Class, message: &'static str) -> Row {
    Row { status, code, message, class }
}

use Class::{Fatal, Success, Transient, Usage};

/// Every status, in the order of the numbers.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    row(Status::Ok, "ok", Success, "success"),
    row(Status::InvalidArgument, "invalid_argument", Usage, "an argument is missing or out of range"),
    row(Status::InvalidHandle, "invalid_handle", Usage, "the handle is NULL, freed, or of another kind"),
    row(Status::InvalidUtf8, "invalid_utf8", Usage, "a text is not UTF-8"),
    row(Status::BufferTooSmall, "buffer_too_small", Usage, "the buffer is too small; the needed length was written"),
    row(Status::WouldDeadlock, "would_deadlock", Usage, "the call would wait for itself inside a callback"),
    row(Status::Forked, "forked", Usage, "the handle belongs to the parent process"),
    row(Status::Cancelled, "cancelled", Usage, "the request was dropped by cancel, logout, free or shutdown"),
    row(Status::NotAuthenticated, "not_authenticated", Usage, "the client has no session"),
    row(Status::MissingLicenseKey, "missing_license_key", Usage, "the license key is empty"),
    row(Status::InvalidConfig, "invalid_config", Usage, "the configuration cannot be used"),
    row(Status::TooMany, "too_many", Usage, "too many handles or requests are open"),
    row(Status::StillRunning, "still_running", Usage, "a thread did not stop in the time given"),
    row(Status::OutOfResources, "out_of_resources", Usage, "the operating system refused a resource"),
    row(Status::OfflineSession, "offline_session", Usage, "the session comes from a license file; the service knows nothing of it"),
    row(Status::HwidUnavailable, "hwid_unavailable", Usage, "this machine has no hardware id that could be read; set the override"),

    row(Status::NetworkError, "network_error", Transient, "the service could not be reached"),
    row(Status::Timeout, "timeout", Transient, "the service did not answer in time"),
    row(Status::DnsError, "dns_error", Transient, "the service's host name could not be resolved"),
    row(Status::TlsError, "tls_error", Transient, "no TLS connection could be agreed on"),
    row(Status::TlsUntrusted, "tls_untrusted", Transient, "the server's certificate comes from an untrusted issuer"),
    row(Status::TlsClock, "tls_clock", Transient, "the server's certificate is not valid at this computer's date; check the clock"),
    row(Status::HttpError, "http_error", Transient, "the server answered with an HTTP error"),
    row(Status::OutcomeUncertain, "outcome_uncertain", Transient, "an answer was lost and the service now refuses; the ban has most likely been done"),

    row(Status::InvalidJsonResponse, "invalid_json_response", Transient, "the answer is not JSON"),
    row(Status::ResponseNotJsonObject, "response_not_json_object", Transient, "the answer is not a JSON object"),
    row(Status::UnexpectedResponse, "unexpected_response", Transient, "the answer is neither success nor failure of this protocol"),
    row(Status::SignatureMismatch, "signature_mismatch", Fatal, "no trusted key signed the answer"),
    row(Status::NonceMismatch, "nonce_mismatch", Transient, "the answer belongs to another request"),
    row(Status::ResponseTooLarge, "response_too_large", Transient, "the answer is longer than 256 KiB"),
    row(Status::MissingPayload, "missing_payload", Transient, "the answer has no payload"),
    row(Status::MissingSignature, "missing_signature", Transient, "the answer has no signature"),
    row(Status::InvalidPayloadJson, "invalid_payload_json", Transient, "the signed payload is not base64 of JSON"),
    row(Status::PayloadNotJsonObject, "payload_not_json_object", Transient, "the signed payload is not a JSON object"),
    row(Status::MissingSessionToken, "missing_sessionToken", Transient, "the signed payload has no session token"),
    row(Status::MissingExpiresIn, "missing_expiresIn", Transient, "the signed payload does not say when the session ends"),
    row(Status::UnknownError, "unknown_error", Transient, "the service failed the request without saying why"),
    row(Status::InvalidSignatureEncoding, "invalid_signature_encoding", Transient, "the signature is not base64 of 64 bytes"),
    row(Status::AnswerMismatch, "answer_mismatch", Fatal, "the answer is about another app, license key or machine"),

    row(Status::ServerOther, "server_other", Transient, "the service answered with a code that this version does not know"),
    row(Status::InvalidApp, "invalid_app", Fatal, "unknown app id or wrong app secret"),
    row(Status::InvalidKey, "invalid_key", Transient, "unknown license key"),
    row(Status::Expired, "expired", Fatal, "the license has expired"),
    row(Status::Revoked, "revoked", Fatal, "the license was revoked"),
    row(Status::HwidMismatch, "hwid_mismatch", Fatal, "no hardware slot is free, or this machine is no longer bound"),
    row(Status::NoCredits, "no_credits", Transient, "the app's owner has no credits"),
    row(Status::Blocked, "blocked", Fatal, "hardware id or address is blocked"),
    row(Status::RateLimited, "rate_limited", Transient, "too many requests"),
    row(Status::ReplayDetected, "replay_detected", Transient, "the nonce was seen before"),
    row(Status::SessionExpired, "session_expired", Fatal, "the session is over"),
    row(Status::AppDisabled, "app_disabled", Fatal, "the app was switched off by its owner"),
    row(Status::BadRequest, "bad_request", Transient, "the service refused a field of the request"),
    row(Status::MalformedRequest, "malformed_request", Fatal, "the service could not read the request"),
    row(Status::RevokeRequiresSession, "revoke_requires_session", Transient, "a self-ban that revokes needs a session"),
    row(Status::AppBurnCapReached, "app_burn_cap_reached", Transient, "the owner's spending cap for the app is reached"),
    row(Status::DemoQuotaExceeded, "demo_quota_exceeded", Transient, "the public demo app has reached its daily ceiling"),
    row(Status::OfflineActivationDisabled, "offline_activation_disabled", Fatal, "the app does not offer offline activation"),
    row(Status::OfflineActivationRequiresPerpetual, "offline_activation_requires_perpetual", Fatal, "offline activation needs a license without expiry"),
    row(Status::OfflineActivationRequiresSeats, "offline_activation_requires_seats", Fatal, "offline activation needs a limited number of seats"),
    row(Status::OfflineActivationLimitReached, "offline_activation_limit_reached", Fatal, "every seat was already activated offline"),
    row(Status::SystemError, "system_error", Transient, "the service failed inside"),
    row(Status::ServerError, "server_error", Transient, "the service failed inside"),
    row(Status::HandlerError, "handler_error", Transient, "the service failed inside"),

    row(Status::BadArmor, "bad_armor", Transient, "the text is not in the armor of its format"),
    row(Status::BadSignature, "bad_signature", Transient, "no trusted key signed the license file"),
    row(Status::UnsupportedVersion, "unsupported_version", Transient, "the file is of a version that this library does not read"),
    row(Status::MalformedPayload, "malformed_payload", Transient, "the file's content is not what its format says"),
    row(Status::WrongApp, "wrong_app", Transient, "the license file is for another app"),
    row(Status::ReadError, "read_error", Transient, "the license file could not be read"),
    row(Status::FileWriteFailed, "file_write_failed", Transient, "the file could not be written; what was there is untouched"),
    row(Status::OfflineFileRejected, "offline_file_rejected", Fatal, "the service handed out a license file that does not pass verification"),
    row(Status::ChecksumMismatch, "checksum_mismatch", Transient, "the activation request was damaged on its way"),
    row(Status::IsLicenseFile, "is_license_file", Transient, "a license file where an activation request was expected"),

    row(Status::InternalError, "internal_error", Usage, "a bug in libauthforge; please report it"),
];

/// The table's line for a number, if it is one of ours.
pub fn find(number: i32) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.status as i32 == number)
}

impl Status {
    fn row(self) -> &'static Row {
        // Every variant has its line; the test below holds this.
        find(self as i32).unwrap_or(&TABLE[TABLE.len() - 1])
    }

    pub fn code(self) -> &'static str {
        self.row().code
    }

    pub fn message(self) -> &'static str {
        self.row().message
    }

    pub fn class(self) -> Class {
        self.row().class
    }

    pub fn is_fatal(self) -> bool {
        self.class() == Class::Fatal
    }

    /// The service could not be asked: reason `network_error` rather than `login_failed`.
    pub fn is_transport(self) -> bool {
        (100..200).contains(&(self as i32)) && !matches!(self, Status::HttpError | Status::OutcomeUncertain)
    }

    /// The status of a code in a failure envelope.
    pub fn of_service_code(code: &str) -> Status {
        TABLE
            .iter()
            .find(|row| row.code == code && (301..400).contains(&(row.status as i32)))
            .map_or(Status::ServerOther, |row| row.status)
    }
}

#[cfg(test)]
mod tests;
