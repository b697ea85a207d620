//! What a client is made of: every default, and all checks in one place.

mod dispatch;

pub use dispatch::Dispatch;

use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::client::heartbeat_policy::Mode;
use crate::hwid::v1::Official;
use crate::protocol::token::TokenBinding;
use crate::protocol::trust::TrustList;
use crate::transport::{BaseUrl, Roots};
use crate::values::error::{Error, Result};
use crate::values::limits::{MAX_APP_ID, MAX_APP_SECRET, MAX_MODE, MAX_PUBLIC_KEY};
use crate::values::quoted::quoted;
use crate::values::secret::Secret;

pub const DEFAULT_API_BASE_URL: &str = "https://auth.authforge.cc";
pub const DEFAULT_HEARTBEAT_INTERVAL: i32 = 900;
pub const MIN_HEARTBEAT_INTERVAL: i32 = 10;
pub const DEFAULT_REQUEST_TIMEOUT: i32 = 15;
pub const MAX_REQUEST_TIMEOUT: i32 = 3600;
pub const DEFAULT_LOGIN_ATTEMPTS: i32 = 3;
pub const MAX_LOGIN_ATTEMPTS: i32 = 10;
/// In milliseconds; 0 leaves it to the request timeout.
pub const MIN_LOGIN_TIMEOUT: i32 = 1000;
pub const MAX_LOGIN_TIMEOUT: i32 = 86_400_000;
/// A heartbeat that takes longer would hold up the next one.
pub const HEARTBEAT_TIMEOUT: Duration = Duration::from_secs(8);

/// What activation requests call this library.
pub const SDK: &str = concat!("c/", env!("CARGO_PKG_VERSION"));

/// What activation requests call this machine's system.
pub fn os_name() -> String {
    let name = match std::env::consts::OS {
        "windows" => "Windows",
        "macos" => "macOS",
        "linux" => "Linux",
        other => other,
    };
    format!("{name} {}", std::env::consts::ARCH)
}

/// What happens to a failure that nobody listens for.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailurePolicy {
    /// A failed login and a fatal background failure end the process.
    Exit = 0,
    /// Transient background failures end it too.
    ExitStrict = 1,
    /// Never ends the process.
    Continue = 2,
}

/// What the host asked for, unchecked but for ranges.
#[derive(Clone)]
pub struct Config {
    pub app_id: Option<Vec<u8>>,
    pub app_secret: Option<Zeroizing<Vec<u8>>>,
    pub public_key: Option<Vec<u8>>,
    pub heartbeat_mode: Option<Vec<u8>>,
    pub heartbeat_interval: i32,
    pub api_base_url: String,
    pub allow_plain_http: bool,
    pub request_timeout: i32,
    pub login_attempts: i32,
    pub login_timeout: i32,
    pub ttl_seconds: i32,
    /// Trimmed, and not blank.
    pub hwid_override: Option<String>,
    /// `None` is this library's own.
    pub hwid_source: Option<Official>,
    pub failure_policy: FailurePolicy,
    pub dispatch: Dispatch,
    pub ca_file: Option<String>,
    pub token_binding: TokenBinding,
    /// The first value that was refused without anybody being told.
    pub refused: Option<Error>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            app_id: None,
            app_secret: None,
            public_key: None,
            heartbeat_mode: None,
            heartbeat_interval: DEFAULT_HEARTBEAT_INTERVAL,
            api_base_url: DEFAULT_API_BASE_URL.to_owned(),
            allow_plain_http: false,
            request_timeout: DEFAULT_REQUEST_TIMEOUT,
            login_attempts: DEFAULT_LOGIN_ATTEMPTS,
            login_timeout: 0,
            ttl_seconds: 0,
            hwid_override: None,
            hwid_source: None,
            failure_policy: FailurePolicy::Exit,
            dispatch: Dispatch::Background,
            ca_file: None,
            token_binding: TokenBinding::Off,
            refused: None,
        }
    }
}

/// A configuration that can be used.
pub struct Settings {
    pub app_id: Arc<str>,
    /// `None` for clients that only read license files.
    pub app_secret: Option<Secret>,
    pub trust: TrustList,
    pub mode: Mode,
    pub heartbeat_interval: Duration,
    pub base_url: BaseUrl,
    pub request_timeout: Duration,
    pub login_attempts: u32,
    /// `None` leaves it to the request timeout.
    pub login_timeout: Option<Duration>,
    pub ttl_seconds: u32,
    pub hwid_override: Option<String>,
    pub hwid_source: Option<Official>,
    pub failure_policy: FailurePolicy,
    pub dispatch: Dispatch,
    pub roots: Roots,
    pub token_binding: TokenBinding,
}

