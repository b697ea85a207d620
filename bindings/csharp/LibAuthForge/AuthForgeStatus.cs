// How a call went, with the numbers of authforge.h: made by `cargo xtask generate`; do not edit.

namespace LibAuthForge
{
    /// <summary>Outcome of a call. 0 is success; the hundreds tell who has to act. 1-99: the call was wrong. 100-199:
    /// the service could not be asked. 200-299: its answer cannot be believed. 300-399: it said no. 400-499: license
    /// files and activation requests; a file that is over or for another machine answers
    /// <see cref="AuthForgeStatus.Expired"/> and <see cref="AuthForgeStatus.HwidMismatch"/>. 900: a bug in this
    /// library. Numbers never change meaning.</summary>
    public enum AuthForgeStatus
    {
        /// <summary>Success.</summary>
        Ok = 0,
        /// <summary>An argument is NULL, empty, too long or out of range; the message names it.</summary>
        InvalidArgument = 1,
        /// <summary>The handle is NULL, freed, or not one of this kind.</summary>
        InvalidHandle = 2,
        /// <summary>A text argument is not UTF-8.</summary>
        InvalidUtf8 = 3,
        /// <summary>The caller's buffer is too small; the needed length was written.</summary>
        BufferTooSmall = 4,
        /// <summary>The call would wait for itself, because it was made inside a callback.</summary>
        WouldDeadlock = 5,
        /// <summary>The handle belongs to the parent process. Make a new one in this process.</summary>
        Forked = 6,
        /// <summary>The request was dropped by cancel, logout, free or shutdown.</summary>
        Cancelled = 7,
        /// <summary>The client has no session.</summary>
        NotAuthenticated = 8,
        /// <summary>The license key is empty.</summary>
        MissingLicenseKey = 9,
        /// <summary>The configuration cannot be used; the message names the field.</summary>
        InvalidConfig = 10,
        /// <summary>Too many handles or requests are open at once.</summary>
        TooMany = 11,
        /// <summary><see cref="AuthForgeLibrary.Shutdown"/> could not stop every thread in the time given.</summary>
        StillRunning = 12,
        /// <summary>The operating system refused a thread, a descriptor, a buffer or random bytes. It says nothing
        /// about license, file or server: try again later. Want of memory ends the process as a rule.</summary>
        OutOfResources = 13,
        /// <summary>The session comes from a license file, so there is nothing that the service could do with
        /// it.</summary>
        OfflineSession = 14,
        /// <summary>This machine has no id that could be read; the message says why. Set one with
        /// <see cref="AuthForgeConfig.HwidOverride"/>.</summary>
        HwidUnavailable = 15,
        /// <summary>No answer: connection refused, reset, unreachable.</summary>
        NetworkError = 100,
        /// <summary>No complete answer in time.</summary>
        Timeout = 101,
        /// <summary>The host name could not be resolved.</summary>
        DnsError = 102,
        /// <summary>TLS could not be agreed on.</summary>
        TlsError = 103,
        /// <summary>The server's certificate comes from an issuer that is not trusted here.</summary>
        TlsUntrusted = 104,
        /// <summary>The server's certificate is not valid at this computer's date. Check the clock.</summary>
        TlsClock = 105,
        /// <summary>An HTTP status without an answer of the service; the code is
        /// <c>http_error_&lt;status&gt;</c>.</summary>
        HttpError = 110,
        /// <summary>A self-ban: the answer to an attempt was lost, and the service now refuses in a way that the ban
        /// itself causes. It has most likely been done; do not repeat it.</summary>
        OutcomeUncertain = 111,
        /// <summary>The body is not JSON; the message says what came.</summary>
        InvalidJsonResponse = 200,
        /// <summary>The body is JSON, but not an object.</summary>
        ResponseNotJsonObject = 201,
        /// <summary>The body is neither a success nor a failure of this protocol.</summary>
        UnexpectedResponse = 202,
        /// <summary>No trusted key signed the payload.</summary>
        SignatureMismatch = 203,
        /// <summary>The answer belongs to another request.</summary>
        NonceMismatch = 204,
        /// <summary>The body is longer than 256 KiB, or its headers than 16 KiB.</summary>
        ResponseTooLarge = 205,
        /// <summary>The answer has no payload text.</summary>
        MissingPayload = 206,
        /// <summary>The answer has no signature text.</summary>
        MissingSignature = 207,
        /// <summary>The signed payload is not base64 of JSON.</summary>
        InvalidPayloadJson = 208,
        /// <summary>The signed payload is JSON, but not an object.</summary>
        PayloadNotJsonObject = 209,
        /// <summary>The signed payload has no session token.</summary>
        MissingSessionToken = 210,
        /// <summary>The signed payload does not say when the session ends.</summary>
        MissingExpiresIn = 211,
        /// <summary>The service failed the request without saying why.</summary>
        UnknownError = 212,
        /// <summary>The signature is not base64 of 64 bytes: half an answer, which proves nothing and ends no
        /// session.</summary>
        InvalidSignatureEncoding = 213,
        /// <summary>The answer is proven, but about another app, license key or machine than was asked for. Only with
        /// <see cref="AuthForgeConfig.TokenBinding"/>.</summary>
        AnswerMismatch = 214,
        /// <summary>A code that this version does not know; it stands in
        /// <see cref="AuthForgeException.Code"/>.</summary>
        ServerOther = 300,
        /// <summary>Unknown app id, or wrong app secret.</summary>
        InvalidApp = 301,
        /// <summary>Unknown license key, or one of another app.</summary>
        InvalidKey = 302,
        /// <summary>The license has expired.</summary>
        Expired = 303,
        /// <summary>The license was revoked.</summary>
        Revoked = 304,
        /// <summary>No hardware slot is free, or this machine is no longer bound.</summary>
        HwidMismatch = 305,
        /// <summary>The app's owner has no credits.</summary>
        NoCredits = 306,
        /// <summary>Hardware id or address is on a blacklist, or missing from a whitelist.</summary>
        Blocked = 307,
        /// <summary>Too many requests. Retried by the library before it is reported.</summary>
        RateLimited = 308,
        /// <summary>The nonce was seen before.</summary>
        ReplayDetected = 309,
        /// <summary>The session is over or its token is not accepted.</summary>
        SessionExpired = 310,
        /// <summary>The app was switched off by its owner.</summary>
        AppDisabled = 311,
        /// <summary>The service missed a field or refused its value.</summary>
        BadRequest = 312,
        /// <summary>The service could not read the request.</summary>
        MalformedRequest = 313,
        /// <summary>A self-ban that revokes needs a session.</summary>
        RevokeRequiresSession = 314,
        /// <summary>The owner's spending cap for the app is reached.</summary>
        AppBurnCapReached = 315,
        /// <summary>The public demo app has reached its daily ceiling.</summary>
        DemoQuotaExceeded = 316,
        /// <summary>The app does not offer offline activation.</summary>
        OfflineActivationDisabled = 317,
        /// <summary>Offline activation needs a license without expiry.</summary>
        OfflineActivationRequiresPerpetual = 318,
        /// <summary>Offline activation needs a license with a limited number of seats.</summary>
        OfflineActivationRequiresSeats = 319,
        /// <summary>Every seat of the license was already activated offline.</summary>
        OfflineActivationLimitReached = 320,
        /// <summary>The service failed inside.</summary>
        SystemError = 321,
        /// <summary>Older name of <c>system_error</c>.</summary>
        ServerError = 322,
        /// <summary>Older name of <c>system_error</c>.</summary>
        HandlerError = 323,
        /// <summary>The text is not a license file or activation request in its armor.</summary>
        BadArmor = 400,
        /// <summary>No trusted key signed the license file.</summary>
        BadSignature = 401,
        /// <summary>The file's format is of a version that this library does not read.</summary>
        UnsupportedVersion = 402,
        /// <summary>The file's content is not what its format says.</summary>
        MalformedPayload = 403,
        /// <summary>The license file is for another app.</summary>
        WrongApp = 404,
        /// <summary>The license file could not be read from disk.</summary>
        ReadError = 405,
        /// <summary>A file could not be written. What was there before is untouched.</summary>
        FileWriteFailed = 406,
        /// <summary>The service handed out a license file that does not pass verification; the message says
        /// why.</summary>
        OfflineFileRejected = 407,
        /// <summary>The activation request was damaged on its way.</summary>
        ChecksumMismatch = 408,
        /// <summary>A license file where an activation request was expected.</summary>
        IsLicenseFile = 409,
        /// <summary>An activation request where a license file was expected.</summary>
        IsActivationRequest = 410,
        /// <summary>The license file was issued later than this computer's clock says it is. Check the clock.</summary>
        ClockWrong = 411,
        /// <summary>A bug in this library. Please report it.</summary>
        InternalError = 900,
    }
}
