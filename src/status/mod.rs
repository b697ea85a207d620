//! Every outcome: its number and meaning here, what is told of it in `table.rs` and looked up in `meaning.rs`, what the program should do about it
//! in `advice.rs`, what it should tell its user in `user_message.rs`.

mod advice;
mod class;
mod meaning;
mod table;
mod texts;
mod user_message;

pub use advice::Advice;
pub use class::Class;
pub use meaning::{find, outlook};
pub use table::{Row, TABLE};
pub use user_message::{ALL as USER_MESSAGES, UserMessage};

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
    /// license, file or server: try again later. Want of memory ends the process as a rule.
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
    /// An activation request where a license file was expected.
    IsActivationRequest = 410,
    /// The license file was issued later than this computer's clock says it is. Check the clock.
    ClockWrong = 411,

    /// A bug in this library. Please report it.
    InternalError = 900,
}

#[cfg(test)]
mod tests;