impl Config {
    /// Setters say at once what is out of range.
    pub fn set_heartbeat_interval(&mut self, seconds: i32) -> Result<()> {
        if seconds < MIN_HEARTBEAT_INTERVAL {
            return Err(Error::argument(format!(
                "heartbeat_interval is {seconds} seconds, need at least {MIN_HEARTBEAT_INTERVAL}"
            )));
        }
        self.heartbeat_interval = seconds;
        Ok(())
    }

    pub fn set_request_timeout(&mut self, seconds: i32) -> Result<()> {
        if !(1..=MAX_REQUEST_TIMEOUT).contains(&seconds) {
            return Err(Error::argument(format!(
                "request_timeout is {seconds} seconds, need 1 to {MAX_REQUEST_TIMEOUT}"
            )));
        }
        self.request_timeout = seconds;
        Ok(())
    }

    pub fn set_login_attempts(&mut self, attempts: i32) -> Result<()> {
        if !(1..=MAX_LOGIN_ATTEMPTS).contains(&attempts) {
            let text = format!("login_attempts is {attempts}, need 1 to {MAX_LOGIN_ATTEMPTS}");
            return Err(Error::argument(text));
        }
        self.login_attempts = attempts;
        Ok(())
    }

    pub fn set_login_timeout(&mut self, ms: i32) -> Result<()> {
        if ms != 0 && !(MIN_LOGIN_TIMEOUT..=MAX_LOGIN_TIMEOUT).contains(&ms) {
            return Err(Error::argument(format!(
                "login_timeout is {ms} ms, need {MIN_LOGIN_TIMEOUT} to {MAX_LOGIN_TIMEOUT}, or 0 for the default"
            )));
        }
        self.login_timeout = ms;
        Ok(())
    }

    pub fn set_ttl_seconds(&mut self, seconds: i32) -> Result<()> {
        if seconds < 0 {
            return Err(Error::argument(format!("ttl_seconds is {seconds}, need 0 or more")));
        }
        self.ttl_seconds = seconds;
        Ok(())
    }

    /// All checks that need more than one value.
    pub fn check(&self) -> Result<Settings> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        let app_id = required("app_id", self.app_id.as_deref(), MAX_APP_ID)?;
        let app_secret = self
            .app_secret
            .as_ref()
            .map(|secret| required("app_secret", Some(secret), MAX_APP_SECRET).map(Secret::new))
            .transpose()?;
        let public_key = required("public_key", self.public_key.as_deref(), MAX_PUBLIC_KEY)?;
        let trust = TrustList::parse(public_key)?;
        let mode = self.mode(app_secret.is_some())?;
        let base_url = BaseUrl::parse(&self.api_base_url, self.allow_plain_http)?;
        let roots = self.ca_file.as_deref().map_or(Ok(Roots::System), Roots::from_file)?;
        Ok(Settings {
            app_id: app_id.into(),
            app_secret,
            trust,
            mode,
            heartbeat_interval: seconds(self.heartbeat_interval),
            base_url,
            request_timeout: seconds(self.request_timeout),
            login_attempts: u32::try_from(self.login_attempts).unwrap_or(1),
            login_timeout: u64::try_from(self.login_timeout)
                .ok()
                .filter(|ms| *ms > 0)
                .map(Duration::from_millis),
            ttl_seconds: u32::try_from(self.ttl_seconds).unwrap_or(0),
            hwid_override: self.hwid_override.clone(),
            hwid_source: self.hwid_source,
            failure_policy: self.failure_policy,
            dispatch: self.dispatch,
            roots,
            token_binding: self.token_binding,
        })
    }

    fn mode(&self, online: bool) -> Result<Mode> {
        let Some(bytes) = self.heartbeat_mode.as_deref() else {
            return if online {
                Err(Error::config("heartbeat_mode is NULL, need SERVER or LOCAL"))
            } else {
                Ok(Mode::Local)
            };
        };
        let word = required("heartbeat_mode", Some(bytes), MAX_MODE)?;
        if word.trim().eq_ignore_ascii_case("server") {
            Ok(Mode::Server)
        } else if word.trim().eq_ignore_ascii_case("local") {
            Ok(Mode::Local)
        } else {
            Err(Error::config(format!("heartbeat_mode is {}, need SERVER or LOCAL", quoted(word))))
        }
    }
}

