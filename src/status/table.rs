//! The one table: service code, class, advice, the user's and the developer's sentence of every status.

use std::ffi::CStr;

use super::texts;
use super::{Advice, Class, Status, UserMessage};

/// One line of the table.
pub struct Row {
    pub status: Status,
    pub class: Class,
    pub advice: Advice,
    pub user_message: UserMessage,
    /// Where in `TEXTS` its code begins, and its message.
    starts: [u16; 2],
}

impl Row {
    /// The cross-SDK name.
    pub fn code(&self) -> &'static CStr {
        texts::at(TEXTS, self.starts[0])
    }

    /// One sentence for a developer's log.
    pub fn message(&self) -> &'static CStr {
        texts::at(TEXTS, self.starts[1])
    }
}

macro_rules! table {
    ($($status:ident, $code:literal, $class:ident, $advice:ident, $user:ident, $message:literal;)*) => {
        /// All in one, so that no row needs a pointer, which the loader would have to fill in.
        const TEXTS: &str = concat!($($code, "\0", $message, "\0",)*);

        /// Every status, in the order of the numbers.
        pub static TABLE: [Row; COUNT] = {
            let starts = texts::starts::<{ 2 * COUNT }>(TEXTS);
            let mut next = 0;
            [$({
                next += 2;
                Row {
                    status: Status::$status,
                    class: Class::$class,
                    advice: Advice::$advice,
                    user_message: UserMessage::$user,
                    starts: [starts[next - 2], starts[next - 1]],
                }
            }),*]
        };
        const COUNT: usize = [$(Status::$status),*].len();

        // A status without a line does not compile.
        const _: fn(Status) = |status| match status { $(Status::$status)|* => () };
    };
}

