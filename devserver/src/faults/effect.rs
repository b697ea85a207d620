//! What a fault does to the request it meets.

use std::collections::BTreeMap;
use std::time::Duration;

use hyper::header::{CONNECTION, CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

use super::raw_json::RawJson;
use crate::values::endpoint::Endpoint;
use crate::values::error::Error;
use crate::values::presence;
use crate::values::refusal::ErrorCode;

/// What happens. The first group answers in place of the service: nothing is billed, bound or remembered.
/// The second lets the service do its work and spoils the answer.
#[derive(Clone, Debug, Serialize, Deserialize, IntoStaticStr, VariantNames)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Effect {
    /// Never answers.
    Hang,
    /// Closes the connection without an answer.
    Close,
    /// Says over TLS that it closes, and then closes without an answer.
    CloseNotify,
    /// 200 with text that is not JSON.
    Garbage,
    /// 502 with a page of HTML, as proxies send it.
    #[serde(rename = "html_502")]
    #[strum(serialize = "html_502")]
    Html502,
    /// Any status, body and headers. A body that is a JSON string is sent as plain text.
    Status {
        http: u16,
        /// A null that is there is sent.
        #[serde(default, deserialize_with = "presence::some", skip_serializing_if = "Option::is_none")]
        body: Option<RawJson>,
        #[serde(default)]
        headers: BTreeMap<String, String>,
    },
    /// 429 in the service's own form. `rate_limited` says to come back after a second, unless told otherwise.
    #[serde(rename = "rate_limited_429")]
    #[strum(serialize = "rate_limited_429")]
    RateLimited429 {
        #[serde(default = "rate_limited")]
        code: String,
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// 429 as the gateway in front of the service words it, without an error code.
    #[serde(rename = "gateway_429")]
    #[strum(serialize = "gateway_429")]
    Gateway429,
    #[serde(rename = "empty_429")]
    #[strum(serialize = "empty_429")]
    Empty429,
    /// The last successful answer of the endpoint, byte for byte. Passes while there is none.
    Replay,
    /// A failure; `http` may be left out for codes of the service.
    Error {
        code: String,
        #[serde(default)]
        http: Option<u16>,
    },
    Redirect {
        to: String,
        #[serde(default = "temporary_redirect")]
        http: u16,
    },
    /// A success of so many bytes.
    BigBody { bytes: u64 },

    /// The real answer, later.
    Delay { ms: u64 },
    /// The service does its work, then the connection closes without an answer.
    LoseReply,
    /// Announces the whole answer, sends half of it and closes.
    Truncate,
    /// The real answer, a byte at a time.
    Trickle { ms: u64 },
    /// Signed by a key that nobody trusts.
    WrongKey,
    /// Signed, but for another nonce.
    WrongNonce,
    /// Leaves out fields: `status`, `payload`, `signature`, `keyId`, `file`, `fileName`, `replay` of the envelope,
    /// all others of the payload.
    DropFields(Vec<String>),
    /// Replaces or adds fields of the payload before it is signed; of an activation, of its file's payload.
    SetFields(BTreeMap<String, RawJson>),
    /// Replaces or adds fields of the session token's body, which the server then vouches for.
    SetToken(BTreeMap<String, RawJson>),
    /// Replaces or adds fields of the envelope.
    SetEnvelope(BTreeMap<String, RawJson>),
    /// A character of the license file's payload is another one after it was signed.
    FileTampered,
    /// A license file for another machine.
    FileOtherHwid,
    /// A license file for another app.
    FileOtherApp,
    /// A license file for another license key.
    FileOtherKey,
    /// A successful activation without its license file.
    FileMissing,
}

impl Effect {
    /// The names of all effects in JSON.
    pub const NAMES: &'static [&'static str] = Self::VARIANTS;

    pub fn delay(time: Duration) -> Self {
        Self::Delay { ms: u64::try_from(time.as_millis()).unwrap_or(u64::MAX) }
    }

    pub fn error(code: ErrorCode) -> Self {
        Self::Error { code: code.as_str().to_owned(), http: None }
    }

    pub fn drop_fields<const N: usize>(names: [&str; N]) -> Self {
        Self::DropFields(names.map(str::to_owned).to_vec())
    }

    pub fn set_fields<const N: usize>(fields: [(&str, serde_json::Value); N]) -> Self {
        Self::SetFields(fields.map(|(name, value)| (name.to_owned(), value.into())).into())
    }

    pub fn set_token<const N: usize>(fields: [(&str, serde_json::Value); N]) -> Self {
        Self::SetToken(fields.map(|(name, value)| (name.to_owned(), value.into())).into())
    }

    pub fn set_envelope<const N: usize>(fields: [(&str, serde_json::Value); N]) -> Self {
        Self::SetEnvelope(fields.map(|(name, value)| (name.to_owned(), value.into())).into())
    }

    /// The name it has in JSON.
    pub const fn name(&self) -> &'static str {
        self.into_str()
    }

    /// Whether the answer, however it travels, is the one the service gave.
    pub(crate) const fn leaves_answer_honest(&self) -> bool {
        matches!(self, Self::Delay { .. } | Self::LoseReply | Self::Truncate | Self::Trickle { .. })
    }

    /// Whether it shows in the text of a license file.
    pub(crate) const fn spoils_file(&self) -> bool {
        matches!(
            self,
            Self::WrongKey
                | Self::DropFields(_)
                | Self::SetFields(_)
                | Self::FileTampered
                | Self::FileOtherHwid
                | Self::FileOtherApp
                | Self::FileOtherKey
        )
    }

    /// Whether the answers of an endpoint have what it spoils. A fault is not used up where it shows nothing.
    pub(crate) const fn concerns(&self, endpoint: Endpoint) -> bool {
        match self {
            Self::FileTampered
            | Self::FileOtherHwid
            | Self::FileOtherApp
            | Self::FileOtherKey
            | Self::FileMissing => matches!(endpoint, Endpoint::OfflineActivate),
            Self::WrongNonce | Self::SetToken(_) => {
                matches!(endpoint, Endpoint::Validate | Endpoint::Heartbeat)
            }
            Self::WrongKey | Self::SetFields(_) => !matches!(endpoint, Endpoint::SelfBan),
            _ => true,
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Status { http, headers, .. } => {
                check_status(*http)?;
                let wrong = |(name, value): (&String, &String)| {
                    check_header(name, value).map_err(|error| error.at_path("headers"))
                };
                headers.iter().try_for_each(wrong)
            }
            Self::RateLimited429 { code, .. } => check_code(code),
            Self::Error { code, http: Some(http) } => check_code(code).and(check_status(*http)),
            Self::Error { code, http: None } if ErrorCode::from_name(code).is_none() => {
                Err(Error::new(format!("code \"{code}\" is none of the service's, so http is needed too")))
            }
            Self::Redirect { to, http } => {
                check_status(*http).and_then(|()| match HeaderValue::from_str(to) {
                    Ok(_) => Ok(()),
                    Err(_) => Err(Error::new(format!("to is {to:?}, need an address"))),
                })
            }
            _ => Ok(()),
        }
    }
}

fn rate_limited() -> String {
    ErrorCode::RateLimited.as_str().to_owned()
}

/// 307 keeps method and body: a client that follows it hands its secrets to the other host.
fn temporary_redirect() -> u16 {
    307
}

fn check_code(code: &str) -> Result<(), Error> {
    if code.is_empty() || code.chars().any(char::is_control) {
        return Err(Error::new(format!("code is {code:?}, need printable text")));
    }
    Ok(())
}

fn check_status(http: u16) -> Result<(), Error> {
    if !(200..=599).contains(&http) {
        return Err(Error::new(format!("http is {http}, need 200 to 599")));
    }
    Ok(())
}

fn check_header(name: &str, value: &str) -> Result<(), Error> {
    let known = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::new(format!("{name:?} is no name of a header")))?;
    // hyper frames the message itself; these would contradict it. `truncate` lies about the length.
    if [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION].contains(&known) {
        return Err(Error::new(format!("{name} cannot be set")));
    }
    HeaderValue::from_str(value)
        .map(drop)
        .map_err(|_| Error::new(format!("{name} is {value:?}, need printable text")))
}
