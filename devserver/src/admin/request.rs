//! An admin request, taken apart.

use hyper::Method;
use hyper::body::Bytes;
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::reply::AdminError;
use crate::Error;

pub(super) struct AdminRequest {
    pub method: Method,
    path: Vec<String>,
    query: Vec<(String, String)>,
    body: Bytes,
}

impl AdminRequest {
    pub fn new(method: Method, path: &str, query: Option<&str>, body: Bytes) -> Result<Self, AdminError> {
        let path = path.trim_matches('/').split('/').map(decode).collect::<Result<_, _>>()?;
        let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Ok((decode(name)?, decode(value)?))
            })
            .collect::<Result<_, AdminError>>()?;
        Ok(Self { method, path, query, body })
    }

    pub fn path(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A number in the query; its name is in the message when it is none.
    pub fn number(&self, name: &str) -> Result<Option<u64>, AdminError> {
        let Some(text) = self.query(name) else { return Ok(None) };
        let wrong = || AdminError::bad_request(format!("{name} is \"{text}\", need a whole number"));
        text.parse().map(Some).map_err(|_| wrong())
    }

    /// A misspelt filter must not silently select everything.
    pub fn allow_query(&self, names: &[&str]) -> Result<(), AdminError> {
        match self.query.iter().find(|(name, _)| !names.contains(&name.as_str())) {
            Some((name, _)) => {
                let known = names.join(", ");
                Err(AdminError::bad_request(format!("query \"{name}\" is not known, only {known}")))
            }
            None => Ok(()),
        }
    }

    pub fn body<'a, T: Deserialize<'a>>(&'a self) -> Result<T, AdminError> {
        Ok(Error::from_json(&self.body)?)
    }

    pub fn unknown_method<T>(&self) -> Result<T, AdminError> {
        Err(AdminError::method_not_allowed(self.method.as_str()))
    }
}

fn decode(text: &str) -> Result<String, AdminError> {
    let decoded = percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|_| AdminError::bad_request(format!("\"{text}\" is no UTF-8")))?;
    Ok(decoded.into_owned())
}