fn seconds(number: i32) -> Duration {
    Duration::from_secs(u64::try_from(number).unwrap_or(0))
}

fn required<'a>(name: &str, bytes: Option<&'a [u8]>, most: usize) -> Result<&'a str> {
    let bytes = bytes.ok_or_else(|| Error::config(format!("{name} is NULL")))?;
    if bytes.len() > most {
        return Err(Error::config(format!("{name} is longer than {most} bytes")));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Error::config(format!("{name} is not UTF-8")))?;
    if text.trim().is_empty() {
        return Err(Error::config(format!("{name} is empty")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Config {
        Config {
            app_id: Some(b"app".to_vec()),
            app_secret: Some(Zeroizing::new(b"secret".to_vec())),
            public_key: Some(b"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=".to_vec()),
            heartbeat_mode: Some(b"Server".to_vec()),
            ..Config::default()
        }
    }

    #[test]
    fn defaults_are_those_of_the_reference() {
        let settings = good().check().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(settings.base_url.join(""), "https://auth.authforge.cc");
        assert_eq!(settings.heartbeat_interval, Duration::from_secs(900));
        assert_eq!(settings.request_timeout, Duration::from_secs(15));
        assert_eq!((settings.login_attempts, settings.login_timeout), (3, None));
        assert_eq!((settings.ttl_seconds, settings.mode), (0, Mode::Server));
        assert_eq!(settings.failure_policy, FailurePolicy::Exit);
    }

    #[test]
    fn a_field_that_cannot_be_used_is_named() {
        type Spoil = fn(&mut Config);
        let cases: [(Spoil, &str); 7] = [
            (|c| c.app_id = None, "app_id is NULL"),
            (|c| c.app_id = Some(b" ".to_vec()), "app_id is empty"),
            (|c| c.app_id = Some(vec![0xff; 3]), "app_id is not UTF-8"),
            (
                |c| c.app_secret = Some(Zeroizing::new(vec![b'x'; 1 << 20])),
                "app_secret is longer than 1024 bytes",
            ),
            (|c| c.heartbeat_mode = None, "heartbeat_mode is NULL, need SERVER or LOCAL"),
            (
                |c| c.heartbeat_mode = Some(b"FAST".to_vec()),
                "heartbeat_mode is \"FAST\", need SERVER or LOCAL",
            ),
            (|c| c.public_key = Some(b"AAAA".to_vec()), "public_key 1 of 1 is 3 bytes, need 32"),
        ];
        for (spoil, message) in cases {
            let mut config = good();
            spoil(&mut config);
            assert_eq!(config.check().err().unwrap().message, message);
        }
    }

    #[test]
    fn a_file_only_client_needs_neither_secret_nor_mode() {
        let config = Config { app_secret: None, heartbeat_mode: None, ..good() };
        assert!(config.check().is_ok());
    }

    #[test]
    fn ranges_are_said_at_once() {
        let mut config = good();
        assert!(config.set_heartbeat_interval(9).unwrap_err().message.contains("9 seconds"));
        assert!(config.set_heartbeat_interval(10).is_ok());
        assert!(config.set_request_timeout(0).is_err() && config.set_request_timeout(1).is_ok());
        assert!(config.set_ttl_seconds(-1).is_err() && config.set_ttl_seconds(0).is_ok());
        for attempts in [i32::MIN, 0, 11] {
            let refused = config.set_login_attempts(attempts).unwrap_err().message;
            assert_eq!(refused, format!("login_attempts is {attempts}, need 1 to 10"));
        }
        for ms in [i32::MIN, -1, 1, 999, 86_400_001] {
            let refused = config.set_login_timeout(ms).unwrap_err().message;
            let expected = format!("login_timeout is {ms} ms, need 1000 to 86400000, or 0 for the default");
            assert_eq!(refused, expected);
        }
        for ms in [1000, 86_400_000, 0] {
            assert!(config.set_login_timeout(ms).is_ok());
        }
        assert!(config.set_login_attempts(1).is_ok() && config.set_login_attempts(10).is_ok());
    }
}