table! {
    Ok, "ok", Success, None, Success, "success";
    InvalidArgument, "invalid_argument", Usage, FixProgram, ProgramFault, "an argument is missing or out of range";
    InvalidHandle, "invalid_handle", Usage, FixProgram, ProgramFault, "the handle is NULL, freed, or of another kind";
    InvalidUtf8, "invalid_utf8", Usage, FixProgram, ProgramFault, "a text is not UTF-8";
    BufferTooSmall, "buffer_too_small", Usage, FixProgram, ProgramFault, "the buffer is too small; the needed length was written";
    WouldDeadlock, "would_deadlock", Usage, FixProgram, ProgramFault, "the call would wait for itself inside a callback";
    Forked, "forked", Usage, FixProgram, ProgramFault, "the handle belongs to the parent process";
    Cancelled, "cancelled", Usage, None, Cancelled, "the request was dropped by cancel, logout, free or shutdown";
    NotAuthenticated, "not_authenticated", Usage, Retry, NotLoggedIn, "the client has no session";
    MissingLicenseKey, "missing_license_key", Usage, AskForKey, KeyMissing, "the license key is empty";
    InvalidConfig, "invalid_config", Usage, FixProgram, ProgramFault, "the configuration cannot be used";
    TooMany, "too_many", Usage, Retry, ComputerBusy, "too many handles or requests are open";
    StillRunning, "still_running", Usage, Retry, ComputerBusy, "a thread did not stop in the time given";
    OutOfResources, "out_of_resources", Usage, Retry, ComputerBusy, "the operating system refused a resource";
    OfflineSession, "offline_session", Usage, FixProgram, ProgramFault, "the session comes from a license file; the service knows nothing of it";
    HwidUnavailable, "hwid_unavailable", Usage, TellVendor, ComputerUnknown, "this machine has no hardware id that could be read; set the override";

    NetworkError, "network_error", Transient, UseOffline, NoConnection, "the service could not be reached";
    Timeout, "timeout", Transient, UseOffline, NoConnection, "the service did not answer in time";
    DnsError, "dns_error", Transient, UseOffline, NoConnection, "the service's host name could not be resolved";
    TlsError, "tls_error", Transient, UseOffline, NoSecureConnection, "no TLS connection could be agreed on";
    TlsUntrusted, "tls_untrusted", Transient, UseOffline, NoSecureConnection, "the server's certificate comes from an untrusted issuer";
    TlsClock, "tls_clock", Transient, FixClock, ClockWrong, "the server's certificate is not valid at this computer's date; check the clock";
    HttpError, "http_error", Transient, UseOffline, ServiceTrouble, "the server answered with an HTTP error";
    OutcomeUncertain, "outcome_uncertain", Transient, None, Blocked, "an answer was lost and the service now refuses; the ban has most likely been done";

    InvalidJsonResponse, "invalid_json_response", Transient, UseOffline, OtherAnswer, "the answer is not JSON";
    ResponseNotJsonObject, "response_not_json_object", Transient, UseOffline, OtherAnswer, "the answer is not a JSON object";
    UnexpectedResponse, "unexpected_response", Transient, UseOffline, OtherAnswer, "the answer is neither success nor failure of this protocol";
    SignatureMismatch, "signature_mismatch", Fatal, Stop, NotGenuine, "no trusted key signed the answer";
    NonceMismatch, "nonce_mismatch", Transient, Stop, NotGenuine, "the answer belongs to another request";
    ResponseTooLarge, "response_too_large", Transient, UseOffline, OtherAnswer, "the answer is longer than 256 KiB";
    MissingPayload, "missing_payload", Transient, Stop, NotGenuine, "the answer has no payload";
    MissingSignature, "missing_signature", Transient, Stop, NotGenuine, "the answer has no signature";
    InvalidPayloadJson, "invalid_payload_json", Transient, Stop, NotGenuine, "the signed payload is not base64 of JSON";
    PayloadNotJsonObject, "payload_not_json_object", Transient, Stop, NotGenuine, "the signed payload is not a JSON object";
    MissingSessionToken, "missing_sessionToken", Transient, Stop, NotGenuine, "the signed payload has no session token";
    MissingExpiresIn, "missing_expiresIn", Transient, Stop, NotGenuine, "the signed payload does not say when the session ends";
    UnknownError, "unknown_error", Transient, Stop, NotGenuine, "the service failed the request without saying why";
    InvalidSignatureEncoding, "invalid_signature_encoding", Transient, Stop, NotGenuine, "the signature is not base64 of 64 bytes";
    AnswerMismatch, "answer_mismatch", Fatal, Stop, NotGenuine, "the answer is about another app, license key or machine";

    ServerOther, "server_other", Transient, Stop, LicenseRefused, "the service answered with a code that this version does not know";
    InvalidApp, "invalid_app", Fatal, Update, ProgramNotAccepted, "unknown app id or wrong app secret";
    InvalidKey, "invalid_key", Transient, AskForKey, KeyNotValid, "unknown license key";
    Expired, "expired", Fatal, Renew, LicenseExpired, "the license has expired";
    Revoked, "revoked", Fatal, Stop, LicenseRevoked, "the license was revoked";
    HwidMismatch, "hwid_mismatch", Fatal, FreeSeat, NoSeat, "no hardware slot is free, or this machine is no longer bound";
    NoCredits, "no_credits", Transient, TellVendor, VendorMustAct, "the app's owner has no credits";
    Blocked, "blocked", Fatal, Stop, Blocked, "hardware id or address is blocked";
    RateLimited, "rate_limited", Transient, Retry, TooManyAttempts, "too many requests";
    ReplayDetected, "replay_detected", Transient, Retry, ServiceTrouble, "the nonce was seen before";
    SessionExpired, "session_expired", Fatal, Retry, NotLoggedIn, "the session is over";
    AppDisabled, "app_disabled", Fatal, Stop, ProgramSwitchedOff, "the app was switched off by its owner";
    BadRequest, "bad_request", Transient, FixProgram, ProgramFault, "the service refused a field of the request";
    MalformedRequest, "malformed_request", Fatal, Update, ProgramNotAccepted, "the service could not read the request";
    RevokeRequiresSession, "revoke_requires_session", Transient, FixProgram, ProgramFault, "a self-ban that revokes needs a session";
    AppBurnCapReached, "app_burn_cap_reached", Transient, TellVendor, VendorMustAct, "the owner's spending cap for the app is reached";
    DemoQuotaExceeded, "demo_quota_exceeded", Transient, UseOffline, DemoLimit, "the public demo app has reached its daily ceiling";
    OfflineActivationDisabled, "offline_activation_disabled", Fatal, Stop, NoOfflineActivation, "the app does not offer offline activation";
    OfflineActivationRequiresPerpetual, "offline_activation_requires_perpetual", Fatal, Stop, NoOfflineActivation, "offline activation needs a license without expiry";
    OfflineActivationRequiresSeats, "offline_activation_requires_seats", Fatal, Stop, NoOfflineActivation, "offline activation needs a limited number of seats";
    OfflineActivationLimitReached, "offline_activation_limit_reached", Fatal, FreeSeat, NoSeat, "every seat was already activated offline";
    SystemError, "system_error", Transient, UseOffline, ServiceTrouble, "the service failed inside";
    ServerError, "server_error", Transient, UseOffline, ServiceTrouble, "the service failed inside";
    HandlerError, "handler_error", Transient, UseOffline, ServiceTrouble, "the service failed inside";

    BadArmor, "bad_armor", Transient, AskForFile, FileNotValid, "the text is not in the armor of its format";
    BadSignature, "bad_signature", Transient, AskForFile, FileNotValid, "no trusted key signed the license file";
    UnsupportedVersion, "unsupported_version", Transient, Update, ProgramNotAccepted, "the file is of a version that this library does not read";
    MalformedPayload, "malformed_payload", Transient, AskForFile, FileNotValid, "the file's content is not what its format says";
    WrongApp, "wrong_app", Transient, AskForFile, FileNotValid, "the license file is for another app";
    ReadError, "read_error", Transient, AskForFile, FileNotRead, "the license file could not be read";
    FileWriteFailed, "file_write_failed", Transient, AskForFile, FileNotWritten, "the file could not be written; what was there is untouched";
    OfflineFileRejected, "offline_file_rejected", Fatal, Stop, NotGenuine, "the service handed out a license file that does not pass verification";
    ChecksumMismatch, "checksum_mismatch", Transient, AskForFile, RequestNotComplete, "the activation request was damaged on its way";
    IsLicenseFile, "is_license_file", Transient, AskForFile, RequestNotComplete, "a license file where an activation request was expected";
    IsActivationRequest, "is_activation_request", Transient, AskForFile, RequestNotLicense, "an activation request where a license file was expected";
    ClockWrong, "clock_wrong", Transient, FixClock, ClockWrong, "the license file was issued later than this computer's clock says it is; check the clock";

    InternalError, "internal_error", Usage, TellVendor, ProgramFault, "a bug in libauthforge; please report it";
}
