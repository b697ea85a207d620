//! The answer to tampering: a program that has been meddled with takes its own license out of service.

use super::Client;
use crate::protocol::request::{BanProof, SelfBan};
use crate::status::Status;
use crate::values::error::{Error, Result};
use crate::values::secret::Secret;

/// What a host asks for.
pub struct Ban {
    /// Instead of the session's.
    pub session_token: Option<Secret>,
    /// For a client without a session.
    pub license_key: Option<Secret>,
    pub revoke_license: bool,
    pub blacklist_hwid: bool,
    pub blacklist_ip: bool,
}

impl Client {
    /// A session's token comes before a license key: only with it will the service revoke.
    pub(super) fn ban(&self, ban: &Ban) -> Result<SelfBan> {
        let session = self.session();
        let offline = session.as_ref().is_some_and(|session| session.file().is_some());
        if offline && ban.session_token.is_none() && ban.license_key.is_none() {
            return Err(Error::of(Status::OfflineSession));
        }
        let token = ban.session_token.as_ref().or_else(|| session.as_ref()?.token());
        let proof = match (token, &ban.license_key) {
            (Some(token), _) => BanProof::Session(token.clone()),
            (None, Some(license_key)) => {
                BanProof::LicenseKey { app_secret: self.app_secret()?, license_key: license_key.clone() }
            }
            (None, None) => {
                let why = "there is no session, and no license key was given";
                return Err(Error::new(Status::MissingLicenseKey, why));
            }
        };
        Ok(SelfBan {
            app_id: self.settings.app_id.clone(),
            proof,
            hwid: self.hwid_at_once()?.to_owned(),
            revoke_license: ban.revoke_license,
            blacklist_hwid: ban.blacklist_hwid,
            blacklist_ip: ban.blacklist_ip,
        })
    }
}
