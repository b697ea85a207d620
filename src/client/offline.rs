//! What a client does with license files and activation requests.

use super::Client;
use crate::client::config;
use crate::hwid;
use crate::offline::license_file::{self, LicenseFile, Reader};
use crate::offline::{ActivationRequest, input};
use crate::protocol::FileText;
use crate::protocol::time::{iso_ms, parse_iso_ms};
use crate::runtime::clock;
use crate::session::Session;
use crate::status::Status;
use crate::transport::Lease;
use crate::values::error::{Error, Result};
use crate::values::key_text;
use crate::values::quoted::quoted;
use crate::values::secret::Secret;

/// What a host wants in an activation request; `None` is the default, an empty text leaves it out.
#[derive(Default)]
pub struct RequestOptions<'a> {
    pub include_machine_name: bool,
    pub machine_name: Option<&'a str>,
    pub os: Option<&'a str>,
    pub sdk: Option<&'a str>,
    pub license_key: Option<&'a str>,
    pub created_at: Option<&'a str>,
}

impl Client {
    pub(super) fn open_file(&self, path_or_text: &str, lease: &Lease) -> Result<Session> {
        let text = input::read(path_or_text)?;
        self.verify_file(&text, None, lease).map(Session::offline)
    }

    /// With the license key that the file was asked for with, if it was.
    fn verify_file(&self, text: &str, license_key: Option<&Secret>, lease: &Lease) -> Result<LicenseFile> {
        let reader = Reader {
            app_id: &self.settings.app_id,
            trust: &self.settings.trust,
            hwid: &|| self.hwid(lease),
            now_ms: clock::wall_ms(),
            license_key: license_key.map(Secret::reveal),
        };
        license_file::verify(text, &reader)
    }

    /// The service has made a file: it is verified before it is written, and written before it counts.
    pub(super) fn activated(&self, license_key: &Secret, file: &FileText, lease: &Lease) -> Result<Session> {
        // The verifier's reason stands in the message only: its `hwid_mismatch` is not the service's.
        let rejected = |error: Error| {
            Error::new(Status::OfflineFileRejected, format!("{}: {}", error.code, error.message))
        };
        let verified = self.verify_file(&file.text, Some(license_key), lease).map_err(rejected)?;
        Ok(Session::offline(LicenseFile { replay: file.replay, ..verified }))
    }

    /// What an activation request for this machine says, but for its id.
    pub fn activation_request(&self, options: &RequestOptions<'_>) -> Result<Box<ActivationRequest>> {
        let own = |text: Option<&str>, default: &dyn Fn() -> String| text.map_or_else(default, str::to_owned);
        if let Some(date) = options.created_at
            && parse_iso_ms(date).is_none()
        {
            let text = format!("created_at is {}, need a date as 2026-04-20T00:00:00.000Z", quoted(date));
            return Err(Error::argument(text));
        }
        let machine_name = if options.include_machine_name {
            own(options.machine_name, &|| hwid::machine_name().unwrap_or_default())
        } else {
            String::new()
        };
        let session_key = || {
            let key = self.session()?.license_key.as_ref()?.as_c_str().to_str().ok()?.to_owned();
            Some(key)
        };
        Ok(Box::new(ActivationRequest {
            app_id: self.settings.app_id.as_ref().to_owned(),
            hwid: self.hwid_at_once()?.to_owned(),
            created_at: own(options.created_at, &|| iso_ms(clock::wall_ms())),
            machine_name,
            os: own(options.os, &config::os_name),
            sdk: own(options.sdk, &|| config::SDK.to_owned()),
            license_key: own(options.license_key.map(key_text::trimmed), &|| {
                session_key().unwrap_or_default()
            }),
        }))
    }

    /// The same as a text, with the machine's id.
    pub fn activation_text(&self, request: &ActivationRequest, lease: &Lease) -> Result<String> {
        Ok(request.to_text(self.hwid(lease)?))
    }
}
