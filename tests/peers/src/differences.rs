//! The one list of differences between libauthforge and the official clients. A case that differs without
//! standing here fails the comparison, and so does one that stands here and does not differ.

use self::Differs::{Both, Python, Rust};

/// Which official client differs from libauthforge in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differs {
    Rust,
    Python,
    Both,
}

pub struct Difference {
    /// As docs/compatibility.md names it.
    pub id: &'static str,
    /// What libauthforge does, and why if that is not plain.
    pub reason: &'static str,
    pub cases: &'static [(Differs, &'static str)],
}

/// Cases that depend on the machine: they may differ and need not.
pub const SOMETIMES: &[&str] = &[
    "hwid of a machine without id",
    "hwid of a machine without id, another app",
    "hwid of a machine without id, app id with blanks",
];

pub const DIFFERENCES: &[Difference] = &[
    Difference {
        id: "retry-nonce",
        reason: "every attempt has a nonce of its own, so a retry of a request that did arrive is no replay",
        cases: &[
            (Rust, "validate: connection closed for good"),
            (Rust, "heartbeat: connection closed for good"),
            (Rust, "self-ban: connection closed for good"),
            (Rust, "activation: connection closed for good"),
            (Rust, "validate: connection closed once"),
            (Rust, "heartbeat: connection closed once"),
            (Rust, "self-ban: connection closed once"),
            (Rust, "activation: connection closed once"),
            (Rust, "validate: answer lost once"),
            (Rust, "heartbeat: answer lost once"),
            (Rust, "self-ban: answer lost once"),
            (Rust, "activation: answer lost once"),
            (Both, "validate: no answer for good"),
            (Both, "heartbeat: no answer for good"),
            (Both, "self-ban: no answer for good"),
            (Both, "activation: no answer for good"),
            (Both, "validate: no answer once"),
            (Both, "heartbeat: no answer once"),
            (Both, "self-ban: no answer once"),
            (Both, "activation: no answer once"),
        ],
    },
    Difference {
        id: "lost-connection",
        reason: "a connection that closes before the answer is a network failure like any other, and retried",
        cases: &[
            (Python, "validate: connection closed for good"),
            (Python, "heartbeat: connection closed for good"),
            (Python, "self-ban: connection closed for good"),
            (Python, "activation: connection closed for good"),
            (Python, "validate: connection closed once"),
            (Python, "heartbeat: connection closed once"),
            (Python, "self-ban: connection closed once"),
            (Python, "activation: connection closed once"),
            (Python, "validate: answer lost once"),
            (Python, "heartbeat: answer lost once"),
            (Python, "self-ban: answer lost once"),
            (Python, "activation: answer lost once"),
        ],
    },
    Difference {
        id: "cut-answer",
        reason: "an answer that is cut short is a network failure, and retried",
        cases: &[
            (Both, "validate: answer cut short once"),
            (Both, "heartbeat: answer cut short once"),
            (Both, "self-ban: answer cut short once"),
            (Both, "activation: answer cut short once"),
        ],
    },
    Difference {
        id: "network-code",
        reason: "network failures have codes, not the texts of a runtime",
        cases: &[
            (Python, "validate: connection refused"),
            (Python, "validate: no answer for good"),
            (Python, "login: network_error"),
            (Python, "login: network_error: callbacks"),
            (Python, "validate: connection closed for good"),
            (Python, "heartbeat: connection closed for good"),
            (Python, "self-ban: connection closed for good"),
        ],
    },
    Difference {
        id: "network-reason",
        reason: "a heartbeat or login that found no answer is told as network_error, a verdict as heartbeat_failed or login_failed",
        cases: &[
            (Both, "heartbeat: connection closed for good"),
            (Both, "heartbeat: no answer for good"),
            (Python, "login: network_error: callbacks"),
        ],
    },
    Difference {
        id: "gateway-429",
        reason: "a 429 without a code is rate_limited, whatever its body, and retried",
        cases: &[
            (Both, "validate: 429 of a gateway for good"),
            (Both, "heartbeat: 429 of a gateway for good"),
            (Both, "self-ban: 429 of a gateway for good"),
            (Both, "activation: 429 of a gateway for good"),
            (Both, "validate: 429 without a body once"),
            (Both, "heartbeat: 429 without a body once"),
            (Both, "self-ban: 429 without a body once"),
            (Both, "activation: 429 without a body once"),
            (Rust, "validate: 429 of a gateway once"),
            (Rust, "heartbeat: 429 of a gateway once"),
            (Rust, "self-ban: 429 of a gateway once"),
            (Rust, "activation: 429 of a gateway once"),
        ],
    },
    Difference {
        id: "patient-heartbeat",
        reason: "the next heartbeat is the second attempt of one that is refused long before the session's end",
        cases: &[(Both, "heartbeat: rate_limited"), (Both, "heartbeat: rate_limited for good")],
    },
    Difference {
        id: "one-connection",
        reason: "connections are kept and used again",
        cases: &[(Both, "two requests in a row")],
    },
    Difference {
        id: "config-early",
        reason: "a configuration that cannot be used is refused when the client is made, and the message names the field",
        cases: &[
            (Both, "config: empty app id"),
            (Both, "config: no app secret"),
            (Both, "config: no public key"),
            (Both, "config: the only key is malformed"),
            (Both, "config: first of two keys is malformed"),
            (Both, "config: second of two keys is too short"),
            (Both, "config: interval of 5 s"),
        ],
    },
    Difference {
        id: "usage-errors",
        reason: "mistakes of the call have codes of their own, neither fatal nor transient, and ask nobody",
        cases: &[
            (Both, "license key, empty"),
            (Both, "license key, only blanks"),
            (Both, "activation, empty license key"),
            (Both, "activation, empty app secret"),
            (Both, "self-ban without anything"),
            (Both, "self-ban before a session, empty app secret"),
            (Both, "self-ban in an offline session"),
        ],
    },
    Difference {
        id: "key-blanks",
        reason: "players paste: blanks and line ends around a license key are trimmed",
        cases: &[
            (Both, "license key, blanks and a line end around it"),
            (Both, "activation, blanks around the license key: sent"),
        ],
    },
    Difference {
        id: "login-callback",
        reason: "a failed login is told to the callback as well as returned",
        cases: &[
            (Rust, "login with a wrong key: callbacks"),
            (Rust, "login, answer of another key: callbacks"),
            (Rust, "login: rate_limited: callbacks"),
        ],
    },
    Difference {
        id: "no-listener",
        reason: "a failed login and a fatal failure that nobody hears end the process, with one line on stderr that says why",
        cases: &[
            (Both, "without callback, login fails"),
            (Both, "without callback, login on a dead network"),
            (Both, "without callback, heartbeat fails with revoked"),
        ],
    },
    Difference {
        id: "signature-first",
        reason: "nothing unproven is looked at: the signature is verified before the nonce",
        cases: &[(Python, "validate: another key and another nonce")],
    },
    Difference {
        id: "nonce-code",
        reason: "a wrong nonce is nonce_mismatch; replay_detected is the word of the service",
        cases: &[(Rust, "validate: signed for another nonce"), (Rust, "heartbeat: signed for another nonce")],
    },
    Difference {
        id: "proof-codes",
        reason: "a payload or signature that is empty or of another type is missing, and a signature that cannot be read is half an answer, not a forged one",
        cases: &[
            (Both, "validate: empty payload"),
            (Both, "heartbeat: empty payload"),
            (Both, "validate: empty signature"),
            (Both, "heartbeat: empty signature"),
            (Rust, "validate: signature that is not base64"),
            (Rust, "heartbeat: signature that is not base64"),
            (Both, "validate: payload that is a number"),
            (Both, "heartbeat: payload that is a number"),
            (Both, "validate: signature of 3 bytes"),
            (Both, "heartbeat: signature of 3 bytes"),
        ],
    },
    Difference {
        id: "payload-codes",
        reason: "what is wrong with a signed payload is told by a code of its own",
        cases: &[
            (Rust, "validate: signed payload that is an array"),
            (Rust, "heartbeat: signed payload that is an array"),
            (Rust, "validate: signed payload that is not base64"),
            (Rust, "heartbeat: signed payload that is not base64"),
            (Rust, "validate: no nonce"),
            (Rust, "heartbeat: no nonce"),
            (Rust, "validate: no session token"),
            (Rust, "heartbeat: no session token"),
            (Rust, "validate: no end of the session anywhere"),
            (Rust, "heartbeat: no end of the session anywhere"),
        ],
    },
    Difference {
        id: "code-case",
        reason: "a code has the same letters in a login and in a heartbeat",
        cases: &[
            (Python, "heartbeat: no session token"),
            (Python, "heartbeat: empty session token"),
            (Python, "heartbeat: no end of the session anywhere"),
        ],
    },
    Difference {
        id: "not-an-object",
        reason: "JSON that is no object is told apart from text that is no JSON",
        cases: &[
            (Rust, "validate: 200 with an array"),
            (Rust, "heartbeat: 200 with an array"),
            (Rust, "validate: 200 with null"),
            (Rust, "heartbeat: 200 with null"),
            (Rust, "activation, 200 with an array"),
        ],
    },
    Difference {
        id: "foreign-answers",
        reason: "an answer that has neither a verdict nor a proof is unexpected_response, or http_error_<status> if it is an error of HTTP",
        cases: &[
            (Python, "validate: 503 with JSON of someone else"),
            (Python, "heartbeat: 503 with JSON of someone else"),
            (Both, "validate: 200 with an empty object"),
            (Both, "validate: no status"),
            (Rust, "validate: failed with a number as code"),
            (Rust, "heartbeat: failed with a number as code"),
        ],
    },
    Difference {
        id: "code-form",
        reason: "an odd code is made a word, so that programs can compare it; the status word alone is none",
        cases: &[
            (Both, "validate: code that is a sentence"),
            (Both, "heartbeat: code that is a sentence"),
            (Python, "validate: revoked, as status word alone"),
        ],
    },
    Difference {
        id: "odd-types",
        reason: "a field of the wrong type is unknown: a slip of the seller must not lock customers out",
        cases: &[
            (Rust, "validate: end of the session as text"),
            (Rust, "heartbeat: end of the session as text"),
            (Rust, "validate: end of the session as float"),
            (Rust, "heartbeat: end of the session as float"),
            (Rust, "validate: slots as text"),
            (Rust, "heartbeat: slots as text"),
            (Rust, "validate: negative count of machines"),
            (Rust, "heartbeat: negative count of machines"),
            (Rust, "validate: label is a number"),
            (Rust, "heartbeat: label is a number"),
            (Rust, "validate: app variables are an array"),
            (Rust, "heartbeat: app variables are an array"),
            (Python, "validate: key id is a number"),
            (Python, "heartbeat: key id is a number"),
        ],
    },
    Difference {
        id: "session-token",
        reason: "a session needs a token that is a text: without one it could never send a heartbeat",
        cases: &[
            (Rust, "validate: empty session token"),
            (Rust, "heartbeat: empty session token"),
            (Both, "validate: session token is a number"),
            (Both, "heartbeat: session token is a number"),
        ],
    },
    Difference {
        id: "which-end",
        reason: "the session ends when expiresIn says; the token is asked only if that cannot be read",
        cases: &[
            (Rust, "validate: no end of the session, token tells"),
            (Rust, "heartbeat: no end of the session, token tells"),
            (Python, "LOCAL: payload ends before token"),
            (Python, "LOCAL: token ends before payload"),
        ],
    },
    Difference {
        id: "past-end",
        reason: "an answer whose session is over by its own timestamp is session_expired at once",
        cases: &[
            (Both, "validate: end of the session is past"),
            (Both, "heartbeat: end of the session is past"),
            (Both, "validate: end of the session is negative"),
            (Both, "heartbeat: end of the session is negative"),
        ],
    },
    Difference {
        id: "end-in-time",
        reason: "without heartbeats the session ends at its second, not at the next interval",
        cases: &[(Both, "LOCAL: session ends"), (Rust, "LOCAL: payload ends before token")],
    },
    Difference {
        id: "server-time",
        reason: "sessions are judged by the service's signed time and a clock that nobody can turn",
        cases: &[(Both, "LOCAL: the machine's clock is two days ahead")],
    },
    Difference {
        id: "heartbeat-ahead",
        reason: "a heartbeat is made in time if the interval would overshoot the end of the session",
        cases: &[(Both, "SERVER: session ends before the interval")],
    },
    Difference {
        id: "answer-size",
        reason: "an answer beyond 256 KiB is not read",
        cases: &[(Both, "validate: 300 KB"), (Both, "heartbeat: 300 KB")],
    },
    Difference {
        id: "thin-heartbeat",
        reason: "what a heartbeat leaves out stays as the login said",
        cases: &[
            (Python, "thin heartbeat: license variables"),
            (Python, "thin heartbeat: app variables"),
            (Both, "thin heartbeat: session data, label"),
        ],
    },
    Difference {
        id: "fresh-variables",
        reason: "variables that a heartbeat brings replace the old ones",
        cases: &[(Rust, "heartbeat brings other variables: variables")],
    },
    Difference {
        id: "lifetime-told",
        reason: "a license without end is told apart from one whose end is unknown",
        cases: &[(Rust, "validate, lifetime license: end of the license")],
    },
    Difference {
        id: "file-types",
        reason: "a version is compared as a number, and odd types of what is not needed are unknown, as in answers",
        cases: &[
            (Rust, "license file, version 1.0"),
            (Rust, "license file, label is a number"),
            (Rust, "license file, license variables are an array"),
        ],
    },
    Difference {
        id: "file-date",
        reason: "a day without a time is no instant",
        cases: &[(Python, "license file, end is only a day")],
    },
    Difference {
        id: "file-armor",
        reason: "what mail, chat and editors do to armor is forgiven: what is signed decides",
        cases: &[
            (Both, "license file, header without colon"),
            (Both, "license file, no blank line after the headers"),
            (Both, "license file, no END line"),
            (Both, "license file, payload that is not base64"),
            (Both, "license file, path: a file with a byte that is not UTF-8"),
        ],
    },
    Difference {
        id: "read-error",
        reason: "a file that cannot be read is read_error; the words of the system stand in the message",
        cases: &[
            (Python, "license file, no such file: login"),
            (Both, "license file, no such file: login: callbacks"),
        ],
    },
    Difference {
        id: "blank-file",
        reason: "an activation whose file is blank is an unexpected response, not a rejected file",
        cases: &[(Python, "activation, file of blanks")],
    },
    Difference {
        id: "target-first",
        reason: "a place where no file can be written is refused before the service is asked: a seat that is taken stays taken",
        cases: &[(Both, "activation, target is a folder"), (Both, "activation, parent is a file")],
    },
    Difference {
        id: "file-after-login",
        reason: "a session of the service knows no file: what is told belongs to the session there is",
        cases: &[(Both, "login after a login from a file")],
    },
    Difference {
        id: "file-mode",
        reason: "a written license file or request can be read by its owner alone",
        cases: &[
            (Both, "activation: mode of the written file"),
            (Both, "activation request, written to a file: mode"),
        ],
    },
    Difference {
        id: "activation-verdict",
        reason: "an activation is refused only by a whole verdict: \"failed\" with a code",
        cases: &[
            (Rust, "activation, revoked in another status word"),
            (Rust, "activation, failed without a code"),
        ],
    },
    Difference {
        id: "replay-told",
        reason: "a program is told whether the machine had the file already",
        cases: &[(Rust, "activation: told as new"), (Rust, "activation again: told as replay")],
    },
    Difference {
        id: "request-origin",
        reason: "an activation request names the library and the system it was made by",
        cases: &[(Both, "activation request: sdk"), (Python, "activation request: system")],
    },
    Difference {
        id: "request-clip",
        reason: "long texts are clipped at 128 bytes, between two letters; no name can make it panic",
        cases: &[
            (Both, "activation request, name of 201 bytes, not ASCII"),
            (Both, "activation request, name of 180 bytes, wide letters"),
            (Python, "activation request, name of 200 bytes, not ASCII"),
        ],
    },
    Difference {
        id: "request-file",
        reason: "an activation request can be written to a file in one call",
        cases: &[(Rust, "activation request, written to a file")],
    },
    Difference {
        id: "hwid-fallback",
        reason: "each library has a fallback of its own for a machine without id; ours is the Rust crate's",
        cases: &[
            (Python, "hwid of a machine without id"),
            (Python, "hwid of a machine without id, another app"),
            (Python, "hwid of a machine without id, app id with blanks"),
        ],
    },
];
