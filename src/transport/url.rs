//! The service's address, checked once.

use std::net::IpAddr;

use ureq::http::Uri;

use crate::values::error::{Error, Result};
use crate::values::hash::hash;
use crate::values::limits::MAX_URL;
use crate::values::quoted::quoted;

/// A base URL to which `/auth/...` is appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Plain http is accepted to loopback only, unless `allow_plain_http`.
    pub fn parse(text: &str, allow_plain_http: bool) -> Result<BaseUrl> {
        let trimmed = text.trim().trim_end_matches('/');
        if trimmed.is_empty() {
            return Err(Error::config("api_base_url is empty"));
        }
        if trimmed.len() > MAX_URL {
            return Err(Error::config(format!("api_base_url is longer than {} bytes", MAX_URL)));
        }
        let wrong = |why: &str| {
            Err(Error::config(format!("api_base_url {} {why}", quoted(without_credentials(trimmed)))))
        };
        if !trimmed.contains("://") {
            return wrong("has no scheme, need https://host");
        }
        let Ok(uri) = trimmed.parse::<Uri>() else { return wrong("is not a URL, need https://host") };
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        if host.is_empty() {
            return wrong("has no host");
        }
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(Error::config("api_base_url holds a user name, which is not supported"));
        }
        if trimmed.contains(['?', '#']) {
            return wrong("has a query or fragment, need https://host");
        }
        // "host:99999" parses, as a host without a port.
        let names_port = uri.authority().is_some_and(|authority| Some(authority.as_str()) != uri.host());
        if names_port && uri.port_u16().is_none_or(|port| port == 0) {
            return wrong("has a port out of range");
        }
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if allow_plain_http || is_loopback(host) => {}
            Some("http") => {
                return wrong("is plain http to another machine; use https or allow it explicitly");
            }
            _ => return wrong("has an unknown scheme, need https"),
        }
        Ok(BaseUrl(trimmed.to_owned()))
    }

    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The same for the same address. Of two that had the same number each would take threads of the other, and nothing
    /// else.
    pub fn number(&self) -> u32 {
        hash(self.0.as_bytes())
    }
}

/// An address may hold a name and a password before its host, and who knows what behind its path.
fn without_credentials(text: &str) -> &str {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(bytes.len());
    if bytes[end..].contains(&b'@') {
        // Either may be part of the other.
        return "";
    }
    let from = bytes[..end].iter().rposition(|byte| *byte == b'@').map_or(0, |at| at + 1);
    &text[from..end]
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trailing_slash_is_trimmed() {
        let url = BaseUrl::parse("https://auth.authforge.cc/", false).unwrap();
        assert_eq!(url.join("/auth/validate"), "https://auth.authforge.cc/auth/validate");
    }

    #[test]
    fn plain_http_goes_to_loopback_only() {
        for good in ["http://127.0.0.1:80", "http://localhost", "http://[::1]:9"] {
            assert!(BaseUrl::parse(good, false).is_ok(), "{good}");
        }
        assert!(BaseUrl::parse("http://10.0.0.1", false).is_err());
        assert!(BaseUrl::parse("http://10.0.0.1", true).is_ok());
    }

    #[test]
    fn a_bad_url_is_named_in_the_message() {
        let bad = [
            "",
            "auth.authforge.cc",
            "ftp://x",
            "https://",
            "https://u:p@x",
            "https://x?y",
            "https://x:99999",
        ];
        for text in bad {
            let error = BaseUrl::parse(text, false).unwrap_err();
            assert!(error.message.starts_with("api_base_url"), "{text}: {}", error.message);
            assert!(!error.message.contains("u:p"));
        }
        for text in [
            "u:pw@x",
            "ftp://u:pw@x",
            "ftp://u:p@w@x/y",
            "https://x?pw",
            "x#pw",
            "https://u:pw@ x",
            "https://u:pw?w@x",
            "x?a@pw",
        ] {
            let error = BaseUrl::parse(text, false).unwrap_err();
            assert!(
                !error.message.contains("pw") && !error.message.contains("w@"),
                "{text}: {}",
                error.message
            );
        }
    }
}
