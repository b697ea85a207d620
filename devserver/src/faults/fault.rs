//! Faults: what goes wrong on purpose, for which requests, how often.

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use crate::values::endpoint::Endpoint;
use crate::values::error::Error;

/// One thing that goes wrong. The first fault that matches a request is the one that happens to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    #[serde(default)]
    pub endpoint: FaultScope,
    /// Only requests for this license.
    #[serde(default)]
    pub license_key: Option<String>,
    /// For so many requests; for all of them when left out.
    #[serde(default)]
    pub count: Option<u64>,
    /// Lets so many matching requests pass first.
    #[serde(default)]
    pub skip: u64,
    #[serde(rename = "fault")]
    pub effect: Effect,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultScope {
    #[serde(rename = "validate")]
    Validate,
    #[serde(rename = "heartbeat")]
    Heartbeat,
    #[serde(rename = "offline_activate")]
    OfflineActivate,
    #[serde(rename = "self_ban")]
    SelfBan,
    #[default]
    #[serde(rename = "*")]
    Every,
}

impl Fault {
    /// For every request to every endpoint, until the faults are cleared.
    pub fn new(effect: Effect) -> Self {
        Self { endpoint: FaultScope::Every, license_key: None, count: None, skip: 0, effect }
    }

    #[must_use]
    pub fn on(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = match endpoint {
            Endpoint::Validate => FaultScope::Validate,
            Endpoint::Heartbeat => FaultScope::Heartbeat,
            Endpoint::OfflineActivate => FaultScope::OfflineActivate,
            Endpoint::SelfBan => FaultScope::SelfBan,
        };
        self
    }

    #[must_use]
    pub fn for_license(mut self, license_key: impl Into<String>) -> Self {
        self.license_key = Some(license_key.into());
        self
    }

    #[must_use]
    pub fn times(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    #[must_use]
    pub fn after(mut self, skip: u64) -> Self {
        self.skip = skip;
        self
    }

    pub(crate) fn matches(&self, endpoint: Endpoint, license_key: Option<&str>) -> bool {
        self.endpoint.only().is_none_or(|only| only == endpoint)
            && self.effect.concerns(endpoint)
            && (self.license_key.is_none() || self.license_key.as_deref() == license_key)
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.count == Some(0) {
            return Err(Error::new("count is 0, need at least 1"));
        }
        if let Some(endpoint) = self.endpoint.only().filter(|endpoint| !self.effect.concerns(*endpoint)) {
            let effect = self.effect.name();
            return Err(Error::new(format!(
                "endpoint is {endpoint}, whose answers have nothing for {effect}"
            )));
        }
        self.effect.check().map_err(|error| error.at_path(format!("fault.{}", self.effect.name())))
    }
}

impl FaultScope {
    /// The one endpoint it is about.
    const fn only(self) -> Option<Endpoint> {
        match self {
            Self::Every => None,
            Self::Validate => Some(Endpoint::Validate),
            Self::Heartbeat => Some(Endpoint::Heartbeat),
            Self::OfflineActivate => Some(Endpoint::OfflineActivate),
            Self::SelfBan => Some(Endpoint::SelfBan),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Fault, String> {
        let fault: Fault = Error::from_json(text.as_bytes()).map_err(|error| error.to_string())?;
        fault.check().map_err(|error| error.to_string())?;
        Ok(fault)
    }

    #[test]
    fn every_fault_keeps_its_name_through_json() {
        for (json, name) in [
            r#""hang""#,
            r#""close""#,
            r#""close_notify""#,
            r#""garbage""#,
            r#""html_502""#,
            r#"{"status":{"http":503}}"#,
            r#"{"rate_limited_429":{}}"#,
            r#""gateway_429""#,
            r#""empty_429""#,
            r#""replay""#,
            r#"{"error":{"code":"revoked"}}"#,
            r#"{"redirect":{"to":"http://localhost/"}}"#,
            r#"{"big_body":{"bytes":5}}"#,
            r#"{"delay":{"ms":5}}"#,
            r#""lose_reply""#,
            r#""truncate""#,
            r#"{"trickle":{"ms":5}}"#,
            r#""wrong_key""#,
            r#""wrong_nonce""#,
            r#"{"drop_fields":["nonce"]}"#,
            r#"{"set_fields":{"expiresIn":"soon"}}"#,
            r#"{"set_token":{"hwid":"another"}}"#,
            r#"{"set_envelope":{"status":1}}"#,
            r#""file_tampered""#,
            r#""file_other_hwid""#,
            r#""file_other_app""#,
            r#""file_other_key""#,
            r#""file_missing""#,
        ]
        .into_iter()
        .zip(Effect::NAMES.iter().copied())
        {
            let fault = read(&format!(r#"{{"fault":{json}}}"#)).unwrap();
            assert_eq!(fault.effect.name(), name);
            let again = serde_json::to_string(&fault).unwrap();
            assert!(again.contains(name), "{again}");
        }
    }

    #[test]
    fn numbers_that_no_type_holds_are_kept_as_written() {
        let fault = read(
            r#"{"fault":{"set_fields":{"expiresIn":1e999,"maxHwidSlots":123456789012345678901234567890}}}"#,
        );
        let Effect::SetFields(fields) = fault.unwrap().effect else { panic!("other effect") };
        assert_eq!(fields["expiresIn"].get(), "1e999");
        assert_eq!(fields["maxHwidSlots"].get(), "123456789012345678901234567890");
    }

    #[test]
    fn a_bad_fault_is_refused_by_name_and_value() {
        for (json, part) in [
            (r#"{"fault":"explode"}"#, "unknown variant `explode`"),
            (r#"{"fault":{"delay":{"ms":-1}}}"#, "fault.delay.ms"),
            (r#"{"fault":{"delay":{"ms":1,"jitter":2}}}"#, "jitter"),
            (r#"{"fault":"close","endpoint":"selfban"}"#, "selfban"),
            (r#"{"fault":"file_tampered","endpoint":"validate"}"#, "endpoint is validate, whose"),
            (r#"{"fault":"wrong_nonce","endpoint":"offline_activate"}"#, "nothing for wrong_nonce"),
            (r#"{"fault":"wrong_key","endpoint":"self_ban"}"#, "nothing for wrong_key"),
            (r#"{"fault":{"set_token":{}},"endpoint":"offline_activate"}"#, "nothing for set_token"),
            (r#"{"fault":"close","often":1}"#, "often"),
            (r#"{"fault":"close","count":0}"#, "count is 0"),
            (r#"{"fault":{"status":{"http":99}}}"#, "fault.status.http is 99"),
            (
                r#"{"fault":{"status":{"http":200,"headers":{"Content-Length":"5"}}}}"#,
                "fault.status.headers.Content-Length",
            ),
            (r#"{"fault":{"error":{"code":"odd"}}}"#, "http is needed"),
            (r#"{"fault":{"redirect":{"to":"a\nb"}}}"#, "fault.redirect"),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains(part), "{json}: {error}");
        }
    }
}
