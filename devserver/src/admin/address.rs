//! Where an admin request goes: its path and its query, decoded.

use hyper::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::reply::AdminError;

/// All but what RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The parts between the slashes. Slashes around the whole mean nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segments(Vec<String>);

/// Names and values in the order they were sent. A plus is a plus: app ids have them, and forms are not sent here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Segments {
    pub fn read(uri: &Uri) -> Result<Self, AdminError> {
        uri.path().trim_matches('/').split('/').map(decode).collect::<Result<_, _>>().map(Self)
    }

    pub fn as_strs(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    /// The one way to write them, which routes are compared with.
    pub fn to_uri(&self) -> Result<Uri, AdminError> {
        let segments = self.0.iter().map(|segment| utf8_percent_encode(segment, RESERVED).to_string());
        let path = format!("/{}", segments.collect::<Vec<_>>().join("/"));
        path.try_into().map_err(|error| AdminError::bad_request(format!("path: {error}")))
    }
}

impl Query {
    pub fn read(uri: &Uri) -> Result<Self, AdminError> {
        let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let decoded = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        });
        decoded.collect::<Result<_, _>>().map(Self)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A number; its name is in the message when it is none.
    pub fn number(&self, name: &str) -> Result<Option<u64>, AdminError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let wrong = || AdminError::bad_request(format!("{name} is \"{text}\", need a whole number"));
        text.parse().map(Some).map_err(|_| wrong())
    }

    /// A misspelt filter must not silently select everything.
    pub fn allow(&self, names: &[&str]) -> Result<(), AdminError> {
        match self.0.iter().find(|(name, _)| !names.contains(&name.as_str())) {
            Some((name, _)) => {
                let known = names.join(", ");
                Err(AdminError::bad_request(format!("query \"{name}\" is not known, only {known}")))
            }
            None => Ok(()),
        }
    }
}

fn decode(text: &str) -> Result<String, AdminError> {
    let decoded = percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|_| AdminError::bad_request(format!("\"{text}\" is no UTF-8")))?;
    Ok(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(path: &str) -> Result<String, AdminError> {
        Segments::read(&path.parse().unwrap())
            .and_then(|segments| segments.to_uri())
            .map(|uri| uri.to_string())
    }

    #[test]
    fn a_path_has_one_form_however_it_was_written() {
        for path in ["/v1/licenses/A-B", "//v1/licenses/A-B/", "/%761/%6cicenses/A%2DB"] {
            assert_eq!(canonical(path).unwrap(), "/v1/licenses/A-B");
        }
        assert_eq!(canonical("/a%2fb/%25/+").unwrap(), "/a%2Fb/%25/%2B", "a slash in a name stays in it");
        assert_eq!(canonical("/").unwrap(), "/");
        assert!(canonical("/a/%ff").is_err());
    }

    #[test]
    fn a_query_is_read_as_it_stands() {
        let query = Query::read(&"/?a=1+%2B&a=2&&b".parse().unwrap()).unwrap();
        assert_eq!((query.get("a"), query.get("b"), query.get("c")), (Some("1++"), Some(""), None));
        assert!(query.allow(&["a", "b"]).is_ok() && query.allow(&["a"]).is_err());
        assert!(Query::read(&"/?a=%ff".parse().unwrap()).is_err());
    }
}
